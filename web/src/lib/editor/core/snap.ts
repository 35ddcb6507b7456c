import type { Box } from '#lib/map/box.ts';
import type { Spot } from './hall.ts';

/** A line that shows what something was aligned with. */
export interface Guide {
  readonly axis: 'x' | 'y';
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Snapped {
  readonly dx: number;
  readonly dy: number;
  readonly guides: readonly Guide[];
}

export interface SnapTo {
  /** 0: no grid. */
  readonly grid: number;
  readonly boxes: readonly Box[];
  /** How near is near. */
  readonly reach: number;
}

/** Where a box comes to rest that is moved by about so much: at the edges of others, else on the grid. */
export function snapMove(box: Box, dx: number, dy: number, to: SnapTo): Snapped {
  const x = snapAxis([box.minX + dx, (box.minX + box.maxX) / 2 + dx, box.maxX + dx], to, 'x');
  const y = snapAxis([box.minY + dy, (box.minY + box.maxY) / 2 + dy, box.maxY + dy], to, 'y');
  const moved = {
    minX: box.minX + dx + x.by,
    maxX: box.maxX + dx + x.by,
    minY: box.minY + dy + y.by,
    maxY: box.maxY + dy + y.by,
  };
  const guides: Guide[] = [];
  if (x.at !== undefined && x.with)
    guides.push({
      axis: 'x',
      at: x.at,
      from: Math.min(moved.minY, x.with.minY),
      to: Math.max(moved.maxY, x.with.maxY),
    });
  if (y.at !== undefined && y.with)
    guides.push({
      axis: 'y',
      at: y.at,
      from: Math.min(moved.minX, y.with.minX),
      to: Math.max(moved.maxX, y.with.maxX),
    });
  return { dx: dx + x.by, dy: dy + y.by, guides };
}

function snapAxis(
  edges: readonly number[],
  { grid, boxes, reach }: SnapTo,
  axis: 'x' | 'y',
): { readonly by: number; readonly at?: number; readonly with?: Box } {
  let best: { by: number; at: number; with: Box } | undefined;
  for (const other of boxes) {
    const [low, high] = axis === 'x' ? [other.minX, other.maxX] : [other.minY, other.maxY];
    for (const at of [low, (low + high) / 2, high]) {
      for (const edge of edges) {
        const by = at - edge;
        if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by)))
          best = { by, at, with: other };
      }
    }
  }
  if (best) return best;
  if (grid <= 0) return { by: 0 };
  const [edge = 0] = edges;
  return { by: Math.round(edge / grid) * grid - edge };
}

export function snapSpot({ x, y }: Spot, grid: number): Spot {
  if (grid <= 0) return { x, y };
  return { x: Math.round(x / grid) * grid, y: Math.round(y / grid) * grid };
}
