import type { Clock } from '../ports/clock.ts';

/** The longest rest between two portions. */
const REST_MAX_MS = 100;

/**
 * Lets whoever sells seats go first: after each portion the auditor rests as long as the portion took, so that it never
 * has more than half of what one session of the ledger and one core can give.
 */
export class Pace {
  private startedAt: number;

  constructor(private readonly clock: Pick<Clock, 'monotonicMs' | 'after'>) {
    this.startedAt = clock.monotonicMs();
  }

  async rest(): Promise<void> {
    const tookMs = this.clock.monotonicMs() - this.startedAt;
    await this.wait(Math.min(tookMs, REST_MAX_MS));
    this.startedAt = this.clock.monotonicMs();
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve));
  }
}
