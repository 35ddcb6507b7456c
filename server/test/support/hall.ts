import { CommittedSeatMap } from '../../src/domain/committed-seat-map.ts';
import type { ReservationDraft } from '../../src/domain/command.ts';
import type { DecideContext } from '../../src/domain/decide.ts';
import type { Event } from '../../src/domain/event.ts';
import { AVAILABLE } from '../../src/domain/seat.ts';

/** The brief's hall: 3×3, two minutes, two extensions, four seats. */
export function smallEvent(overrides: Partial<Event> = {}): Event {
  return {
    eventId: 'default',
    title: 'Opening night',
    venue: 'Small stage',
    startsAt: Date.UTC(2026, 11, 24, 19),
    saleOpensAt: null,
    rows: 3,
    seatsPerRow: 3,
    rules: { holdTtlMs: 120_000, holdExtensions: 2, maxSeatsPerUser: 4 },
    ...overrides,
  };
}

export function emptyHall(event: Event = smallEvent()): CommittedSeatMap {
  const seats = Array.from({ length: event.rows * event.seatsPerRow }, () => AVAILABLE);
  return new CommittedSeatMap({ event, sequence: 0, seats, holds: [], reservations: [] });
}

/** A moment `ms` after an arbitrary start, in a server that is alone and never fails on purpose. */
export function at(ms: number, overrides: Partial<DecideContext> = {}): DecideContext {
  const now = START + ms;
  return { arrivedAt: now, now, settleMs: 0, graceMs: 10_000, failureRate: 0, ...overrides };
}

export const START = 1_800_000_000_000;

let reservationCount = 0;

export function reservationFor(userName: string, lot = 0.5): ReservationDraft {
  reservationCount++;
  const reservationId = `00000000-0000-4000-8000-${String(reservationCount).padStart(12, '0')}`;
  return { reservationId, code: `CODE-${reservationCount}`, userName, phone: '+821012345678', lot };
}
