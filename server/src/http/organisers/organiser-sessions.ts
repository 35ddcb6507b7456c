import type { OrganiserStore, SessionOwner, SessionRecord } from '../../ports/organiser-store.ts';
import { withLedger } from '../with-ledger.ts';
import { SESSION_MAX_MS, type OrganiserCookies } from './organiser-cookie.ts';
import { OWNER, type SignedIn } from './organiser-of.ts';
import { sha256Hex, type OwnerTokens } from './organiser-tokens.ts';

/** How long a session that nobody uses lasts: a working day. */
const SESSION_TTL_MS = 12 * 3_600_000;
/** A session is prolonged at most so often, so that a console that asks every second writes nothing. */
const PROLONG_AFTER_MS = 5 * 60_000;

/**
 * The sessions of those who signed in with a token. They lie in the ledger, and every request asks it, so whoever is
 * removed is out at once, at every server.
 */
export class OrganiserSessions {
  constructor(
    private readonly store: OrganiserStore,
    readonly cookies: OrganiserCookies,
    private readonly owners: OwnerTokens,
    private readonly nowMs: () => number,
  ) {}

  /** Who the session of this id belongs to, if it is one and is not over. */
  async find(id: string): Promise<SignedIn | undefined> {
    const session = await withLedger(this.store.findSession(sha256Hex(id), this.nowMs()));
    if (session === undefined) return undefined;
    const who = this.ownerOf(id, session);
    return who === undefined ? undefined : { ...who, by: 'session', expiresAt: this.prolonged(id, session) };
  }

  /** The `Set-Cookie` header of a new session; undefined when its organiser was removed or changed meanwhile. */
  async open(
    ownerOf: (id: string) => SessionOwner,
  ): Promise<{ readonly header: string; readonly expiresAt: number } | undefined> {
    const id = this.cookies.newId();
    const now = this.nowMs();
    const expiresAt = now + SESSION_TTL_MS;
    const session = {
      sessionHash: sha256Hex(id),
      owner: ownerOf(id),
      expiresAt,
      endsAt: now + SESSION_MAX_MS,
    };
    const isOpen = await withLedger(this.store.openSession(session, now));
    return isOpen ? { header: this.cookies.toHeader(id), expiresAt } : undefined;
  }

  async end(id: string): Promise<void> {
    await withLedger(this.store.endSession(sha256Hex(id)));
  }

  private ownerOf(id: string, { of }: SessionRecord): Pick<SignedIn, 'name' | 'role'> | undefined {
    if ('name' in of) return of;
    return this.owners.hasPrint(id, of.ownerPrint) ? { name: OWNER.name, role: OWNER.role } : undefined;
  }

  private prolonged(id: string, { expiresAt, endsAt }: SessionRecord): number {
    const wanted = Math.min(endsAt, this.nowMs() + SESSION_TTL_MS);
    if (wanted - expiresAt < PROLONG_AFTER_MS) return expiresAt;
    // Nobody waits for it: where it fails, the next request tries again.
    this.store.prolongSession(sha256Hex(id), wanted).catch(() => undefined);
    return wanted;
  }
}
