/** Each bucket is so much wider than the one before: a percentile is right to about this share. */
const STEP = 1.05;
const LOG_STEP = Math.log(STEP);
/** From a tenth of a millisecond to a good hundred seconds. */
const FLOOR_MS = 0.1;
const BUCKETS = Math.ceil(Math.log(120_000 / FLOOR_MS) / LOG_STEP);

/** How long things took: so exact as a chart can show, in a kilobyte however many there were. */
export class Latencies {
  count = 0;
  maxMs = 0;
  private readonly buckets = new Uint32Array(BUCKETS);

  note(ms: number): void {
    this.count++;
    if (ms > this.maxMs) this.maxMs = ms;
    const index = ms <= FLOOR_MS ? 0 : Math.ceil(Math.log(ms / FLOOR_MS) / LOG_STEP);
    const bounded = Math.min(index, BUCKETS - 1);
    this.buckets[bounded] = (this.buckets[bounded] ?? 0) + 1;
  }

  add(others: Latencies): void {
    this.count += others.count;
    this.maxMs = Math.max(this.maxMs, others.maxMs);
    for (let i = 0; i < BUCKETS; i++) this.buckets[i] = (this.buckets[i] ?? 0) + (others.buckets[i] ?? 0);
  }

  /** What so large a share took at most, in milliseconds: the upper end of its bucket. 0 when there is nothing. */
  percentile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.count));
    let seen = 0;
    for (let i = 0; i < BUCKETS; i++) {
      seen += this.buckets[i] ?? 0;
      if (seen >= wanted) return Math.min(this.maxMs, FLOOR_MS * STEP ** i);
    }
    return 0;
  }
}
