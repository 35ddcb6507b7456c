import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How old a signature may be, and how far the gateway's clock may be off. */
const WINDOW_SECONDS = 60;

/**
 * The user whom the gateway vouches for.
 *
 *   X-Request-Id:                 the request's name, made by the gateway
 *   X-Authenticated-User-Id:      1–128 visible ASCII characters
 *   X-Authenticated-Timestamp:    seconds since the epoch
 *   X-Authenticated-Signature:    hex HMAC-SHA256(secret, user id + "\n" + timestamp + "\n" + request id)
 *
 * The request id is part of what is signed, so a signature seen in one request's log is good for no request
 * with another name, and for none at all after a minute. Returns `absent` when no user is claimed, and
 * `invalid` when one is but the proof is not good; that is never overlooked, because somebody is either
 * trying or misconfigured.
 */
export function readGatewayUser(
  headers: IncomingHttpHeaders,
  secret: string,
  nowMs: number,
): { readonly userId: string } | 'absent' | 'invalid' {
  const userId = headers['x-authenticated-user-id'];
  const timestamp = headers['x-authenticated-timestamp'];
  const signature = headers['x-authenticated-signature'];
  if (userId === undefined) return 'absent';
  if (typeof userId !== 'string' || !/^[!-~]{1,128}$/.test(userId)) return 'invalid';
  if (typeof timestamp !== 'string' || !/^[0-9]{1,12}$/.test(timestamp)) return 'invalid';
  if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/i.test(signature)) return 'invalid';
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > WINDOW_SECONDS) return 'invalid';
  const requestId = headers['x-request-id'];
  const signed = `${userId}\n${timestamp}\n${typeof requestId === 'string' ? requestId : ''}`;
  const expected = createHmac('sha256', secret).update(signed).digest();
  return timingSafeEqual(Buffer.from(signature, 'hex'), expected) ? { userId } : 'invalid';
}
