import type { Clock } from '../../src/ports/clock.ts';

/** How long one moment of the model lasts. A hold ends just before the next, and its grace in the middle of that. */
export const MOMENT_MS = 120_000;
export const HOLD_TTL_MS = MOMENT_MS - 1_000;
export const GRACE_MS = MOMENT_MS / 2;
export const BEGINNING = 1_700_000_040_000;

/** The true time, which stands still within a moment but for the order in which things happen. */
export class ModelTime {
  moment = 0;
  private order = 0;

  monotonicMs(): number {
    return this.moment * MOMENT_MS + 0.3 + 1e-6 * this.order++;
  }

  wallMs(): number {
    return BEGINNING + this.moment * MOMENT_MS + 0.3;
  }
}

interface Timer {
  readonly delayMs: number;
  readonly callback: () => void;
}

/** One process's clock, whose timers ring when they are told to. */
export class StepClock implements Clock {
  private timers: Timer[] = [];

  constructor(private readonly time: ModelTime) {}

  monotonicMs(): number {
    return this.time.monotonicMs();
  }

  wallMs(): number {
    return this.time.wallMs();
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { delayMs, callback };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((each) => each !== timer));
  }

  count(delayMs: number): number {
    return this.timers.filter((each) => each.delayMs === delayMs).length;
  }

  /** Lets the first timer of this length ring. */
  ring(delayMs: number): void {
    const timer = this.timers.find((each) => each.delayMs === delayMs);
    if (timer === undefined) throw new Error(`no timer of ${delayMs} ms`);
    this.timers = this.timers.filter((each) => each !== timer);
    timer.callback();
  }
}
