import { randomBytes } from 'node:crypto';
import type { Change } from '../../src/domain/change.ts';
import type { Event } from '../../src/domain/event.ts';
import { seatCountOf } from '../../src/domain/hall-layout.ts';
import { firstHead, type Position } from '../../src/domain/log-chain.ts';
import { lineAfter, type LineChange } from '../../src/domain/seat-line.ts';
import { AVAILABLE, stateLetters, type Hold, type Seat } from '../../src/domain/seat.ts';
import {
  afterChange,
  emptyPlace,
  isVacant,
  withoutStale,
  type OwnReservation,
  type UserPlace,
} from '../../src/domain/user-place.ts';
import type { HoldEndReason } from '../../src/ports/cancel-reasons.ts';
import type { Batch } from '../../src/ports/batch.ts';
import type { LedgerTime, NewPlan } from '../../src/ports/ledger.ts';
import type { ReservationRecord } from '../../src/ports/reservation-record.ts';
import { MemoryEntryBook } from './memory-entry-book.ts';
import { MemoryOrganisers } from './memory-organisers.ts';
import { MemoryRehearsals } from './memory-rehearsals.ts';
import { MemoryTrail } from './memory-trail.ts';

export interface StoredSeat {
  readonly seatId: number;
  readonly seat: Seat;
  readonly expiresAt: number | null;
  readonly extensionsUsed: number | null;
  readonly reservation: number | null;
}

export interface StoredEvent {
  event: Event;
  availableCount: number;
  position: Position;
  /** Of the last append. */
  mark: number;
  forgottenTo: number;
  /** Where the kept log begins. */
  prunedTo: number;
  personsForgottenTo: number;
  /** Position i is seat i + 1. */
  readonly seats: StoredSeat[];
  readonly changes: Change[];
  /** By the change that made it. */
  readonly reservations: Map<number, ReservationRecord>;
}

interface StoredHoldEnd extends HoldEndReason {
  readonly eventId: string;
  readonly seatIds: readonly number[];
}

/** What several ledgers can share, as instances share a database. */
export interface MemoryStore {
  epoch: string;
  logKey: string;
  correctionMs: number;
  events: Map<string, StoredEvent>;
  /** In the order in which they came. */
  plans: Map<string, NewPlan>;
  readonly organisers: MemoryOrganisers;
  readonly trail: MemoryTrail;
  readonly entries: MemoryEntryBook;
  /** By event and reservation. */
  readonly cancelReasons: Map<string, string>;
  /** By event and user. */
  readonly holdEnds: Map<string, StoredHoldEnd>;
  readonly rehearsals: MemoryRehearsals;
}

export function newMemoryStore(): MemoryStore {
  const events = new Map<string, StoredEvent>();
  const trail = new MemoryTrail();
  return {
    epoch: randomBytes(6).toString('hex'),
    logKey: randomBytes(16).toString('hex'),
    correctionMs: 0,
    events,
    plans: new Map(),
    organisers: new MemoryOrganisers(),
    trail,
    entries: new MemoryEntryBook(trail, (eventId, reservation) => familyOf(events.get(eventId), reservation)),
    cancelReasons: new Map(),
    holdEnds: new Map(),
    rehearsals: new MemoryRehearsals(),
  };
}

/** A reservation, and those that it was handed on from or to. */
function familyOf(stored: StoredEvent | undefined, reservation: number): readonly number[] {
  const all = [...(stored?.reservations.values() ?? [])];
  const originOf = ({ origin, sequence }: ReservationRecord) => origin ?? sequence;
  const own = all.find(({ sequence }) => sequence === reservation);
  if (own === undefined) return [];
  return all.filter((other) => originOf(other) === originOf(own)).map(({ sequence }) => sequence);
}

/** As an administrator copies a database. */
export function copyStore(store: MemoryStore): MemoryStore {
  const events = [...store.events].map(([eventId, stored]): [string, StoredEvent] => [
    eventId,
    structuredClone(stored),
  ]);
  return { ...store, events: new Map(events), plans: new Map(store.plans) };
}

/** Puts a copy back under the ledgers that use `store`, who are not told. */
export function restoreStore(store: MemoryStore, copy: MemoryStore): void {
  Object.assign(store, copyStore(copy));
}

/** Makes the store another ledger with the same data, as an import into a new database would. */
export function replaceEpoch(store: MemoryStore): void {
  store.epoch = randomBytes(6).toString('hex');
  for (const [eventId, stored] of store.events) {
    const { sequence, head } = stored.position;
    const first = sequence === 0 ? firstHead(store.epoch, eventId) : head;
    stored.position = { epoch: store.epoch, sequence, head: first };
  }
}

/** An event that nothing has happened in. */
export function newStoredEvent(event: Event, epoch: string): StoredEvent {
  const seatCount = seatCountOf(event.layout);
  return {
    event,
    availableCount: seatCount,
    position: { epoch, sequence: 0, head: firstHead(epoch, event.eventId) },
    mark: 0,
    forgottenTo: 0,
    prunedTo: 0,
    personsForgottenTo: 0,
    seats: freeSeats(seatCount),
    changes: [],
    reservations: new Map(),
  };
}

export function statesOf({ seats }: StoredEvent): string {
  return seats.map(({ seat }) => stateLetters[seat.state]).join('');
}

export function ownersOf({ seats }: StoredEvent): (string | undefined)[] {
  return seats.map(({ seat }) => ('userId' in seat ? seat.userId : undefined));
}

/**
 * What the users have: holds and reservations by the rows of their seats, as PostgreSQL reads them, and what ended, and
 * the keys, by the log.
 */
export function placesOf({ changes, seats }: StoredEvent, { now, correctionMs }: LedgerTime): UserPlace[] {
  const places = new Map<string, UserPlace>();
  const placeOf = (userId: string) => places.get(userId) ?? emptyPlace(userId);
  for (const change of changes) {
    if (!('userId' in change)) continue;
    places.set(change.userId, afterChange(placeOf(change.userId), change));
  }
  for (const [userId, place] of places) places.set(userId, { ...place, hold: undefined, reservations: [] });
  for (const { seatId, seat, expiresAt, extensionsUsed, reservation } of seats) {
    if (!('userId' in seat)) continue;
    const place = placeOf(seat.userId);
    places.set(
      seat.userId,
      seat.state === 'held'
        ? { ...place, hold: withSeat(place.hold, seat.userId, seatId, expiresAt, extensionsUsed) }
        : { ...place, reservations: withReserved(place.reservations, reservation, seatId) },
    );
  }
  return [...places.values()]
    .map((place) => withoutStale(place, now, now - correctionMs))
    .filter((place) => !isVacant(place));
}

function withSeat(
  hold: Hold | undefined,
  userId: string,
  seatId: number,
  expiresAt: number | null,
  extensionsUsed: number | null,
): Hold {
  if (hold !== undefined) return { ...hold, seatIds: [...hold.seatIds, seatId] };
  return { userId, seatIds: [seatId], expiresAt: expiresAt ?? 0, extensionsUsed: extensionsUsed ?? 0 };
}

function withReserved(
  reservations: readonly OwnReservation[],
  reservation: number | null,
  seatId: number,
): readonly OwnReservation[] {
  const sequence = reservation ?? 0;
  const seatIds = reservations.find((each) => each.sequence === sequence)?.seatIds ?? [];
  return [
    ...reservations.filter((each) => each.sequence !== sequence),
    { sequence, seatIds: [...seatIds, seatId] },
  ].sort((a, b) => a.sequence - b.sequence);
}

/** An event's reservations that are meant, by the change that made them. */
export function reservationsIn(
  stored: StoredEvent | undefined,
  isMeant: (sequence: number) => boolean,
): ReservationRecord[] {
  return [...(stored?.reservations.values() ?? [])]
    .filter(({ sequence }) => isMeant(sequence))
    .sort((a, b) => a.sequence - b.sequence);
}

/** The changes that are about the line. */
export function* lineChangesIn({ changes }: StoredEvent): Iterable<LineChange> {
  for (const change of changes) if (change.cause === 'queued' || 'entry' in change) yield change;
}

export function freeSeats(count: number): StoredSeat[] {
  const free = { seat: AVAILABLE, expiresAt: null, extensionsUsed: null, reservation: null };
  return Array.from({ length: count }, (_, i) => ({ seatId: i + 1, ...free }));
}

/** Whether an event must keep the hall that it has, instead of one of so many seats. */
export function dependsOnHall(stored: StoredEvent, seatCount: number): boolean {
  return (
    stored.availableCount < stored.seats.length ||
    stored.reservations.size > 0 ||
    lineAfter(lineChangesIn(stored)).length > 0 ||
    stored.changes.some(({ seatIds }) => seatIds.some((id) => id > seatCount))
  );
}

/** Gives an event whose seats are all free another number of them. */
export function furnish(stored: StoredEvent, seatCount: number): void {
  stored.seats.splice(0, Infinity, ...freeSeats(seatCount));
  stored.availableCount = seatCount;
}

/** What PostgreSQL cannot store, as JSON writes it: NUL, and half of a pair. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/** A copy, in which what PostgreSQL cannot store became U+FFFD, as it does there. Nobody can change what was recorded. */
export function storable(batch: Batch): Batch {
  const text = JSON.stringify(batch);
  const reviver = (_key: string, value: unknown) =>
    typeof value === 'string' ? Buffer.from(value).toString().replaceAll('\0', '\uFFFD') : value;
  const copy = (UNSTORABLE.test(text) ? JSON.parse(text, reviver) : JSON.parse(text)) as Batch;
  for (const change of copy.changes) deepFreeze(change);
  return copy;
}

/** Makes a value that can be given to anybody without a copy. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) deepFreeze(each);
  return Object.freeze(value);
}
