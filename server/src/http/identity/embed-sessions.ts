import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SessionSignatures } from './session-signatures.ts';

/** The header that it is sent in. */
export const EMBED_SESSION_HEADER = 'jari-session';

const LIFE_SECONDS = 24 * 3600;
const TOKEN = /^(e1\.([A-Za-z0-9_-]{22})\.([0-9]{1,12}))\.([A-Za-z0-9_-]{43})$/;

export interface EmbedSession {
  readonly userId: string;
  readonly issuedAtSeconds: number;
}

/**
 * Sessions of visitors whose hall is part of another site's page, where browsers keep our cookie back. The page keeps
 * the token, `e1.<id>.<issued at>.<signature>`; it is signed with the page's origin, which the browser itself names,
 * so a token that got away is good on no other site. What has a token is not sent by itself, so no page can use it
 * that has not been given it. The gateway reads it as well (session_cookie.lua).
 */
export class EmbedSessions {
  private readonly signatures: SessionSignatures;

  constructor(
    secrets: readonly string[],
    private readonly origins: readonly string[],
    private readonly nowMs: () => number,
  ) {
    this.signatures = new SessionSignatures(secrets);
  }

  /** A session that nobody had before, for a page of this origin; undefined when the origin is not listed. */
  create(origin: string | undefined): { readonly token: string; readonly expiresInMs: number } | undefined {
    if (origin === undefined || !this.origins.includes(origin)) return undefined;
    const id = randomBytes(16).toString('base64url');
    const text = `e1.${id}.${this.nowSeconds()}`;
    return { token: `${text}.${this.sign(origin, text)}`, expiresInMs: LIFE_SECONDS * 1_000 };
  }

  /** `absent` when the request has none, `invalid` for one that is forged, over, or another site's. */
  read({ origin, [EMBED_SESSION_HEADER]: token }: IncomingHttpHeaders): EmbedSession | 'absent' | 'invalid' {
    if (token === undefined) return 'absent';
    const match = typeof token === 'string' ? TOKEN.exec(token) : null;
    if (match === null || origin === undefined || !this.origins.includes(origin)) return 'invalid';
    const [, text = '', id = '', issuedAt = '', signature = ''] = match;
    const issuedAtSeconds = Number(issuedAt);
    if (this.nowSeconds() - issuedAtSeconds >= LIFE_SECONDS) return 'invalid';
    if (this.signatures.verify('v2', signed(origin, text), signature) === 'wrong') return 'invalid';
    return { userId: `session:${id}`, issuedAtSeconds };
  }

  private sign(origin: string, text: string): string {
    return this.signatures.sign(signed(origin, text));
  }

  private nowSeconds(): number {
    return Math.floor(this.nowMs() / 1_000);
  }
}

/** No cookie begins like this, so neither can be passed off as the other. */
function signed(origin: string, text: string): string {
  return `embed=${origin}\n${text}`;
}
