import type { Seat } from '@jari/contract';

/** Row and column of a seat, from 0. Seats are numbered row by row from the stage. */
export function placeOf(seatId: number, seatsPerRow: number): { row: number; column: number } {
  return { row: Math.floor((seatId - 1) / seatsPerRow), column: (seatId - 1) % seatsPerRow };
}

/** Cuts the seats into rows, in order. */
export function rowsOf(seatIds: readonly number[], seatsPerRow: number): number[][] {
  const rows: number[][] = [];
  for (const id of seatIds) (rows[placeOf(id, seatsPerRow).row] ??= []).push(id);
  return rows.filter((row) => row.length > 0);
}

/**
 * The free seats nearest to the lost ones, as many as were lost; undefined when there are too few. A step
 * along the row counts less than one to another row: the view changes less.
 */
export function nearestFree(
  seats: Iterable<Seat>,
  lost: readonly number[],
  seatsPerRow: number,
): number[] | undefined {
  const origins = lost.map((id) => placeOf(id, seatsPerRow));
  const distance = (id: number) => {
    const { row, column } = placeOf(id, seatsPerRow);
    return Math.min(
      ...origins.map((origin) => Math.abs(row - origin.row) * 1.5 + Math.abs(column - origin.column)),
    );
  };
  const free = [...seats].filter((seat) => seat.state === 'available' && !lost.includes(seat.id));
  if (lost.length === 0 || free.length < lost.length) return undefined;
  return free
    .map((seat) => ({ id: seat.id, far: distance(seat.id) }))
    .sort((a, b) => a.far - b.far || a.id - b.id)
    .slice(0, lost.length)
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}

/** Where an arrow key leads in the grid; the same seat at an edge. */
export function seatByKey(
  key: string,
  ctrl: boolean,
  from: number,
  count: number,
  seatsPerRow: number,
): number {
  const { row, column } = placeOf(from, seatsPerRow);
  const rowStart = row * seatsPerRow + 1;
  const rowEnd = Math.min(count, rowStart + seatsPerRow - 1);
  switch (key) {
    case 'ArrowLeft':
      return column > 0 ? from - 1 : from;
    case 'ArrowRight':
      return from < rowEnd ? from + 1 : from;
    case 'ArrowUp':
      return row > 0 ? from - seatsPerRow : from;
    case 'ArrowDown':
      return from + seatsPerRow <= count ? from + seatsPerRow : from;
    case 'Home':
      return ctrl ? 1 : rowStart;
    case 'End':
      return ctrl ? count : rowEnd;
    default:
      return from;
  }
}
