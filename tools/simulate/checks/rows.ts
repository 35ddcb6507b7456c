import type { Batch } from '../../../server/src/ports/batch.ts';
import type { StoredEvent } from '../../../server/test/support/memory-store.ts';
import type { Books } from './books.ts';
import type { Findings } from '../../../server/test/support/audit/findings.ts';

const letters = { available: 'a', held: 'h', reserved: 'r', blocked: 'b' } as const;

/** The rows of the seats that a batch touched say the same as the log. */
export function checkRows(batch: Batch, stored: StoredEvent, books: Books, findings: Findings): void {
  const { position, changes, seats } = stored;
  if (changes.length !== position.sequence || position.sequence !== books.log.length)
    findings.add('gap', `the ledger is at ${position.sequence} with ${changes.length} changes`);
  const touched = new Set(batch.changes.flatMap(({ seatIds }) => seatIds));
  for (const seatId of touched) {
    const row = seats[seatId - 1];
    const { state, owner } = books.seat(seatId);
    const rowOwner = row !== undefined && 'userId' in row.seat ? row.seat.userId : undefined;
    if (row === undefined || letters[row.seat.state] !== state || rowOwner !== owner)
      findings.add('row', `the row of seat ${seatId} is not what the log says`);
    if (row?.seat.state === 'held' && row.expiresAt !== books.hold(owner ?? '').expiresAt)
      findings.add('row', `the row of seat ${seatId} has another expiry than its hold`);
  }
  let free = 0;
  for (const { seat } of seats) if (seat.state === 'available') free++;
  if (free !== stored.availableCount)
    findings.add('row', `${free} seats are free, and the event says ${stored.availableCount}`);
}
