import type { EventDescription } from '../../src/domain/event.ts';
import { hallOf, sameLayout, seatCountOf, type HallLayout } from '../../src/domain/hall-layout.ts';
import type { Hall } from '../../src/domain/hall.ts';
import type { Position } from '../../src/domain/log-chain.ts';
import { lineAfter } from '../../src/domain/seat-line.ts';
import type { Batch } from '../../src/ports/batch.ts';
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
} from '../../src/ports/ledger.ts';
import type { Integrations } from '../../src/ports/integrations.ts';
import type { ReservationId, ReservationRecord } from '../../src/ports/reservation-record.ts';
import type { Store } from '../../src/ports/store.ts';
import { record, refusalOf, reloadReason } from './memory-log.ts';
import { isRemoved, MemoryLogArchive, positionAt } from './memory-archive.ts';
import { noAudits } from './no-audits.ts';
import { noIntegrations } from './no-integrations.ts';
import type { MemoryEntryBook } from './memory-entry-book.ts';
import { MemoryCancelReasons } from './memory-cancel-reasons.ts';
import { MemoryEventRecords } from './memory-event-records.ts';
import type { MemoryOrganisers } from './memory-organisers.ts';
import { forget, forgetPersons } from './memory-forgetting.ts';
import { MemoryPersons } from './memory-persons.ts';
import type { MemoryRehearsals } from './memory-rehearsals.ts';
import type { MemoryTrail } from './memory-trail.ts';
import {
  dependsOnHall,
  deepFreeze,
  furnish,
  lineChangesIn,
  newMemoryStore,
  newStoredEvent,
  ownersOf,
  placesOf,
  reservationsIn,
  statesOf,
  storable,
  type MemoryStore,
  type StoredEvent,
} from './memory-store.ts';

/**
 * The ledger without durability, for tests and simulations. Its answers are the same as PostgreSQL's,
 * refusals and rejections included; nothing that goes in or out is shared with the caller, unless nobody can change it.
 */
export class MemoryLedger implements Store {
  readonly integrations: Integrations = noIntegrations;
  readonly audits = noAudits;
  readonly archive = new MemoryLogArchive(() => this.store);
  /** Called when a batch has been recorded, whoever hears of it. */
  onRecorded: (batch: Batch) => void = () => undefined;

  /** `clock` is the ledger's wall clock: it has no other machine to ask. */
  constructor(
    private readonly clock: { wallMs(): number },
    /** May be exchanged while it runs: a backup that is restored under everybody's feet. */
    public store: MemoryStore = newMemoryStore(),
  ) {}

  get organisers(): MemoryOrganisers {
    return this.store.organisers;
  }

  get entries(): MemoryEntryBook {
    return this.store.entries;
  }

  get trail(): MemoryTrail {
    return this.store.trail;
  }

  get persons(): MemoryPersons {
    return new MemoryPersons(this.store);
  }

  get rehearsals(): MemoryRehearsals {
    return this.store.rehearsals;
  }

  readonly records = new MemoryEventRecords(() => this.store);
  readonly cancelReasons = new MemoryCancelReasons(() => this.store);

  // Every method is async and yet runs in one go: each is one moment, as a transaction is.

  async listEvents(): Promise<readonly ListedEvent[]> {
    await turn();
    return [...this.store.events.values()]
      .map(({ event, availableCount }) => ({ ...event, availableCount }))
      .sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  }

  async putPlan(plan: NewPlan): Promise<'created' | 'known'> {
    await turn();
    if (this.store.plans.has(plan.planId)) return 'known';
    this.store.plans.set(plan.planId, structuredClone(plan));
    return 'created';
  }

  async findPlan(planId: string): Promise<string | undefined> {
    await turn();
    return this.store.plans.get(planId)?.document;
  }

  async findPlanSummary(planId: string): Promise<PlanSummary | undefined> {
    await turn();
    return structuredClone(this.store.plans.get(planId)?.summary);
  }

  async listPlans(): Promise<readonly PlanSummary[]> {
    await turn();
    return [...this.store.plans.values()].map(({ summary }) => structuredClone(summary)).reverse();
  }

  async putEvent(event: EventDescription, atVersion?: number): Promise<EventPut> {
    await turn();
    const stored = this.store.events.get(event.eventId);
    if (atVersion !== undefined && atVersion !== (stored?.event.version ?? 0)) {
      return { outcome: 'version_differs', event: stored?.event };
    }
    if (stored === undefined) {
      const created = deepFreeze(structuredClone({ ...event, version: 1 }));
      this.store.events.set(event.eventId, newStoredEvent(created, this.store.epoch));
      return { outcome: 'created', event: created };
    }
    if (stored.event.rules.isRehearsal !== event.rules.isRehearsal) return { outcome: 'hall_differs' };
    if (!sameLayout(stored.event.layout, event.layout)) {
      if (dependsOnHall(stored, seatCountOf(event.layout))) return { outcome: 'hall_differs' };
      furnish(stored, seatCountOf(event.layout));
    }
    stored.event = deepFreeze(structuredClone({ ...event, version: stored.event.version + 1 }));
    return { outcome: 'updated', event: stored.event };
  }

  async load(eventId: string): Promise<Snapshot | undefined> {
    await turn();
    const stored = this.store.events.get(eventId);
    if (stored === undefined) return undefined;
    const time = this.#time();
    return {
      ...time,
      event: stored.event,
      hall: this.#hallOf(stored.event.layout),
      position: { ...stored.position },
      logKey: this.store.logKey,
      states: statesOf(stored),
      owners: ownersOf(stored),
      places: structuredClone(placesOf(stored, time)),
      line: structuredClone(lineAfter(lineChangesIn(stored))),
    };
  }

  async changesSince(eventId: string, known: KnownPosition, limit: number): Promise<CatchUp> {
    await turn();
    return this.#changesSince(eventId, known, limit);
  }

  async append(batch: Batch): Promise<AppendResult> {
    await turn();
    return this.#append(batch);
  }

  async appendLocked(
    eventId: string,
    known: Position,
    decide: (missed: CatchUp) => Batch | undefined,
  ): Promise<AppendResult | (LedgerTime & { readonly ok: false; readonly why: 'nothing' })> {
    await turn();
    const batch = decide(this.#changesSince(eventId, known, Infinity));
    return batch === undefined ? { ok: false, why: 'nothing', ...this.#time() } : this.#append(batch);
  }

  async logStart(eventId: string): Promise<Position | undefined> {
    await turn();
    const stored = this.store.events.get(eventId);
    return stored === undefined ? undefined : positionAt(stored, stored.prunedTo);
  }

  async headAt(eventId: string, sequence: number): Promise<string | undefined> {
    await turn();
    const stored = this.store.events.get(eventId);
    if (stored === undefined || isRemoved(stored, sequence)) return undefined;
    return stored.changes[sequence - 1]?.hash;
  }

  async recall(eventId: string, sequence: number): Promise<Recalled | undefined> {
    await turn();
    const stored = this.store.events.get(eventId);
    const change = stored?.changes[sequence - 1];
    if (stored === undefined || change === undefined || isRemoved(stored, sequence)) return undefined;
    return structuredClone({ change, reservation: stored.reservations.get(sequence) });
  }

  async forget(eventId: string, before: number): Promise<number> {
    await turn();
    const stored = this.store.events.get(eventId);
    return stored === undefined ? 0 : forget(stored, before);
  }

  async forgetPersons(eventId: string, wallNow: number): Promise<number> {
    await turn();
    const stored = this.store.events.get(eventId);
    return stored === undefined ? 0 : forgetPersons(this.store, stored, wallNow);
  }

  async sealPersons(): Promise<void> {
    await turn();
  }

  async findReservation(id: ReservationId): Promise<ReservationRecord | undefined> {
    await turn();
    // Nothing here is from before version 0.2.
    if ('formerId' in id) return undefined;
    return structuredClone(this.store.events.get(id.eventId)?.reservations.get(id.sequence));
  }

  async findReservationByCode(code: string, phone: string): Promise<ReservationRecord | undefined> {
    await turn();
    const [newest] = [...this.store.events.values()]
      .flatMap(({ reservations }) => [...reservations.values()])
      .filter((record) => record.code === code && record.phone === phone && phone !== '')
      .sort(
        (a, b) => b.createdAt - a.createdAt || (a.eventId < b.eventId ? -1 : 1) || b.sequence - a.sequence,
      );
    return structuredClone(newest);
  }

  async reservationsOf(userId: string): Promise<readonly ReservationRecord[]> {
    await turn();
    const own = [...this.store.events.values()]
      .flatMap(({ reservations }) => [...reservations.values()])
      .filter((record) => record.userId === userId)
      .sort((a, b) => b.createdAt - a.createdAt || b.sequence - a.sequence);
    return structuredClone(own.slice(0, 200));
  }

  async reservationsFrom(eventId: string, sequence: number, limit: number) {
    await turn();
    return structuredClone(
      reservationsIn(this.store.events.get(eventId), (each) => each >= sequence).slice(0, limit),
    );
  }

  async reservationsTouched(eventId: string, sequence: number, limit: number) {
    await turn();
    const { changes, prunedTo } = this.store.events.get(eventId) ?? {};
    if (changes === undefined || prunedTo === undefined || sequence < prunedTo) return undefined;
    const touched = new Set(
      changes
        .slice(sequence)
        .map((change) => (change.cause === 'cancelled' ? change.reservation : change.sequence)),
    );
    return structuredClone(
      reservationsIn(this.store.events.get(eventId), (each) => touched.has(each)).slice(0, limit),
    );
  }

  async now(): Promise<LedgerTime> {
    await turn();
    return this.#time();
  }

  async correctClock(known: number, stepMs: number): Promise<void> {
    await turn();
    if (this.store.correctionMs === known) this.store.correctionMs -= stepMs;
  }

  async probe(): Promise<void> {
    await turn();
  }

  async close(): Promise<void> {
    await turn();
  }

  #hallOf(layout: HallLayout): Hall {
    return hallOf(layout, 'planId' in layout ? this.store.plans.get(layout.planId)?.document : undefined);
  }

  #time(): LedgerTime {
    const { correctionMs } = this.store;
    return { now: this.clock.wallMs() + correctionMs, correctionMs };
  }

  #stored(eventId: string): StoredEvent {
    const stored = this.store.events.get(eventId);
    if (stored === undefined) throw new Error(`The ledger has no event ${JSON.stringify(eventId)}.`);
    return stored;
  }

  #changesSince(eventId: string, known: KnownPosition, limit: number): CatchUp {
    const stored = this.#stored(eventId);
    const why = reloadReason(stored, known);
    if (why !== undefined) return { ...this.#time(), reload: true, why };
    return {
      ...this.#time(),
      reload: false,
      // The log is gapless: change n is at position n - 1.
      changes: stored.changes.slice(known.sequence, known.sequence + limit),
      position: { ...stored.position },
      event: stored.event,
    };
  }

  #append(given: Batch): AppendResult {
    const stored = this.#stored(given.eventId);
    const time = this.#time();
    const batch = storable(given);
    const why = refusalOf(stored, batch, time.now);
    if (why !== undefined) return { ok: false, why, ...time };
    // Nothing below can fail: all or nothing.
    record(stored, batch);
    this.onRecorded(batch);
    return { ok: true, ...time };
  }
}

/** A store answers later, never within the call. */
function turn(): Promise<void> {
  return Promise.resolve();
}
