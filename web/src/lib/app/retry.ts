const RETRY_MAX_MS = 15_000;

/** What failed is tried once more after a while, doubling. However many have failed meanwhile, it is tried once. */
export class Retry {
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  later(again: () => void): void {
    clearTimeout(this.timer);
    this.tries += 1;
    this.timer = setTimeout(again, Math.min(RETRY_MAX_MS, 1_000 * 2 ** this.tries));
  }

  /** It has succeeded, or nobody wants it any more. */
  stop(): void {
    clearTimeout(this.timer);
    this.tries = 0;
  }
}
