import type { HallRun, HallRuns } from './hall-runs.ts';

/** Who can say which seats are available. */
export interface FreeSeats {
  /** Writes 1 for an available seat and 0 for any other: `count` of them from `first` on. */
  copyFree(first: number, count: number, into: Uint8Array): void;
}

/** From this length on all stretches are told alike. */
const LENGTH_MAX = 31;
const UNKNOWN = 1 << 31;
/** How many places of a standing area are looked at in one go. */
const CHUNK = 512;

/**
 * How long the stretches of free seats in each run are, so that a search for seats side by side can pass by
 * where there are none: in the last minute of a sale nearly every run.
 *
 * A run has one number. For seats it is a set: bit `n - 1` is there when some stretch is `n` seats long, and
 * the bit of `LENGTH_MAX` for any longer. For a standing area it is a place below which none is free, as a
 * negative number. Whoever changes a seat only marks its run; the number is found anew when somebody asks.
 */
export class FreeRuns {
  private readonly numbers: Int32Array;
  private readonly marked: number[];
  /** To read runs into; one for all drafts, because nothing is kept in it. */
  private readonly buffer: Uint8Array;

  constructor(
    readonly hall: HallRuns,
    private readonly seats: FreeSeats,
    from?: FreeRuns,
  ) {
    from?.refresh();
    this.numbers = from?.numbers.slice() ?? new Int32Array(hall.runs.length).fill(UNKNOWN);
    this.marked = from === undefined ? hall.runs.map((_, run) => run) : [];
    this.buffer = from?.buffer ?? new Uint8Array(longest(hall.runs));
  }

  /** A seat became available, or is no longer. */
  touch(seatId: number): void {
    const run = this.hall.indexOf(seatId);
    const number = this.numbers[run] ?? 0;
    if (this.hall.runs[run]?.isStanding === true) {
      if (number !== UNKNOWN && seatId < -number) this.numbers[run] = -seatId;
    } else if (number !== UNKNOWN) {
      this.numbers[run] = UNKNOWN;
      this.marked.push(run);
    }
  }

  /** Finds out what is not known. */
  refresh(): void {
    for (const run of this.marked.splice(0)) {
      const { first, count, isStanding } = this.hall.runs[run] as HallRun;
      if (isStanding) {
        this.numbers[run] = -first;
        continue;
      }
      this.seats.copyFree(first, count, this.buffer);
      this.numbers[run] = stretches(this.buffer, count);
    }
  }

  /** The lengths of a run's free stretches as a set of bits, or -1 for a standing area. Only after `refresh`. */
  lengths(run: number): number {
    return Math.max(-1, this.numbers[run] ?? 0);
  }

  /** The free places of a standing area with the lowest numbers, at most `quantity`. */
  lowestPlaces(run: number, quantity: number, isWanted: (seatId: number) => boolean): number[] {
    const { first, count } = this.hall.runs[run] as HallRun;
    const end = first + count;
    const found: number[] = [];
    let isFromStart = true;
    for (let from = -(this.numbers[run] ?? -first); from < end && found.length < quantity; from += CHUNK) {
      const size = Math.min(CHUNK, end - from);
      this.seats.copyFree(from, size, this.buffer);
      for (let i = 0; i < size && found.length < quantity; i++) {
        if (this.buffer[i] === 0) continue;
        // Nothing before the first free place is free: the next search begins there.
        if (isFromStart) this.numbers[run] = -(from + i);
        isFromStart = false;
        if (isWanted(from + i)) found.push(from + i);
      }
    }
    if (isFromStart) this.numbers[run] = -end;
    return found;
  }
}

/** The lengths of the stretches of ones, as `FreeRuns` tells them. */
export function stretches(free: Uint8Array, count: number): number {
  let set = 0;
  let length = 0;
  for (let i = 0; i <= count; i++) {
    if (i < count && free[i] !== 0) length++;
    else if (length > 0) {
      set |= 1 << (Math.min(length, LENGTH_MAX) - 1);
      length = 0;
    }
  }
  return set;
}

/** Lengths that have room for `quantity` side by side. */
export function roomFor(quantity: number): number {
  return (-1 << (Math.min(quantity, LENGTH_MAX) - 1)) & ~UNKNOWN;
}

/** Lengths that have room for `quantity` without leaving one alone: as long, or longer by two and more. */
export function cleanRoomFor(quantity: number): number {
  if (quantity >= LENGTH_MAX - 1) return roomFor(quantity);
  return (1 << (quantity - 1)) | roomFor(quantity + 2);
}

function longest(runs: readonly HallRun[]): number {
  let most = CHUNK;
  for (const { count, isStanding } of runs) if (!isStanding && count > most) most = count;
  return most;
}
