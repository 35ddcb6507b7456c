import type { SeatMark } from '@jari/contract';
import { ranksByDistance } from './ranks.ts';

/**
 * What is fixed about a hall: its seats, numbered 1…n, and how they lie to each other. Nothing else computes
 * with rows, columns or positions; what changes about a seat is the seat map's.
 */
export interface Hall {
  readonly seatCount: number;
  /** In the order of their seats: each section's come one after the other. */
  readonly sections: readonly HallSection[];
  /** The names of the price categories. */
  readonly categories: readonly string[];
  /** What is written on the seat, e.g. "A1" or "Stalls · A · 12". */
  label(seatId: number): string;
  /** The seats directly beside it; an aisle or the end of a row ends a neighbourhood. */
  neighbours(seatId: number): readonly number[];
  /** Its neighbourhood: seats that stand side by side have consecutive numbers. */
  rowOf(seatId: number): SeatRun;
  /** The order in which seats are given to those who leave the choice to us; the smallest comes first. */
  rank(seatId: number): number;
  /** An index into `sections`. */
  sectionOf(seatId: number): number;
  /** An index into `categories`. */
  categoryOf(seatId: number): number;
  marksOf(seatId: number): readonly SeatMark[];
}

export interface HallSection {
  /** Empty where there is only one and nobody has named it. */
  readonly name: string;
  readonly firstSeat: number;
  readonly seatCount: number;
  /** Its places are a quantity: nobody sits beside anybody. */
  readonly standing: boolean;
}

/** Seats side by side: `first`, `first + 1`… */
export interface SeatRun {
  readonly first: number;
  readonly count: number;
}

export const NO_MARKS: readonly SeatMark[] = [];

/** The seats of the run directly beside one of it. */
export function besideIn({ first, count }: SeatRun, seatId: number): readonly number[] {
  const beside: number[] = [];
  if (seatId > first) beside.push(seatId - 1);
  if (seatId < first + count - 1) beside.push(seatId + 1);
  return beside;
}

/** A hall whose rows all have the same number of seats, numbered row by row from the stage. */
export interface GridLayout {
  readonly rows: number;
  readonly seatsPerRow: number;
}

/** The only category of a grid. */
const STANDARD: readonly string[] = ['standard'];

/** One section, one category, no aisles: the hall of the brief. */
export class GridHall implements Hall {
  readonly sections: readonly HallSection[];
  readonly categories = STANDARD;
  private ranks: Uint32Array | undefined;

  constructor(readonly layout: GridLayout) {
    this.sections = [{ name: '', firstSeat: 1, seatCount: this.seatCount, standing: false }];
  }

  get seatCount(): number {
    return this.layout.rows * this.layout.seatsPerRow;
  }

  /** Rows are lettered A…Z, AA, AB… as in a theatre. */
  label(seatId: number): string {
    const { seatsPerRow } = this.layout;
    let row = Math.floor((seatId - 1) / seatsPerRow) + 1;
    const place = ((seatId - 1) % seatsPerRow) + 1;
    let letters = '';
    while (row > 0) {
      letters = String.fromCharCode(65 + ((row - 1) % 26)) + letters;
      row = Math.floor((row - 1) / 26);
    }
    return `${letters}${place}`;
  }

  neighbours(seatId: number): readonly number[] {
    return besideIn(this.rowOf(seatId), seatId);
  }

  rowOf(seatId: number): SeatRun {
    const { seatsPerRow } = this.layout;
    return { first: seatId - ((seatId - 1) % seatsPerRow), count: seatsPerRow };
  }

  /** Everybody looks at the middle of the stage, one step before the first row. */
  rank(seatId: number): number {
    this.ranks ??= ranksByDistance(this.seatCount, (id) => {
      const { seatsPerRow } = this.layout;
      const across = ((id - 1) % seatsPerRow) - (seatsPerRow - 1) / 2;
      const deep = Math.floor((id - 1) / seatsPerRow) + 1;
      return Math.sqrt(across * across + deep * deep);
    });
    return this.ranks[seatId - 1] ?? Infinity;
  }

  sectionOf(): number {
    return 0;
  }

  categoryOf(): number {
    return 0;
  }

  marksOf(): readonly SeatMark[] {
    return NO_MARKS;
  }
}
