import { TokenBucket } from './token-bucket.ts';

/** Allowed at once, and one more after so long. */
export interface Rate {
  readonly burst: number;
  readonly refillMs: number;
}

/** A bucket for each of many; only so many are remembered. */
export class TokenBuckets {
  private readonly buckets = new Map<string, TokenBucket>();

  constructor(
    private readonly rate: Rate,
    /** Enough that a flood from more finds another limit first. */
    private readonly rememberedMax: number,
    private readonly nowMs: () => number,
  ) {}

  of(name: string): TokenBucket {
    const known = this.buckets.get(name);
    if (known !== undefined) return known;
    if (this.buckets.size >= this.rememberedMax) this.forget();
    const bucket = new TokenBucket(this.rate.burst, this.rate.refillMs, this.nowMs);
    this.buckets.set(name, bucket);
    return bucket;
  }

  get size(): number {
    return this.buckets.size;
  }

  /** Forgets those that are full again; when there are none, the oldest half. */
  private forget(): void {
    for (const [name, bucket] of this.buckets) if (bucket.isFull) this.buckets.delete(name);
    if (this.buckets.size < this.rememberedMax) return;
    for (const name of [...this.buckets.keys()].slice(0, this.rememberedMax / 2)) this.buckets.delete(name);
  }
}
