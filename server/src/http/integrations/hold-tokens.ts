import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Whose hold a shop may act on, where, and until when the token is good. */
export interface HoldTokenFacts {
  readonly eventId: string;
  readonly userId: string;
  /** By the wall clock, in milliseconds since the epoch. */
  readonly endsAtMs: number;
}

const PREFIX = 'jari_ht_';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/**
 * Hold tokens: `jari_ht_` + base64url(IV, ciphertext, tag) of `[event, user, end]` by AES-256-GCM, with a key made of the
 * session secret. Sealed rather than signed, so that a shop learns no visitor's name. Nothing is kept: the first secret
 * seals, all open. A token alone does nothing; it takes an API key with it.
 */
export class HoldTokens {
  private readonly keys: readonly Buffer[];

  constructor(secrets: readonly string[]) {
    this.keys = secrets.map((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', 'jari-hold-token-v1', 32)),
    );
  }

  write({ eventId, userId, endsAtMs }: HoldTokenFacts): string {
    const [key] = this.keys;
    if (key === undefined) throw new Error('there is no secret to seal hold tokens with');
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, key, iv);
    const text = cipher.update(JSON.stringify([eventId, userId, Math.floor(endsAtMs)]));
    return PREFIX + Buffer.concat([iv, text, cipher.final(), cipher.getAuthTag()]).toString('base64url');
  }

  /** Undefined for a token that is not ours or is damaged; whether it is over is not asked. */
  read(token: string): HoldTokenFacts | undefined {
    if (!token.startsWith(PREFIX)) return undefined;
    const sealed = Buffer.from(token.slice(PREFIX.length), 'base64url');
    if (sealed.length <= IV_BYTES + TAG_BYTES) return undefined;
    for (const key of this.keys) {
      const text = open(key, sealed);
      if (text !== undefined) return parse(text);
    }
    return undefined;
  }
}

function open(key: Buffer, sealed: Buffer): string | undefined {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const start = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([start, decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

function parse(text: string): HoldTokenFacts | undefined {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) return undefined;
  const [eventId, userId, endsAtMs] = value as readonly unknown[];
  if (typeof eventId !== 'string' || typeof userId !== 'string' || typeof endsAtMs !== 'number')
    return undefined;
  return { eventId, userId, endsAtMs };
}
