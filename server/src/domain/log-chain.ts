import { hash } from 'node:crypto';
import { canonicalText } from './change-codec.ts';
import type { Change, Sealable, Unsealed } from './change.ts';

/**
 * What makes two logs the same: the ledger's life they belong to, how long they are, and the hash of the
 * newest change, which depends on every change before it.
 */
export interface Position {
  /** Random name of the ledger's life. A new ledger has a new one. */
  readonly epoch: string;
  /** The number of the last change; 0 before the first. */
  readonly sequence: number;
  /** The hash of that change in hex; `firstHead` before the first. */
  readonly head: string;
}

/** How many hex digits of a head stand in a position's text: enough to tell two histories apart. */
const CHECK_DIGITS = 8;

/** `<epoch>.<check>:<sequence>`: what a watcher keeps, to go on where it was. */
export function positionText({ epoch, sequence, head }: Position): string {
  return `${epoch}.${head.slice(0, CHECK_DIGITS)}:${sequence}`;
}

/** The same with the whole head: for whoever wants to be sure that nobody has sought another history that agrees. */
export function proofText({ epoch, sequence, head }: Position): string {
  return `${epoch}.${head}:${sequence}`;
}

/** What a watcher says it knows. */
export interface ClaimedPosition {
  readonly epoch: string;
  /** The first digits of the head; '' when the watcher does not say. */
  readonly check: string;
  readonly sequence: number;
}

/** Undefined for whatever is no position, such as the bare number of an older version. */
export function parsePosition(text: string): ClaimedPosition | undefined {
  const match = /^([a-z0-9]{1,32})(?:\.([0-9a-f]{8}))?:([0-9]{1,15})$/.exec(text);
  if (match === null) return undefined;
  return { epoch: match[1] ?? '', check: match[2] ?? '', sequence: Number(match[3]) };
}

/** Whether a claim about the change with this head can be true. */
export function agrees(claim: ClaimedPosition, head: string): boolean {
  return head.startsWith(claim.check);
}

/** The head of an event that has no change yet. */
export function firstHead(epoch: string, eventId: string): string {
  return hash('sha256', `${epoch}:${eventId}`, 'hex');
}

/** Puts a change's hash in: SHA-256(hash before it, line feed, canonical text). Copying would cost as much. */
export function seal(before: string, change: Sealable, logKey: string): Change {
  change.hash = linkHash(before, change, logKey);
  return change;
}

/** True when `change` was sealed as the successor of the change with the hash `before`. */
export function follows(before: string, change: Change, logKey: string): boolean {
  return change.hash === linkHash(before, change, logKey);
}

function linkHash(before: string, change: Unsealed, logKey: string): string {
  const mark = 'userId' in change ? userMark(change.userId, logKey) : null;
  return hash('sha256', `${before}\n${canonicalText(change, mark)}`, 'hex');
}

/**
 * How a user appears in a log that others may read: a keyed digest. The key has a fixed length and the
 * digest is cut, so that SHA-256 with a prefixed key serves as a MAC; it takes a third of HMAC's time.
 */
export function userMark(userId: string, logKey: string): string {
  return hash('sha256', `${logKey}${userId}`, 'base64url').slice(0, 22);
}
