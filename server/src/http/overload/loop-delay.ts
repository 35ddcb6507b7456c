/** How often the loop is asked how late it is. */
export const TICK_MS = 20;
/**
 * Fewer requests than this in one turn of the event loop are no crowd. The loop may be late all the same, by
 * collecting garbage or opening a hall, but then refusing them would make nothing quicker.
 */
const CROWD = 64;

/**
 * How long requests wait before this process gets to them: they lie in the kernel, where nobody can see them,
 * for as long as a turn of the event loop takes. A turn is what lies between two ticks of a timer.
 *
 * One late turn is bad luck; what came with it is served by the next. So, as in CoDel (Nichols and Jacobson,
 * "Controlling Queue Delay", 2012), the least of neighbouring turns counts: a queue that does not go away.
 */
export class LoopDelay {
  private requests = 0;
  /** How late the last turn was, and the one before it. */
  private last = 0;
  private lastButOne = 0;

  constructor(private turnBeganAt: number) {}

  /** A turn is over: called by a timer that was set to TICK_MS when the turn began. */
  tick(now: number): void {
    this.lastButOne = this.last;
    this.last = this.lateness(now);
    this.turnBeganAt = now;
    this.requests = 0;
  }

  /** A request has come. */
  arrived(): void {
    this.requests++;
  }

  /** In milliseconds; 0 while there is no crowd. */
  current(now: number): number {
    return Math.max(Math.min(this.lateness(now), this.last), Math.min(this.last, this.lastButOne));
  }

  private lateness(now: number): number {
    return this.requests < CROWD ? 0 : Math.max(0, now - this.turnBeganAt - TICK_MS);
  }
}
