import type { Scope } from '@jari/contract';
import type { FastifyRequest, preParsingAsyncHookHandler } from 'fastify';
import type { ApiKey } from '../../ports/integrations.ts';
import { TokenBucket } from '../plugins/token-bucket.ts';
import { TokenBuckets, type Rate } from '../plugins/token-buckets.ts';
import { ProblemError } from '../problem.ts';
import { withLedger } from '../with-ledger.ts';
import { digestOfKey } from './api-key.ts';
import type { KeyRing } from './key-ring.ts';

const KEYS_MAX = 1_000;
/** Wrong keys, of the server as a whole: this keeps a flood cheap; what keeps a guess from being right is its length. */
const GUESSES = 50;
const GUESS_REFILL_MS = 1_000;

/** Lets shops' servers in by `Authorization: Bearer jari_sk_…`: other people than organisers, with other rights. */
export class IntegratorGuard {
  private readonly admitted = new WeakMap<FastifyRequest, ApiKey>();
  private readonly buckets: TokenBuckets;
  private readonly guesses: TokenBucket;

  constructor(
    private readonly keys: KeyRing,
    /** What one key may ask. */
    rate: Rate,
    nowMs: () => number,
  ) {
    this.buckets = new TokenBuckets(rate, KEYS_MAX, nowMs);
    this.guesses = new TokenBucket(GUESSES, GUESS_REFILL_MS, nowMs);
  }

  /** Runs before the body is read, so that a stranger learns nothing about it. */
  allow(scope: Scope): preParsingAsyncHookHandler {
    return async (request) => {
      const key = await this.find(request);
      if (!key.scopes.includes(scope)) {
        throw new ProblemError('forbidden', { detail: `This key has not the scope ${scope}.` });
      }
      const bucket = this.buckets.of(key.keyId);
      if (!bucket.take()) throw tooMany(bucket);
      this.admitted.set(request, key);
    };
  }

  /** The integration whose key a request came with, once `allow` has let it in. */
  of(request: FastifyRequest): ApiKey {
    const key = this.admitted.get(request);
    if (key === undefined) throw new Error('a route asks whose key it is, and has let nobody in by one');
    return key;
  }

  private async find(request: FastifyRequest): Promise<ApiKey> {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const digest = given === undefined ? undefined : digestOfKey(given);
    const key = digest === undefined ? undefined : await withLedger(this.keys.find(digest));
    if (key !== undefined) return key;
    const needed = { detail: 'Send an API key that is not revoked: Authorization: Bearer jari_sk_…' };
    if (given === undefined || this.guesses.take()) throw new ProblemError('unauthorized', needed);
    throw tooMany(this.guesses);
  }
}

/** Refuses events that a key was not made for, as if they were not there. */
export function refuseOtherEvents({ events }: ApiKey, eventId: string): void {
  if (events !== null && !events.includes(eventId)) {
    throw new ProblemError('not_found', { detail: 'There is no such event, or the key is not for it.' });
  }
}

function tooMany({ waitSeconds }: TokenBucket): ProblemError {
  return new ProblemError('rate_limited', { headers: { 'retry-after': String(waitSeconds) } });
}
