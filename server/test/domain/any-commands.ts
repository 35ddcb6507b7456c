import fc from 'fast-check';
import type { Command } from '../../src/domain/command.ts';
import type { SeatMap } from '../../src/domain/seat-map.ts';
import { reservationFor } from '../support/hall.ts';

export const users = ['ann', 'bob', 'cem', 'dee'];

/** Commands at moments that only go forward, a few of them past several expiries. */
export const commands = fc.array(
  fc.record({
    elapsedMs: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 150_000 })),
    userId: fc.constantFrom(...users),
    kind: fc.constantFrom(
      'hold',
      'hold',
      'holdBest',
      'confirm',
      'take',
      'assignAny',
      'release',
      'extend',
      'cancel',
      'expire',
      'free',
      'reset',
      'block',
      'unblock',
      'stand',
      'stand',
      'wish',
      'leave',
      'disperse',
    ),
    seatIds: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
  }),
  { maxLength: 60 },
);

type Step = { elapsedMs: number; userId: string; kind: string; seatIds: number[] };

export function toCommand(map: SeatMap, { kind, userId, seatIds }: Step): Command {
  switch (kind) {
    case 'hold':
      return { kind, userId, seatIds };
    case 'holdBest': {
      const category = seatIds.includes(9) ? map.hall.categories[0] : undefined;
      return { kind, userId, wish: { quantity: seatIds.length, category, together: seatIds.includes(1) } };
    }
    case 'confirm':
      return { kind, userId, seatIds: undefined, reservation: reservationFor(userId) };
    case 'take':
      return { kind: 'confirm', userId, seatIds, reservation: reservationFor(userId) };
    case 'assignAny':
      return { kind, userId, reservation: reservationFor(userId) };
    case 'release':
    case 'extend':
      return { kind, userId };
    case 'cancel': {
      const reservation = map.place(userId)?.reservations[0]?.sequence ?? 0;
      return { kind, userId, reservation };
    }
    case 'reset':
      return { kind, by: 'eve', userIds: [userId] };
    case 'block':
    case 'unblock':
      return { kind, by: 'eve', seatIds: seatIds.slice(0, 2) };
    case 'stand':
      return { kind: 'standInLine', userId, wish: { seatId: seatIds[0] ?? 1 } };
    case 'wish': {
      const category = seatIds.includes(9) ? (map.hall.categories[0] ?? null) : null;
      const wish = { quantity: Math.min(3, seatIds.length), category, together: seatIds.includes(1) };
      return { kind: 'standInLine', userId, wish };
    }
    case 'leave':
      return { kind: 'leaveLine', userId, entry: map.line.ofUser(userId)[0]?.sequence };
    case 'disperse':
      return { kind, by: 'eve', userIds: [userId] };
    case 'free':
      return { kind, by: 'eve', seatId: seatIds[0] ?? 1 };
    default:
      return { kind: 'expire', userIds: users };
  }
}
