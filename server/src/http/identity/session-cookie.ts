import { randomBytes } from 'node:crypto';
import { SessionSignatures, type SignatureVersion } from './session-signatures.ts';

/** The name where cookies are not Secure, and under which older visitors of a site with HTTPS still come. */
export const SESSION_COOKIE = 'jari_session';
/**
 * The name under HTTPS. Browsers take a cookie of this prefix only from this very host, over HTTPS and for
 * every path, so no neighbouring subdomain can plant one.
 */
export const HOST_SESSION_COOKIE = '__Host-jari_session';

type CookieName = typeof SESSION_COOKIE | typeof HOST_SESSION_COOKIE;

const MAX_AGE_SECONDS = 180 * 24 * 3600;
/** A session that is used again after this long gets a new end. */
const RENEW_AFTER_SECONDS = 30 * 24 * 3600;
/**
 * A session of this age is its visitor's, and is not counted as new (see command-limits.ts); the gateway's limits.lua has
 * it, too.
 */
export const SETTLED_AFTER_SECONDS = 600;
const VALUE = /^((v[12])\.([A-Za-z0-9_-]{22})\.([0-9]{1,12}))\.([A-Za-z0-9_-]{43})$/;

export interface Session {
  readonly id: string;
  readonly issuedAtSeconds: number;
}

/** A session as a request brought it. */
export interface ReceivedSession extends Session {
  readonly userId: string;
  readonly cookieName: CookieName;
  /** Signed by a retired secret or as before, or under the name of a site without HTTPS: due to be handed out anew. */
  readonly isOutdated: boolean;
}

/**
 * Sessions without a store: the cookie is `v2.<id>.<issued at>.<signature of what stands before>`. There is
 * nothing to look up and nothing to lose; whoever has the secret's signature is who they say. How cookies are
 * signed, and were before (`v1`), stands in SessionSignatures.
 *
 * Under the `__Host-` name the name is signed too. A value that was given out under it is therefore worthless
 * under the plain name, which a neighbouring subdomain could plant in somebody else's browser.
 */
export class SessionCookies {
  private readonly signatures: SessionSignatures;
  private readonly issuedName: CookieName;

  constructor(
    secrets: readonly string[],
    private readonly isSecure: boolean,
    private readonly nowMs: () => number,
  ) {
    this.signatures = new SessionSignatures(secrets);
    this.issuedName = isSecure ? HOST_SESSION_COOKIE : SESSION_COOKIE;
  }

  /**
   * The session of a `Cookie` header. One that is forged, damaged or over counts as none. `ambiguous` when the
   * header holds good cookies of two different sessions: one of them was planted, and nobody can say which.
   */
  read(cookieHeader: string | undefined): ReceivedSession | 'ambiguous' | undefined {
    if (cookieHeader === undefined) return undefined;
    let found: ReceivedSession | undefined;
    for (const part of cookieHeader.split(';', 50)) {
      const [name, value] = split(part);
      if (name !== SESSION_COOKIE && name !== HOST_SESSION_COOKIE) continue;
      const session = this.verify(name, value);
      if (session === undefined) continue;
      if (found !== undefined && found.id !== session.id) return 'ambiguous';
      if (found === undefined || found.isOutdated) found = session;
    }
    return found;
  }

  /** A session that nobody had before. */
  create(): Session {
    return { id: randomBytes(16).toString('base64url'), issuedAtSeconds: this.nowSeconds() };
  }

  /**
   * The same session with a new end when the old one has come nearer; undefined when it is good as it is. Who was
   * settled stays so: such a session is issued as of when it would have been new.
   */
  renew(session: ReceivedSession): Session | undefined {
    const now = this.nowSeconds();
    const isGood = !session.isOutdated && now - session.issuedAtSeconds < RENEW_AFTER_SECONDS;
    const issuedAtSeconds = Math.max(session.issuedAtSeconds, now - SETTLED_AFTER_SECONDS);
    return isGood ? undefined : { id: session.id, issuedAtSeconds };
  }

  /** The `Set-Cookie` header that hands a session out. */
  toHeader(session: Session): string {
    const text = `v2.${session.id}.${session.issuedAtSeconds}`;
    const signature = this.signatures.sign(signed(this.issuedName, text));
    return this.cookie(this.issuedName, `${text}.${signature}`, MAX_AGE_SECONDS);
  }

  /** The headers that hand it out in place of one that came under another name. */
  toHeaders(session: Session, received: ReceivedSession | undefined): string[] {
    const header = this.toHeader(session);
    return received === undefined || received.cookieName === this.issuedName
      ? [header]
      : [header, this.cookie(received.cookieName, '', 0)];
  }

  private cookie(name: CookieName, value: string, maxAgeSeconds: number): string {
    const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
    return `${name}=${value}; ${attributes}${this.isSecure ? '; Secure' : ''}`;
  }

  private verify(cookieName: CookieName, value: string): ReceivedSession | undefined {
    const match = VALUE.exec(value);
    if (match === null) return undefined;
    const [, text = '', version, id = '', issuedAt = '', signature = ''] = match;
    const issuedAtSeconds = Number(issuedAt);
    if (this.isOver(issuedAtSeconds)) return undefined;
    // In bounds: the pattern knows no other.
    const verdict = this.signatures.verify(version as SignatureVersion, signed(cookieName, text), signature);
    if (verdict === 'wrong') return undefined;
    const isOutdated =
      verdict === 'retired' || version !== 'v2' || (this.isSecure && cookieName === SESSION_COOKIE);
    return { id, issuedAtSeconds, userId: `session:${id}`, cookieName, isOutdated };
  }

  private isOver(issuedAtSeconds: number): boolean {
    return this.nowSeconds() - issuedAtSeconds >= MAX_AGE_SECONDS;
  }

  private nowSeconds(): number {
    return Math.floor(this.nowMs() / 1000);
  }
}

function signed(cookieName: CookieName, text: string): string {
  return cookieName === HOST_SESSION_COOKIE ? `${HOST_SESSION_COOKIE}=${text}` : text;
}

function split(part: string): [name: string, value: string] {
  const equals = part.indexOf('=');
  return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
}
