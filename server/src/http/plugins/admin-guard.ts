import { createHash, timingSafeEqual } from 'node:crypto';
import type { preParsingHookHandler } from 'fastify';
import { ProblemError } from '../problem.ts';

/**
 * Lets only the organiser pass: `Authorization: Bearer <token>`. Runs before the body is read, so a stranger
 * learns nothing about it, and after the rate limit, so that nobody guesses long. Digests are compared, because only values of equal length can be compared in
 * equal time.
 */
export function adminGuard(token: string): preParsingHookHandler {
  const expected = digest(token);
  return (request, _reply, _payload, done) => {
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given !== undefined && timingSafeEqual(digest(given), expected)) done();
    else done(new ProblemError('unauthorized'));
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
