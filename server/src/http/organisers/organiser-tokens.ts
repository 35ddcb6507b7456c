import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

/** What a named organiser's token looks like; whatever looks otherwise is not looked for. */
const NAMED_TOKEN = /^jari_organiser_[A-Za-z0-9_-]{32}$/;

/** A token that nobody can guess, 192 random bits, so that a plain hash of it can be kept. */
export function newToken(): string {
  return `jari_organiser_${randomBytes(24).toString('base64url')}`;
}

export function looksLikeToken(text: string): boolean {
  return NAMED_TOKEN.test(text);
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The token of `Authorization: Bearer <token>`. */
export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** The server's own tokens, each of which makes its bearer the owner. */
export class OwnerTokens {
  private readonly expected: readonly Buffer[];

  constructor(private readonly tokens: readonly string[]) {
    this.expected = tokens.map(digest);
  }

  /** Digests are compared, because only values of equal length can be compared in equal time. */
  find(given: string): string | undefined {
    const print = digest(given);
    const index = this.expected.findIndex((expected) => timingSafeEqual(expected, print));
    return this.tokens[index];
  }

  /** Whether a session that was opened with one of the tokens may go on: not when that token is gone. */
  hasPrint(sessionId: string, print: string): boolean {
    return this.tokens.some((token) => printOf(sessionId, token) === print);
  }
}

/**
 * Which token opened a session. Hashed with the session's id, which nobody but its browser knows, so that a stolen
 * ledger is no place to try tokens, which may be words, against.
 */
export function printOf(sessionId: string, token: string): string {
  return sha256Hex(`jari-owner-session\n${sessionId}\n${token}`);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
