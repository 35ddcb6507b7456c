import TinyQueue from 'tinyqueue';
import type { Clock } from '../../src/ports/clock.ts';
import { turns } from './event-loop.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  isCancelled: boolean;
  readonly callback: () => void;
}

/** Time that moves only when told to. What waits for it is called in order, each at its own moment. */
export class SimulatedClock implements Clock {
  private nowMs: number;
  private order = 0;
  private readonly timers = new TinyQueue<Timer>([], (a, b) => a.at - b.at || a.order - b.order);

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  /** The true time. */
  monotonicMs(): number {
    return this.nowMs;
  }

  wallMs(): number {
    return this.nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = {
      at: this.nowMs + Math.max(0, delayMs),
      order: this.order++,
      isCancelled: false,
      callback,
    };
    this.timers.push(timer);
    return () => (timer.isCancelled = true);
  }

  delay(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Lets time pass, and all that waits for it happen; what follows at once from a timer happens first. */
  async advance(ms: number): Promise<void> {
    const end = this.nowMs + ms;
    for (let next = this.timers.peek(); next !== undefined && next.at <= end; next = this.timers.peek()) {
      this.timers.pop();
      if (next.isCancelled) continue;
      this.nowMs = Math.max(this.nowMs, next.at);
      next.callback();
      await turns(1);
    }
    this.nowMs = end;
    await turns(1);
  }
}
