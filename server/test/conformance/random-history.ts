import fc from 'fast-check';
import type { Seat } from '../../src/domain/seat.ts';
import { BatchWriter } from './batch-writer.ts';

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
export function* batchesOf(eventId: string, lots: readonly (readonly Lot[])[]): Generator<BatchWriter> {
  const seats = new Map<number, Seat>();
  let sequence = 0;
  let reservations = 0;
  for (const lotsOfBatch of lots) {
    const writer = new BatchWriter(eventId, sequence);
    for (const { seatId, user, pick } of lotsOfBatch) {
      const seat = seats.get(seatId) ?? { state: 'available' };
      // A user's hold has one expiry; here every seat is a user's only one, so that none contradict.
      const userId = `user-${user}-${seatId}`;
      const reservationId = `${eventId}-reservation-${reservations + 1}`;
      const reserve = (owner: string): Seat => {
        reservations += 1;
        writer.reserve(reservationId, owner, [seatId]);
        return { state: 'reserved', userId: owner, reservationId };
      };
      switch (seat.state) {
        case 'available':
          if (pick < 5) {
            writer.hold(userId, [seatId], { expiresAt: 2e12 + pick, extensionsUsed: 0 });
            seats.set(seatId, { state: 'held', userId });
          } else if (pick < 8) seats.set(seatId, reserve(userId));
          else {
            writer.block([seatId]);
            seats.set(seatId, { state: 'blocked' });
          }
          break;
        case 'held':
          if (pick < 2)
            writer.extend(seat.userId, [seatId], { expiresAt: 3e12 + pick, extensionsUsed: pick });
          else if (pick < 6) seats.set(seatId, reserve(seat.userId));
          else {
            writer.release(seat.userId, [seatId], pick < 8 ? 'released' : 'expired');
            seats.delete(seatId);
          }
          break;
        case 'reserved':
          writer.cancel(seat.reservationId, seat.userId, [seatId]);
          seats.delete(seatId);
          break;
        case 'blocked':
          writer.unblock([seatId]);
          seats.delete(seatId);
          break;
      }
    }
    sequence = writer.sequence;
    yield writer;
  }
}
