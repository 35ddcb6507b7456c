import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** The run of the sale: when it opens, and when everybody goes home. */
export class SaleClock {
  private readonly over = new AbortController();
  private isSoldOut = false;

  constructor(readonly opensAt: number) {
    // Everybody waits for it.
    setMaxListeners(0, this.over.signal);
  }

  get isOver(): boolean {
    return this.over.signal.aborted;
  }

  get wasSoldOut(): boolean {
    return this.isSoldOut;
  }

  end(why: 'sold out' | 'time'): void {
    this.isSoldOut = why === 'sold out';
    this.over.abort();
  }

  /** False when the sale was over before the time had passed. */
  async wait(ms: number): Promise<boolean> {
    try {
      await delay(Math.max(0, ms), undefined, { signal: this.over.signal });
      return true;
    } catch {
      return false;
    }
  }
}
