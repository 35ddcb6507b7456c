import { firstHead, type Position } from '../../src/domain/log-chain.ts';
import { amountsAmong } from '../../src/domain/prices.ts';
import type { Batch } from '../../src/ports/batch.ts';
import type { KnownPosition, ReloadReason } from '../../src/ports/ledger.ts';
import type { StoredEvent } from './memory-store.ts';

/** Writes a batch down: all of it, since nothing here can fail. */
export function record(stored: StoredEvent, batch: Batch): void {
  stored.position = {
    epoch: stored.position.epoch,
    sequence: stored.position.sequence + batch.changes.length,
    head: batch.head,
  };
  stored.mark = batch.mark;
  stored.availableCount = batch.availableCount;
  stored.changes.push(...batch.changes);
  for (const { seatId, after, expiresAt, extensionsUsed, reservation } of batch.seats) {
    stored.seats[seatId - 1] = { seatId, seat: after, expiresAt, extensionsUsed, reservation };
  }
  for (const { sequence, remainingSeatIds, at, successor } of batch.cancellations) {
    const record = stored.reservations.get(sequence);
    if (record === undefined) continue;
    const left =
      remainingSeatIds.length === 0
        ? { cancelledAt: at, successor }
        : { seatIds: remainingSeatIds, ...amountsAmong(record, record.seatIds, remainingSeatIds) };
    stored.reservations.set(sequence, { ...record, ...left });
  }
  for (const made of batch.reservations) {
    stored.reservations.set(made.sequence, {
      eventId: batch.eventId,
      formerId: null,
      successor: null,
      ...made,
    });
  }
}

/** Why a batch is not written; throws where its maker is broken. */
export function refusalOf(
  stored: StoredEvent,
  { changes, expected, after, version, notBefore, notAfter, seats }: Batch,
  now: number,
): 'conflict' | 'too_early' | 'too_late' | undefined {
  if (changes.some((change, i) => change.sequence !== expected.sequence + 1 + i)) {
    throw new RangeError('The changes of a batch must continue the sequence it expects, without gaps.');
  }
  if (!isSame(stored.position, expected) || stored.event.version !== version) return 'conflict';
  if (after !== null && stored.mark !== after) return 'conflict';
  if (notBefore !== null && now < notBefore) return 'too_early';
  if (notAfter !== null && now >= notAfter) return 'too_late';
  const asDecidedOn = seats.filter(({ seatId, before }) => {
    const seat = stored.seats[seatId - 1]?.seat;
    return seat !== undefined && seat.state === before.state && userOf(seat) === userOf(before);
  }).length;
  if (asDecidedOn === seats.length) return undefined;
  throw new Error(`seat guard: ${asDecidedOn} of ${seats.length} seats were as decided on`);
}

function userOf(seat: { readonly userId?: string } | { readonly state: string }): string | undefined {
  return 'userId' in seat ? seat.userId : undefined;
}

/** Why somebody who knows this position cannot go on from it; undefined when they can. */
export function reloadReason(stored: StoredEvent, known: KnownPosition): ReloadReason | undefined {
  const { position } = stored;
  if (known.epoch !== undefined && known.epoch !== position.epoch) return 'replaced';
  if (position.sequence < known.sequence) return 'back';
  if (known.sequence < stored.prunedTo) return 'pruned';
  if (known.head !== undefined && known.head !== headAt(stored, known.sequence)) return 'forked';
  return undefined;
}

function headAt({ event, position, changes }: StoredEvent, sequence: number): string | undefined {
  if (sequence === position.sequence) return position.head;
  return sequence === 0 ? firstHead(position.epoch, event.eventId) : changes[sequence - 1]?.hash;
}

function isSame(a: Position, b: Position): boolean {
  return a.sequence === b.sequence && a.head === b.head && a.epoch === b.epoch;
}
