import { backoffMs } from './backoff.ts';

const FIRST_MS = 2_000;
const MAX_MS = 15_000;

/** What failed is tried once more after a while, doubling. However many have failed meanwhile, it is tried once. */
export class Retry {
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  later(again: () => void): void {
    this.cancel();
    this.failures += 1;
    this.timer = setTimeout(again, backoffMs(this.failures, Math.random, FIRST_MS, MAX_MS));
  }

  /** It is tried at once, or nobody wants it any more. */
  cancel(): void {
    clearTimeout(this.timer);
  }

  /** It has succeeded. */
  reset(): void {
    this.cancel();
    this.failures = 0;
  }
}
