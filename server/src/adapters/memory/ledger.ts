import type { Change } from '../../domain/change.ts';
import type { Event } from '../../domain/event.ts';
import { AVAILABLE, BLOCKED, type Hold, type Seat } from '../../domain/seat.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  AppendResult,
  Batch,
  CatchUp,
  IdempotencyRecord,
  Ledger,
  ReservationRecord,
  SeatWrite,
  Snapshot,
} from '../../ports/ledger.ts';

interface StoredEvent {
  event: Event;
  sequence: number;
  /** Position i is seat i + 1. */
  readonly seats: SeatWrite[];
  readonly changes: Change[];
  readonly reservations: Map<string, ReservationRecord>;
  readonly idempotency: Map<string, IdempotencyRecord>;
  /** The same backstop as the schema's: seat → its one active reservation. */
  readonly reservedSeats: Map<number, string>;
}

/** What several ledgers can share, as instances share a database. */
export type MemoryStore = Map<string, StoredEvent>;

/**
 * The ledger without durability, for tests and simulations. Its answers are the same as PostgreSQL's,
 * refusals and rejections included; nothing that goes in or out is shared with the caller.
 */
export class MemoryLedger implements Ledger {
  readonly #store: MemoryStore;
  readonly #nowMs: () => number;

  /** `clock` is the ledger's clock: its wall clock, as it has no other machine to ask. */
  constructor(clock: Pick<Clock, 'wallMs'>, store: MemoryStore = new Map()) {
    this.#nowMs = () => clock.wallMs();
    this.#store = store;
  }

  // Every method is async and yet runs in one go: each is one moment, as a transaction is.

  async listEvents(): Promise<readonly Event[]> {
    await turn();
    return structuredClone(
      [...this.#store.values()].map(({ event }) => event).sort((a, b) => (a.eventId < b.eventId ? -1 : 1)),
    );
  }

  async putEvent(event: Event): Promise<'created' | 'updated' | 'hall_differs'> {
    await turn();
    const stored = this.#store.get(event.eventId);
    if (stored === undefined) {
      this.#store.set(event.eventId, {
        event: structuredClone(event),
        sequence: 0,
        seats: Array.from({ length: event.rows * event.seatsPerRow }, (_, i) => ({
          seatId: i + 1,
          state: 'available',
        })),
        changes: [],
        reservations: new Map(),
        idempotency: new Map(),
        reservedSeats: new Map(),
      });
      return 'created';
    }
    if (stored.event.rows !== event.rows || stored.event.seatsPerRow !== event.seatsPerRow) {
      return 'hall_differs';
    }
    stored.event = structuredClone(event);
    return 'updated';
  }

  async load(eventId: string): Promise<Snapshot | undefined> {
    await turn();
    const stored = this.#store.get(eventId);
    if (stored === undefined) return undefined;
    const active = [...stored.reservations.values()].filter(({ cancelledAt }) => cancelledAt === null);
    return structuredClone({
      event: stored.event,
      sequence: stored.sequence,
      seats: stored.seats.map(toSeat),
      holds: holdsOf(stored.seats),
      reservations: active.map(({ reservationId, userId, seatIds }) => ({ reservationId, userId, seatIds })),
      idempotency: bySequence(stored.idempotency.values()),
      now: this.#nowMs(),
    });
  }

  async changesSince(eventId: string, sequence: number, limit: number): Promise<CatchUp> {
    await turn();
    return this.#changesSince(eventId, sequence, limit);
  }

  async append(batch: Batch): Promise<AppendResult> {
    await turn();
    return this.#append(batch);
  }

  async appendLocked(
    eventId: string,
    sequence: number,
    decide: (missed: CatchUp) => Batch | undefined,
  ): Promise<AppendResult | { readonly ok: false; readonly why: 'nothing'; readonly now: number }> {
    await turn();
    const missed = this.#changesSince(eventId, sequence, Infinity);
    const batch = decide(missed);
    return batch === undefined ? { ok: false, why: 'nothing', now: missed.now } : this.#append(batch);
  }

  async findReservation(reservationId: string): Promise<ReservationRecord | undefined> {
    await turn();
    const found = [...this.#store.values()].map(({ reservations }) => reservations.get(reservationId));
    return structuredClone(found.find((record) => record !== undefined));
  }

  async reservationsOf(userId: string): Promise<readonly ReservationRecord[]> {
    await turn();
    const own = [...this.#store.values()]
      .flatMap(({ reservations }) => [...reservations.values()])
      .filter((record) => record.userId === userId)
      .sort((a, b) => b.createdAt - a.createdAt || b.sequence - a.sequence);
    return structuredClone(own.slice(0, 200));
  }

  async now(): Promise<number> {
    await turn();
    return this.#nowMs();
  }

  async close(): Promise<void> {
    await turn();
  }

  #stored(eventId: string): StoredEvent {
    const stored = this.#store.get(eventId);
    if (stored === undefined) throw new Error(`The ledger has no event ${JSON.stringify(eventId)}.`);
    return stored;
  }

  #changesSince(eventId: string, sequence: number, limit: number): CatchUp {
    const stored = this.#stored(eventId);
    // The log is gapless: change n is at position n - 1.
    const changes = stored.changes.slice(sequence, sequence + limit);
    const last = changes.at(-1)?.sequence ?? sequence;
    return structuredClone({
      changes,
      idempotency: bySequence(stored.idempotency.values()).filter(
        (record) => record.sequence >= sequence && record.sequence <= last,
      ),
      sequence: stored.sequence,
      now: this.#nowMs(),
    });
  }

  #append(given: Batch): AppendResult {
    if (given.changes.some((change, i) => change.sequence !== given.expectedSequence + 1 + i)) {
      throw new RangeError('The changes of a batch must continue the sequence it expects, without gaps.');
    }
    const stored = this.#stored(given.eventId);
    const now = this.#nowMs();
    if (stored.sequence !== given.expectedSequence) return { ok: false, why: 'conflict', now };
    if (given.notBefore !== null && now < given.notBefore) return { ok: false, why: 'too_early', now };
    if (given.notAfter !== null && now >= given.notAfter) return { ok: false, why: 'too_late', now };
    const batch = storable(given);
    const reservedSeats = reservedSeatsAfter(stored, batch);
    refuseKnownKeys(stored, batch);
    // Nothing below can fail: all or nothing.
    stored.sequence += batch.changes.length;
    stored.changes.push(...batch.changes);
    for (const seat of batch.seats) stored.seats[seat.seatId - 1] = seat;
    for (const { reservationId, remainingSeatIds, at } of batch.cancellations) {
      const record = stored.reservations.get(reservationId);
      if (record === undefined) continue;
      stored.reservations.set(
        reservationId,
        remainingSeatIds.length === 0
          ? { ...record, cancelledAt: at }
          : { ...record, seatIds: remainingSeatIds },
      );
    }
    for (const reservation of batch.reservations) {
      stored.reservations.set(reservation.reservationId, { eventId: batch.eventId, ...reservation });
    }
    for (const record of batch.idempotency) stored.idempotency.set(keyOf(record), record);
    stored.reservedSeats.clear();
    for (const [seatId, reservationId] of reservedSeats) stored.reservedSeats.set(seatId, reservationId);
    return { ok: true, now };
  }
}

/** Which reservation has which seat after the batch; throws where two would have one. */
function reservedSeatsAfter(stored: StoredEvent, batch: Batch): ReadonlyMap<number, string> {
  const after = new Map(stored.reservedSeats);
  for (const { reservationId, remainingSeatIds } of batch.cancellations) {
    for (const seatId of stored.reservations.get(reservationId)?.seatIds ?? []) {
      if (!remainingSeatIds.includes(seatId) && after.get(seatId) === reservationId) after.delete(seatId);
    }
  }
  for (const { reservationId, seatIds, cancelledAt } of batch.reservations) {
    if (stored.reservations.has(reservationId))
      throw new Error(`Reservation ${reservationId} exists already.`);
    if (cancelledAt !== null) continue;
    for (const seatId of seatIds) {
      const other = after.get(seatId);
      if (other !== undefined)
        throw new Error(`Seat ${seatId} has two reservations: ${other}, ${reservationId}.`);
      after.set(seatId, reservationId);
    }
  }
  return after;
}

function refuseKnownKeys(stored: StoredEvent, batch: Batch): void {
  const keys = batch.idempotency.map(keyOf);
  if (new Set(keys).size < keys.length || keys.some((key) => stored.idempotency.has(key))) {
    throw new Error('An idempotency key is recorded already.');
  }
}

function keyOf({ userId, key }: IdempotencyRecord): string {
  return JSON.stringify([userId, key]);
}

function toSeat(row: SeatWrite): Seat {
  switch (row.state) {
    case 'available':
      return AVAILABLE;
    case 'blocked':
      return BLOCKED;
    case 'held':
      return { state: 'held', userId: row.userId };
    case 'reserved':
      return { state: 'reserved', userId: row.userId, reservationId: row.reservationId };
  }
}

function holdsOf(rows: readonly SeatWrite[]): Hold[] {
  const holds = new Map<string, Hold & { readonly seatIds: number[] }>();
  for (const row of rows) {
    if (row.state !== 'held') continue;
    const { userId, seatId, expiresAt, extensionsUsed } = row;
    const hold = holds.get(userId);
    if (hold === undefined) holds.set(userId, { userId, seatIds: [seatId], expiresAt, extensionsUsed });
    else hold.seatIds.push(seatId);
  }
  return [...holds.values()];
}

function bySequence(records: Iterable<IdempotencyRecord>): IdempotencyRecord[] {
  return [...records].sort((a, b) => a.sequence - b.sequence);
}

/** A copy, in which what PostgreSQL cannot store became U+FFFD, as it does there. */
function storable(batch: Batch): Batch {
  return JSON.parse(JSON.stringify(batch), (_key, value: unknown) =>
    typeof value === 'string' ? Buffer.from(value).toString().replaceAll('\0', '\uFFFD') : value,
  ) as Batch;
}

/** A store answers later, never within the call. */
function turn(): Promise<void> {
  return Promise.resolve();
}
