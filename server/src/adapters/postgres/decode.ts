import type { Change } from '../../domain/change.ts';
import type { Event } from '../../domain/event.ts';
import { AVAILABLE, BLOCKED, type Hold, type Seat } from '../../domain/seat.ts';
import type { CatchUp, IdempotencyRecord, ReservationRecord } from '../../ports/ledger.ts';

/** Rows as the statements give them. Types, for `bigint` columns are read as float8 and arrays as arrays. */
export interface EventRow {
  readonly event_id: string;
  readonly title: string;
  readonly venue: string;
  readonly starts_at: number;
  readonly sale_opens_at: number | null;
  readonly rows: number;
  readonly seats_per_row: number;
  readonly hold_ttl_ms: number;
  readonly hold_extensions: number;
  readonly max_seats_per_user: number;
}

export function toEvent(row: EventRow): Event {
  return {
    eventId: row.event_id,
    title: row.title,
    venue: row.venue,
    startsAt: row.starts_at,
    saleOpensAt: row.sale_opens_at,
    rows: row.rows,
    seatsPerRow: row.seats_per_row,
    rules: {
      holdTtlMs: row.hold_ttl_ms,
      holdExtensions: row.hold_extensions,
      maxSeatsPerUser: row.max_seats_per_user,
    },
  };
}

export interface SeatRow {
  readonly seat_id: number;
  readonly state: 'held' | 'reserved' | 'blocked';
  readonly user_id: string | null;
  readonly hold_expires_at: number | null;
  readonly extensions_used: number | null;
  readonly reservation_id: string | null;
}

/** The hall of `seatCount` seats of which `rows`, in order, are the ones not available; and its holds. */
export function toSeats(seatCount: number, rows: readonly SeatRow[]): { seats: Seat[]; holds: Hold[] } {
  const seats = new Array<Seat>(seatCount).fill(AVAILABLE);
  const holds = new Map<string, Hold & { readonly seatIds: number[] }>();
  for (const row of rows) {
    switch (row.state) {
      case 'blocked':
        seats[row.seat_id - 1] = BLOCKED;
        break;
      case 'reserved':
        seats[row.seat_id - 1] = {
          state: 'reserved',
          userId: present(row.user_id),
          reservationId: present(row.reservation_id),
        };
        break;
      case 'held': {
        const userId = present(row.user_id);
        seats[row.seat_id - 1] = { state: 'held', userId };
        const hold = holds.get(userId);
        if (hold === undefined) {
          holds.set(userId, {
            userId,
            seatIds: [row.seat_id],
            expiresAt: present(row.hold_expires_at),
            extensionsUsed: present(row.extensions_used),
          });
        } else {
          hold.seatIds.push(row.seat_id);
        }
        break;
      }
    }
  }
  return { seats, holds: [...holds.values()] };
}

export interface ChangeRow {
  readonly sequence: number;
  readonly at: number;
  readonly cause: Change['cause'];
  readonly seat_ids: readonly number[];
  readonly user_id: string | null;
  readonly reservation_id: string | null;
  readonly expires_at: number | null;
  readonly extensions_used: number | null;
}

function toChange(row: ChangeRow): Change {
  const numbered = { sequence: row.sequence, at: row.at, seatIds: row.seat_ids };
  switch (row.cause) {
    case 'held':
    case 'extended':
      return {
        ...numbered,
        cause: row.cause,
        userId: present(row.user_id),
        expiresAt: present(row.expires_at),
        extensionsUsed: present(row.extensions_used),
      };
    case 'released':
    case 'expired':
      return { ...numbered, cause: row.cause, userId: present(row.user_id) };
    case 'reserved':
    case 'cancelled':
      return {
        ...numbered,
        cause: row.cause,
        userId: present(row.user_id),
        reservationId: present(row.reservation_id),
      };
    case 'blocked':
    case 'unblocked':
      return { ...numbered, cause: row.cause };
  }
}

export interface IdempotencyRow {
  readonly user_id: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly sequence: number;
  readonly answer: string;
}

export function toIdempotency(row: IdempotencyRow): IdempotencyRecord {
  return {
    userId: row.user_id,
    key: row.key,
    fingerprint: row.fingerprint,
    sequence: row.sequence,
    answer: row.answer,
  };
}

export interface CatchUpRow {
  readonly sequence: number;
  readonly now: number;
  readonly changes: readonly ChangeRow[];
  readonly idempotency: readonly IdempotencyRow[];
}

export function toCatchUp(row: CatchUpRow): CatchUp {
  return {
    sequence: row.sequence,
    now: row.now,
    changes: row.changes.map(toChange),
    idempotency: row.idempotency.map(toIdempotency),
  };
}

export interface ReservationRow {
  readonly event_id: string;
  readonly reservation_id: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly phone: string;
  readonly code: string;
  readonly seat_ids: readonly number[];
  readonly sequence: number;
  readonly created_at: number;
  readonly cancelled_at: number | null;
}

export function toReservation(row: ReservationRow): ReservationRecord {
  return {
    eventId: row.event_id,
    reservationId: row.reservation_id,
    userId: row.user_id,
    userName: row.user_name,
    phone: row.phone,
    code: row.code,
    seatIds: row.seat_ids,
    sequence: row.sequence,
    createdAt: row.created_at,
    cancelledAt: row.cancelled_at,
  };
}

/** A fact that the row's state requires; the schema's checks see to it. */
function present<T>(value: T | null): T {
  if (value === null) throw new Error('The ledger holds a row without the facts its state requires.');
  return value;
}
