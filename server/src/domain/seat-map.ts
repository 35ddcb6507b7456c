import type { Change } from './change.ts';
import type { Event } from './event.ts';
import { AVAILABLE, BLOCKED, type ActiveReservation, type Hold, type Seat } from './seat.ts';

/**
 * The state of one event's hall as of `sequence`, built from changes alone: whoever applies the same changes
 * in the same order has the same map. What differs between the two kinds of map is only where they keep
 * things: `CommittedSeatMap` owns its state, `DraftSeatMap` lays uncommitted changes over another map.
 */
export abstract class SeatMap {
  abstract readonly event: Event;
  abstract readonly seatCount: number;

  /** The last change this map contains. */
  sequence: number;
  /** How many seats are available. */
  availableCount: number;
  /** No seat below this number is available; where the search for the first free seat begins. */
  protected lowestMaybeAvailable: number;

  protected constructor(sequence: number, availableCount: number, lowestMaybeAvailable: number) {
    this.sequence = sequence;
    this.availableCount = availableCount;
    this.lowestMaybeAvailable = lowestMaybeAvailable;
  }

  /** Undefined when the hall has no such seat. */
  abstract seat(seatId: number): Seat | undefined;
  /** A user's hold, whether or not it has expired meanwhile. */
  abstract hold(userId: string): Hold | undefined;
  /** The hold a user lost by expiry, until the user holds something again. */
  abstract lostHold(userId: string): Hold | undefined;
  abstract reservation(reservationId: string): ActiveReservation | undefined;
  abstract reservationIdsOf(userId: string): ReadonlySet<string>;

  protected abstract putSeat(seatId: number, seat: Seat): void;
  protected abstract putHold(userId: string, hold: Hold | undefined): void;
  protected abstract putLostHold(userId: string, hold: Hold | undefined): void;
  protected abstract putReservation(reservationId: string, value: ActiveReservation | undefined): void;
  protected abstract putReservationIds(userId: string, reservationIds: ReadonlySet<string>): void;

  /** The available seat with the lowest number. */
  firstAvailable(): number | undefined {
    if (this.availableCount === 0) return undefined;
    while (this.lowestMaybeAvailable <= this.seatCount) {
      if (this.seat(this.lowestMaybeAvailable)?.state === 'available') return this.lowestMaybeAvailable;
      this.lowestMaybeAvailable++;
    }
    return undefined;
  }

  /** How many seats of a user's reservations are active. */
  reservedCount(userId: string): number {
    let count = 0;
    for (const id of this.reservationIdsOf(userId)) count += this.reservation(id)?.seatIds.length ?? 0;
    return count;
  }

  /**
   * Brings the map one change further. Throws when the change is not the next one: a map with a hole in its
   * history must never be decided on.
   */
  apply(change: Change): void {
    if (change.sequence !== this.sequence + 1) {
      throw new Error(`change ${change.sequence} does not follow ${this.sequence}`);
    }
    this.sequence = change.sequence;
    switch (change.cause) {
      case 'held':
      case 'extended': {
        const seat: Seat = { state: 'held', userId: change.userId };
        for (const id of change.seatIds) this.replaceSeat(id, seat);
        const { userId, expiresAt, extensionsUsed } = change;
        const seatIds = union(this.hold(userId)?.seatIds, change.seatIds);
        this.putHold(userId, { userId, seatIds, expiresAt, extensionsUsed });
        if (this.lostHold(userId) !== undefined) this.putLostHold(userId, undefined);
        return;
      }
      case 'released':
      case 'expired': {
        for (const id of change.seatIds) this.replaceSeat(id, AVAILABLE);
        if (change.cause === 'expired') this.putLostHold(change.userId, this.hold(change.userId));
        this.takeFromHold(change.userId, change.seatIds);
        return;
      }
      case 'reserved': {
        const { userId, reservationId, seatIds } = change;
        const seat: Seat = { state: 'reserved', userId, reservationId };
        for (const id of seatIds) this.replaceSeat(id, seat);
        this.takeFromHold(userId, seatIds);
        this.putReservation(reservationId, { reservationId, userId, seatIds });
        this.putReservationIds(userId, new Set(this.reservationIdsOf(userId)).add(reservationId));
        return;
      }
      case 'cancelled': {
        for (const id of change.seatIds) this.replaceSeat(id, AVAILABLE);
        this.takeFromReservation(change.reservationId, change.seatIds);
        return;
      }
      case 'blocked':
        for (const id of change.seatIds) this.replaceSeat(id, BLOCKED);
        return;
      case 'unblocked':
        for (const id of change.seatIds) this.replaceSeat(id, AVAILABLE);
        return;
    }
  }

  private replaceSeat(seatId: number, next: Seat): void {
    const before = this.seat(seatId);
    if (before === undefined) throw new Error(`the hall has no seat ${seatId}`);
    if (before.state === 'available') this.availableCount--;
    if (next.state === 'available') {
      this.availableCount++;
      if (seatId < this.lowestMaybeAvailable) this.lowestMaybeAvailable = seatId;
    }
    this.putSeat(seatId, next);
  }

  private takeFromHold(userId: string, seatIds: readonly number[]): void {
    const hold = this.hold(userId);
    if (hold === undefined) return;
    const rest = hold.seatIds.filter((id) => !seatIds.includes(id));
    this.putHold(userId, rest.length === 0 ? undefined : { ...hold, seatIds: rest });
  }

  private takeFromReservation(reservationId: string, seatIds: readonly number[]): void {
    const reservation = this.reservation(reservationId);
    if (reservation === undefined) return;
    const rest = reservation.seatIds.filter((id) => !seatIds.includes(id));
    if (rest.length > 0) {
      this.putReservation(reservationId, { ...reservation, seatIds: rest });
      return;
    }
    this.putReservation(reservationId, undefined);
    const ids = new Set(this.reservationIdsOf(reservation.userId));
    ids.delete(reservationId);
    this.putReservationIds(reservation.userId, ids);
  }
}

function union(some: readonly number[] | undefined, others: readonly number[]): readonly number[] {
  if (some === undefined) return others;
  return [...new Set([...some, ...others])].sort((a, b) => a - b);
}
