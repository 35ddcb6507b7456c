import { firstHead, type Position } from '../../src/domain/log-chain.ts';
import type { LogArchive, RemovedPortion } from '../../src/ports/log-archive.ts';
import type { MemoryStore, StoredEvent } from './memory-store.ts';

/** The old end of logs in memory. Nothing is given back: what PostgreSQL would have removed is only not shown any more. */
export class MemoryLogArchive implements LogArchive {
  constructor(private readonly store: () => MemoryStore) {}

  async reach(eventId: string, before: number): Promise<Position | undefined> {
    await Promise.resolve();
    const stored = this.store().events.get(eventId);
    if (stored === undefined) return undefined;
    const { changes, forgottenTo, prunedTo } = stored;
    const young = changes.findIndex(({ at, sequence }) => sequence > prunedTo && at >= before);
    const upTo = Math.min(forgottenTo, young === -1 ? Infinity : young);
    return positionAt(stored, Math.max(prunedTo, upTo));
  }

  async moveFloor(eventId: string, to: Position) {
    await Promise.resolve();
    const stored = this.store().events.get(eventId);
    if (stored === undefined) return 'no_event';
    const { position, prunedTo, forgottenTo } = stored;
    const isOurs = to.epoch === position.epoch && to.sequence <= position.sequence;
    if (!isOurs) return 'differs';
    if (to.sequence >= prunedTo && positionAt(stored, to.sequence).head !== to.head) return 'differs';
    if (to.sequence <= prunedTo) return 'already';
    if (to.sequence > forgottenTo) return 'needed';
    stored.prunedTo = to.sequence;
    return 'moved';
  }

  async removeBelow(): Promise<RemovedPortion> {
    await Promise.resolve();
    return { removed: 0, next: null };
  }
}

/** The position right after a change, or before the first. */
export function positionAt({ event, position, changes }: StoredEvent, sequence: number): Position {
  const { epoch } = position;
  const head = sequence === 0 ? firstHead(epoch, event.eventId) : (changes[sequence - 1]?.hash ?? '');
  return { epoch, sequence, head };
}

/** Whether PostgreSQL would not have the change any more. */
export function isRemoved({ prunedTo, changes, reservations }: StoredEvent, sequence: number): boolean {
  const change = changes[sequence - 1];
  if (change === undefined || sequence >= prunedTo) return false;
  if (change.cause === 'reserved') {
    return !change.actor.startsWith('integration:') && reservations.get(sequence)?.cancelledAt !== null;
  }
  const hasEnded = (each: (typeof changes)[number]) =>
    'entry' in each && each.entry === sequence && each.sequence < prunedTo;
  return change.cause !== 'queued' || changes.some(hasEnded);
}
