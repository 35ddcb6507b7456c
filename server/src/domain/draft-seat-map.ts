import type { SeatState } from '@jari/contract';
import type { Change } from './change.ts';
import type { CommittedSeatMap } from './committed-seat-map.ts';
import type { Event } from './event.ts';
import { FreeRuns } from './free-runs.ts';
import type { Hall } from './hall.ts';
import { DraftSeatLine, type LineEntry } from './seat-line.ts';
import { SeatMap } from './seat-map.ts';
import type { Seat } from './seat.ts';
import type { UserPlace } from './user-place.ts';

/**
 * A map with decisions that are not recorded yet, laid over the map they were decided on: the committed one,
 * or a draft whose append is on its way. Costs only what it touches, and is thrown away whole when its append
 * is refused. The map below must not change while a draft of it is in use, except that the draft below it
 * becomes part of the committed map (`rebase`).
 */
export class DraftSeatMap extends SeatMap {
  readonly changes: Change[] = [];
  private readonly seats = new Map<number, Seat>();
  private readonly places = new Map<string, UserPlace>();
  readonly line: DraftSeatLine;
  /** The lowest seat that became available in this draft. */
  lowestTouched = Infinity;
  /** One command asks for its user's place a dozen times. */
  private lastAsked: { readonly userId: string; readonly place: UserPlace | undefined } | undefined;

  constructor(private below: SeatMap) {
    super(below, below.firstAvailable() ?? below.seatCount + 1);
    this.line = new DraftSeatLine(below.line);
  }

  get event(): Event {
    return this.below.event;
  }

  get hall(): Hall {
    return this.below.hall;
  }

  get epoch(): string {
    return this.below.epoch;
  }

  get logKey(): string {
    return this.below.logKey;
  }

  /** The draft below has been recorded and adopted by `committed`. */
  rebase(committed: CommittedSeatMap): void {
    this.below = committed;
    this.line.rebase(committed.line);
    this.lastAsked = undefined;
  }

  override apply(change: Change): void {
    super.apply(change);
    this.changes.push(change);
  }

  /** The seats that the changes touched, each once, with what they are now. */
  touchedSeats(): ReadonlyMap<number, Seat> {
    return this.seats;
  }

  touchedPlaces(): Iterable<UserPlace> {
    return this.places.values();
  }

  /** What a touched seat was before this draft. */
  seatBefore(seatId: number): Seat | undefined {
    return this.below.seat(seatId);
  }

  stateOf(seatId: number): SeatState | undefined {
    return this.seats.get(seatId)?.state ?? this.below.stateOf(seatId);
  }

  ownerOf(seatId: number): string | undefined {
    const seat = this.seats.get(seatId);
    if (seat === undefined) return this.below.ownerOf(seatId);
    return 'userId' in seat ? seat.userId : undefined;
  }

  place(userId: string): UserPlace | undefined {
    if (this.lastAsked?.userId === userId) return this.lastAsked.place;
    const place = this.places.get(userId) ?? this.below.place(userId);
    this.lastAsked = { userId, place };
    return place;
  }

  copyFree(first: number, count: number, into: Uint8Array): void {
    this.below.copyFree(first, count, into);
    if (this.seats.size < count) {
      for (const [seatId, { state }] of this.seats) {
        const i = seatId - first;
        if (i >= 0 && i < count) into[i] = state === 'available' ? 1 : 0;
      }
      return;
    }
    for (let i = 0; i < count; i++) {
      const seat = this.seats.get(first + i);
      if (seat !== undefined) into[i] = seat.state === 'available' ? 1 : 0;
    }
  }

  protected makeFreeRuns(): FreeRuns {
    const below = this.below.freeRuns;
    const runs = new FreeRuns(below.hall, this, below);
    for (const seatId of this.seats.keys()) runs.touch(seatId);
    return runs;
  }

  protected putSeat(seatId: number, seat: Seat): void {
    this.seats.set(seatId, seat);
    this.knownFreeRuns?.touch(seatId);
    if (seat.state === 'available' && seatId < this.lowestTouched) this.lowestTouched = seatId;
  }

  protected putPlace(place: UserPlace): void {
    this.places.set(place.userId, place);
    this.lastAsked = { userId: place.userId, place };
  }

  protected addToLine(entry: LineEntry): void {
    this.line.add(entry);
  }

  protected endInLine(sequence: number): void {
    this.line.end(sequence);
  }
}
