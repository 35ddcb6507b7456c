import type { Answer } from '../../rehearsal/src/wire/messages.ts';

/** Something that somebody was told has been done. Times by `Date.now()`, the database's clock being this machine's. */
export interface Acknowledged {
  readonly user: string;
  readonly did: 'hold' | 'confirm' | 'cancel' | 'release' | 'extend';
  readonly seatIds: readonly number[];
  /** Of the reservation, by the change that made it. */
  readonly sequence: number | undefined;
  readonly askedAt: number;
  readonly answeredAt: number;
}

/** What became of a confirmation that nobody could be told about. */
export interface Unsettled {
  readonly user: string;
  readonly seatIds: readonly number[];
}

/** Everything that people of one round were told. */
export class Evidence {
  readonly acknowledged: Acknowledged[] = [];
  readonly unsettled: Unsettled[] = [];
  /** When writes were acknowledged, by `performance.now()`, in the order told. */
  readonly writesAt: number[] = [];
  readonly joinsAt: number[] = [];
  operations = 0;
  readonly statuses = new Map<string, number>();

  count(answer: Answer): void {
    this.operations += 1;
    const reason = typeof answer.body['reason'] === 'string' ? ` ${answer.body['reason']}` : '';
    const what = answer.status === 0 ? 'no answer' : `${answer.status}${reason}`;
    this.statuses.set(what, (this.statuses.get(what) ?? 0) + 1);
  }

  note(done: Acknowledged): void {
    this.acknowledged.push(done);
    this.writesAt.push(performance.now());
  }
}

/** The longest time without an acknowledgement between two moments, and when it ended. */
export function longestGap(
  at: readonly number[],
  from: number,
  to: number,
): { gapMs: number; endedAt: number } {
  let [last, gapMs, endedAt] = [from, 0, from];
  for (const moment of [...at.filter((each) => each > from && each < to), to]) {
    if (moment - last > gapMs) [gapMs, endedAt] = [moment - last, moment];
    last = moment;
  }
  return { gapMs: Math.round(gapMs), endedAt };
}
