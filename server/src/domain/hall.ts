/**
 * What is fixed about a hall: its seats, numbered 1…n, and how they lie to each other. Nothing else computes
 * with rows and columns; what changes about a seat is the seat map's.
 */
export interface Hall {
  readonly seatCount: number;
  readonly sections: readonly HallSection[];
  /** The names by which prices are told. */
  readonly categories: readonly string[];
  /** What is written on the seat, e.g. "A1". */
  label(seatId: number): string;
  /** The seats directly beside it; an aisle or the end of a row ends a neighbourhood. */
  neighbours(seatId: number): readonly number[];
  /** The order in which seats are given to those who leave the choice to us; the smallest comes first. */
  rank(seatId: number): number;
  /** Its place in `sections`. */
  sectionOf(seatId: number): number;
  /** Its place in `categories`. */
  categoryOf(seatId: number): number;
}

export interface HallSection {
  /** Empty where there is only one and nobody has named it. */
  readonly name: string;
  readonly firstSeat: number;
  readonly seatCount: number;
  readonly standing: boolean;
}

/** A hall whose rows all have the same number of seats, numbered row by row from the stage. */
export interface GridLayout {
  readonly rows: number;
  readonly seatsPerRow: number;
}

/** The only category of a grid. */
const STANDARD = ['standard'];

export class GridHall implements Hall {
  readonly categories: readonly string[] = STANDARD;
  readonly sections: readonly HallSection[];

  constructor(private readonly layout: GridLayout) {
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

  sectionOf(): number {
    return 0;
  }

  categoryOf(): number {
    return 0;
  }
}
