import { promises, type PromiseName } from './promises.ts';
import { Latencies } from './records/latencies.ts';
import type { Records } from './records/records.ts';
import type { LineSample } from './watch/line-watch.ts';
import type { LoadSample } from './watch/load-watch.ts';

/** `gathering`: before the opening. `checking`: everybody has gone, and what they were told is compared with the log. */
export type Phase = 'preparing' | 'gathering' | 'selling' | 'checking';

/** How a rehearsal stands, said once a second. */
export interface Progress {
  readonly phase: Phase;
  readonly elapsedMs: number;
  /** Until the opening; negative: since. */
  readonly opensInMs: number;
  readonly people: {
    readonly all: number;
    readonly away: number;
    readonly waiting: number;
    readonly inside: number;
    readonly through: number;
    readonly bought: number;
  };
  readonly seats: { readonly all: number; readonly left: number };
  readonly requestsPerSecond: number;
  readonly p95Ms: number;
  readonly refusals: number;
  readonly noAnswers: number;
  /** How late the player itself is. */
  readonly playerLagMs: number;
  /** By promise: how often it could have been broken, and how often it was, as far as is seen while playing. */
  readonly promises: readonly {
    readonly promise: PromiseName;
    readonly checked: number;
    readonly broken: number;
  }[];
}

export interface ProgressOf {
  readonly phase: Phase;
  readonly records: Records;
  readonly opensAt: number;
  readonly people: number;
  readonly seatCount: number;
  readonly line: LineSample | undefined;
  readonly load: LoadSample | undefined;
  readonly now: number;
}

/** The last whole second, and the sums so far. */
export function progressOf(of: ProgressOf): Progress {
  const { records, now, opensAt } = of;
  const { answers } = records;
  const elapsedMs = now - answers.startedAt;
  const second = answers.seconds[Math.floor(elapsedMs / 1_000) - 1];
  const all = new Latencies();
  for (const latencies of second?.answers.values() ?? []) all.add(latencies);
  const stages = { away: 0, waiting: 0, inside: 0, through: 0 };
  let bought = 0;
  for (const { stage, reservation } of records.people) {
    stages[stage]++;
    if (reservation !== undefined) bought++;
  }
  let refusals = 0;
  for (const count of answers.refusals.values()) refusals += count;
  const noAnswers = answers.refusals.get('no answer') ?? 0;
  return {
    phase: of.phase,
    elapsedMs,
    opensInMs: opensAt - now,
    people: { all: of.people, ...stages, bought },
    seats: { all: of.seatCount, left: of.line?.seatsLeft ?? of.seatCount },
    requestsPerSecond: all.count,
    p95Ms: all.percentile(0.95),
    refusals: refusals - noAnswers,
    noAnswers,
    playerLagMs: of.load?.lagMs ?? 0,
    promises: promises.map((promise) => ({
      promise,
      checked: records.tried[promise],
      broken: records.violationsOf(promise),
    })),
  };
}
