import type { Change } from '../../src/domain/change.ts';
import type { ActiveReservation, Hold, Seat } from '../../src/domain/seat.ts';

export interface HallState {
  readonly seats: readonly Seat[];
  /** By user. */
  readonly holds: readonly Hold[];
  /** By id. */
  readonly reservations: readonly ActiveReservation[];
}

/** What a hall must look like after `changes`, told by the log alone. */
export function replay(seatCount: number, changes: readonly Change[]): HallState {
  const seats = Array.from({ length: seatCount }, (): Seat => ({ state: 'available' }));
  const holds = new Map<string, { expiresAt: number; extensionsUsed: number }>();
  for (const change of changes) {
    for (const seatId of change.seatIds) seats[seatId - 1] = seatAfter(change);
    if (change.cause === 'held' || change.cause === 'extended') {
      holds.set(change.userId, { expiresAt: change.expiresAt, extensionsUsed: change.extensionsUsed });
    }
  }
  const seatsOf = (own: (seat: Seat) => boolean) =>
    seats.flatMap((seat, position) => (own(seat) ? [position + 1] : []));
  const users = new Set(seats.flatMap((seat) => (seat.state === 'held' ? [seat.userId] : [])));
  const owners = new Map(
    seats.flatMap((seat) => (seat.state === 'reserved' ? [[seat.reservationId, seat.userId] as const] : [])),
  );
  return normal({
    seats,
    holds: [...users].map((userId) => ({
      userId,
      seatIds: seatsOf((seat) => seat.state === 'held' && seat.userId === userId),
      ...(holds.get(userId) ?? { expiresAt: NaN, extensionsUsed: NaN }),
    })),
    reservations: [...owners].map(([reservationId, userId]) => ({
      reservationId,
      userId,
      seatIds: seatsOf((seat) => seat.state === 'reserved' && seat.reservationId === reservationId),
    })),
  });
}

/** The parts a log can tell, in an order that makes two of them comparable. */
export function normal({ seats, holds, reservations }: HallState): HallState {
  return {
    seats,
    holds: [...holds].sort((a, b) => (a.userId < b.userId ? -1 : 1)),
    reservations: [...reservations].sort((a, b) => (a.reservationId < b.reservationId ? -1 : 1)),
  };
}

function seatAfter(change: Change): Seat {
  switch (change.cause) {
    case 'held':
    case 'extended':
      return { state: 'held', userId: change.userId };
    case 'reserved':
      return { state: 'reserved', userId: change.userId, reservationId: change.reservationId };
    case 'blocked':
      return { state: 'blocked' };
    case 'released':
    case 'expired':
    case 'cancelled':
    case 'unblocked':
      return { state: 'available' };
  }
}
