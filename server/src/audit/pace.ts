import type { Clock } from '../ports/clock.ts';

/** How long a rest is, in portions: the auditor works a quarter of the time. */
const REST_PORTIONS = 3;
/** The longest rest between two portions. */
const REST_MAX_MS = 250;

/**
 * Lets whoever sells seats go first: after each portion the auditor rests three times as long as the portion took, so
 * that it has no more than a quarter of what one session of the ledger and one core can give, and less where both are busy.
 */
export class Pace {
  private startedAt: number;

  constructor(private readonly clock: Pick<Clock, 'monotonicMs' | 'after'>) {
    this.startedAt = clock.monotonicMs();
  }

  async rest(): Promise<void> {
    const tookMs = this.clock.monotonicMs() - this.startedAt;
    await this.wait(Math.min(REST_PORTIONS * tookMs, REST_MAX_MS));
    this.startedAt = this.clock.monotonicMs();
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve));
  }
}
