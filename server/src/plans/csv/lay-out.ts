import type { PlanRow, PlanSeat } from '@jari/contract';

/** A seat that may have no position yet. */
export type Unplaced = Omit<PlanSeat, 'x' | 'y'> & { readonly x?: number; readonly y?: number };

export interface UnplacedRow {
  readonly name: string;
  readonly seats: readonly Unplaced[];
}

const PITCH = 25;
const ROW_DEPTH = 30;
const SECTION_GAP = 60;
const MARGIN = 40;

/** Gives seats without positions one: section below section, row behind row, all around one middle line. */
export function layOut(sections: readonly (readonly UnplacedRow[])[]): PlanRow[][] {
  const widest = sections.flat().reduce((most, { seats }) => Math.max(most, seats.length), 1);
  let y = MARGIN;
  return sections.map((rows) => {
    const placed = rows.map(({ name, seats }) => {
      const left = MARGIN + ((widest - seats.length) / 2) * PITCH;
      const row = {
        name,
        seats: seats.map((seat, i) => ({ ...seat, x: seat.x ?? left + i * PITCH, y: seat.y ?? y })),
      };
      y += ROW_DEPTH;
      return row;
    });
    y += SECTION_GAP;
    return placed;
  });
}

/** The outline of an area to stand in, of which a table tells the middle only: half a pitch for everybody. */
export function squareAround(
  { x, y }: { x: number; y: number },
  capacity: number,
): { x: number; y: number }[] {
  const half = Math.max(1, Math.round((Math.sqrt(capacity) * PITCH) / 4));
  return [
    { x: x - half, y: y - half },
    { x: x + half, y: y - half },
    { x: x + half, y: y + half },
    { x: x - half, y: y + half },
  ];
}
