import type { PlanDocument, SeatMark } from '@jari/contract';
import { finish, trimTo, type DraftRow, type DraftSection } from './draft.ts';
import { stage } from './grid.ts';
import { onArc, onLine } from './shapes.ts';

const SEATS = 1_500;
const CENTRE = { x: 0, y: -900 };
const ROW_DEPTH = 34;
/** Blocks A to E from the left, in degrees from the middle. */
const BLOCKS = [
  ['A', 36, 23],
  ['B', 21.5, 8.5],
  ['C', 7, -7],
  ['D', -8.5, -21.5],
  ['E', -23, -36],
] as const;

/** Where the walls stand, from the middle. */
const WALL = (39 * Math.PI) / 180;

/** A concert hall: stalls, two circles behind them and galleries along the walls. */
export function concertHallPlan(): PlanDocument {
  const ground = floor('1F', 1_000, 15, (row) => (row < 6 ? 'R' : row < 12 ? 'S' : 'A'));
  const first = floor('2F', 1_620, 5, (row) => (row < 3 ? 'S' : 'A'));
  const second = floor('3F', 1_900, 3, () => 'B');
  const galleries = [gallery('2F L', -1), gallery('2F R', 1)];
  const sections = [...ground, ...first, ...galleries, ...second];
  trimTo(SEATS, sections);
  const word = (content: string, radius: number) => ({
    shape: 'text' as const,
    x: 0,
    y: CENTRE.y + radius,
    text: { content, size: 24, color: '#5d5870' },
  });
  return finish({
    name: '콘서트홀 Concert hall 1,500',
    categories: [
      { name: 'R', color: '#c2410c' },
      { name: 'S', color: '#2a78d6' },
      { name: 'A', color: '#0f9d7a' },
      { name: 'B', color: '#8a63d2' },
    ],
    sections,
    areas: [
      stage({ x: -330, y: -140, width: 660, height: 150 }),
      word('2층 2F', 1_570),
      word('3층 3F', 1_850),
    ],
    focus: { x: 0, y: -65 },
  });
}

function floor(
  name: string,
  radius: number,
  rowCount: number,
  categoryOf: (row: number) => string,
): DraftSection[] {
  return BLOCKS.map(([block, from, to]) => ({
    name: `${name} ${block}`,
    rows: Array.from({ length: rowCount }, (_, row): DraftRow => ({
      name: String(row + 1),
      category: categoryOf(row),
      spots: onArc({ centre: CENTRE, radius: radius + row * ROW_DEPTH, from: 90 + from, to: 90 + to }),
      marksAt: (place, count) => marksIn(name === '1F' && row === rowCount - 1, place, count),
    })),
  }));
}

/** Two rows along a wall. From the second one does not see all of the stage. */
function gallery(name: string, side: 1 | -1): DraftSection {
  return {
    name,
    rows: [0, 1].map((row) => {
      const at = (distance: number) => ({
        x: CENTRE.x + side * (distance * Math.sin(WALL) + row * 36 * Math.cos(WALL)),
        y: CENTRE.y + distance * Math.cos(WALL) - row * 36 * Math.sin(WALL),
      });
      const [from, to] = side === 1 ? [at(1_480), at(1_000)] : [at(1_000), at(1_480)];
      return {
        name: String(row + 1),
        category: row === 0 ? 'A' : 'B',
        spots: onLine(from, to, 28),
        ...(row === 1 ? { marksAt: (): SeatMark[] => ['restricted_view'] } : {}),
      };
    }),
  };
}

function marksIn(isLastOfStalls: boolean, place: number, count: number): SeatMark[] {
  if (isLastOfStalls && place === 0) return ['wheelchair', 'easy_access'];
  if (isLastOfStalls && place === 1) return ['companion', 'easy_access'];
  return place === 0 || place === count - 1 ? ['aisle'] : [];
}
