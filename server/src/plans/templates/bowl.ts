import type { SeatMark } from '@jari/contract';
import type { DraftRow, DraftSection, Spot } from './draft.ts';
import { onArc, onLine, PITCH } from './shapes.ts';

/**
 * Tiers around a field: a rectangle with rounded corners, and rows that follow it. Sections along the sides are
 * rectangles, those in the corners are wedges that widen towards the back, as in any real stadium.
 */
export interface Bowl {
  /** Half the width and height of the straight parts. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  readonly cornerRadius: number;
  /** How many sections each straight part and each corner has. */
  readonly along: number;
  readonly across: number;
  readonly corner: number;
  /** Side that stays open for a stage. */
  readonly open?: 'top';
}

export interface Tier {
  /** Sections are numbered from here, clockwise from the top left. */
  readonly firstNumber: number;
  readonly rows: number;
  /** From the field's edge to the first row. */
  readonly distance: number;
  readonly category: (row: number, section: { readonly along: boolean }) => string;
  /** Whether the last row of each section has places for wheelchairs. */
  readonly isAccessible?: boolean;
}

const ROW_DEPTH = 40;
const AISLE = 60;

interface Slot {
  readonly along: boolean;
  readonly spots: (distance: number) => Spot[];
}

export function tier(
  bowl: Bowl,
  { firstNumber, rows, distance, category, isAccessible }: Tier,
): DraftSection[] {
  return slotsOf(bowl).map((slot, i) => ({
    name: String(firstNumber + i),
    rows: Array.from({ length: rows }, (_, row): DraftRow => ({
      name: String(row + 1),
      category: category(row, slot),
      spots: slot.spots(distance + row * ROW_DEPTH),
      ...(isAccessible === true && row === rows - 1 ? { marksAt: accessible } : {}),
    })),
  }));
}

/** Two places for wheelchairs at each end, with company beside them. */
function accessible(place: number, count: number): SeatMark[] {
  const fromTheEnd = Math.min(place, count - 1 - place);
  if (fromTheEnd === 0 || fromTheEnd === 2) return ['wheelchair', 'easy_access'];
  return fromTheEnd === 1 || fromTheEnd === 3 ? ['companion', 'easy_access'] : [];
}

/** Clockwise from the top left; the seats of a row are numbered clockwise too. */
function slotsOf({ halfWidth: w, halfHeight: h, cornerRadius, along, across, corner, open }: Bowl): Slot[] {
  const corners = (x: number, y: number, from: number): Slot[] =>
    pieces(corner).map(([start, end]) => ({
      along: false,
      spots: (distance) => {
        const radius = cornerRadius + distance;
        const half = (AISLE / 2 / radius) * (180 / Math.PI);
        return onArc({
          centre: { x, y },
          radius,
          from: from + start * 90 + half,
          to: from + end * 90 - half,
        });
      },
    }));
  const side = (count: number, from: Spot, to: Spot, out: Spot): Slot[] =>
    pieces(count).map(([start, end]) => ({
      along: true,
      spots: (distance) => {
        const reach = cornerRadius + distance;
        const at = (share: number): Spot => ({
          x: from.x + (to.x - from.x) * share + out.x * reach,
          y: from.y + (to.y - from.y) * share + out.y * reach,
        });
        const inset = AISLE / 2 / Math.hypot(to.x - from.x, to.y - from.y);
        return onLine(at(start + inset), at(end - inset), PITCH);
      },
    }));
  return [
    ...(open === 'top' ? [] : side(along, { x: -w, y: -h }, { x: w, y: -h }, { x: 0, y: -1 })),
    ...corners(w, -h, -90),
    ...side(across, { x: w, y: -h }, { x: w, y: h }, { x: 1, y: 0 }),
    ...corners(w, h, 0),
    ...side(along, { x: w, y: h }, { x: -w, y: h }, { x: 0, y: 1 }),
    ...corners(-w, h, 90),
    ...side(across, { x: -w, y: h }, { x: -w, y: -h }, { x: -1, y: 0 }),
    ...corners(-w, -h, 180),
  ];
}

function pieces(count: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => [i / count, (i + 1) / count]);
}
