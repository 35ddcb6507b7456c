import { networkOf } from '../network.ts';
import { ProblemError } from '../problem.ts';
import { TokenBucket } from './token-bucket.ts';
import { TokenBuckets, type Rate } from './token-buckets.ts';

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
  private readonly byNetwork: TokenBuckets;
  private readonly whole: TokenBucket;

  constructor(nowMs: () => number, rates: LookUpRates = defaultLookUpRates) {
    this.byNetwork = new TokenBuckets(rates.perAddress, ADDRESSES_MAX, nowMs);
    this.whole = new TokenBucket(rates.perServer.burst, rates.perServer.refillMs, nowMs);
  }

  /** Takes one look-up of the address. Throws `rate_limited`. */
  take(address: string): void {
    // The address first: one that asks too often must not use up what is there for all.
    for (const bucket of [this.byNetwork.of(networkOf(address)), this.whole]) {
      if (bucket.take()) continue;
      throw new ProblemError('rate_limited', { headers: { 'retry-after': String(bucket.waitSeconds) } });
    }
  }

  get addressCount(): number {
    return this.byNetwork.size;
  }
}
