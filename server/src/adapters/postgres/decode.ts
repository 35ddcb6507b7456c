import { fromRow, type ChangeRow } from '../../domain/change-codec.ts';
import type { Event } from '../../domain/event.ts';
import type { Position } from '../../domain/log-chain.ts';
import { fromWishValue, lineAfter, type LineChange, type LineEntry } from '../../domain/seat-line.ts';
import type { CatchUp, LedgerTime, ListedEvent, Recalled, ReloadReason } from '../../ports/ledger.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import { rulesFromJson, type RulesJson } from './event-rules.ts';
import type { PersonKeys } from './person-keys.ts';

/** Rows as the statements give them. Types, for `bigint` columns are read as float8 and arrays as arrays. */
export interface EventRow {
  readonly event_id: string;
  readonly title: Event['title'];
  readonly venue: Event['venue'];
  readonly starts_at: number;
  readonly ends_at: number | null;
  readonly sale_opens_at: number | null;
  readonly sale_closes_at: number | null;
  readonly rows: number | null;
  readonly seats_per_row: number | null;
  readonly plan_id: string | null;
  readonly seat_count: number;
  readonly currency: string | null;
  readonly prices: Event['prices'];
  readonly rules: RulesJson;
  readonly version: number;
}

export function toEvent(row: EventRow): Event {
  return {
    eventId: row.event_id,
    title: row.title,
    venue: row.venue,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    saleOpensAt: row.sale_opens_at,
    saleClosesAt: row.sale_closes_at,
    layout: toLayout(row),
    currency: row.currency,
    prices: row.prices,
    rules: rulesFromJson(row.rules),
    version: row.version,
  };
}

function toLayout({ plan_id: planId, seat_count: seatCount, rows, seats_per_row: seatsPerRow }: EventRow) {
  if (planId !== null) return { planId, seatCount };
  // The schema sees to it that one of the two is there.
  return { rows: rows ?? 0, seatsPerRow: seatsPerRow ?? 0 };
}

export interface ListedEventRow extends EventRow {
  readonly available_count: number;
}

export function toListedEvent(row: ListedEventRow): ListedEvent {
  return { ...toEvent(row), availableCount: row.available_count };
}

export interface TimeRow {
  readonly now: number;
  readonly correction_ms: number;
}

export function toTime({ now, correction_ms: correctionMs }: TimeRow): LedgerTime {
  return { now, correctionMs };
}

export interface PositionRow {
  readonly epoch: string;
  readonly sequence: number;
  readonly head: string;
}

export function toPosition({ epoch, sequence, head }: PositionRow): Position {
  return { epoch, sequence, head };
}

export interface CatchUpRow extends EventRow, TimeRow, PositionRow {
  readonly reload: ReloadReason | null;
  readonly changes: readonly ChangeRow[];
}

export function toCatchUp(row: CatchUpRow): CatchUp {
  if (row.reload !== null) return { ...toTime(row), reload: true, why: row.reload };
  return {
    ...toTime(row),
    reload: false,
    changes: row.changes.map(fromRow),
    position: toPosition(row),
    event: toEvent(row),
  };
}

export interface ReservationRow {
  readonly event_id: string;
  readonly sequence: number;
  readonly former_id: string | null;
  readonly user_id: string;
  readonly person: string | null;
  /** In clear: these two, in a row from before names were encrypted, until a server comes to it. */
  readonly user_name: string | null;
  readonly phone: string | null;
  readonly code: string;
  readonly seat_ids: readonly number[];
  readonly amounts: readonly (number | null)[] | null;
  readonly currency: string | null;
  readonly created_at: number;
  readonly cancelled_at: number | null;
  readonly origin: number | null;
  readonly successor: number | null;
}

export function toReservation(row: ReservationRow, keys: PersonKeys): ReservationRecord {
  return {
    eventId: row.event_id,
    sequence: row.sequence,
    formerId: row.former_id,
    userId: row.user_id,
    ...personIn(row, keys),
    code: row.code,
    seatIds: row.seat_ids,
    amounts: row.amounts,
    currency: row.currency,
    createdAt: row.created_at,
    cancelledAt: row.cancelled_at,
    origin: row.origin,
    successor: row.successor,
  };
}

function personIn(
  { event_id: eventId, sequence, person, user_name: userName, phone }: ReservationRow,
  keys: PersonKeys,
): Pick<ReservationRecord, 'userName' | 'phone' | 'isUnreadable'> {
  if (person === null) return { userName: userName ?? '', phone: phone ?? '' };
  return keys.open(person, { eventId, sequence }) ?? { userName: '', phone: '', isUnreadable: true };
}

export interface RecalledRow extends ChangeRow {
  readonly made: ReservationRow | null;
}

export function toRecalled(row: RecalledRow, keys: PersonKeys): Recalled {
  return { change: fromRow(row), reservation: row.made === null ? undefined : toReservation(row.made, keys) };
}

/** As load-line.sql gives it. */
export interface LineRow {
  readonly changes: readonly Pick<ChangeRow, 'sequence' | 'cause' | 'user_id' | 'entry' | 'wish'>[];
}

export function toLine(row: LineRow | undefined): LineEntry[] {
  return lineAfter((row?.changes ?? []).map(toLineChange));
}

function toLineChange({
  sequence,
  cause,
  user_id: userId,
  entry,
  wish,
}: LineRow['changes'][number]): LineChange {
  if (cause === 'queued' && userId !== null && wish !== null) {
    return { cause, sequence, userId, wish: fromWishValue(wish) };
  }
  if ((cause === 'left_line' || cause === 'offered') && entry !== null) return { cause, entry };
  throw new Error(`change ${sequence} is about a line, and lacks what it is about`);
}
