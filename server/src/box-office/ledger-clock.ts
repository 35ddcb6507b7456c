import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';

/** How fast two quartz clocks may drift apart: 100 parts per million. */
const DRIFT_RATE_MAX = 1e-4;

/**
 * This process's idea of what the ledger's clock says.
 *
 * Seats depend on one clock only, the ledger's. It is read now and then, together with our monotonic clock
 * before and after, and the offset between the two is kept (Cristian 1989: the error is at most half the
 * round trip). Our wall clock does not come into it, so it may be wrong or jump as it likes.
 */
export class LedgerClock {
  private offsetMs = 0;
  private uncertaintyMs = Infinity;
  private observedAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly ledger: Pick<Ledger, 'now'>,
  ) {}

  /** The ledger's clock, now. */
  now(): number {
    return this.at(this.clock.monotonicMs());
  }

  /** What the ledger's clock said at a moment of our monotonic clock. */
  at(monotonicMs: number): number {
    return monotonicMs + this.offsetMs;
  }

  monotonicMs(): number {
    return this.clock.monotonicMs();
  }

  /**
   * Takes in one reading. The better of it and what is known is kept; a reading that contradicts what is
   * known means that the ledger's clock was set, and always wins.
   */
  observe(sentMonotonicMs: number, receivedMonotonicMs: number, ledgerNow: number): void {
    const uncertaintyMs = (receivedMonotonicMs - sentMonotonicMs) / 2;
    const offsetMs = ledgerNow - (sentMonotonicMs + receivedMonotonicMs) / 2;
    const agedUncertaintyMs = this.uncertaintyMs + (receivedMonotonicMs - this.observedAt) * DRIFT_RATE_MAX;
    const contradicts = Math.abs(offsetMs - this.offsetMs) > agedUncertaintyMs + uncertaintyMs;
    if (contradicts || uncertaintyMs <= agedUncertaintyMs) {
      this.offsetMs = offsetMs;
      this.uncertaintyMs = uncertaintyMs;
      this.observedAt = receivedMonotonicMs;
    }
  }

  /** Reads the ledger's clock a few times. Rejects when the ledger does not answer. */
  async synchronise(readings = 3): Promise<void> {
    for (let i = 0; i < readings; i++) {
      const sent = this.clock.monotonicMs();
      const ledgerNow = await this.ledger.now();
      this.observe(sent, this.clock.monotonicMs(), ledgerNow);
    }
  }
}
