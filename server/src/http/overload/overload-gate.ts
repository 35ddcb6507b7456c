import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import type { BoxOffice } from '../../box-office/box-office.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';
import { DEFAULT_EVENT } from '../event-office.ts';
import { ProblemError } from '../problem.ts';
import { askedFor, type Importance } from './importance.ts';
import { LoopDelay, TICK_MS } from './loop-delay.ts';
import { Refusals } from './refusals.ts';
import { RetrySpread } from './retry-spread.ts';

/** The longest wait in which a request of a kind still begins. */
const WAIT_MAX_MS: Readonly<Record<Importance, number>> = {
  stream: 75,
  look: 150,
  take: 250,
  settle: 1_500,
  operate: Infinity,
};
/** So long without a refusal, and the overload is over. */
const CALM_AFTER_MS = 5_000;

interface GateDeps {
  readonly offices: { peek(eventId: string): Pick<BoxOffice, 'expectedWaitMs'> | undefined };
  readonly clock: Clock;
  readonly random: Pick<Random, 'draw'>;
  readonly logger: Pick<FastifyBaseLogger, 'info' | 'warn'>;
}

/**
 * Refuses what cannot be served in time, before anything of it is read, the least harmful first: a server that
 * takes on more than it can do answers everybody too late, and those who no longer wait are work for nothing.
 *
 *   calm ──the first refusal──► shedding ──no refusal for five seconds──► calm
 *
 * In both it is asked for each request anew, by how long it would wait for this process and, where it goes to a
 * box office, for that one's queue. The mode only decides what is told to the reader of the log.
 */
export class OverloadGate {
  readonly refusedCounts: Record<Importance, number> = { stream: 0, look: 0, take: 0, settle: 0, operate: 0 };
  private readonly loop: LoopDelay;
  private readonly spread: RetrySpread;
  private readonly refusals = new Refusals();
  private readonly stopTicking: () => void;
  private mode: 'calm' | 'shedding' = 'calm';
  private refusedAt = -Infinity;
  private refusedSinceCalm = 0;
  private isClosed = false;

  constructor(
    private readonly deps: GateDeps,
    /** Whether there are web apps of other origins: their answers carry headers that only Fastify's way gives them. */
    readonly leavesOtherOrigins: boolean,
  ) {
    const now = this.now();
    this.loop = new LoopDelay(now);
    this.spread = new RetrySpread(now);
    const timer = setInterval(() => this.tick(), TICK_MS);
    timer.unref();
    this.stopTicking = () => clearInterval(timer);
  }

  /** Gives what is kept back. From now on everything is let through: a server that closes refuses in its own words. */
  close(): void {
    this.isClosed = true;
    this.stopTicking();
    this.refusals.give(Infinity);
  }

  /** About how long a request waits for this process now. */
  get waitMs(): number {
    return this.loop.current(this.now());
  }

  /** False: the request is refused, and will be told so. */
  admits(request: IncomingMessage, response: ServerResponse): boolean {
    const { importance, event } = askedFor(request.method ?? '', request.url ?? '', DEFAULT_EVENT);
    this.loop.arrived();
    if (!this.isTooMuch(importance, event)) {
      this.note(true);
      return true;
    }
    // A page of another origin could not read an answer without the headers that let it.
    if (this.leavesOtherOrigins && request.headers.origin !== undefined) return true;
    this.refusals.keep(request, response, this.refused(importance), this.now());
    return false;
  }

  /** For requests that `admits` could not judge, or had to let through. Throws when they cannot be served. */
  refuseLate(importance: Importance, event: string | undefined): void {
    if (!this.isTooMuch(importance, event)) return;
    const retryAfterS = this.refused(importance);
    throw new ProblemError('overloaded', { headers: { 'retry-after': String(retryAfterS) } });
  }

  /** Whether it would wait too long. Once it is closed nothing would: there is no tick by which the waits could end. */
  isTooMuch(importance: Importance, event: string | undefined): boolean {
    if (this.isClosed) return false;
    const max = WAIT_MAX_MS[importance];
    if (this.loop.current(this.now()) > max) return true;
    if (event === undefined || (importance !== 'take' && importance !== 'settle')) return false;
    return (this.deps.offices.peek(event)?.expectedWaitMs ?? 0) > max;
  }

  /** Notes a refusal; returns after how many seconds to come back. */
  private refused(importance: Importance): number {
    this.refusedCounts[importance]++;
    this.refusedSinceCalm++;
    this.note(false);
    this.refusedAt = this.now();
    if (this.mode === 'calm') {
      this.mode = 'shedding';
      const waitMs = Math.round(this.waitMs);
      this.deps.logger.warn({ first: importance, wait_ms: waitMs }, 'overloaded: refusing what can wait');
    }
    return this.spread.retryAfterS(this.deps.random.draw());
  }

  private note(wasServed: boolean): void {
    this.spread.note(wasServed, this.now());
  }

  private tick(): void {
    const now = this.now();
    this.loop.tick(now);
    this.refusals.give(now);
    if (this.mode === 'calm' || now - this.refusedAt < CALM_AFTER_MS) return;
    this.mode = 'calm';
    const refused = this.refusedSinceCalm;
    this.refusedSinceCalm = 0;
    this.deps.logger.info({ refused }, 'no longer overloaded');
  }

  private now(): number {
    return this.deps.clock.monotonicMs();
  }
}
