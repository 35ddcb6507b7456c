import type { Change } from '../../src/domain/change.ts';
import type { Event, EventDescription } from '../../src/domain/event.ts';
import { sameLayout } from '../../src/domain/hall.ts';
import { firstHead } from '../../src/domain/log-chain.ts';
import { AVAILABLE, stateLetters, type Seat } from '../../src/domain/seat.ts';
import {
  afterChange,
  emptyPlace,
  isVacant,
  withoutStale,
  type UserPlace,
} from '../../src/domain/user-place.ts';
import type {
  AppendResult,
  Batch,
  CatchUp,
  KnownPosition,
  Ledger,
  LedgerTime,
  Recalled,
  ReservationId,
  ReservationRecord,
  Snapshot,
} from '../../src/ports/ledger.ts';

interface StoredEvent {
  event: Event;
  epoch: string;
  changes: Change[];
  seats: Seat[];
  reservations: Map<number, ReservationRecord>;
  prunedTo: number;
}

/** What a memory ledger keeps. May be shared by several ledgers, copied, and put back: a backup. */
export interface MemoryStore {
  epoch: string;
  correctionMs: number;
  events: Map<string, StoredEvent>;
}

const LOG_KEY = 'a-log-key-for-the-tests';
let epochs = 0;

export function newStore(): MemoryStore {
  return { epoch: `m${(epochs += 1).toString(36)}`, correctionMs: 0, events: new Map() };
}

export function copyStore({ epoch, correctionMs, events }: MemoryStore): MemoryStore {
  const copies = Array.from(events, ([id, stored]): [string, StoredEvent] => [
    id,
    {
      ...stored,
      changes: [...stored.changes],
      seats: [...stored.seats],
      reservations: new Map(stored.reservations),
    },
  ]);
  return { epoch, correctionMs, events: new Map(copies) };
}

/**
 * The ledger's contract in memory, for tests and simulations: it passes the suite that the real ones pass.
 * Its wall clock is given, and may be set while it runs.
 */
export class MemoryLedger implements Ledger {
  constructor(
    private readonly clock: { wallMs(): number },
    public store: MemoryStore = newStore(),
  ) {}

  // Every method is async and yet runs in one go: each is one moment, as a transaction is.

  async listEvents(): Promise<readonly Event[]> {
    await turn();
    const events = Array.from(this.store.events.values(), ({ event }) => event);
    return events.sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  }

  async putEvent(description: EventDescription): ReturnType<Ledger['putEvent']> {
    await turn();
    const { eventId, title, venue, startsAt, saleOpensAt, hall, rules } = description;
    const facts = { eventId, title, venue, startsAt, saleOpensAt, hall, rules };
    const stored = this.store.events.get(eventId);
    if (stored !== undefined) {
      if (!sameLayout(stored.event.hall, hall)) return { outcome: 'hall_differs' };
      stored.event = { ...facts, version: stored.event.version + 1 };
      return { outcome: 'updated', event: stored.event };
    }
    const event = { ...facts, version: 1 };
    const seats = Array.from({ length: hall.seatCount }, () => AVAILABLE);
    const { epoch } = this.store;
    const empty = { changes: [], reservations: new Map<number, ReservationRecord>(), prunedTo: 0 };
    this.store.events.set(eventId, { event, epoch, seats, ...empty });
    return { outcome: 'created', event };
  }

  async load(eventId: string): Promise<Snapshot | undefined> {
    await turn();
    const stored = this.store.events.get(eventId);
    if (stored === undefined) return undefined;
    const { now, correctionMs } = this.time();
    return {
      event: stored.event,
      position: positionOf(stored),
      logKey: LOG_KEY,
      states: stored.seats.map(({ state }) => stateLetters[state]).join(''),
      owners: stored.seats.map((seat) => ('userId' in seat ? seat.userId : undefined)),
      places: placesAfter(stored.changes)
        .map((place) => withoutStale(place, now, now - correctionMs))
        .filter((place) => !isVacant(place)),
      now,
      correctionMs,
    };
  }

  async changesSince(eventId: string, known: KnownPosition, limit: number): Promise<CatchUp> {
    await turn();
    return this.readSince(eventId, known, limit);
  }

  async append(batch: Batch): Promise<AppendResult> {
    await turn();
    return this.write(batch);
  }

  async appendLocked(
    eventId: string,
    known: KnownPosition,
    decide: (missed: CatchUp) => Batch | undefined,
  ): ReturnType<Ledger['appendLocked']> {
    await turn();
    const batch = decide(this.readSince(eventId, known, Infinity));
    return batch === undefined ? { ok: false, why: 'nothing', ...this.time() } : this.write(batch);
  }

  async findReservation(id: ReservationId): Promise<ReservationRecord | undefined> {
    await turn();
    // Nothing in memory is as old as the former ids.
    if (!('eventId' in id)) return undefined;
    return this.store.events.get(id.eventId)?.reservations.get(id.sequence);
  }

  async reservationsOf(userId: string): Promise<readonly ReservationRecord[]> {
    await turn();
    return [...this.store.events.values()]
      .flatMap(({ reservations }) => [...reservations.values()])
      .filter((record) => record.userId === userId)
      .sort((a, b) => b.createdAt - a.createdAt || b.sequence - a.sequence)
      .slice(0, 200);
  }

  async recall(eventId: string, sequence: number): Promise<Recalled | undefined> {
    await turn();
    const stored = this.stored(eventId);
    const change = stored.changes[sequence - 1];
    return change === undefined ? undefined : { change, reservation: stored.reservations.get(sequence) };
  }

  async forget(eventId: string, before: number): Promise<number> {
    await turn();
    const stored = this.stored(eventId);
    let count = 0;
    stored.changes = stored.changes.map((change) => {
      if (change.at >= before || !('key' in change) || change.key === null) return change;
      count++;
      return { ...change, key: null };
    });
    for (const [sequence, record] of stored.reservations) {
      const { cancelledAt, userName } = record;
      if (cancelledAt === null || cancelledAt >= before || userName === '') continue;
      stored.reservations.set(sequence, { ...record, userName: '', phone: '' });
      count++;
    }
    return count;
  }

  async now(): Promise<LedgerTime> {
    await turn();
    return this.time();
  }

  async correctClock(known: number, stepMs: number): Promise<void> {
    await turn();
    if (this.store.correctionMs === known) this.store.correctionMs -= stepMs;
  }

  async probe(): Promise<void> {
    await turn();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private time(): LedgerTime {
    const { correctionMs } = this.store;
    return { now: this.clock.wallMs() + correctionMs, correctionMs };
  }

  private stored(eventId: string): StoredEvent {
    const stored = this.store.events.get(eventId);
    if (stored === undefined) throw new Error(`The ledger has no event ${JSON.stringify(eventId)}.`);
    return stored;
  }

  private readSince(eventId: string, known: KnownPosition, limit: number): CatchUp {
    const stored = this.stored(eventId);
    const position = positionOf(stored);
    const time = this.time();
    const reload = (why: 'replaced' | 'back' | 'forked' | 'pruned') =>
      ({ ...time, reload: true, why }) as const;
    if (known.epoch !== undefined && known.epoch !== position.epoch) return reload('replaced');
    if (known.sequence > position.sequence) return reload('back');
    if (known.sequence < stored.prunedTo) return reload('pruned');
    if (known.head !== undefined && headAt(stored, known.sequence) !== known.head) return reload('forked');
    const changes = stored.changes.slice(known.sequence, known.sequence + limit);
    return { ...time, reload: false, changes, position, event: stored.event };
  }

  private write(batch: Batch): AppendResult {
    const stored = this.stored(batch.eventId);
    const { expected, changes } = batch;
    if (changes.some((change, i) => change.sequence !== expected.sequence + 1 + i)) {
      throw new RangeError('The changes of a batch must continue the sequence it expects, without gaps.');
    }
    const time = this.time();
    const at = positionOf(stored);
    const isThere =
      at.epoch === expected.epoch && at.sequence === expected.sequence && at.head === expected.head;
    if (!isThere || stored.event.version !== batch.version) return { ok: false, why: 'conflict', ...time };
    if (batch.notBefore !== null && time.now < batch.notBefore) {
      return { ok: false, why: 'too_early', ...time };
    }
    if (batch.notAfter !== null && time.now >= batch.notAfter) return { ok: false, why: 'too_late', ...time };
    for (const { seatId, before } of batch.seats) {
      const seat = stored.seats[seatId - 1];
      if (seat?.state !== before.state || ownerOf(seat) !== ownerOf(before)) {
        throw new Error(`seat guard: seat ${seatId} is not as the batch expects`);
      }
    }
    for (const { seatId, after } of batch.seats) stored.seats[seatId - 1] = after;
    stored.changes.push(...changes);
    for (const made of batch.reservations) {
      stored.reservations.set(made.sequence, { eventId: batch.eventId, formerId: null, ...made });
    }
    for (const { sequence, remainingSeatIds, at: cancelledAt } of batch.cancellations) {
      const record = stored.reservations.get(sequence);
      if (record === undefined) throw new Error(`there is no reservation ${sequence}`);
      const left = remainingSeatIds.length > 0 ? { seatIds: remainingSeatIds } : { cancelledAt };
      stored.reservations.set(sequence, { ...record, ...left });
    }
    return { ok: true, ...time };
  }
}

function positionOf(stored: StoredEvent) {
  const sequence = stored.changes.length;
  return { epoch: stored.epoch, sequence, head: headAt(stored, sequence) };
}

function headAt({ epoch, event, changes }: StoredEvent, sequence: number): string {
  return changes[sequence - 1]?.hash ?? firstHead(epoch, event.eventId);
}

function placesAfter(changes: readonly Change[]): UserPlace[] {
  const places = new Map<string, UserPlace>();
  for (const change of changes) {
    if (!('userId' in change)) continue;
    places.set(change.userId, afterChange(places.get(change.userId) ?? emptyPlace(change.userId), change));
  }
  return [...places.values()];
}

function ownerOf(seat: Seat | undefined): string | undefined {
  return seat !== undefined && 'userId' in seat ? seat.userId : undefined;
}

/** Nothing is answered in the turn in which it was asked. */
function turn(): Promise<void> {
  return Promise.resolve();
}
