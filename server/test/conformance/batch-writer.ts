import type { Actor, Change, KeyMark, Unnumbered } from '../../src/domain/change.ts';
import { seal, type Position } from '../../src/domain/log-chain.ts';
import { amountsAmong } from '../../src/domain/prices.ts';
import type { LineWish } from '../../src/domain/seat-line.ts';
import { AVAILABLE, BLOCKED, type Seat } from '../../src/domain/seat.ts';
import type { Batch, Cancellation, NewReservation, SeatWrite } from '../../src/ports/batch.ts';
import type { Ledger, Snapshot } from '../../src/ports/ledger.ts';

/** When the changes of tests happen: in the future, so that nothing is forgotten for its age. */
export const someTime = 1_900_000_000_000;

let marks = 0;

/** What a batch is decided on. */
export interface Ground {
  readonly eventId: string;
  readonly position: Position;
  readonly version: number;
  readonly logKey: string;
  readonly seats: readonly Seat[];
}

export function groundOf(snapshot: Snapshot): Ground {
  const { event, position, logKey } = snapshot;
  return { eventId: event.eventId, version: event.version, position, logKey, seats: seatsOf(snapshot) };
}

export function seatsOf({ states, owners }: Pick<Snapshot, 'states' | 'owners'>): Seat[] {
  return Array.from(states, (letter, i): Seat => {
    if (letter === 'a') return AVAILABLE;
    if (letter === 'b') return BLOCKED;
    return { state: letter === 'h' ? 'held' : 'reserved', userId: owners[i] ?? 'nobody' };
  });
}

/** A writer for what the ledger has now. */
export async function writerOn(ledger: Ledger, eventId: string): Promise<BatchWriter> {
  const snapshot = await ledger.load(eventId);
  if (snapshot === undefined) throw new Error(`There is no event ${eventId}.`);
  return new BatchWriter(groundOf(snapshot));
}

type Unplaced = Unnumbered extends infer U ? (U extends unknown ? Omit<U, 'actor'> : never) : never;

/** Writes batches as a box office would: one change per command, sealed, and the seats before and after. */
export class BatchWriter {
  readonly #changes: Change[] = [];
  readonly #seats = new Map<number, Omit<SeatWrite, 'before'>>();
  readonly #reservations = new Map<number, NewReservation>();
  readonly #cancellations: Cancellation[] = [];
  #key: KeyMark | null = null;
  #actor: Actor | undefined;
  #at = someTime;

  constructor(readonly ground: Ground) {}

  get eventId(): string {
    return this.ground.eventId;
  }

  get sequence(): number {
    return this.ground.position.sequence + this.#changes.length;
  }

  get head(): string {
    return this.#changes.at(-1)?.hash ?? this.ground.position.head;
  }

  /** The time of the changes that follow. */
  at(time: number): this {
    this.#at = time;
    return this;
  }

  /** Who makes the next change, where it is not who usually does. */
  by(actor: Actor): this {
    this.#actor = actor;
    return this;
  }

  /** The key of the next change that can carry one. */
  key(keyPrint: number, wishPrint = 7): this {
    this.#key = { keyPrint, wishPrint };
    return this;
  }

  hold(userId: string, seatIds: readonly number[], hold = { expiresAt: 2e12, extensionsUsed: 0 }): this {
    this.#add({ cause: 'held', userId, seatIds, ...hold, key: this.#takeKey() });
    return this.#write(seatIds, { state: 'held', userId }, hold);
  }

  extend(
    userId: string,
    seatIds: readonly number[],
    hold: { expiresAt: number; extensionsUsed: number },
  ): this {
    this.#add({ cause: 'extended', userId, seatIds, ...hold, key: this.#takeKey() });
    return this.#write(seatIds, { state: 'held', userId }, hold);
  }

  release(
    userId: string,
    seatIds: readonly number[],
    cause: 'released' | 'expired' = 'released',
    hold = { expiresAt: 2e12, extensionsUsed: 0 },
  ): this {
    this.#add({ cause, userId, seatIds, ...hold });
    return this.#write(seatIds, AVAILABLE);
  }

  reserve(
    userId: string,
    seatIds: readonly number[],
    given: Partial<Omit<NewReservation, 'sequence' | 'userId' | 'seatIds'>> = {},
  ): this {
    this.#add({ cause: 'reserved', userId, seatIds, remainingSeats: 5, key: this.#takeKey() });
    this.#reservations.set(this.sequence, {
      sequence: this.sequence,
      userId,
      userName: '홍길동',
      phone: '+821012345678',
      code: '7KQ4M-2XF8T',
      seatIds,
      amounts: null,
      currency: null,
      createdAt: this.#at,
      cancelledAt: null,
      origin: null,
      ...given,
    });
    return this.#write(seatIds, { state: 'reserved', userId }, { reservation: this.sequence });
  }

  /** Takes `seatIds` from a reservation that has them and `remainingSeatIds`. */
  cancel(
    reservation: number,
    userId: string,
    seatIds: readonly number[],
    remainingSeatIds: readonly number[] = [],
    successor: number | null = null,
  ): this {
    this.#add({ cause: 'cancelled', userId, reservation, seatIds });
    const own = this.#reservations.get(reservation);
    if (own === undefined) {
      this.#cancellations.push({
        sequence: reservation,
        remainingSeatIds,
        at: this.#at + 1,
        successor,
      });
    } else {
      const left =
        remainingSeatIds.length === 0
          ? { cancelledAt: this.#at + 1 }
          : { seatIds: remainingSeatIds, ...amountsAmong(own, own.seatIds, remainingSeatIds) };
      this.#reservations.set(reservation, { ...own, ...left });
    }
    return this.#write(seatIds, AVAILABLE);
  }

  block(seatIds: readonly number[]): this {
    this.#add({ cause: 'blocked', seatIds });
    return this.#write(seatIds, BLOCKED);
  }

  unblock(seatIds: readonly number[]): this {
    this.#add({ cause: 'unblocked', seatIds });
    return this.#write(seatIds, AVAILABLE);
  }

  queue(userId: string, wish: LineWish): this {
    return this.#add({ cause: 'queued', userId, seatIds: [], wish });
  }

  leaveLine(entry: number, userId: string, wish: LineWish): this {
    return this.#add({ cause: 'left_line', userId, seatIds: [], entry, wish });
  }

  offer(
    entry: number,
    userId: string,
    wish: LineWish,
    seatIds: readonly number[],
    hold = { expiresAt: 2e12, extensionsUsed: 0 },
  ): this {
    this.#add({ cause: 'offered', userId, seatIds, ...hold, entry, wish });
    return this.#write(seatIds, { state: 'held', userId }, hold);
  }

  batch(given: Partial<Batch> = {}): Batch {
    return {
      eventId: this.eventId,
      expected: this.ground.position,
      mark: ++marks,
      after: null,
      version: this.ground.version,
      head: this.head,
      availableCount: this.next().ground.seats.filter(({ state }) => state === 'available').length,
      notBefore: null,
      notAfter: null,
      changes: this.#changes,
      seats: [...this.#seats.values()].map((write) => ({ ...write, before: this.#seatBefore(write.seatId) })),
      reservations: [...this.#reservations.values()],
      cancellations: this.#cancellations,
      ...given,
    };
  }

  /** A writer for what will be once this batch is recorded. */
  next(): BatchWriter {
    const seats = [...this.ground.seats];
    for (const { seatId, after } of this.#seats.values()) seats[seatId - 1] = after;
    const { epoch } = this.ground.position;
    return new BatchWriter({
      ...this.ground,
      position: { epoch, sequence: this.sequence, head: this.head },
      seats,
    });
  }

  #add(change: Unplaced): this {
    const actor = this.#actor ?? usualActor(change.cause);
    this.#actor = undefined;
    const unsealed = { ...change, actor, sequence: this.sequence + 1, at: this.#at, hash: '' } as const;
    this.#changes.push(seal(this.head, unsealed, this.ground.logKey));
    return this;
  }

  #seatBefore(seatId: number): Seat {
    return this.ground.seats[seatId - 1] ?? AVAILABLE;
  }

  #takeKey(): KeyMark | null {
    const key = this.#key;
    this.#key = null;
    return key;
  }

  #write(seatIds: readonly number[], after: Seat, facts: Partial<SeatWrite> = {}): this {
    for (const seatId of seatIds) {
      const none = { expiresAt: null, extensionsUsed: null, reservation: null };
      this.#seats.set(seatId, { seatId, after, ...none, ...facts });
    }
    return this;
  }
}

function usualActor(cause: Change['cause']): Actor {
  if (cause === 'blocked' || cause === 'unblocked') return 'organiser:kim';
  return cause === 'expired' || cause === 'offered' ? 'clock' : 'user';
}
