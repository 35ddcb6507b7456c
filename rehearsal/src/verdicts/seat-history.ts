import type { Entry } from '../verify-log/log-file.ts';

/** From when on a seat was somebody's or nobody's, by the log. */
interface Step {
  readonly at: number;
  readonly isFree: boolean;
}

const FREEING = new Set(['released', 'expired', 'cancelled', 'unblocked']);

/** When each seat was free, read from the log. */
export class SeatHistory {
  private readonly steps = new Map<number, Step[]>();

  constructor(entries: readonly Entry[]) {
    for (const { at, cause, seatIds } of entries) {
      for (const id of seatIds) {
        const own = this.steps.get(id) ?? [];
        this.steps.set(id, own);
        own.push({ at, isFree: FREEING.has(cause) });
      }
    }
  }

  /** Whether a seat was free all the time between two moments. */
  wasFree(seatId: number, from: number, until: number): boolean {
    let isFree = true;
    for (const step of this.steps.get(seatId) ?? []) {
      if (step.at > until) break;
      if (step.at < from) isFree = step.isFree;
      else if (!step.isFree) return false;
    }
    return isFree;
  }
}
