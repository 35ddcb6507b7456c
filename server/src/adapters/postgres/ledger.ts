import type pg from 'pg';
import type { EventDescription } from '../../domain/event.ts';
import { seatCountOf } from '../../domain/hall-layout.ts';
import type { Position } from '../../domain/log-chain.ts';
import type { Batch } from '../../ports/batch.ts';
import type {
  AppendResult,
  CatchUp,
  EventPut,
  KnownPosition,
  LedgerTime,
  ListedEvent,
  NewPlan,
  PlanSummary,
  Recalled,
  Snapshot,
} from '../../ports/ledger.ts';
import type { ReservationId, ReservationRecord } from '../../ports/reservation-record.ts';
import type { Store } from '../../ports/store.ts';
import type { AnswerWatch } from './answer-watch.ts';
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
import { PostgresIntegrations } from './integrations.ts';
import { PostgresCancelReasons } from './cancel-reasons.ts';
import { PostgresEventRecords } from './event-records.ts';
import { PostgresAuditLedger } from './audit-ledger.ts';
import { PostgresAuditTrail } from './audit-trail.ts';
import { PostgresLogArchive } from './log-archive.ts';
import { PostgresOrganisers } from './organisers.ts';
import type { PersonKeys } from './person-keys.ts';
import { PostgresPersonRecords } from './person-records.ts';
import { PersonSealing, type PersonObserver } from './person-sealing.ts';
import { PostgresRehearsals } from './rehearsals.ts';
import { PlanHalls } from './plan-halls.ts';
import { Runner } from './runner.ts';
import { statements } from './statements.ts';

/** What has to do with names and phones, of every ledger that keeps them. */
export interface PersonOptions {
  readonly personKeys: PersonKeys;
  readonly personObserver?: PersonObserver | undefined;
}

interface LedgerOptions extends PersonOptions {
  /**
   * After this long a read rejects; not at all when undefined. An append never does for that: one that was given up
   * may still be recorded.
   */
  readonly readTimeoutMs: number | undefined;
  readonly releaseStore?: () => Promise<void>;
  /**
   * Notices that an append will never be answered; where there is a network between. Without it, one append is sent
   * at a time.
   */
  readonly watch?: AnswerWatch;
}

/** The ledger in PostgreSQL, or in PGlite, which speaks the same protocol. */
export class PostgresLedger implements Store {
  private readonly events: PostgresEventLedger;
  readonly integrations: PostgresIntegrations;
  private readonly runner: Runner;
  private readonly sealing: PersonSealing;
  readonly organisers: PostgresOrganisers;
  readonly trail: PostgresAuditTrail;
  readonly persons: PostgresPersonRecords;
  readonly entries: PostgresEntryBook;
  readonly cancelReasons: PostgresCancelReasons;
  readonly records: PostgresEventRecords;
  readonly rehearsals: PostgresRehearsals;
  readonly audits: PostgresAuditLedger;
  readonly archive: PostgresLogArchive;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: LedgerOptions,
  ) {
    const { readTimeoutMs, watch, personKeys, personObserver } = options;
    const runner = (this.runner = new Runner(pool, readTimeoutMs, watch));
    this.organisers = new PostgresOrganisers(runner);
    this.trail = new PostgresAuditTrail(runner);
    this.persons = new PostgresPersonRecords(runner, personKeys);
    this.sealing = new PersonSealing(runner, personKeys, personObserver);
    this.entries = new PostgresEntryBook(runner);
    this.cancelReasons = new PostgresCancelReasons(runner);
    this.records = new PostgresEventRecords(runner);
    this.rehearsals = new PostgresRehearsals(runner);
    this.audits = new PostgresAuditLedger(pool, runner, watch !== undefined);
    this.archive = new PostgresLogArchive(runner);
    const halls = new PlanHalls((planId) => this.findPlan(planId));
    this.events = new PostgresEventLedger(pool, readTimeoutMs, watch, halls, personKeys);
    this.integrations = new PostgresIntegrations(runner);
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

  forgetPersons(eventId: string, wallNow: number): Promise<number> {
    return this.sealing.forget(eventId, wallNow);
  }

  sealPersons(eventId: string, isStopped: () => boolean): Promise<void> {
    return this.sealing.seal(eventId, isStopped);
  }

  async listEvents(): Promise<readonly ListedEvent[]> {
    return (await this.runner.read<ListedEventRow>(statements.listEvents)).map(toListedEvent);
  }

  async putPlan({ planId, name, seatCount, document, summary }: NewPlan): Promise<'created' | 'known'> {
    const values = [planId, name, seatCount, document, JSON.stringify(summary)];
    return (await this.runner.write(statements.putPlan, values)).length > 0 ? 'created' : 'known';
  }

  async findPlan(planId: string): Promise<string | undefined> {
    const [row] = await this.runner.read<{ document: string }>(statements.findPlan, [planId]);
    return row?.document;
  }

  async findPlanSummary(planId: string): Promise<PlanSummary | undefined> {
    const [row] = await this.runner.read<{ summary: PlanSummary }>(statements.findPlanSummary, [planId]);
    return row?.summary;
  }

  async listPlans(): Promise<readonly PlanSummary[]> {
    return (await this.runner.read<{ summary: PlanSummary }>(statements.listPlans)).map(
      ({ summary }) => summary,
    );
  }

  async putEvent(event: EventDescription, atVersion?: number): Promise<EventPut> {
    const { layout } = event;
    const grid = 'planId' in layout ? undefined : layout;
    const values = [
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
      atVersion ?? null,
    ];
    const [kept] = await this.runner.write<EventRow & { created: boolean }>(statements.putEvent, values);
    const [row] =
      kept === undefined
        ? await this.runner.writeLocked<EventRow & { created: boolean }>(
            event.eventId,
            statements.replaceHall,
            values,
          )
        : [kept];
    if (row === undefined) return this.#whyNotPut(event.eventId, atVersion);
    return { outcome: row.created ? 'created' : 'updated', event: toEvent(row) };
  }

  async findReservation(id: ReservationId): Promise<ReservationRecord | undefined> {
    const [row] =
      'formerId' in id
        ? await this.runner.read<ReservationRow>(statements.findFormerReservation, [id.formerId])
        : await this.runner.read<ReservationRow>(statements.findReservation, [id.eventId, id.sequence]);
    return this.#toReservation(row);
  }

  async findReservationByCode(code: string, phone: string): Promise<ReservationRecord | undefined> {
    const values = [code, this.options.personKeys.marksOfPhone(phone), phone];
    const [row] = await this.runner.read<ReservationRow>(statements.findReservationByCode, values);
    return this.#toReservation(row);
  }

  async reservationsOf(userId: string): Promise<readonly ReservationRecord[]> {
    const rows = await this.runner.read<ReservationRow>(statements.reservationsOf, [userId]);
    return rows.map((row) => toReservation(row, this.options.personKeys));
  }

  async reservationsFrom(
    eventId: string,
    sequence: number,
    limit: number,
  ): Promise<readonly ReservationRecord[]> {
    const rows = await this.runner.read<ReservationRow>(statements.reservationsFrom, [
      eventId,
      sequence,
      limit,
    ]);
    return rows.map((row) => toReservation(row, this.options.personKeys));
  }

  async reservationsTouched(
    eventId: string,
    sequence: number,
    limit: number,
  ): Promise<readonly ReservationRecord[] | undefined> {
    const rows = await this.runner.read<ReservationRow>(statements.reservationsTouched, [
      eventId,
      sequence,
      limit,
    ]);
    // Afterwards, because the floor may have moved meanwhile.
    const start = await this.events.logStart(eventId);
    if (start === undefined || sequence < start.sequence) return undefined;
    return rows.map((row) => toReservation(row, this.options.personKeys));
  }

  async now(): Promise<LedgerTime> {
    const [row] = await this.runner.read<TimeRow>(statements.now);
    if (row === undefined) throw new Error('The database did not tell the time.');
    return toTime(row);
  }

  async correctClock(known: number, stepMs: number): Promise<void> {
    await this.runner.write(statements.correctClock, [known, stepMs]);
  }

  async probe(): Promise<void> {
    // As a read: whether it was written after all matters to nobody.
    await this.runner.read(statements.probe);
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.options.releaseStore?.();
  }

  async #whyNotPut(eventId: string, atVersion: number | undefined): Promise<EventPut> {
    const [row] = await this.runner.read<EventRow>(statements.loadEvent, [eventId]);
    if (atVersion === undefined || row?.version === atVersion) return { outcome: 'hall_differs' };
    return { outcome: 'version_differs', event: row && toEvent(row) };
  }

  #toReservation(row: ReservationRow | undefined): ReservationRecord | undefined {
    return row === undefined ? undefined : toReservation(row, this.options.personKeys);
  }
}
