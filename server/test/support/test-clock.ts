import { systemClock } from '../../src/adapters/system/clock.ts';
import type { Clock } from '../../src/ports/clock.ts';

/**
 * The machine's clock, which stands still until a test moves it. It shows whole milliseconds, so that a hold
 * is over when exactly its time to live has passed: the domain rounds an expiry up to a whole one.
 */
export class TestClock implements Clock {
  private readonly startedAtMs = Date.now();
  private elapsedMs = 0;

  wallMs(): number {
    return this.startedAtMs + this.elapsedMs;
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  /** Timers run in real time; what is moved is what the clocks say. */
  after(delayMs: number, callback: () => void): () => void {
    return systemClock.after(delayMs, callback);
  }

  advance(ms: number): void {
    this.elapsedMs += ms;
  }
}
