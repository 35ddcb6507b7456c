import fc from 'fast-check';
import { AVAILABLE, BLOCKED, type Seat } from '../../src/domain/seat.ts';
import { BatchWriter, type Ground } from './batch-writer.ts';

/** One lot drawn: which seat, by whom, and what of the things possible there. */
export interface Lot {
  readonly seatId: number;
  readonly user: number;
  readonly pick: number;
}

/** Batches of lots for a hall of nine. */
export const history: fc.Arbitrary<readonly (readonly Lot[])[]> = fc.array(
  fc.array(fc.record({ seatId: fc.integer({ min: 1, max: 9 }), user: fc.nat(3), pick: fc.nat(9) }), {
    maxLength: 12,
  }),
  { minLength: 1, maxLength: 8 },
);

/** Turns lots into batches that are possible one after the other; several may touch one seat in a batch. */
export function* batchesOf(ground: Ground, lots: readonly (readonly Lot[])[]): Generator<BatchWriter> {
  const seats = new Map<number, Seat>();
  const reservations = new Map<number, number>();
  /** Those who wait for each seat, by the change with which they came. */
  const waiting = new Map<number, { entry: number; userId: string }[]>();
  let writer = new BatchWriter(ground);
  for (const lotsOfBatch of lots) {
    for (const { seatId, user, pick } of lotsOfBatch) {
      const seat = seats.get(seatId) ?? AVAILABLE;
      // A user's hold has one expiry; here every seat is a user's only one, so that none contradict.
      const userId = `user-${user}-${seatId}`;
      const reserve = (owner: string) => {
        if (pick % 2 === 0) writer.key(2 ** 40 + writer.sequence);
        writer.reserve(owner, [seatId]);
        seats.set(seatId, { state: 'reserved', userId: owner });
        reservations.set(seatId, writer.sequence);
      };
      switch (seat.state) {
        case 'available': {
          const next = waiting.get(seatId)?.shift();
          if (next !== undefined) {
            const { entry, userId: waiter } = next;
            const hold = { expiresAt: 2e12 + pick, extensionsUsed: 0 };
            writer.offer(entry, waiter, { seatId }, [seatId], hold);
            seats.set(seatId, { state: 'held', userId: waiter });
          } else if (pick < 5) {
            writer.hold(userId, [seatId], { expiresAt: 2e12 + pick, extensionsUsed: 0 });
            seats.set(seatId, { state: 'held', userId });
          } else if (pick < 8) reserve(userId);
          else {
            writer.block([seatId]);
            seats.set(seatId, BLOCKED);
          }
          break;
        }
        case 'held':
          if (pick === 9) {
            const waiter = `waiter-${writer.sequence}-${seatId}`;
            writer.queue(waiter, { seatId });
            waiting.set(seatId, [...(waiting.get(seatId) ?? []), { entry: writer.sequence, userId: waiter }]);
          } else if (pick < 2)
            writer.extend(seat.userId, [seatId], { expiresAt: 3e12 + pick, extensionsUsed: pick });
          else if (pick < 6) reserve(seat.userId);
          else {
            writer.release(seat.userId, [seatId], pick < 8 ? 'released' : 'expired');
            seats.delete(seatId);
          }
          break;
        case 'reserved':
          if (pick > 6) {
            const wish = { quantity: pick, category: pick === 8 ? '"자리" \\' : null, together: pick === 7 };
            writer.queue(userId, wish);
            if (pick === 9) writer.leaveLine(writer.sequence, userId, wish);
            break;
          }
          writer.cancel(reservations.get(seatId) ?? NaN, seat.userId, [seatId]);
          seats.delete(seatId);
          break;
        case 'blocked':
          writer.unblock([seatId]);
          seats.delete(seatId);
          break;
      }
    }
    yield writer;
    writer = writer.next();
  }
}
