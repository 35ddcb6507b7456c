/**
 * What is fixed about a hall: its seats, numbered 1…n, and how they lie to each other. Nothing else computes
 * with rows and columns; what changes about a seat is the seat map's.
 */
export interface Hall {
  readonly seatCount: number;
  /** How the hall was described, as it is stored and shown. */
  readonly layout: GridLayout;
  /** What is written on the seat, e.g. "A1". */
  label(seatId: number): string;
  /** The seats directly beside it; an aisle or the end of a row ends a neighbourhood. */
  neighbours(seatId: number): readonly number[];
  /** The order in which seats are given to those who leave the choice to us; the smallest comes first. */
  rank(seatId: number): number;
}

/** A hall whose rows all have the same number of seats, numbered row by row from the stage. */
export interface GridLayout {
  readonly rows: number;
  readonly seatsPerRow: number;
}

export class GridHall implements Hall {
  constructor(readonly layout: GridLayout) {}

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
    const place = (seatId - 1) % this.layout.seatsPerRow;
    const beside: number[] = [];
    if (place > 0) beside.push(seatId - 1);
    if (place < this.layout.seatsPerRow - 1) beside.push(seatId + 1);
    return beside;
  }

  /** The brief's "first free seat" is the one with the lowest number. */
  rank(seatId: number): number {
    return seatId;
  }
}

export function sameLayout(a: Hall, b: Hall): boolean {
  return a.layout.rows === b.layout.rows && a.layout.seatsPerRow === b.layout.seatsPerRow;
}
