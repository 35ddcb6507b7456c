import { around, NOWHERE, overlaps, type Box } from '#lib/map/box.ts';
import type { HallModel } from '#lib/map/hall-model.ts';
import { isInside } from '#lib/map/hit-test.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The drawn seats in a box of the hall. Places of a standing area are chosen as a whole, never by where they lie. */
export function seatsInBox(model: HallModel, box: Box): readonly number[] {
  return seatsNear(model, box, () => true);
}

/** The drawn seats that a closed line goes around. */
export function seatsInLasso(model: HallModel, points: readonly Point[]): readonly number[] {
  if (points.length < 3) return [];
  const outline = points.flatMap(({ x, y }) => [x, y]);
  const box = points.reduce((all, { x, y }) => around(all, { minX: x, minY: y, maxX: x, maxY: y }), NOWHERE);
  return seatsNear(model, box, (x, y) => isInside(outline, x, y));
}

/** Asks only seats of rows that the box touches, so that a small lasso in a stadium costs little. */
function seatsNear(model: HallModel, box: Box, fits: (x: number, y: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (const row of model.rows) {
    if (!overlaps(row.box, box)) continue;
    for (let id = row.firstSeat; id < row.firstSeat + row.seatCount; id++) {
      const [x, y] = [model.x[id - 1] ?? 0, model.y[id - 1] ?? 0];
      const isInBox = x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY;
      if (isInBox && fits(x, y)) found.push(id);
    }
  }
  return found;
}

/** Leaves out points that hardly bend the line: a finger gives hundreds, and each is asked about for every seat. */
export function thinned(points: readonly Point[], least: number): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) >= least) kept.push(point);
  }
  return kept;
}
