import type { Hall, Row, Seat } from './hall.ts';

/** The hall as a tree shows it: seats counted from 1 in the order in which they stand. */
export interface OutlineModel {
  readonly sections: readonly {
    readonly name: string;
    readonly firstRow: number;
    readonly rowCount: number;
    /** Said of standing areas only, which have nothing to open. */
    readonly outline: object | undefined;
    readonly count: number;
  }[];
  readonly rows: readonly {
    readonly section: number;
    readonly firstSeat: number;
    readonly seatCount: number;
    readonly row: Row;
  }[];
  /** Which row a seat is in, by its number less one. */
  readonly row: ArrayLike<number>;
  readonly seatAt: (seatId: number) => Seat | undefined;
}

export function outlineOf(hall: Hall): OutlineModel {
  const rows: { section: number; firstSeat: number; seatCount: number; row: Row }[] = [];
  let next = 1;
  const sections = hall.sections.map(({ name, rows: own, standing }, section) => {
    const [firstRow, firstSeat] = [rows.length, next];
    for (const row of own) {
      rows.push({ section, firstSeat: next, seatCount: row.seats.length, row });
      next += row.seats.length;
    }
    return {
      name,
      firstRow,
      rowCount: own.length,
      outline: standing,
      count: standing?.capacity ?? next - firstSeat,
    };
  });
  const row = new Uint32Array(next - 1);
  for (const [index, { firstSeat, seatCount }] of rows.entries())
    row.fill(index, firstSeat - 1, firstSeat - 1 + seatCount);
  return {
    sections,
    rows,
    row,
    seatAt: (seatId) => {
      const found = rows[row[seatId - 1] ?? -1];
      return found?.row.seats[seatId - found.firstSeat];
    },
  };
}
