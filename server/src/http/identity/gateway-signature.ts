import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** How old a signature may be, and how far the gateway's clock may be off. */
const WINDOW_SECONDS = 60;

/** The part of a request that a signature is for. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, exactly as they came in. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Verifies the user whom the gateway vouches for.
 *
 *   X-Request-Id:                 the request's name, made by the gateway
 *   X-Authenticated-User-Id:      1–128 visible ASCII characters
 *   X-Authenticated-Timestamp:    seconds since the epoch
 *   X-Authenticated-Signature:    "v2=" + hex HMAC-SHA256(secret, these lines, joined by "\n":
 *                                 "jari-gateway-v2", method, path with query, user id, timestamp, request id)
 *
 * Method and path are those that the server receives. So a signature that was seen somewhere is good for no
 * other command, under no other name, and for none at all after a minute. The version stands in what is
 * signed as well, so that no signature of one version can be passed off as one of another.
 *
 * Gateways sign with their first secret; here all verify, so that a secret can be changed while both run.
 */
export class GatewaySignatures {
  private readonly keys: readonly KeyObject[];

  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) => createSecretKey(Buffer.from(secret)));
  }

  /**
   * Returns `absent` when no user is claimed or there is no gateway, and `invalid` when one is claimed but the
   * proof is not good; that is never overlooked, because somebody is either trying or misconfigured.
   */
  read(
    { method, url, headers }: SignedRequest,
    nowMs: number,
  ): { readonly userId: string } | 'absent' | 'invalid' {
    if (this.keys.length === 0) return 'absent';
    const userId = headers['x-authenticated-user-id'];
    const timestamp = headers['x-authenticated-timestamp'];
    const signature = headers['x-authenticated-signature'];
    if (userId === undefined) return 'absent';
    if (typeof userId !== 'string' || !/^[!-~]{1,128}$/.test(userId)) return 'invalid';
    if (typeof timestamp !== 'string' || !/^[0-9]{1,12}$/.test(timestamp)) return 'invalid';
    if (typeof signature !== 'string' || !/^v2=[0-9a-f]{64}$/i.test(signature)) return 'invalid';
    if (Math.abs(nowMs / 1000 - Number(timestamp)) > WINDOW_SECONDS) return 'invalid';
    const requestId = headers['x-request-id'];
    const name = typeof requestId === 'string' ? requestId : '';
    const signed = `jari-gateway-v2\n${method}\n${url}\n${userId}\n${timestamp}\n${name}`;
    const given = Buffer.from(signature.slice(3), 'hex');
    const isGood = this.keys.some((key) =>
      timingSafeEqual(given, createHmac('sha256', key).update(signed).digest()),
    );
    return isGood ? { userId } : 'invalid';
  }
}
