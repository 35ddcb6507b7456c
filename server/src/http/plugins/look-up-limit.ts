import { networkOf } from '../network.ts';
import { ProblemError } from '../problem.ts';
import { TokenBucket } from './token-bucket.ts';

/** Allowed at once, and one more after so long. */
export interface Rate {
  readonly burst: number;
  readonly refillMs: number;
}

export interface LookUpRates {
  readonly perAddress: Rate;
  readonly perServer: Rate;
}

/**
 * How often codes may be tried. A household mistypes now and then; a code has 50 random bits, so what guesses
 * is stopped by its length, and this limit makes trying slow, visible and cheap.
 */
export const defaultLookUpRates: LookUpRates = {
  perAddress: { burst: 20, refillMs: 3_000 },
  perServer: { burst: 200, refillMs: 50 },
};

/** Addresses that are remembered at most: enough that a flood from more finds the server's own limit first. */
const ADDRESSES_MAX = 10_000;

/** Lets through as many look-ups as one address and the whole server may make, and refuses the others. */
export class LookUpLimit {
  private readonly byNetwork = new Map<string, TokenBucket>();
  private readonly whole: TokenBucket;

  constructor(
    private readonly nowMs: () => number,
    private readonly rates: LookUpRates = defaultLookUpRates,
  ) {
    this.whole = new TokenBucket(rates.perServer.burst, rates.perServer.refillMs, nowMs);
  }

  /** Takes one look-up of the address. Throws `rate_limited`. */
  take(address: string): void {
    // The address first: one that asks too often must not use up what is there for all.
    for (const bucket of [this.bucketOf(networkOf(address)), this.whole]) {
      if (bucket.take()) continue;
      throw new ProblemError('rate_limited', { headers: { 'retry-after': String(bucket.waitSeconds) } });
    }
  }

  get addressCount(): number {
    return this.byNetwork.size;
  }

  private bucketOf(network: string): TokenBucket {
    const known = this.byNetwork.get(network);
    if (known !== undefined) return known;
    if (this.byNetwork.size >= ADDRESSES_MAX) this.forget();
    const { burst, refillMs } = this.rates.perAddress;
    const bucket = new TokenBucket(burst, refillMs, this.nowMs);
    this.byNetwork.set(network, bucket);
    return bucket;
  }

  /** Forgets the addresses that have all their look-ups again; when there are none, the oldest half. */
  private forget(): void {
    for (const [network, bucket] of this.byNetwork) if (bucket.isFull) this.byNetwork.delete(network);
    if (this.byNetwork.size < ADDRESSES_MAX) return;
    for (const network of [...this.byNetwork.keys()].slice(0, ADDRESSES_MAX / 2)) {
      this.byNetwork.delete(network);
    }
  }
}
