import type pg from 'pg';
import type { Event } from '../../domain/event.ts';
import type {
  AppendResult,
  Batch,
  CatchUp,
  Ledger,
  ReservationRecord,
  Snapshot,
} from '../../ports/ledger.ts';
import { inTransaction, run, withClient } from './connection.ts';
import {
  toCatchUp,
  toEvent,
  toIdempotency,
  toReservation,
  toSeats,
  type CatchUpRow,
  type EventRow,
  type IdempotencyRow,
  type ReservationRow,
  type SeatRow,
} from './decode.ts';
import { appendParameters } from './encode.ts';
import { statements, type Statement } from './statements.ts';

/** Larger than any log: the integer the LIMIT of changes-since.sql takes. */
const noLimit = 2_147_483_647;

/** The ledger in PostgreSQL, or in PGlite, which speaks the same protocol. */
export class PostgresLedger implements Ledger {
  /**
   * `readTimeoutMs`: after this long a read rejects; not at all when undefined. An append never does for that:
   * one that was given up may still be recorded.
   */
  constructor(
    private readonly pool: pg.Pool,
    private readonly readTimeoutMs: number | undefined,
    private readonly releaseStore: () => Promise<void> = () => Promise.resolve(),
  ) {}

  async listEvents(): Promise<readonly Event[]> {
    return (await this.#read<EventRow>(statements.listEvents)).map(toEvent);
  }

  async putEvent(event: Event): Promise<'created' | 'updated' | 'hall_differs'> {
    const [row] = await withClient(this.pool, (client) =>
      run<{ created: boolean }>(client, statements.putEvent, [
        event.eventId,
        event.title,
        event.venue,
        event.startsAt,
        event.saleOpensAt,
        event.rows,
        event.seatsPerRow,
        event.rules.holdTtlMs,
        event.rules.holdExtensions,
        event.rules.maxSeatsPerUser,
      ]),
    );
    if (row === undefined) return 'hall_differs';
    return row.created ? 'created' : 'updated';
  }

  load(eventId: string): Promise<Snapshot | undefined> {
    return inTransaction(this.pool, 'begin isolation level repeatable read read only', async (client) => {
      const of = <Row extends pg.QueryResultRow>(statement: Statement) =>
        run<Row>(client, statement, [eventId], this.readTimeoutMs);
      const [row] = await of<EventRow & { sequence: number; now: number }>(statements.loadEvent);
      if (row === undefined) return undefined;
      const event = toEvent(row);
      const seatRows = await of<SeatRow>(statements.loadSeats);
      const reservations = await of<ReservationRow>(statements.loadReservations);
      const idempotency = await of<IdempotencyRow>(statements.loadIdempotency);
      return {
        event,
        sequence: row.sequence,
        ...toSeats(event.rows * event.seatsPerRow, seatRows),
        reservations: reservations.map((reservation) => ({
          reservationId: reservation.reservation_id,
          userId: reservation.user_id,
          seatIds: reservation.seat_ids,
        })),
        idempotency: idempotency.map(toIdempotency),
        now: row.now,
      };
    });
  }

  changesSince(eventId: string, sequence: number, limit: number): Promise<CatchUp> {
    return withClient(this.pool, (client) => this.#changesSince(client, eventId, sequence, limit));
  }

  async append(batch: Batch): Promise<AppendResult> {
    refuseGaps(batch);
    return withClient(this.pool, (client) => append(client, batch));
  }

  appendLocked(
    eventId: string,
    sequence: number,
    decide: (missed: CatchUp) => Batch | undefined,
  ): Promise<AppendResult | { readonly ok: false; readonly why: 'nothing'; readonly now: number }> {
    return inTransaction(this.pool, 'begin', async (client) => {
      // A statement of its own: what was committed while it waited for the lock is visible only to the next.
      await run(client, statements.lockEvent, [eventId]);
      const missed = await this.#changesSince(client, eventId, sequence, noLimit);
      const batch = decide(missed);
      if (batch === undefined) return { ok: false, why: 'nothing', now: missed.now };
      refuseGaps(batch);
      return append(client, batch);
    });
  }

  async findReservation(reservationId: string): Promise<ReservationRecord | undefined> {
    const [row] = await this.#read<ReservationRow>(statements.findReservation, [reservationId]);
    return row === undefined ? undefined : toReservation(row);
  }

  async reservationsOf(userId: string): Promise<readonly ReservationRecord[]> {
    return (await this.#read<ReservationRow>(statements.reservationsOf, [userId])).map(toReservation);
  }

  async now(): Promise<number> {
    const [row] = await this.#read<{ now: number }>(statements.now);
    if (row === undefined) throw new Error('The database did not tell the time.');
    return row.now;
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.releaseStore();
  }

  #read<Row extends pg.QueryResultRow>(
    statement: Statement,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    return withClient(this.pool, (client) => run<Row>(client, statement, values, this.readTimeoutMs));
  }

  async #changesSince(
    client: pg.ClientBase,
    eventId: string,
    sequence: number,
    limit: number,
  ): Promise<CatchUp> {
    const values = [eventId, sequence, limit];
    const [row] = await run<CatchUpRow>(client, statements.changesSince, values, this.readTimeoutMs);
    if (row === undefined) throw noSuchEvent(eventId);
    return toCatchUp(row);
  }
}

async function append(client: pg.ClientBase, batch: Batch): Promise<AppendResult> {
  const [row] = await run<{ now: number; verdict: 'ok' | 'conflict' | 'too_early' | 'too_late' }>(
    client,
    statements.append,
    appendParameters(batch),
  );
  if (row === undefined) throw noSuchEvent(batch.eventId);
  return row.verdict === 'ok' ? { ok: true, now: row.now } : { ok: false, why: row.verdict, now: row.now };
}

/** A gap would be found by every watcher for ever; no check of the schema can see it. */
function refuseGaps(batch: Batch): void {
  if (batch.changes.some((change, i) => change.sequence !== batch.expectedSequence + 1 + i)) {
    throw new RangeError('The changes of a batch must continue the sequence it expects, without gaps.');
  }
}

function noSuchEvent(eventId: string): Error {
  return new Error(`The ledger has no event ${JSON.stringify(eventId)}.`);
}
