import * as http from 'node:http';
import * as https from 'node:https';
import { isIP } from 'node:net';
import type { Sent, WebhookSender } from '../../ports/webhook-sender.ts';
import { guardedLookup, REFUSED } from './guarded-lookup.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';
import { webhookSignature } from './webhook-signature.ts';

/** All of an attempt: names, connection, answer. The specification suggests 15 to 30 seconds. */
export const SENDING_TIMEOUT_MS = 15_000;

export interface SenderOptions {
  /** Whether addresses that are not public may be told things, and this machine without TLS: for development. */
  readonly allowsPrivate: boolean;
  readonly userAgent: string;
}

/**
 * Posts webhooks. The addresses are given by organisers, so they must not become a way into our own network: every
 * address that a name stands for is looked at, the connection goes to the one that was looked at, redirects are not
 * followed, and nothing of the answer but its status is kept.
 */
export class HttpsWebhookSender implements WebhookSender {
  private readonly closing = new AbortController();

  constructor(
    private readonly options: SenderOptions,
    private readonly nowMs: () => number = Date.now,
  ) {}

  send({ url, messageId, body, secrets }: Parameters<WebhookSender['send']>[0]): Promise<Sent> {
    const target = new URL(url);
    const isTls = target.protocol === 'https:';
    if (!isTls && !this.options.allowsPrivate) return Promise.resolve(failed('the address is not https'));
    const seconds = Math.floor(this.nowMs() / 1_000);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': this.options.userAgent,
      'webhook-id': messageId,
      'webhook-timestamp': String(seconds),
      'webhook-signature': webhookSignature(secrets, messageId, seconds, body),
    };
    return this.post(target, headers, body);
  }

  close(): void {
    this.closing.abort();
  }

  private post(target: URL, headers: http.OutgoingHttpHeaders, body: string): Promise<Sent> {
    const isTls = target.protocol === 'https:';
    // A name is looked at when it is resolved; an address is not resolved.
    const literal = target.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !this.allows(literal, isTls)) return Promise.resolve(failed(REFUSED));
    return new Promise((resolve) => {
      const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(SENDING_TIMEOUT_MS)]);
      const lookup = guardedLookup((address) => this.allows(address, isTls));
      const options = { method: 'POST', headers, lookup, signal, agent: false } as const;
      const request = (isTls ? https : http).request(target, options, (response) => {
        const status = response.statusCode ?? 0;
        // Nothing it says is of interest, and it may say very much.
        response.destroy();
        if (status >= 200 && status < 300) resolve({ ok: true, status });
        else resolve({ ok: false, status, what: `answered ${status}`, isGone: status === 410 });
      });
      request.on('error', (error) => resolve(failed(describe(error))));
      request.end(body);
    });
  }

  private allows(address: string, isTls: boolean): boolean {
    if (!isTls) return this.options.allowsPrivate && isLoopbackAddress(address);
    return this.options.allowsPrivate || isPublicAddress(address);
  }
}

function failed(what: string): Sent {
  return { ok: false, status: null, what, isGone: false };
}

function describe(error: Error): string {
  if (error.name === 'TimeoutError') return 'no answer within 15 s';
  if (error.name === 'AbortError') return 'cut short';
  return ('code' in error && typeof error.code === 'string' ? error.code : error.message).slice(0, 200);
}
