import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export const SESSION_COOKIE = 'jari_session';
const MAX_AGE_SECONDS = 180 * 24 * 3600;
/** A session that is used again after this long gets a new end. */
const RENEW_AFTER_SECONDS = 30 * 24 * 3600;
const VALUE = /^v1\.([A-Za-z0-9_-]{22})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})$/;

export interface Session {
  readonly id: string;
  readonly issuedAtSeconds: number;
}

/**
 * Sessions without a store: the cookie is `v1.<id>.<issued at>.<HMAC-SHA256 of what stands before>`. There is
 * nothing to look up and nothing to lose; whoever has the secret's signature is who they say.
 */
export class SessionCookies {
  constructor(
    private readonly secret: string,
    private readonly isSecure: boolean,
    private readonly nowMs: () => number,
  ) {}

  /** The session of a `Cookie` header. One that is forged, damaged or over counts as none. */
  read(cookieHeader: string | undefined): Session | undefined {
    if (cookieHeader === undefined) return undefined;
    for (const part of cookieHeader.split(';', 50)) {
      const [name, value] = split(part);
      const session = name === SESSION_COOKIE ? this.verify(value) : undefined;
      if (session !== undefined) return session;
    }
    return undefined;
  }

  /** A session that nobody had before. */
  create(): Session {
    return { id: randomBytes(16).toString('base64url'), issuedAtSeconds: this.nowSeconds() };
  }

  /** The same session with a new end when the old one has come nearer; undefined when it is good as it is. */
  renew(session: Session): Session | undefined {
    const now = this.nowSeconds();
    return now - session.issuedAtSeconds < RENEW_AFTER_SECONDS
      ? undefined
      : { ...session, issuedAtSeconds: now };
  }

  /** The `Set-Cookie` header that hands a session out. */
  toHeader(session: Session): string {
    const text = `v1.${session.id}.${session.issuedAtSeconds}`;
    const attributes = `Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax${this.isSecure ? '; Secure' : ''}`;
    return `${SESSION_COOKIE}=${text}.${this.sign(text).toString('base64url')}; ${attributes}`;
  }

  private verify(value: string): Session | undefined {
    const match = VALUE.exec(value);
    if (match === null) return undefined;
    const [, id = '', issuedAt = '', signature = ''] = match;
    const given = Buffer.from(signature, 'base64url');
    const expected = this.sign(`v1.${id}.${issuedAt}`);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const issuedAtSeconds = Number(issuedAt);
    return this.nowSeconds() - issuedAtSeconds < MAX_AGE_SECONDS ? { id, issuedAtSeconds } : undefined;
  }

  private sign(text: string): Buffer {
    return createHmac('sha256', this.secret).update(text).digest();
  }

  private nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }
}

function split(part: string): [name: string, value: string] {
  const equals = part.indexOf('=');
  return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
}
