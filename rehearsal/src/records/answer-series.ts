import { Latencies } from './latencies.ts';

/** What somebody wanted, as the report shows it apart. */
export const kinds = ['join', 'status', 'pass', 'look', 'hold', 'confirm', 'give back', 'try'] as const;
export type Kind = (typeof kinds)[number];

/** One second of the rehearsal. */
export interface Second {
  readonly answers: Map<Kind, Latencies>;
  /** By reason; `no answer` for what was never answered. */
  readonly refusals: Map<string, number>;
}

/** Longer than any rehearsal may last; what comes later counts for the last second. */
const SECONDS_MAX = 3_600;

/** Every answer, second by second from the beginning. */
export class AnswerSeries {
  readonly seconds: Second[] = [];
  readonly totals = new Map<Kind, Latencies>();
  readonly refusals = new Map<string, number>();
  /** By status. */
  readonly statuses = new Map<Kind, Map<number, number>>();
  count = 0;

  constructor(readonly startedAt: number) {}

  note(kind: Kind, at: number, status: number, reason: string | undefined, tookMs: number): void {
    this.count++;
    const second = this.secondAt(at);
    latenciesOf(second.answers, kind).note(tookMs);
    latenciesOf(this.totals, kind).note(tookMs);
    const statuses = this.statuses.get(kind) ?? new Map<number, number>();
    this.statuses.set(kind, statuses.set(status, (statuses.get(status) ?? 0) + 1));
    // What nobody may is refused as it should be, and would hide what people were refused.
    if (kind === 'try' || (status !== 0 && status < 400)) return;
    const why = status === 0 ? NO_ANSWER : (reason ?? `status ${String(status)}`);
    second.refusals.set(why, (second.refusals.get(why) ?? 0) + 1);
    this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
  }

  private secondAt(at: number): Second {
    const index = Math.min(SECONDS_MAX, Math.max(0, Math.floor((at - this.startedAt) / 1_000)));
    while (this.seconds.length <= index) this.seconds.push({ answers: new Map(), refusals: new Map() });
    return this.seconds[index] ?? { answers: new Map(), refusals: new Map() };
  }
}

export const NO_ANSWER = 'no answer';

function latenciesOf(map: Map<Kind, Latencies>, kind: Kind): Latencies {
  let found = map.get(kind);
  if (found === undefined) map.set(kind, (found = new Latencies()));
  return found;
}
