import type { Findings } from '../findings.ts';
import type { HistoryHeader } from '../input/operation.ts';
import type { Hall, Place } from '../model/hall.ts';
import type { Told } from '../model/history.ts';
import type { Moments } from '../model/moments.ts';
import { sameSeats } from '../model/sets.ts';
import type { SteadyClock } from '../model/steady-clock.ts';

const READS = ['states', 'seats', 'snapshot'];

/** Where one server answers everything, a look sees all that anybody had been told before it. */
export class Fresh {
  constructor(
    private readonly hall: Hall,
    private readonly moments: Moments,
    private readonly clock: SteadyClock,
    private readonly header: HistoryHeader,
    private readonly findings: Findings,
  ) {}

  check(operation: Told, place: Place | undefined): void {
    const { op, outcome, got, endUs } = operation;
    if (outcome !== 'ok' || !this.header.readsAreCurrent) return;
    const [from, to] = this.moments.windowOf(operation);
    if (READS.includes(op) && got.sequence !== undefined) {
      this.findings.check('fresh');
      if (got.sequence >= from) return;
      const what = `shown ${String(got.sequence)} changes, when ${String(from)} had been told of`;
      this.findings.broken('fresh', what, [operation, this.hall.change(from)]);
    }
    if (op !== 'my_hold') return;
    this.findings.check('fresh');
    for (const [, hold] of place?.hold.within(from, to) ?? [[0, undefined] as const]) {
      if (sameSeats(hold?.seats ?? [], got.seats)) return;
      // One that has run out is told as none, though the log may not say so yet.
      if (hold !== undefined && got.seats?.length === 0 && this.clock.earliestUs(hold.expiresAt) <= endUs)
        return;
    }
    this.findings.broken('fresh', 'they are shown a hold that they did not have then', [operation]);
  }
}
