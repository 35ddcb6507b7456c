import { reshape, BLOCK_ROWS_MAX, BLOCK_SEATS_MAX } from '../core/block.ts';
import { patchArea, patchStandings } from '../core/edit.ts';
import { fine, spotOf, turned } from '../core/geometry.ts';
import type { Block, Hall, Id, Spot } from '../core/hall.ts';
import type { Picked } from '../core/pick.ts';
import { transform } from '../core/transform.ts';

/** A point that can be taken hold of to change one thing about what is selected. */
export interface Handle extends Spot {
  readonly does: 'seats' | 'rows' | 'curve' | 'turn' | 'size' | 'corner';
  readonly of: Id;
  /** Which corner of an outline. */
  readonly at?: number;
}

const CURVE_MIN = -150;
const CURVE_MAX = 180;
/** Turning comes to rest at multiples of this, in degrees. */
const TURN_STEP = 5;

/** The handles of one block, area or standing area that is selected alone; `air` is the distance that fingers need. */
export function handlesOf({ blocks, areas, standings, rows }: Picked, air: number): Handle[] {
  const [block, area, section] = [blocks[0], areas[0], standings[0]];
  const count = blocks.length + areas.length + standings.length;
  if (count !== 1) return [];
  if (block) return rows.every((row) => row.block === block.id) ? handlesOfBlock(block, air) : [];
  if (rows.length > 0) return [];
  if (section?.standing)
    return section.standing.outline.map((spot, at) => ({ ...spot, does: 'corner', of: section.id, at }));
  if (!area) return [];
  if (area.points) {
    return area.points.map((point, at) => {
      const { x, y } = turned({ x: area.x + point.x, y: area.y + point.y }, area.rotation ?? 0, area);
      return { x, y, does: 'corner', of: area.id, at };
    });
  }
  const reach =
    area.shape === 'rectangle'
      ? { x: area.width ?? 0, y: area.height ?? 0 }
      : { x: area.radius_x ?? 0, y: area.radius_y ?? area.radius_x ?? 0 };
  if (area.shape === 'text') return [];
  const corner = turned({ x: area.x + reach.x, y: area.y + reach.y }, area.rotation ?? 0, area);
  return [{ ...corner, does: 'size', of: area.id }];
}

function handlesOfBlock(block: Block, air: number): Handle[] {
  const of = block.id;
  const at = (row: number, seat: number) => spotOf({ ...block, flip: false }, row, seat);
  const { rowCount, seatCount } = block;
  const middle = (seatCount - 1) / 2;
  const out = (from: Spot, away: Spot): Spot => {
    const far = Math.hypot(away.x, away.y) || 1;
    return { x: from.x + (away.x / far) * air, y: from.y + (away.y / far) * air };
  };
  const right = turned({ x: 1, y: 0 }, block.rotation);
  const down = turned({ x: 0, y: 1 }, block.rotation);
  return [
    { ...out(at((rowCount - 1) / 2, seatCount - 1), right), does: 'seats', of },
    { ...out(at(rowCount - 1, middle), down), does: 'rows', of },
    { ...out(at(0, 0), { x: -down.x, y: -down.y }), does: 'curve', of },
    { ...out(at(0, middle), { x: -down.x, y: -down.y }), does: 'turn', of },
  ];
}

/** What the hall is when the handle is dragged to a spot. */
export function dragHandle(hall: Hall, handle: Handle, picked: Picked, to: Spot, air: number): Hall {
  const { does, of, at } = handle;
  if (does === 'corner') return moveCorner(hall, of, at ?? 0, to);
  if (does === 'size') return resize(hall, of, to);
  const block = hall.blocks.find(({ id }) => id === of);
  if (!block) return hall;
  // As the block sees it: its first row lies along x, and the stage is above.
  const local = turned({ x: to.x - block.x, y: to.y - block.y }, -block.rotation);
  switch (does) {
    case 'seats': {
      // The left end stays where it is.
      const left = (-(block.seatCount - 1) / 2) * block.seatStep;
      const middleSkew = (block.skew * (block.rowCount - 1)) / 2;
      const along = local.x - air - middleSkew - left;
      const seatCount = clamp(Math.round(along / block.seatStep) + 1, 1, BLOCK_SEATS_MAX);
      const by = turned({ x: ((seatCount - block.seatCount) * block.seatStep) / 2, y: 0 }, block.rotation);
      return reshape(hall, of, { seatCount, x: fine(block.x + by.x), y: fine(block.y + by.y) });
    }
    case 'rows':
      return reshape(hall, of, {
        rowCount: clamp(Math.round((local.y - air) / block.rowStep) + 1, 1, BLOCK_ROWS_MAX),
      });
    case 'curve': {
      const width = (block.seatCount - 1) * block.seatStep;
      if (width <= 0) return hall;
      // A flat arc rises by an eighth of its width times its angle.
      const degrees = Math.round(((-(local.y + air) * 8) / width) * (180 / Math.PI));
      return reshape(hall, of, { curve: Math.abs(degrees) < 3 ? 0 : clamp(degrees, CURVE_MIN, CURVE_MAX) });
    }
    case 'turn': {
      const angle = (Math.atan2(local.y, local.x) * 180) / Math.PI + 90;
      const wished = Math.round((block.rotation + angle) / TURN_STEP) * TURN_STEP;
      const ids = new Set(picked.seats.map(({ id }) => id));
      return transform(hall, ids, { do: 'turn', degrees: wished - block.rotation, around: block });
    }
  }
}

function moveCorner(hall: Hall, id: Id, at: number, to: Spot): Hall {
  const area = hall.areas.find((each) => each.id === id);
  if (area?.points) {
    const { x, y } = turned(to, -(area.rotation ?? 0), area);
    const points = area.points.map((point, i) =>
      i === at ? { x: fine(x - area.x), y: fine(y - area.y) } : point,
    );
    return patchArea(hall, id, { points });
  }
  const section = hall.sections.find((each) => each.id === id);
  const outline = section?.standing?.outline.map((spot, i) =>
    i === at ? { x: fine(to.x), y: fine(to.y) } : spot,
  );
  return outline ? patchStandings(hall, new Set([id]), { outline }) : hall;
}

function resize(hall: Hall, id: Id, to: Spot): Hall {
  const area = hall.areas.find((each) => each.id === id);
  if (!area) return hall;
  const local = turned(to, -(area.rotation ?? 0), area);
  const [x, y] = [Math.max(1, Math.round(local.x - area.x)), Math.max(1, Math.round(local.y - area.y))];
  if (area.shape !== 'rectangle') return patchArea(hall, id, { radius_x: x, radius_y: y });
  // Words that stood in the middle stay there.
  const { text } = area;
  const words = text && { text: { ...text, x: x / 2, y: y / 2 } };
  return patchArea(hall, id, { width: x, height: y, ...words });
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

/** How much a block has, while it is drawn or changed by hand. */
export function tagOf(at: Spot, hall: Hall, blockId: Id | undefined): { at: Spot; text: string } | undefined {
  const block = hall.blocks.find(({ id }) => id === blockId);
  if (!block) return undefined;
  const { rowCount, seatCount } = block;
  return { at, text: `${rowCount} × ${seatCount} = ${rowCount * seatCount}` };
}
