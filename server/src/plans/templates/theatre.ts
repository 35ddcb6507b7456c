import type { PlanDocument, SeatMark } from '@jari/contract';
import { finish, trimTo, type DraftRow, type DraftSection } from './draft.ts';
import { stage } from './grid.ts';
import { letters, onArc } from './shapes.ts';

const SEATS = 300;
const CENTRE = { x: 0, y: -420 };
const ROW_DEPTH = 34;
/** Three blocks with an aisle between them, in degrees from the middle. */
const BLOCKS = [
  [28.5, 13.5],
  [10.5, -10.5],
  [-13.5, -28.5],
] as const;

/** A small theatre: curved stalls with two aisles, and a balcony. */
export function theatrePlan(): PlanDocument {
  const stalls: DraftSection = {
    name: '1층 Stalls',
    rows: Array.from({ length: 10 }, (_, i) => rowOf(letters(i), 470 + i * ROW_DEPTH, i < 4 ? 'R' : 'S', i)),
  };
  const balcony: DraftSection = {
    name: '2층 Balcony',
    rows: Array.from({ length: 3 }, (_, i) => ({
      ...rowOf(letters(i), 930 + i * ROW_DEPTH, 'A', NaN),
      marksAt: (place: number, count: number): SeatMark[] =>
        place < 2 || place >= count - 2 ? ['restricted_view'] : [],
    })),
  };
  const sections = [stalls, balcony];
  trimTo(SEATS, sections, [balcony]);
  return finish({
    name: '소극장 Theatre 300',
    categories: [
      { name: 'R', color: '#c2410c' },
      { name: 'S', color: '#2a78d6' },
      { name: 'A', color: '#0f9d7a' },
    ],
    sections,
    areas: [
      stage({ x: -200, y: -110, width: 400, height: 80 }),
      {
        shape: 'text',
        x: 0,
        y: CENTRE.y + 930 - 42,
        text: { content: '2층 Balcony', size: 18, color: '#5d5870' },
      },
    ],
    focus: { x: 0, y: -70 },
  });
}

function rowOf(name: string, radius: number, category: string, index: number): DraftRow {
  const blocks = BLOCKS.map(([from, to]) => onArc({ centre: CENTRE, radius, from: 90 + from, to: 90 + to }));
  const counts = blocks.map(({ length }) => length);
  return { name, category, spots: blocks.flat(), marksAt: (place) => marksIn(index, place, counts) };
}

/** Wheelchair places lie at the aisles of the last row of stalls, each with a seat for company beside it. */
function marksIn(row: number, place: number, [left = 0, middle = 0]: readonly number[]): SeatMark[] {
  const marks: SeatMark[] = [];
  const edges = [left - 1, left, left + middle - 1, left + middle];
  if (row === 9) {
    if (place === left || place === left + middle - 1) return ['wheelchair', 'easy_access'];
    if (place === left + 1 || place === left + middle - 2) return ['companion', 'easy_access'];
  }
  if (edges.includes(place)) marks.push('aisle');
  return marks;
}
