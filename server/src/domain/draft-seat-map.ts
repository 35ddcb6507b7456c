import type { Change } from './change.ts';
import type { Event } from './event.ts';
import { SeatMap } from './seat-map.ts';
import type { ActiveReservation, Hold, Seat } from './seat.ts';

/**
 * A map with decisions that are not recorded yet, laid over the map they were decided on. Costs only what
 * it touches, and is thrown away whole: a refused or failed append leaves no trace in the map below.
 * The map below must not change while a draft of it is in use.
 */
export class DraftSeatMap extends SeatMap {
  readonly changes: Change[] = [];
  private readonly seats = new Map<number, Seat>();
  private readonly holds = new Map<string, Hold | undefined>();
  private readonly lostHolds = new Map<string, Hold | undefined>();
  private readonly reservations = new Map<string, ActiveReservation | undefined>();
  private readonly reservationIdsByUser = new Map<string, ReadonlySet<string>>();

  constructor(private readonly below: SeatMap) {
    super(below.sequence, below.availableCount, below.firstAvailable() ?? below.seatCount + 1);
  }

  get event(): Event {
    return this.below.event;
  }

  get seatCount(): number {
    return this.below.seatCount;
  }

  override apply(change: Change): void {
    super.apply(change);
    this.changes.push(change);
  }

  /** The seats that the changes touched, each once, with what they are now. */
  touchedSeats(): Iterable<[seatId: number, seat: Seat]> {
    return this.seats;
  }

  seat(seatId: number): Seat | undefined {
    return this.seats.get(seatId) ?? this.below.seat(seatId);
  }

  hold(userId: string): Hold | undefined {
    return this.holds.has(userId) ? this.holds.get(userId) : this.below.hold(userId);
  }

  lostHold(userId: string): Hold | undefined {
    return this.lostHolds.has(userId) ? this.lostHolds.get(userId) : this.below.lostHold(userId);
  }

  reservation(reservationId: string): ActiveReservation | undefined {
    return this.reservations.has(reservationId)
      ? this.reservations.get(reservationId)
      : this.below.reservation(reservationId);
  }

  reservationIdsOf(userId: string): ReadonlySet<string> {
    return this.reservationIdsByUser.get(userId) ?? this.below.reservationIdsOf(userId);
  }

  protected putSeat(seatId: number, seat: Seat): void {
    this.seats.set(seatId, seat);
  }

  protected putHold(userId: string, hold: Hold | undefined): void {
    this.holds.set(userId, hold);
  }

  protected putLostHold(userId: string, hold: Hold | undefined): void {
    this.lostHolds.set(userId, hold);
  }

  protected putReservation(reservationId: string, value: ActiveReservation | undefined): void {
    this.reservations.set(reservationId, value);
  }

  protected putReservationIds(userId: string, reservationIds: ReadonlySet<string>): void {
    this.reservationIdsByUser.set(userId, reservationIds);
  }
}
