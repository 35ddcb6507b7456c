import type { Event } from './event.ts';
import { SeatMap } from './seat-map.ts';
import type { ActiveReservation, Hold, Seat } from './seat.ts';

const NONE: ReadonlySet<string> = new Set();

/** The part of a ledger's snapshot that a map is built from. Position i of `seats` is seat i + 1. */
export interface SeatMapContents {
  readonly event: Event;
  readonly sequence: number;
  readonly seats: readonly Seat[];
  readonly holds: readonly Hold[];
  readonly reservations: readonly ActiveReservation[];
}

/** A map that owns its state: what the ledger has confirmed. */
export class CommittedSeatMap extends SeatMap {
  /** Title, times and rules may be replaced while the sale runs; the hall may not. */
  event: Event;
  private readonly seats: Seat[];
  private readonly holds = new Map<string, Hold>();
  private readonly lostHolds = new Map<string, Hold>();
  private readonly reservations = new Map<string, ActiveReservation>();
  private readonly reservationIdsByUser = new Map<string, ReadonlySet<string>>();

  constructor(contents: SeatMapContents) {
    super(contents.sequence, contents.seats.filter((seat) => seat.state === 'available').length, 1);
    this.event = contents.event;
    this.seats = [...contents.seats];
    for (const hold of contents.holds) this.holds.set(hold.userId, hold);
    for (const reservation of contents.reservations) {
      this.reservations.set(reservation.reservationId, reservation);
      const ids = new Set(this.reservationIdsOf(reservation.userId)).add(reservation.reservationId);
      this.reservationIdsByUser.set(reservation.userId, ids);
    }
  }

  get seatCount(): number {
    return this.seats.length;
  }

  seat(seatId: number): Seat | undefined {
    return this.seats[seatId - 1];
  }

  hold(userId: string): Hold | undefined {
    return this.holds.get(userId);
  }

  allHolds(): Iterable<Hold> {
    return this.holds.values();
  }

  get holdCount(): number {
    return this.holds.size;
  }

  allReservations(): Iterable<ActiveReservation> {
    return this.reservations.values();
  }

  lostHold(userId: string): Hold | undefined {
    return this.lostHolds.get(userId);
  }

  reservation(reservationId: string): ActiveReservation | undefined {
    return this.reservations.get(reservationId);
  }

  reservationIdsOf(userId: string): ReadonlySet<string> {
    return this.reservationIdsByUser.get(userId) ?? NONE;
  }

  protected putSeat(seatId: number, seat: Seat): void {
    this.seats[seatId - 1] = seat;
  }

  protected putHold(userId: string, hold: Hold | undefined): void {
    putOrDelete(this.holds, userId, hold);
  }

  protected putLostHold(userId: string, hold: Hold | undefined): void {
    putOrDelete(this.lostHolds, userId, hold);
  }

  protected putReservation(reservationId: string, value: ActiveReservation | undefined): void {
    putOrDelete(this.reservations, reservationId, value);
  }

  protected putReservationIds(userId: string, reservationIds: ReadonlySet<string>): void {
    putOrDelete(this.reservationIdsByUser, userId, reservationIds.size > 0 ? reservationIds : undefined);
  }
}

function putOrDelete<V>(map: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
