import { randomBytes } from 'node:crypto';
import { SessionSignatures } from '../identity/session-signatures.ts';

/** The name where cookies are not Secure. */
export const ORGANISER_COOKIE = 'jari_organiser';
/** The name under HTTPS, which no neighbouring subdomain can plant. */
export const HOST_ORGANISER_COOKIE = '__Host-jari_organiser';

/** When a session is over for good. */
export const SESSION_MAX_MS = 7 * 24 * 3_600_000;
const VALUE = /^(o1\.([A-Za-z0-9_-]{22}))\.([A-Za-z0-9_-]{43})$/;

/**
 * The cookie of an organiser's session: `o1.<id>.<signature of name and what stands before>`. Whether the session still
 * is one says the ledger; the signature keeps those who make cookies up from asking it. It is never sent with a
 * request that another site brings about (SameSite=Strict), not even with a link.
 */
export class OrganiserCookies {
  private readonly signatures: SessionSignatures;
  private readonly name: string;

  constructor(
    secrets: readonly string[],
    private readonly isSecure: boolean,
  ) {
    this.signatures = new SessionSignatures(secrets);
    this.name = isSecure ? HOST_ORGANISER_COOKIE : ORGANISER_COOKIE;
  }

  /** The id of the session that a `Cookie` header brings; only under the name that is given out here. */
  read(cookieHeader: string | undefined): string | undefined {
    for (const part of cookieHeader?.split(';', 50) ?? []) {
      const equals = part.indexOf('=');
      if (part.slice(0, equals).trim() !== this.name) continue;
      const [, text = '', id, signature = ''] = VALUE.exec(part.slice(equals + 1).trim()) ?? [];
      if (id === undefined) continue;
      if (this.signatures.verify('v2', `${this.name}=${text}`, signature) !== 'wrong') return id;
    }
    return undefined;
  }

  newId(): string {
    return randomBytes(16).toString('base64url');
  }

  /** The `Set-Cookie` header that hands a session out. */
  toHeader(id: string): string {
    const text = `o1.${id}`;
    return this.cookie(`${text}.${this.signatures.sign(`${this.name}=${text}`)}`, SESSION_MAX_MS / 1_000);
  }

  /** The header that takes it back. */
  toEnd(): string {
    return this.cookie('', 0);
  }

  private cookie(value: string, maxAgeSeconds: number): string {
    const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
    return `${this.name}=${value}; ${attributes}${this.isSecure ? '; Secure' : ''}`;
  }
}
