import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const SAFE = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Names requests: as the caller or the gateway did, if that is harmless in a log, else by a number that no
 * other process uses. Counting is cheaper than drawing, and a request's name need not be hard to guess.
 */
export function makeRequestIds(): (request: IncomingMessage) => string {
  const prefix = randomBytes(6).toString('base64url');
  let count = 0;
  return (request) => {
    const given = request.headers['x-request-id'];
    if (typeof given === 'string' && SAFE.test(given)) return given;
    return `${prefix}-${(++count).toString(36)}`;
  };
}
