import type { PlanDocument } from '@jari/contract';

const PITCH = 25;
const ROW_DEPTH = 30;

/**
 * A theatre for the tests of the map: stalls and balcony, each with ten rows of twelve around an aisle, and a
 * standing area. Seat 1 is stalls A 1; seat 121 is balcony A 1; places 241 to 290 are for standing.
 */
export const mapTheatre: PlanDocument = {
  format: 'jari-plan',
  version: 1,
  name: 'A theatre for tests',
  categories: [
    { name: 'Stalls', color: '#7a5cff' },
    { name: 'Balcony', color: '#22aa66' },
    { name: 'Floor', color: '#d6402a' },
  ],
  sections: [
    { name: 'Stalls', rows: rows('Stalls', 0) },
    { name: 'Balcony', rows: rows('Balcony', 400) },
    {
      name: 'Floor',
      standing: {
        capacity: 50,
        category: 'Floor',
        outline: [
          { x: 0, y: -120 },
          { x: 325, y: -120 },
          { x: 325, y: -40 },
          { x: 0, y: -40 },
        ],
      },
    },
  ],
  focus: { x: 160, y: -150 },
};

function rows(category: string, y: number) {
  return Array.from({ length: 10 }, (_, row) => ({
    name: String.fromCharCode(65 + row),
    category,
    seats: Array.from({ length: 12 }, (__, place) => ({
      number: String(place + 1),
      x: place * PITCH + (place < 6 ? 0 : 2 * PITCH),
      y: y + row * ROW_DEPTH,
    })),
  }));
}

/** Where a seat of that theatre is. */
export function placeOf(seatId: number): { x: number; y: number } {
  const seats = mapTheatre.sections.flatMap((section) => section.rows ?? []).flatMap((row) => row.seats);
  const seat = seats[seatId - 1];
  if (!seat) throw new Error(`seat ${seatId} has no place`);
  return { x: seat.x, y: seat.y };
}

/** Straight rows without names of their own, as many as wished. */
export function manySeats(rowCount: number, seatsPerRow: number): PlanDocument {
  return {
    format: 'jari-plan',
    version: 1,
    name: `${rowCount} × ${seatsPerRow}`,
    categories: [
      { name: 'Near', color: '#7a5cff' },
      { name: 'Far', color: '#22aa66' },
    ],
    sections: [
      {
        name: 'Hall',
        rows: Array.from({ length: rowCount }, (_, row) => ({
          name: String(row + 1),
          category: row < rowCount / 2 ? 'Near' : 'Far',
          seats: Array.from({ length: seatsPerRow }, (__, place) => ({
            number: String(place + 1),
            x: place * PITCH,
            y: row * ROW_DEPTH,
          })),
        })),
      },
    ],
  };
}
