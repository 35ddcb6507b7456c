import type { SeatMap } from '../domain/seat-map.ts';
import type { LedgerClock } from './ledger-clock.ts';
import type { BoxOfficeOptions } from './options.ts';
import { Proposal, type Pending } from './proposal.ts';

/** How often one command is decided again before it is told `contention`. */
const TRIES_MAX = 10;

/** The commands of one event that wait for their turn, in the order in which they came. */
export class CommandQueue {
  private waiting: Pending[] = [];

  constructor(
    private readonly clock: LedgerClock,
    private readonly options: BoxOfficeOptions,
  ) {}

  get length(): number {
    return this.waiting.length;
  }

  /** When the first that waits arrived, by this process's monotonic clock; Infinity when none waits. */
  get firstArrivedAt(): number {
    return this.waiting[0]?.arrivedMonotonicMs ?? Infinity;
  }

  add(pending: Pending): void {
    this.waiting.push(pending);
  }

  /** Decides as many of the waiting commands as one append may take, on top of `map`. */
  decide(map: SeatMap, most = Infinity): Proposal {
    const { failureRate, settleMs, graceMs, batchChangesMax } = this.options;
    const batchSizeMax = Math.min(this.options.batchSizeMax, most);
    const proposal = new Proposal(map);
    const now = this.clock.now();
    const { correctionMs } = this.clock;
    let taken = 0;
    for (const pending of this.waiting) {
      if (taken === batchSizeMax || proposal.draft.changes.length >= batchChangesMax) break;
      taken++;
      const arrivedAt = this.clock.at(pending.arrivedMonotonicMs);
      proposal.add(pending, { arrivedAt, now, correctionMs, settleMs, graceMs, failureRate });
    }
    this.waiting.splice(0, taken);
    return proposal;
  }

  /** Lets commands that were taken, but not decided for good, wait at the head again. */
  putBack(pendings: readonly Pending[]): void {
    this.waiting.unshift(...pendings.filter(({ isAnswered }) => !isAnswered));
  }

  /** The same after a decision that came to nothing. Returns those for whom that has been often enough. */
  tryAgain(pendings: readonly Pending[]): readonly Pending[] {
    for (const pending of pendings) pending.tries++;
    this.putBack(pendings.filter(({ tries }) => tries < TRIES_MAX));
    return pendings.filter(({ tries }) => tries >= TRIES_MAX);
  }

  takeAll(): readonly Pending[] {
    return this.waiting.splice(0);
  }
}
