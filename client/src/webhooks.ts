import type { WebhookMessage } from '@jari/contract';

/** How old a message may be, and how far clocks may differ: older ones may have been recorded and sent again. */
const TOLERANCE_SECONDS = 5 * 60;
const SECRET_PREFIX = 'whsec_';

export class WebhookVerificationError extends Error {}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ReceivedMessage {
  /** The same at every attempt: what has been handled once need not be handled again. */
  readonly id: string;
  readonly message: WebhookMessage;
}

/**
 * Verifies a webhook (Standard Webhooks) and reads it. Throws `WebhookVerificationError` for what is not from Jari.
 * By the platform's own cryptography, so it runs in Node and wherever else `crypto.subtle` is.
 *
 * @param secret `whsec_…`, as the owner was shown it
 * @param body as it came, before anything has parsed it
 * @param headers with names in small letters, as Node has them
 */
export async function verifyWebhook(
  secret: string,
  body: string,
  headers: Headers,
  nowMs: number = Date.now(),
): Promise<ReceivedMessage> {
  const id = one(headers, 'webhook-id');
  const timestamp = one(headers, 'webhook-timestamp');
  const signatures = one(headers, 'webhook-signature');
  const seconds = Number(timestamp);
  if (!Number.isInteger(seconds) || Math.abs(nowMs / 1_000 - seconds) > TOLERANCE_SECONDS) {
    throw new WebhookVerificationError('The message is too old, or the clocks differ too much.');
  }
  const key = await crypto.subtle.importKey(
    'raw',
    bytesOf(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  );
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  for (const signature of signatures.split(' ')) {
    const [version, mac] = signature.split(',');
    if (version !== 'v1' || mac === undefined) continue;
    // Compares in a time that says nothing about where the difference is.
    if (await crypto.subtle.verify('HMAC', key, bytesOf(mac), signed)) {
      return { id, message: JSON.parse(body) as WebhookMessage };
    }
  }
  throw new WebhookVerificationError('The signature is not that of this endpoint’s secret.');
}

function one(headers: Headers, name: string): string {
  const value = headers[name];
  if (typeof value === 'string') return value;
  throw new WebhookVerificationError(`The header ${name} is missing.`);
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw new WebhookVerificationError('A secret or signature is not base64.');
  }
}
