import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest, preParsingHookHandler } from 'fastify';
import { ProblemError } from '../problem.ts';
import type { TokenBucket } from './token-bucket.ts';

/** Knows the organiser by `Authorization: Bearer <token>`. Of several tokens each is good. */
export class AdminGuard {
  private readonly expected: readonly Buffer[];
  private isFlooded = false;

  constructor(
    tokens: readonly string[],
    private readonly guesses: TokenBucket,
  ) {
    this.expected = tokens.map(digest);
  }

  /** Digests are compared, because only values of equal length can be compared in equal time. */
  knows(request: FastifyRequest): boolean {
    const token = tokenOf(request);
    if (token === undefined) return false;
    const given = digest(token);
    return this.expected.some((expected) => timingSafeEqual(expected, given));
  }

  /**
   * Lets only the organiser pass. Runs before the body is read, so a stranger learns nothing about it.
   *
   * Wrong guesses are limited for the server as a whole; the right token always passes, since a limit that it
   * had to wait for would let anybody lock the organiser out of a running sale. So the limit keeps a flood of
   * guesses cheap and visible. What keeps a guess from being right is the token's length.
   */
  readonly require: preParsingHookHandler = (request, _reply, _payload, done) => {
    if (this.knows(request)) done();
    else done(this.refusalOf(request));
  };

  private refusalOf(request: FastifyRequest): ProblemError {
    if (tokenOf(request) === undefined) return new ProblemError('unauthorized');
    if (this.guesses.take()) {
      this.isFlooded = false;
      return new ProblemError('unauthorized');
    }
    if (!this.isFlooded) request.log.warn('wrong organiser tokens come faster than anybody mistypes');
    this.isFlooded = true;
    const { waitSeconds } = this.guesses;
    return new ProblemError('rate_limited', {
      detail: 'Too many wrong tokens have been tried here. Wait before you try another one.',
      headers: { 'retry-after': String(waitSeconds) },
    });
  }
}

function tokenOf(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
