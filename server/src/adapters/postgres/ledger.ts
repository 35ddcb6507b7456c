import type pg from 'pg';
import type { EventDescription, Event } from '../../domain/event.ts';
import { seatCountOf } from '../../domain/hall-layout.ts';
import type { Position } from '../../domain/log-chain.ts';
import type { EntryRecord, NewEntry } from '../../ports/entry-book.ts';
import type {
  AppendResult,
  Batch,
  CatchUp,
  KnownPosition,
  Ledger,
  LedgerTime,
  ListedEvent,
  NewPlan,
  PlanSummary,
  Recalled,
  ReservationId,
  ReservationRecord,
  Snapshot,
} from '../../ports/ledger.ts';
import type { AnswerWatch } from './answer-watch.ts';
import { run, withClient } from './connection.ts';
import {
  toEvent,
  toListedEvent,
  toReservation,
  toTime,
  type EventRow,
  type ListedEventRow,
  type ReservationRow,
  type TimeRow,
} from './decode.ts';
import { PostgresEntryBook } from './entry-book.ts';
import { PostgresEventLedger } from './event-ledger.ts';
import { rulesToJson } from './event-rules.ts';
import { PlanHalls } from './plan-halls.ts';
import { statements, type Statement } from './statements.ts';

/** The ledger in PostgreSQL, or in PGlite, which speaks the same protocol. */
export class PostgresLedger implements Ledger {
  private readonly events: PostgresEventLedger;
  private readonly entries: PostgresEntryBook;

  /**
   * @param readTimeoutMs after this long a read rejects; not at all when undefined. An append never does for
   *   that: one that was given up may still be recorded.
   * @param watch notices that an append will never be answered; where there is a network between. Without it,
   *   one append is sent at a time.
   */
  constructor(
    private readonly pool: pg.Pool,
    private readonly readTimeoutMs: number | undefined,
    private readonly releaseStore: () => Promise<void> = () => Promise.resolve(),
    private readonly watch?: AnswerWatch,
  ) {
    const halls = new PlanHalls((planId) => this.findPlan(planId));
    this.events = new PostgresEventLedger(pool, readTimeoutMs, watch, halls);
    this.entries = new PostgresEntryBook(pool, readTimeoutMs);
  }

  load(eventId: string): Promise<Snapshot | undefined> {
    return this.events.load(eventId);
  }

  changesSince(eventId: string, known: KnownPosition, limit: number): Promise<CatchUp> {
    return this.events.changesSince(eventId, known, limit);
  }

  append(batch: Batch): Promise<AppendResult> {
    return this.events.append(batch);
  }

  appendLocked(
    eventId: string,
    known: Position,
    decide: (missed: CatchUp) => Batch | undefined,
  ): Promise<AppendResult | (LedgerTime & { readonly ok: false; readonly why: 'nothing' })> {
    return this.events.appendLocked(eventId, known, decide);
  }

  logStart(eventId: string): Promise<Position | undefined> {
    return this.events.logStart(eventId);
  }

  headAt(eventId: string, sequence: number): Promise<string | undefined> {
    return this.events.headAt(eventId, sequence);
  }

  recall(eventId: string, sequence: number): Promise<Recalled | undefined> {
    return this.events.recall(eventId, sequence);
  }

  forget(eventId: string, before: number): Promise<number> {
    return this.events.forget(eventId, before);
  }

  async listEvents(): Promise<readonly ListedEvent[]> {
    return (await this.#read<ListedEventRow>(statements.listEvents)).map(toListedEvent);
  }

  async putPlan({ planId, name, seatCount, document, summary }: NewPlan): Promise<'created' | 'known'> {
    const values = [planId, name, seatCount, document, JSON.stringify(summary)];
    return (await this.#write(statements.putPlan, values)).length > 0 ? 'created' : 'known';
  }

  async findPlan(planId: string): Promise<string | undefined> {
    const [row] = await this.#read<{ document: string }>(statements.findPlan, [planId]);
    return row?.document;
  }

  async findPlanSummary(planId: string): Promise<PlanSummary | undefined> {
    const [row] = await this.#read<{ summary: PlanSummary }>(statements.findPlanSummary, [planId]);
    return row?.summary;
  }

  async listPlans(): Promise<readonly PlanSummary[]> {
    return (await this.#read<{ summary: PlanSummary }>(statements.listPlans)).map(({ summary }) => summary);
  }

  async putEvent(
    event: EventDescription,
  ): Promise<{ outcome: 'created' | 'updated'; event: Event } | { outcome: 'hall_differs' }> {
    const { layout } = event;
    const grid = 'planId' in layout ? undefined : layout;
    const [row] = await this.#write<EventRow & { created: boolean }>(statements.putEvent, [
      event.eventId,
      JSON.stringify(event.title),
      JSON.stringify(event.venue),
      event.startsAt,
      event.endsAt,
      event.saleOpensAt,
      event.saleClosesAt,
      grid?.rows ?? null,
      grid?.seatsPerRow ?? null,
      'planId' in layout ? layout.planId : null,
      seatCountOf(layout),
      event.currency,
      JSON.stringify(event.prices),
      rulesToJson(event.rules),
    ]);
    if (row === undefined) return { outcome: 'hall_differs' };
    return { outcome: row.created ? 'created' : 'updated', event: toEvent(row) };
  }

  async findReservation(id: ReservationId): Promise<ReservationRecord | undefined> {
    const [row] =
      'formerId' in id
        ? await this.#read<ReservationRow>(statements.findFormerReservation, [id.formerId])
        : await this.#read<ReservationRow>(statements.findReservation, [id.eventId, id.sequence]);
    return row === undefined ? undefined : toReservation(row);
  }

  async findReservationByCode(code: string, phone: string): Promise<ReservationRecord | undefined> {
    const [row] = await this.#read<ReservationRow>(statements.findReservationByCode, [code, phone]);
    return row === undefined ? undefined : toReservation(row);
  }

  async reservationsOf(userId: string): Promise<readonly ReservationRecord[]> {
    return (await this.#read<ReservationRow>(statements.reservationsOf, [userId])).map(toReservation);
  }

  async reservationsFrom(
    eventId: string,
    sequence: number,
    limit: number,
  ): Promise<readonly ReservationRecord[]> {
    const rows = await this.#read<ReservationRow>(statements.reservationsFrom, [eventId, sequence, limit]);
    return rows.map(toReservation);
  }

  async reservationsTouched(
    eventId: string,
    sequence: number,
    limit: number,
  ): Promise<readonly ReservationRecord[] | undefined> {
    const start = await this.events.logStart(eventId);
    if (start === undefined || sequence < start.sequence) return undefined;
    const rows = await this.#read<ReservationRow>(statements.reservationsTouched, [eventId, sequence, limit]);
    return rows.map(toReservation);
  }

  recordEntries(eventId: string, entries: readonly NewEntry[], receivedAt: number): Promise<void> {
    return this.entries.recordEntries(eventId, entries, receivedAt);
  }

  entriesAfter(eventId: string, number: number, limit: number): Promise<readonly EntryRecord[]> {
    return this.entries.entriesAfter(eventId, number, limit);
  }

  isAdmitted(eventId: string, reservation: number): Promise<boolean> {
    return this.entries.isAdmitted(eventId, reservation);
  }

  async now(): Promise<LedgerTime> {
    const [row] = await this.#read<TimeRow>(statements.now);
    if (row === undefined) throw new Error('The database did not tell the time.');
    return toTime(row);
  }

  async correctClock(known: number, stepMs: number): Promise<void> {
    await this.#write(statements.correctClock, [known, stepMs]);
  }

  async probe(): Promise<void> {
    // As a read: whether it was written after all matters to nobody.
    await this.#read(statements.probe);
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

  #write<Row extends pg.QueryResultRow>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return withClient(this.pool, (client) => {
      const answer = run<Row>(client, statement, values);
      return this.watch === undefined ? answer : this.watch.over(client, answer);
    });
  }
}
