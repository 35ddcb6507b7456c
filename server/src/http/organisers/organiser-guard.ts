import { mayDo, type Role } from '@jari/contract';
import type { FastifyRequest, preParsingHookHandler } from 'fastify';
import type { OrganiserRecord, OrganiserStore } from '../../ports/organiser-store.ts';
import type { AppSettings } from '../app-deps.ts';
import { foreignPageProblem, isFromForeignPage } from '../identity/foreign-page.ts';
import type { LookUpLimit } from '../plugins/look-up-limit.ts';
import type { TokenBucket } from '../plugins/token-bucket.ts';
import { ProblemError } from '../problem.ts';
import { withLedger } from '../with-ledger.ts';
import { OWNER, rememberOrganiser, type SignedIn } from './organiser-of.ts';
import type { OrganiserSessions } from './organiser-sessions.ts';
import { bearerOf, looksLikeToken, sha256Hex, type OwnerTokens } from './organiser-tokens.ts';

/** How many tokens that were good are remembered, so that looking for them again is not limited. */
const GOOD_TOKENS_MAX = 1_000;

interface GuardParts {
  readonly owners: OwnerTokens;
  readonly store: OrganiserStore;
  readonly sessions: OrganiserSessions;
  /** Wrong tokens that may still be told so. */
  readonly guesses: TokenBucket;
  /** How often the ledger may be asked for tokens that nobody has come with before. */
  readonly lookUps: LookUpLimit;
  readonly settings: Pick<AppSettings, 'corsOrigins' | 'isSecureCookie'>;
}

/**
 * Knows those who work for the house, by `Authorization: Bearer <token>` or by the cookie of their session, and lets
 * each do what their role may. Whom the ledger has to be asked for it is asked for with every request.
 */
export class OrganiserGuard {
  private readonly goodTokens = new Set<string>();
  private isFlooded = false;

  constructor(private readonly parts: GuardParts) {}

  /**
   * Whether a request can be told from a stranger's without asking anybody: it brings the server's own token, one
   * that was good before, or a cookie that was signed here.
   */
  seemsKnown(request: FastifyRequest): boolean {
    const token = bearerOf(request);
    if (token === undefined) return this.sessionIdOf(request) !== undefined;
    return this.parts.owners.find(token) !== undefined || this.goodTokens.has(sha256Hex(token));
  }

  /**
   * Lets only those pass whose role may do what `role` may. Runs before the body is read, so a stranger learns nothing
   * about it.
   *
   * Wrong guesses are limited for the server as a whole; the server's own token always passes, since a limit that it
   * had to wait for would let anybody lock the owner out of a running sale. So the limit keeps a flood of guesses cheap
   * and visible. What keeps a guess from being right is the token's length.
   */
  allow(role: Role): preParsingHookHandler {
    return (request, _reply, _payload, done) => {
      const token = bearerOf(request);
      if (token !== undefined && this.parts.owners.find(token) !== undefined) {
        rememberOrganiser(request, OWNER);
        return done();
      }
      this.identify(request, token)
        .then((who) => {
          if (!mayDo(who.role, role)) throw notTheirs(who, role);
          rememberOrganiser(request, who);
        })
        .then(() => done(), done);
    };
  }

  /** Whose token this is. Throws when it is nobody's, or when too many have been tried. */
  async whoseToken(
    request: FastifyRequest,
    token: string,
  ): Promise<{ readonly ownerToken: string } | OrganiserRecord> {
    const ownerToken = this.parts.owners.find(token);
    if (ownerToken !== undefined) return { ownerToken };
    const found = looksLikeToken(token) ? await this.findNamed(request, token) : undefined;
    if (found === undefined) throw this.refusalOf(request);
    return found;
  }

  /** The id of the session whose cookie the request brings. */
  sessionIdOf(request: FastifyRequest): string | undefined {
    return this.parts.sessions.cookies.read(request.headers.cookie);
  }

  /** A browser sends the cookie whoever asked for the request, so the cookie alone does not say who meant it. */
  refuseForeignPages(request: FastifyRequest): void {
    const { corsOrigins, isSecureCookie } = this.parts.settings;
    if (isFromForeignPage(request, corsOrigins, isSecureCookie)) throw foreignPageProblem(request);
  }

  private async identify(request: FastifyRequest, token: string | undefined): Promise<SignedIn> {
    if (token !== undefined) {
      const found = await this.whoseToken(request, token);
      return 'ownerToken' in found
        ? OWNER
        : { name: found.name, role: found.role, by: 'token', expiresAt: null };
    }
    const id = this.sessionIdOf(request);
    if (id === undefined) throw new ProblemError('unauthorized');
    this.refuseForeignPages(request);
    const who = await this.parts.sessions.find(id);
    if (who === undefined) {
      throw new ProblemError('unauthorized', { detail: 'Your session has ended. Sign in again.' });
    }
    return who;
  }

  private async findNamed(request: FastifyRequest, token: string): Promise<OrganiserRecord | undefined> {
    const tokenHash = sha256Hex(token);
    if (!this.goodTokens.has(tokenHash)) this.parts.lookUps.take(request.ip);
    const found = await withLedger(this.parts.store.findByToken(tokenHash));
    if (found === undefined) this.goodTokens.delete(tokenHash);
    else {
      if (this.goodTokens.size >= GOOD_TOKENS_MAX) this.goodTokens.clear();
      this.goodTokens.add(tokenHash);
    }
    return found;
  }

  private refusalOf(request: FastifyRequest): ProblemError {
    if (this.parts.guesses.take()) {
      this.isFlooded = false;
      return new ProblemError('unauthorized');
    }
    if (!this.isFlooded) request.log.warn('wrong organiser tokens come faster than anybody mistypes');
    this.isFlooded = true;
    const { waitSeconds } = this.parts.guesses;
    return new ProblemError('rate_limited', {
      detail: 'Too many wrong tokens have been tried here. Wait before you try another one.',
      headers: { 'retry-after': String(waitSeconds) },
    });
  }
}

function notTheirs({ name, role }: SignedIn, needed: Role): ProblemError {
  return new ProblemError('not_your_role', {
    detail: `This takes the role ${needed}; ${name} has the role ${role}. Ask the owner.`,
  });
}
