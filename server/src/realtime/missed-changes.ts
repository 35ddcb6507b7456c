import type { Change } from '../domain/change.ts';
import { agrees, firstHead, type ClaimedPosition, type Position } from '../domain/log-chain.ts';
import type { Ledger } from '../ports/ledger.ts';

/** What a watcher missed, and where the event is by now. */
export interface Missed {
  readonly changes: readonly Change[];
  readonly position: Position;
}

/**
 * Reads from the ledger what comes after a watcher's position, at most `limit` changes. Undefined when the
 * claim is not true of the ledger (another life, another history, or ahead of it), or when what was missed
 * has been archived: then the watcher needs the whole hall.
 *
 * A watcher knows only the first digits of a head, so the change that it says it has is read along.
 */
export async function readMissed(
  ledger: Pick<Ledger, 'changesSince'>,
  eventId: string,
  claim: ClaimedPosition,
  limit: number,
): Promise<Missed | undefined> {
  const known = claim.sequence === 0 ? 0 : 1;
  const found = await ledger.changesSince(eventId, { sequence: claim.sequence - known }, limit + known);
  if (found.reload || found.position.epoch !== claim.epoch) return undefined;
  const head = known === 0 ? firstHead(claim.epoch, eventId) : found.changes[0]?.hash;
  if (head === undefined || !agrees(claim, head)) return undefined;
  return { changes: found.changes.slice(known), position: found.position };
}
