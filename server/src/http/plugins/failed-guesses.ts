/**
 * How many wrong guesses at the organiser's token are still answered as such: a bucket that starts full and
 * fills again with time. One for the whole server, so it makes no difference from how many addresses the
 * guesses come, or say they come.
 */
export class FailedGuesses {
  private left: number;
  private readAtMs: number;

  constructor(
    private readonly capacity: number,
    private readonly refillMs: number,
    private readonly nowMs: () => number,
  ) {
    this.left = capacity;
    this.readAtMs = nowMs();
  }

  /** Takes one. False when there is none. */
  take(): boolean {
    const now = this.nowMs();
    this.left = Math.min(this.capacity, this.left + (now - this.readAtMs) / this.refillMs);
    this.readAtMs = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }

  /** Seconds until there is one again. */
  get waitSeconds(): number {
    return Math.max(1, Math.ceil(((1 - this.left) * this.refillMs) / 1000));
  }
}
