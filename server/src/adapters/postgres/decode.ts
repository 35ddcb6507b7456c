import { fromRow, type ChangeRow } from '../../domain/change-codec.ts';
import type { Event } from '../../domain/event.ts';
import { GridHall } from '../../domain/hall.ts';
import type { Position } from '../../domain/log-chain.ts';
import type { CatchUp, LedgerTime, Recalled, ReloadReason, ReservationRecord } from '../../ports/ledger.ts';
import { rulesFromJson, type RulesJson } from './event-rules.ts';

/** Rows as the statements give them. Types, for `bigint` columns are read as float8 and arrays as arrays. */
export interface EventRow {
  readonly event_id: string;
  readonly title: string;
  readonly venue: string;
  readonly starts_at: number;
  readonly sale_opens_at: number | null;
  readonly rows: number;
  readonly seats_per_row: number;
  readonly rules: RulesJson;
  readonly version: number;
}

export function toEvent(row: EventRow): Event {
  return {
    eventId: row.event_id,
    title: row.title,
    venue: row.venue,
    startsAt: row.starts_at,
    saleOpensAt: row.sale_opens_at,
    hall: new GridHall({ rows: row.rows, seatsPerRow: row.seats_per_row }),
    rules: rulesFromJson(row.rules),
    version: row.version,
  };
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
  readonly user_name: string;
  readonly phone: string;
  readonly code: string;
  readonly seat_ids: readonly number[];
  readonly created_at: number;
  readonly cancelled_at: number | null;
}

export function toReservation(row: ReservationRow): ReservationRecord {
  return {
    eventId: row.event_id,
    sequence: row.sequence,
    formerId: row.former_id,
    userId: row.user_id,
    userName: row.user_name,
    phone: row.phone,
    code: row.code,
    seatIds: row.seat_ids,
    createdAt: row.created_at,
    cancelledAt: row.cancelled_at,
  };
}

export interface RecalledRow extends ChangeRow {
  readonly made: ReservationRow | null;
}

export function toRecalled(row: RecalledRow): Recalled {
  return { change: fromRow(row), reservation: row.made === null ? undefined : toReservation(row.made) };
}
