import { CommittedSeatMap } from '../../src/domain/committed-seat-map.ts';
import type { ReservationDraft } from '../../src/domain/command.ts';
import type { DecideContext } from '../../src/domain/decide/decision.ts';
import type { Event, EventRules } from '../../src/domain/event.ts';
import type { Hall } from '../../src/domain/hall.ts';
import { hallOf } from '../../src/domain/hall-layout.ts';
import { firstHead } from '../../src/domain/log-chain.ts';

/** The brief's hall: 3×3, two minutes, two extensions, four seats. */
export function smallEvent(overrides: Partial<Event> = {}): Event {
  return {
    eventId: 'default',
    title: 'Opening night',
    venue: 'Small stage',
    startsAt: Date.UTC(2026, 11, 24, 19),
    endsAt: null,
    saleOpensAt: null,
    saleClosesAt: null,
    layout: { rows: 3, seatsPerRow: 3 },
    currency: null,
    prices: {},
    rules: rulesOf(),
    version: 1,
    ...overrides,
  };
}

/** The brief's rules, but for what is given. */
export function rulesOf(overrides: Partial<EventRules> = {}): EventRules {
  return {
    holdTtlMs: 120_000,
    holdExtensions: 2,
    maxSeatsPerUser: 4,
    noSingleSeats: false,
    personalDataDays: 30,
    salePaused: false,
    waitingRoom: null,
    ...overrides,
  };
}

export const EPOCH = 'e1';
export const LOG_KEY = 'a-log-key-for-the-tests';

export function emptyHall(event: Event = smallEvent()): CommittedSeatMap {
  const hall = hallOf(event.layout, undefined);
  const { seatCount } = hall;
  return new CommittedSeatMap({
    event,
    hall,
    position: { epoch: EPOCH, sequence: 0, head: firstHead(EPOCH, event.eventId) },
    logKey: LOG_KEY,
    states: 'a'.repeat(seatCount),
    owners: new Array<undefined>(seatCount),
    places: [],
    line: [],
  });
}

/** A hall in which each seat has the state of its letter. */
export function mapOf(hall: Hall, states: string, event: Event = smallEvent()): CommittedSeatMap {
  return new CommittedSeatMap({
    event,
    hall,
    position: { epoch: EPOCH, sequence: 0, head: firstHead(EPOCH, event.eventId) },
    logKey: LOG_KEY,
    states,
    owners: new Array<undefined>(hall.seatCount),
    places: [],
    line: [],
  });
}

/** A moment `ms` after an arbitrary start, in a server that is alone and never fails on purpose. */
export function at(ms: number, overrides: Partial<DecideContext> = {}): DecideContext {
  const now = START + ms;
  const context = { arrivedAt: now, now, correctionMs: 0, settleMs: 0, graceMs: 10_000, failureRate: 0 };
  return { ...context, key: null, ...overrides };
}

export const START = 1_800_000_000_000;

let reservationCount = 0;

export function reservationFor(userName: string, lot = 0.5): ReservationDraft {
  reservationCount++;
  return { code: `CODE-${reservationCount}`, userName, phone: '+821012345678', lot };
}
