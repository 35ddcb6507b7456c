import type { Change, Unnumbered } from '../../src/domain/change.ts';
import type {
  Batch,
  Cancellation,
  IdempotencyRecord,
  NewReservation,
  SeatWrite,
} from '../../src/ports/ledger.ts';

/** When the changes of tests happen; the ledger must give it back to the last bit. */
export const someTime = 1_900_000_000_000.123;

/** Writes batches as a box office would: one change per command, the final state of each seat. */
export class BatchWriter {
  readonly #changes: Change[] = [];
  readonly #seats = new Map<number, SeatWrite>();
  readonly #reservations = new Map<string, NewReservation>();
  readonly #cancellations: Cancellation[] = [];
  readonly #idempotency: IdempotencyRecord[] = [];

  constructor(
    readonly eventId: string,
    readonly expectedSequence = 0,
  ) {}

  get sequence(): number {
    return this.expectedSequence + this.#changes.length;
  }

  hold(userId: string, seatIds: readonly number[], hold = { expiresAt: 2e12, extensionsUsed: 0 }): this {
    this.#add({ cause: 'held', userId, seatIds, ...hold });
    return this.#write(seatIds, (seatId) => ({ seatId, state: 'held', userId, ...hold }));
  }

  extend(
    userId: string,
    seatIds: readonly number[],
    hold: { expiresAt: number; extensionsUsed: number },
  ): this {
    this.#add({ cause: 'extended', userId, seatIds, ...hold });
    return this.#write(seatIds, (seatId) => ({ seatId, state: 'held', userId, ...hold }));
  }

  release(userId: string, seatIds: readonly number[], cause: 'released' | 'expired' = 'released'): this {
    this.#add({ cause, userId, seatIds });
    return this.#write(seatIds, (seatId) => ({ seatId, state: 'available' }));
  }

  reserve(
    reservationId: string,
    userId: string,
    seatIds: readonly number[],
    person: { readonly userName?: string; readonly phone?: string } = {},
  ): this {
    this.#add({ cause: 'reserved', userId, reservationId, seatIds });
    this.#reservations.set(reservationId, {
      reservationId,
      userId,
      userName: '홍길동',
      phone: '+821012345678',
      code: '7KQ4M-2XF8T',
      seatIds,
      sequence: this.sequence,
      createdAt: someTime,
      cancelledAt: null,
      ...person,
    });
    return this.#write(seatIds, (seatId) => ({ seatId, state: 'reserved', userId, reservationId }));
  }

  /** Takes `seatIds` from a reservation that has them and `remainingSeatIds`. */
  cancel(
    reservationId: string,
    userId: string,
    seatIds: readonly number[],
    remainingSeatIds: readonly number[] = [],
  ): this {
    this.#add({ cause: 'cancelled', userId, reservationId, seatIds });
    const own = this.#reservations.get(reservationId);
    if (own === undefined) {
      this.#cancellations.push({ reservationId, remainingSeatIds, at: someTime + 1 });
    } else {
      const left =
        remainingSeatIds.length === 0 ? { cancelledAt: someTime + 1 } : { seatIds: remainingSeatIds };
      this.#reservations.set(reservationId, { ...own, ...left });
    }
    return this.#write(seatIds, (seatId) => ({ seatId, state: 'available' }));
  }

  block(seatIds: readonly number[]): this {
    this.#add({ cause: 'blocked', seatIds });
    return this.#write(seatIds, (seatId) => ({ seatId, state: 'blocked' }));
  }

  unblock(seatIds: readonly number[]): this {
    this.#add({ cause: 'unblocked', seatIds });
    return this.#write(seatIds, (seatId) => ({ seatId, state: 'available' }));
  }

  remember(userId: string, key: string, answer = '{}'): this {
    this.#idempotency.push({ userId, key, fingerprint: 'a fingerprint', sequence: this.sequence, answer });
    return this;
  }

  batch(bounds: Partial<Pick<Batch, 'notBefore' | 'notAfter'>> = {}): Batch {
    return {
      eventId: this.eventId,
      expectedSequence: this.expectedSequence,
      notBefore: null,
      notAfter: null,
      changes: this.#changes,
      seats: [...this.#seats.values()],
      reservations: [...this.#reservations.values()],
      cancellations: this.#cancellations,
      idempotency: this.#idempotency,
      ...bounds,
    };
  }

  #add(change: Unnumbered): void {
    this.#changes.push({ ...change, sequence: this.sequence + 1, at: someTime });
  }

  #write(seatIds: readonly number[], row: (seatId: number) => SeatWrite): this {
    for (const seatId of seatIds) this.#seats.set(seatId, row(seatId));
    return this;
  }
}
