import type { Role } from '@jari/contract';

export type { Role };

/** Who works for the house and who of them is signed in. Every method is one whole operation, durable when it resolves. */
export interface OrganiserStore {
  /** By name. */
  list(): Promise<readonly OrganiserRecord[]>;

  /** `taken`: there is one of this name already, and nothing is written. */
  create(organiser: NewOrganiserRecord): Promise<OrganiserRecord | 'taken'>;

  /** Gives another role, another token, or both, and thereby ends all sessions. Undefined when there is none. */
  change(name: string, change: OrganiserChange): Promise<OrganiserRecord | undefined>;

  /** Removes one with all sessions; false when there is none. */
  remove(name: string): Promise<boolean>;

  findByToken(tokenHash: string): Promise<OrganiserRecord | undefined>;

  /** Opens a session, and forgets those that are over. False when its organiser is not as of that version any more. */
  openSession(session: NewSessionRecord, now: number): Promise<boolean>;

  /** A session that is not over, of somebody who is still as they were when it was opened. */
  findSession(sessionHash: string, now: number): Promise<SessionRecord | undefined>;

  /** Puts the end of a session off. */
  prolongSession(sessionHash: string, expiresAt: number): Promise<void>;

  endSession(sessionHash: string): Promise<void>;
}

export interface OrganiserRecord {
  readonly name: string;
  readonly role: Role;
  /** Grows with every change of the role or the token. */
  readonly version: number;
  readonly createdAt: number;
  readonly tokenMadeAt: number;
}

export interface NewOrganiserRecord {
  readonly name: string;
  readonly role: Role;
  /** SHA-256 in hex. */
  readonly tokenHash: string;
  readonly at: number;
}

export interface OrganiserChange {
  readonly role?: Role;
  readonly token?: { readonly tokenHash: string; readonly at: number };
}

/** Whose a session is: an organiser's as of a version, or the owner's by a print of the server's own token. */
export type SessionOwner =
  { readonly name: string; readonly version: number } | { readonly name: null; readonly ownerPrint: string };

export interface NewSessionRecord {
  readonly sessionHash: string;
  readonly owner: SessionOwner;
  readonly expiresAt: number;
  /** When it ends however much it is used. */
  readonly endsAt: number;
}

export interface SessionRecord {
  readonly expiresAt: number;
  readonly endsAt: number;
  /** For the owner's the caller has to compare the print with its own tokens'. */
  readonly of: { readonly name: string; readonly role: Role } | { readonly ownerPrint: string };
}
