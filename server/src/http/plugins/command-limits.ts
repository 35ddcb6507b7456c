import type { FastifyRequest } from 'fastify';
import { SETTLED_AFTER_SECONDS } from '../identity/session-cookie.ts';
import type { User } from '../identity/user.ts';
import { networkOf } from '../network.ts';
import { ProblemError } from '../problem.ts';
import { TokenBuckets, type Rate } from './token-buckets.ts';

export interface CommandRates {
  /** Clicks on seats, for each user. */
  readonly holds: Rate;
  /** Lining up and taking seats, for all together who are new at one address. */
  readonly fresh: Rate;
}

/** A person's clicks, and a crowd that comes at once from one address: see docs/adr/0033. */
export const defaultCommandRates: CommandRates = {
  holds: { burst: 30, refillMs: 500 },
  fresh: { burst: 400, refillMs: 50 },
};

const USERS_MAX = 100_000;
const ADDRESSES_MAX = 10_000;

/**
 * How often one user may click, and how many who are new may come from one address at a time. New is who got the
 * session less than ten minutes ago and has no pass: a thousand who are not are a thousand people behind one address,
 * while sessions made this very minute cost nothing to make. Behind a gateway most of it is the gateway's work (its
 * limits.lua has the same rule); what only the server can tell from the confirmation of a hold it limits here.
 */
export class CommandLimits {
  private readonly byUser: TokenBuckets;
  private readonly byNetwork: TokenBuckets;
  private readonly fillSeconds: number;

  constructor(
    rates: CommandRates,
    private readonly clock: { readonly wallMs: () => number; readonly monotonicMs: () => number },
    private readonly draw: () => number,
  ) {
    const nowMs = () => clock.monotonicMs();
    this.byUser = new TokenBuckets(rates.holds, USERS_MAX, nowMs);
    this.byNetwork = new TokenBuckets(rates.fresh, ADDRESSES_MAX, nowMs);
    this.fillSeconds = Math.max(1, (rates.fresh.burst * rates.fresh.refillMs) / 1000);
  }

  /** For a click on seats. Throws `rate_limited`. */
  takeHold(request: Pick<FastifyRequest, 'ip'>, user: User, hasPass: boolean): void {
    if (user.source === 'gateway') return;
    const bucket = this.byUser.of(user.id);
    if (!bucket.take()) throw tooMany(bucket.waitSeconds);
    this.takeFresh(request, user, hasPass);
  }

  /** For lining up, or having a seat assigned. Throws `rate_limited`. */
  takePart(request: Pick<FastifyRequest, 'ip'>, user: User, hasPass: boolean): void {
    if (user.source !== 'gateway') this.takeFresh(request, user, hasPass);
  }

  /** For reserving seats in one step by somebody who holds none, also behind a gateway. Throws `rate_limited`. */
  takeDirectly(request: Pick<FastifyRequest, 'ip' | 'socket'>, user: User, hasPass: boolean): void {
    // Where the gateway is not believed, its address is nobody's.
    if (user.source === 'gateway' && request.ip === request.socket.remoteAddress) return;
    this.takeFresh(request, user, hasPass);
  }

  private takeFresh({ ip }: Pick<FastifyRequest, 'ip'>, { sessionSince }: User, hasPass: boolean): void {
    if (hasPass || sessionSince === undefined) return;
    if (this.clock.wallMs() / 1000 - sessionSince >= SETTLED_AFTER_SECONDS) return;
    if (this.byNetwork.of(networkOf(ip)).take()) return;
    // Those who share a bucket are spread over the time in which it fills; all at the same moment they found no room.
    throw tooMany(1 + Math.floor(this.draw() * this.fillSeconds));
  }
}

function tooMany(waitSeconds: number): ProblemError {
  return new ProblemError('rate_limited', { headers: { 'retry-after': String(waitSeconds) } });
}
