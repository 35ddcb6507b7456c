import type { SeatState } from '@jari/contract';
import { stateAfter, type Change } from './change.ts';
import type { Event } from './event.ts';
import type { FreeRuns, FreeSeats } from './free-runs.ts';
import type { Hall } from './hall.ts';
import type { Position } from './log-chain.ts';
import type { LineEntry, SeatLine } from './seat-line.ts';
import { AVAILABLE, BLOCKED, type Hold, type Seat } from './seat.ts';
import { afterChange, emptyPlace, type UserPlace } from './user-place.ts';

/**
 * The state of one event's hall as of its position in the log, built from changes alone: applying the same
 * changes in the same order gives the same map. What differs between the two kinds of map is only where they
 * keep things: `CommittedSeatMap` owns its state, `DraftSeatMap` lays uncommitted changes over another map.
 */
export abstract class SeatMap implements Position, FreeSeats {
  abstract readonly event: Event;
  abstract readonly hall: Hall;
  abstract readonly epoch: string;
  /** Keys the users' marks in the log; see `log-chain.ts`. */
  abstract readonly logKey: string;

  /** The last change this map contains, and its hash. */
  sequence: number;
  head: string;
  /** How many seats are available. */
  availableCount: number;
  /** No seat below this number is available; where the search for the first free seat begins. */
  protected lowestMaybeAvailable: number;
  /**
   * The rules by which seats were last offered to the whole line. Under others, somebody may have what they could
   * not have before; see `lineRules`.
   */
  lineServedBy: string;
  /** A draft has them only when somebody asks for the best seats. */
  protected knownFreeRuns: FreeRuns | undefined;

  protected constructor(
    start: Pick<SeatMap, 'sequence' | 'head' | 'availableCount' | 'lineServedBy'>,
    lowest: number,
  ) {
    this.lineServedBy = start.lineServedBy;
    this.sequence = start.sequence;
    this.head = start.head;
    this.availableCount = start.availableCount;
    this.lowestMaybeAvailable = lowest;
  }

  get seatCount(): number {
    return this.hall.seatCount;
  }

  /** Undefined when the hall has no such seat. */
  abstract stateOf(seatId: number): SeatState | undefined;
  /** The user of a held or reserved seat. */
  abstract ownerOf(seatId: number): string | undefined;
  /** Who waits for seats. */
  abstract readonly line: SeatLine;
  /** All that a user has here; undefined when that is nothing. */
  abstract place(userId: string): UserPlace | undefined;

  abstract copyFree(first: number, count: number, into: Uint8Array): void;

  protected abstract makeFreeRuns(): FreeRuns;
  protected abstract putSeat(seatId: number, seat: Seat): void;
  protected abstract putPlace(place: UserPlace): void;
  protected abstract addToLine(entry: LineEntry): void;
  protected abstract endInLine(sequence: number): void;

  seat(seatId: number): Seat | undefined {
    const state = this.stateOf(seatId);
    switch (state) {
      case undefined:
        return undefined;
      case 'available':
        return AVAILABLE;
      case 'blocked':
        return BLOCKED;
      case 'held':
      case 'reserved':
        return { state, userId: this.ownerOf(seatId) ?? '' };
    }
  }

  /** A user's hold, whether or not it has expired meanwhile. */
  hold(userId: string): Hold | undefined {
    return this.place(userId)?.hold;
  }

  /** The available seat with the lowest number. */
  firstAvailable(): number | undefined {
    if (this.availableCount === 0) return undefined;
    while (this.lowestMaybeAvailable <= this.seatCount) {
      if (this.stateOf(this.lowestMaybeAvailable) === 'available') return this.lowestMaybeAvailable;
      this.lowestMaybeAvailable++;
    }
    return undefined;
  }

  /** Where seats are free side by side. */
  get freeRuns(): FreeRuns {
    this.knownFreeRuns ??= this.makeFreeRuns();
    this.knownFreeRuns.refresh();
    return this.knownFreeRuns;
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
    this.head = change.hash;
    // Also when a hold is only extended: its seats carry its end in the ledger, and have to be written.
    this.replaceSeats(change);
    if (change.cause === 'queued') {
      const { sequence, userId, wish } = change;
      this.addToLine({ sequence, userId, wish });
    } else if ('entry' in change) this.endInLine(change.entry);
    if ('userId' in change) {
      this.putPlace(afterChange(this.place(change.userId) ?? emptyPlace(change.userId), change));
    }
  }

  private replaceSeats(change: Change): void {
    const next = seatAfter(change);
    for (const seatId of change.seatIds) {
      const before = this.stateOf(seatId);
      if (before === undefined) throw new Error(`the hall has no seat ${seatId}`);
      if (before === 'available') this.availableCount--;
      if (next.state === 'available') {
        this.availableCount++;
        if (seatId < this.lowestMaybeAvailable) this.lowestMaybeAvailable = seatId;
      }
      this.putSeat(seatId, next);
    }
  }
}

function seatAfter(change: Change): Seat {
  const state = stateAfter(change);
  if (state === 'available') return AVAILABLE;
  if (state === 'blocked' || !('userId' in change)) return BLOCKED;
  return { state, userId: change.userId };
}
