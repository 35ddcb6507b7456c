import { around, NOWHERE, type Box } from '#lib/map/box.ts';
import { areaBox } from '#lib/map/hall-model.ts';
import type { Area, Block, Hall, Row, Section, Spot } from './hall.ts';

const RADIANS = Math.PI / 180;
/** Flatter than this an arc cannot be told from a line. */
const STRAIGHT_BELOW_DEGREES = 0.5;

export function turned({ x, y }: Spot, degrees: number, { x: cx, y: cy }: Spot = { x: 0, y: 0 }): Spot {
  const [sin, cos] = [Math.sin(degrees * RADIANS), Math.cos(degrees * RADIANS)];
  return { x: cx + (x - cx) * cos - (y - cy) * sin, y: cy + (x - cx) * sin + (y - cy) * cos };
}

/** Degrees from -180 to 180. */
export function normalDegrees(degrees: number): number {
  const turn = (((degrees + 180) % 360) + 360) % 360;
  return turn - 180;
}

/** Where a place of a block is. */
export function spotOf(block: Block, rowSlot: number, seatSlot: number): Spot {
  const { seatCount, seatStep, rowStep, curve, skew } = block;
  const column = block.flip ? seatCount - 1 - seatSlot : seatSlot;
  const along = (column - (seatCount - 1) / 2) * seatStep + rowSlot * skew;
  const local = bent(along, rowSlot * rowStep, (seatCount - 1) * seatStep, curve);
  const { x, y } = turned(local, block.rotation);
  return { x: fine(block.x + x), y: fine(block.y + y) };
}

function bent(along: number, depth: number, width: number, curve: number): Spot {
  if (Math.abs(curve) < STRAIGHT_BELOW_DEGREES || width <= 0) return { x: along, y: depth };
  const radius = width / (Math.abs(curve) * RADIANS);
  // Towards the stage all rows have one centre; away from it they are alike, or those behind would meet in it.
  const own = curve > 0 ? radius + depth : radius;
  const angle = along / own;
  return curve > 0
    ? { x: own * Math.sin(angle), y: own * Math.cos(angle) - radius }
    : { x: own * Math.sin(angle), y: depth + own - own * Math.cos(angle) };
}

/** Finer than any drawing, and short in a file. */
export function fine(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

const rowBoxes = new WeakMap<Row, Box>();

export function boxOfRow(row: Row): Box {
  const known = rowBoxes.get(row);
  if (known) return known;
  const box = boxOfSpots(row.seats);
  rowBoxes.set(row, box);
  return box;
}

export function boxOfSpots(spots: Iterable<Spot>): Box {
  let { minX, minY, maxX, maxY } = NOWHERE;
  for (const { x, y } of spots) {
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY };
}

const areaBoxes = new WeakMap<Area, Box>();

export function boxOfArea(area: Area): Box {
  const known = areaBoxes.get(area);
  if (known) return known;
  const box = areaBox(area);
  areaBoxes.set(area, box);
  return box;
}

export function boxOfSection({ rows, standing }: Section): Box {
  let box = standing ? boxOfSpots(standing.outline) : NOWHERE;
  for (const row of rows) box = around(box, boxOfRow(row));
  return box;
}

export function isEmptyBox({ minX, maxX }: Box): boolean {
  return minX > maxX;
}

export function middleOfBox({ minX, minY, maxX, maxY }: Box): Spot {
  return { x: (minX + maxX) / 2, y: (minY + maxY) / 2 };
}

const steps = new WeakMap<Hall['sections'], number>();

/** The usual distance between neighbours: seats are drawn as large as it allows. */
export function seatStepOf({ sections }: Hall, without: number): number {
  const known = steps.get(sections);
  if (known !== undefined) return known;
  const distances: number[] = [];
  for (const { rows } of sections) {
    for (const { seats } of rows) {
      for (let i = 1; i < seats.length; i++) {
        const [a, b] = [seats[i - 1], seats[i]];
        if (a && b) distances.push(Math.hypot(a.x - b.x, a.y - b.y));
      }
    }
  }
  const sorted = Float64Array.from(distances.filter((each) => each > 0)).sort();
  const step = sorted[sorted.length >> 1] ?? without;
  steps.set(sections, step);
  return step;
}
