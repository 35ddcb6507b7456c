import type { SeatState } from '@jari/contract';
import type { DraftSeatMap } from './draft-seat-map.ts';
import type { Event } from './event.ts';
import { FreeRuns } from './free-runs.ts';
import { HallRuns } from './hall-runs.ts';
import type { Hall } from './hall.ts';
import type { Position } from './log-chain.ts';
import { PlaceStore } from './place-store.ts';
import { CommittedSeatLine, type LineEntry } from './seat-line.ts';
import { SeatMap } from './seat-map.ts';
import { stateLetters, type Hold, type Seat } from './seat.ts';
import { keyCounts, withoutStale, type UserPlace } from './user-place.ts';

/** The part of a ledger's snapshot that a map is built from. */
export interface SeatMapContents {
  readonly event: Event;
  readonly hall: Hall;
  readonly position: Position;
  readonly logKey: string;
  /** One letter a seat; the first is seat 1. */
  readonly states: string;
  /** The user of each held or reserved seat; position i is seat i + 1. */
  readonly owners: readonly (string | undefined)[];
  readonly places: Iterable<UserPlace>;
  /** Who waits, the first first. */
  readonly line: Iterable<LineEntry>;
}

const AVAILABLE_CODE = stateLetters.available.charCodeAt(0);
const stateOfCode = new Map<number, SeatState>(
  Object.entries(stateLetters).map(([state, letter]) => [letter.charCodeAt(0), state as SeatState]),
);

/**
 * A map that owns its state: what the ledger has confirmed. A seat takes one byte and a pointer, and of a
 * user who has something here PlaceStore keeps little more.
 */
export class CommittedSeatMap extends SeatMap {
  /** Title, times, prices and rules may be replaced while the sale runs; the hall may not. */
  event: Event;
  readonly hall: Hall;
  readonly epoch: string;
  readonly logKey: string;
  private readonly states: Buffer;
  private readonly owners: (string | undefined)[];
  private readonly places = new PlaceStore();
  readonly line: CommittedSeatLine;
  /** How many holds stand. */
  holdCount = 0;

  constructor({ event, hall, position, logKey, states, owners, places, line }: SeatMapContents) {
    const bytes = Buffer.from(states, 'latin1');
    let availableCount = 0;
    for (const byte of bytes) if (byte === AVAILABLE_CODE) availableCount++;
    const { sequence, head } = position;
    super({ sequence, head, availableCount, lineServedBy: '' }, 1);
    this.line = new CommittedSeatLine(line);
    this.event = event;
    this.hall = hall;
    this.epoch = position.epoch;
    this.logKey = logKey;
    this.states = bytes;
    this.owners = [...owners];
    for (const place of places) this.putPlace(place);
    // Made now, so that nobody waits for it: the first to ask for the best seats least of all.
    this.knownFreeRuns = this.makeFreeRuns();
    this.knownFreeRuns.refresh();
  }

  stateOf(seatId: number): SeatState | undefined {
    const code = this.states[seatId - 1];
    return code === undefined ? undefined : stateOfCode.get(code);
  }

  ownerOf(seatId: number): string | undefined {
    return this.owners[seatId - 1];
  }

  place(userId: string): UserPlace | undefined {
    return this.places.get(userId);
  }

  allPlaces(): Iterable<UserPlace> {
    return this.places.values();
  }

  /** All places as they are now, whatever is decided later. */
  copyPlaces(): Iterable<UserPlace> {
    return this.places.copy();
  }

  reservationCounts(): Iterable<readonly [userId: string, count: number]> {
    return this.places.reservationCounts();
  }

  *allHolds(): Iterable<Hold> {
    for (const { hold } of this.places.mayHold()) if (hold !== undefined) yield hold;
  }

  /** One letter a seat; the first is seat 1. */
  stateText(): string {
    return this.states.toString('latin1');
  }

  /** Takes over what a draft of this very map has decided, once it is recorded. */
  adopt(draft: DraftSeatMap): void {
    for (const [seatId, seat] of draft.touchedSeats()) this.putSeat(seatId, seat);
    for (const place of draft.touchedPlaces()) this.putPlace(place);
    draft.line.handOver(this.line);
    this.lineServedBy = draft.lineServedBy;
    this.sequence = draft.sequence;
    this.head = draft.head;
    this.availableCount = draft.availableCount;
    this.lowestMaybeAvailable = Math.min(this.lowestMaybeAvailable, draft.lowestTouched);
  }

  /**
   * Forgets what no longer counts. It cannot be seen from outside, because nothing stale is ever believed;
   * it only gives the memory back. Returns how many users were dropped whole.
   */
  forgetStale(now: number, wallNow: number, keyMemoryMs?: number): number {
    const before = this.places.size;
    for (const place of this.places.mayBeStale((key) => keyCounts(key, wallNow, keyMemoryMs))) {
      const kept = withoutStale(place, now, wallNow, keyMemoryMs);
      if (kept !== place) this.putPlace(kept);
    }
    return before - this.places.size;
  }

  copyFree(first: number, count: number, into: Uint8Array): void {
    for (let i = 0; i < count; i++) into[i] = this.states[first - 1 + i] === AVAILABLE_CODE ? 1 : 0;
  }

  protected makeFreeRuns(): FreeRuns {
    return new FreeRuns(HallRuns.of(this.hall), this);
  }

  protected putSeat(seatId: number, seat: Seat): void {
    this.states[seatId - 1] = stateLetters[seat.state].charCodeAt(0);
    this.knownFreeRuns?.touch(seatId);
    this.owners[seatId - 1] = 'userId' in seat ? seat.userId : undefined;
  }

  protected putPlace(place: UserPlace): void {
    if (this.places.put(place)) this.holdCount--;
    if (place.hold !== undefined) this.holdCount++;
  }

  protected addToLine(entry: LineEntry): void {
    this.line.add(entry);
  }

  protected endInLine(sequence: number): void {
    this.line.end(sequence);
  }
}
