import type pg from 'pg';
import { fromRow, type ChangeRow } from '../../domain/change-codec.ts';
import type {
  AuditedChange,
  AuditedEvent,
  AuditedReservation,
  AuditedSeat,
  AuditLedger,
  Portion,
} from '../../ports/audit-ledger.ts';
import { advisoryLocks } from './advisory-locks.ts';
import { withClient } from './connection.ts';
import { toTime, type TimeRow } from './decode.ts';
import { rulesFromJson, type RulesJson } from './event-rules.ts';
import type { Runner } from './runner.ts';
import { auditStatements, type Statement } from './statements.ts';

interface AuditedEventRow extends TimeRow {
  readonly epoch: string;
  readonly log_key: string;
  readonly sequence: number;
  readonly head: string;
  readonly pruned_to: number;
  readonly start_head: string | null;
  readonly version: number;
  readonly rules: RulesJson;
  readonly seat_count: number;
  readonly available_count: number;
  readonly counted_available: number;
  readonly seat_rows: number;
  readonly lowest_seat: number | null;
  readonly highest_seat: number | null;
  readonly has_its_plan: boolean;
  readonly cursors_ahead: number;
  readonly unknown_entries: readonly number[];
}

interface PortionRow<Row> {
  readonly sequence: number;
  readonly head: string;
  readonly now: number;
  readonly rows: readonly Row[];
}

type SeatRow = readonly [number, string, string | null, number | null, number | null, number | null];
type ReservationRow = readonly [
  ...[sequence: number, userId: string, code: string, seatIds: readonly number[]],
  ...[createdAt: number, cancelledAt: number | null, origin: number | null, successor: number | null],
  amountCount: number | null,
];

/** What the auditor reads, in PostgreSQL. */
export class PostgresAuditLedger implements AuditLedger {
  constructor(
    private readonly pool: pg.Pool,
    private readonly runner: Runner,
    /** PGlite is one session, and one process has it: there is nobody to be kept out, and no session to spare for it. */
    private readonly isShared: boolean,
  ) {}

  alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (!this.isShared) return work();
    // On a session of its own: the lock goes with it, however this process may end.
    return withClient(this.pool, async (client) => {
      const lock = [...advisoryLocks.audit];
      const taken = await client.query<{ taken: boolean }>(
        'select pg_try_advisory_lock($1, $2) as taken',
        lock,
      );
      if (taken.rows[0]?.taken !== true) return undefined;
      try {
        return await work();
      } finally {
        await client.query('select pg_advisory_unlock($1, $2)', lock);
      }
    });
  }

  async event(eventId: string): Promise<AuditedEvent | undefined> {
    const [row] = await this.runner.read<AuditedEventRow>(auditStatements.event, [eventId]);
    if (row === undefined) return undefined;
    const { holdTtlMs, holdExtensions } = rulesFromJson(row.rules);
    return {
      ...toTime(row),
      ...{ epoch: row.epoch, logKey: row.log_key, sequence: row.sequence, head: row.head },
      ...{ prunedTo: row.pruned_to, startHead: row.start_head, version: row.version },
      ...{ holdTtlMs, holdExtensions, seatCount: row.seat_count, availableCount: row.available_count },
      ...{ countedAvailable: row.counted_available, seatRows: row.seat_rows },
      ...{ lowestSeat: row.lowest_seat, highestSeat: row.highest_seat, hasItsPlan: row.has_its_plan },
      ...{ cursorsAhead: row.cursors_ahead, unknownEntries: row.unknown_entries },
    };
  }

  async changes(eventId: string, after: number, limit: number): Promise<readonly AuditedChange[]> {
    const values = [eventId, after, limit];
    const [row] = await this.runner.read<{ changes: ChangeRow[] }>(auditStatements.changes, values);
    return (row?.changes ?? []).map(readChange);
  }

  seats(eventId: string, from: number, limit: number): Promise<Portion<AuditedSeat>> {
    return this.portion<SeatRow, AuditedSeat>(
      auditStatements.seats,
      [eventId, from, limit],
      ([seatId, state, userId, expiresAt, extensionsUsed, reservation]) => {
        return { seatId, state, userId, expiresAt, extensionsUsed, reservation };
      },
    );
  }

  reservations(eventId: string, after: number, limit: number): Promise<Portion<AuditedReservation>> {
    return this.portion<ReservationRow, AuditedReservation>(
      auditStatements.reservations,
      [eventId, after, limit],
      ([sequence, userId, code, seatIds, createdAt, cancelledAt, origin, successor, amountCount]) => {
        const made = { sequence, userId, code, seatIds, createdAt };
        return { ...made, cancelledAt, origin, successor, amountCount };
      },
    );
  }

  async recountAvailable(eventId: string): Promise<void> {
    await this.runner.writeLocked(eventId, auditStatements.recountAvailable, [eventId]);
  }

  private async portion<Row, Value>(
    statement: Statement,
    values: readonly unknown[],
    read: (row: Row) => Value,
  ): Promise<Portion<Value>> {
    const [row] = await this.runner.read<PortionRow<Row>>(statement, values);
    if (row === undefined) throw new Error('The event that is audited is gone from the ledger.');
    return { sequence: row.sequence, head: row.head, now: row.now, rows: row.rows.map(read) };
  }
}

function readChange(row: ChangeRow): AuditedChange {
  try {
    return fromRow(row);
  } catch {
    return { sequence: row.sequence, unreadable: true };
  }
}
