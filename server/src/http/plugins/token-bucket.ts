/** How many of something are still allowed: a bucket that starts full, and fills again with time. */
export class TokenBucket {
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
    this.fill();
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }

  /** As good as new: whoever forgets it forgets nothing. */
  get isFull(): boolean {
    this.fill();
    return this.left >= this.capacity;
  }

  /** Seconds until there is one again. */
  get waitSeconds(): number {
    return Math.max(1, Math.ceil(((1 - this.left) * this.refillMs) / 1000));
  }

  private fill(): void {
    const now = this.nowMs();
    this.left = Math.min(this.capacity, this.left + (now - this.readAtMs) / this.refillMs);
    this.readAtMs = now;
  }
}
