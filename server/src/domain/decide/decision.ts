import type { KeyMark, Actor, Change, Sealable } from '../change.ts';
import type { Answer, IntegrationName } from '../command.ts';
import { isOver, mayBeTakenFrom, mustBeRecordedBy, wallNow, type HoldTiming } from '../hold-validity.ts';
import { seal } from '../log-chain.ts';
import { amountsOf, NO_AMOUNTS, type Amounts } from '../prices.ts';
import type { LineEntry, LineWish } from '../seat-line.ts';
import type { SeatMap } from '../seat-map.ts';
import type { Hold } from '../seat.ts';

export interface DecideContext extends HoldTiming {
  /** Probability that a confirm which would succeed fails on purpose. */
  readonly failureRate: number;
  /** What the change that makes a success remembers of the request, so that it can be sent again. */
  readonly key: KeyMark | null;
}

/** A yes: what changes, and the moments it relies on. Nothing has happened until the ledger has it. */
export interface Acceptance<A extends Answer = Answer> {
  readonly answer: A;
  readonly changes: readonly Change[];
  /** The latest hold expiry this relies on having passed. */
  readonly notBefore: number | null;
  /** The moment by which this must be recorded, because it relies on a hold. */
  readonly notAfter: number | null;
  /** What the seats that it reserves cost. */
  readonly sold: Amounts;
}

const NO_SEATS: readonly number[] = [];

/** Who acts: the user, or the shop through which they do. */
export function userOr(through: IntegrationName | undefined): Actor {
  return through === undefined ? 'user' : `integration:${through}`;
}

/** Collects the changes of one decision, numbers and seals them, and notes the moments they rely on. */
export class Decision {
  private readonly changes: Change[] = [];
  private notBefore: number | null = null;
  private notAfter: number | null = null;
  private sold: Amounts = NO_AMOUNTS;

  constructor(
    private readonly map: SeatMap,
    private readonly context: DecideContext,
    private readonly actor: Actor = 'user',
  ) {}

  /** When its changes happen, by the wall clock. */
  get at(): number {
    return Math.floor(wallNow(this.context));
  }

  /** The number of the next change. */
  get nextSequence(): number {
    return this.map.sequence + this.changes.length + 1;
  }

  hold(
    cause: 'held' | 'extended',
    { userId, expiresAt, extensionsUsed }: Hold,
    seatIds: readonly number[],
  ): void {
    const { nextSequence: sequence, at, actor } = this;
    const key = cause === 'extended' ? this.context.key : null;
    this.add({ sequence, at, cause, actor, userId, seatIds, expiresAt, extensionsUsed, key, hash: '' });
  }

  /** Gives back some or all seats of a running hold. */
  release({ userId, expiresAt, extensionsUsed }: Hold, seatIds: readonly number[]): void {
    const { nextSequence: sequence, at, actor } = this;
    this.add({
      sequence,
      at,
      cause: 'released',
      actor,
      userId,
      seatIds,
      expiresAt,
      extensionsUsed,
      hash: '',
    });
  }

  /** Ends a hold that is over. Whoever asks, it is time that ends it. */
  expire(hold: Hold): void {
    const { userId, seatIds, expiresAt, extensionsUsed } = hold;
    this.notBefore = Math.max(this.notBefore ?? 0, mayBeTakenFrom(hold, this.context));
    const { nextSequence: sequence, at } = this;
    this.add({
      sequence,
      at,
      cause: 'expired',
      actor: 'clock',
      userId,
      seatIds,
      expiresAt,
      extensionsUsed,
      hash: '',
    });
  }

  /** Ends the holds that are over but still stand on seats that `userId` takes, and `userId`'s own. */
  takeOver(userId: string | undefined, seatIds: readonly number[]): void {
    let ended: Set<string> | undefined;
    for (const owner of [userId, ...seatIds.map((id) => this.holderOf(id))]) {
      const hold = owner === undefined || ended?.has(owner) ? undefined : this.map.hold(owner);
      if (hold === undefined || !isOver(hold, this.context)) continue;
      this.expire(hold);
      (ended ??= new Set()).add(hold.userId);
    }
  }

  /** @param sold what the seats cost, where they were sold before; else what they cost now */
  reserve(
    userId: string,
    seatIds: readonly number[],
    sold?: Amounts,
  ): Amounts & { readonly sequence: number; readonly remainingSeats: number } {
    const { nextSequence: sequence, at, actor } = this;
    const remainingSeats = this.map.availableCount + this.freedCount() - this.freeAmong(seatIds);
    const { key } = this.context;
    this.add({ sequence, at, cause: 'reserved', actor, userId, seatIds, remainingSeats, key, hash: '' });
    this.sold = sold ?? amountsOf(this.map.event, this.map.hall, seatIds);
    return { sequence, remainingSeats, ...this.sold };
  }

  cancel(userId: string, reservation: number, seatIds: readonly number[]): void {
    const { nextSequence: sequence, at, actor } = this;
    this.add({ sequence, at, cause: 'cancelled', actor, userId, seatIds, reservation, hash: '' });
  }

  setBlocked(cause: 'blocked' | 'unblocked', seatIds: readonly number[]): void {
    const { nextSequence: sequence, at, actor } = this;
    if (seatIds.length > 0) this.add({ sequence, at, cause, actor, seatIds, hash: '' });
  }

  queue(userId: string, wish: LineWish): LineEntry {
    const { nextSequence: sequence, at, actor } = this;
    this.add({ sequence, at, cause: 'queued', actor, userId, seatIds: NO_SEATS, wish, hash: '' });
    return { sequence, userId, wish };
  }

  leaveLine({ sequence: entry, userId, wish }: LineEntry): void {
    const { nextSequence: sequence, at, actor } = this;
    this.add({ sequence, at, cause: 'left_line', actor, userId, seatIds: NO_SEATS, entry, wish, hash: '' });
  }

  /** Holds seats for somebody who waits, and so uses up the place. */
  offer({ sequence: entry, userId, wish }: LineEntry, seatIds: readonly number[], expiresAt: number): void {
    const { nextSequence: sequence, at } = this;
    const hold = { userId, seatIds, expiresAt, extensionsUsed: 0 };
    this.add({ sequence, at, cause: 'offered', actor: 'clock', ...hold, entry, wish, hash: '' });
  }

  relyOn(hold: Hold): void {
    this.notAfter = Math.min(this.notAfter ?? Infinity, mustBeRecordedBy(hold, this.context));
  }

  accept<A extends Answer>(answer: A): Acceptance<A> {
    const { changes, notBefore, notAfter, sold } = this;
    return { answer, changes, notBefore, notAfter, sold };
  }

  acceptDone(): Acceptance<{ readonly changeCount: number }> {
    return this.accept({ changeCount: this.changes.length });
  }

  /** A change is written out whole where it is made, as copying it to number it costs a tenth of deciding. */
  private add(change: Sealable): void {
    const before = this.changes.at(-1)?.hash ?? this.map.head;
    this.changes.push(seal(before, change, this.map.logKey));
  }

  private holderOf(seatId: number): string | undefined {
    return this.map.stateOf(seatId) === 'held' ? this.map.ownerOf(seatId) : undefined;
  }

  /** Seats that this decision has given back so far. */
  private freedCount(): number {
    let count = 0;
    for (const { cause, seatIds } of this.changes) {
      if (cause === 'released' || cause === 'expired' || cause === 'cancelled') count += seatIds.length;
    }
    return count;
  }

  /** How many of the seats are available after the changes so far. */
  private freeAmong(seatIds: readonly number[]): number {
    const isFreed = (id: number) => this.changes.some((change) => change.seatIds.includes(id));
    return seatIds.filter((id) => this.map.stateOf(id) === 'available' || isFreed(id)).length;
  }
}
