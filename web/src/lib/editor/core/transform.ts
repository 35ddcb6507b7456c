import type { Box } from '#lib/map/box.ts';
import { fine, middleOfBox, normalDegrees, turned } from './geometry.ts';
import { loosen, mapSeats, type Area, type Block, type Hall, type Selection, type Spot } from './hall.ts';
import { pickedOf, thingsOf, type Thing } from './pick.ts';

export type Transform =
  | { readonly do: 'move'; readonly dx: number; readonly dy: number }
  | { readonly do: 'turn'; readonly degrees: number; readonly around: Spot }
  /** Left and right change places around a vertical line, or top and bottom around a horizontal one. */
  | { readonly do: 'mirror'; readonly axis: 'x' | 'y'; readonly at: number };

/**
 * Moves, turns or mirrors what is selected. Blocks that are selected as a whole stay blocks. What is put back where it
 * was is the very same hall: nothing was done.
 */
export function transform(hall: Hall, selection: Selection, how: Transform): Hall {
  if (how.do === 'move' && how.dx === 0 && how.dy === 0) return hall;
  const { blocks, brokenBlocks } = pickedOf(hall, selection);
  const whole = new Set(blocks.map(({ id }) => id));
  const place = (spot: Spot) => placed(spot, how);
  const seatsMoved = mapSeats(loosen(hall, brokenBlocks), selection, (seat) => ({ ...seat, ...place(seat) }));
  return {
    ...seatsMoved,
    blocks: seatsMoved.blocks.map((block) => (whole.has(block.id) ? moveBlock(block, how) : block)),
    areas: hall.areas.map((area) => (selection.has(area.id) ? moveArea(area, how) : area)),
    sections: seatsMoved.sections.map((section) =>
      section.standing && selection.has(section.id)
        ? { ...section, standing: { ...section.standing, outline: section.standing.outline.map(place) } }
        : section,
    ),
  };
}

function placed(spot: Spot, how: Transform): Spot {
  switch (how.do) {
    case 'move':
      return { x: fine(spot.x + how.dx), y: fine(spot.y + how.dy) };
    case 'turn': {
      const { x, y } = turned(spot, how.degrees, how.around);
      return { x: fine(x), y: fine(y) };
    }
    case 'mirror':
      return how.axis === 'x'
        ? { x: fine(2 * how.at - spot.x), y: spot.y }
        : { x: spot.x, y: fine(2 * how.at - spot.y) };
  }
}

function moveBlock(block: Block, how: Transform): Block {
  const moved = { ...block, ...placed(block, how) };
  if (how.do === 'move') return moved;
  if (how.do === 'turn') return { ...moved, rotation: normalDegrees(block.rotation + how.degrees) };
  const rotation = how.axis === 'x' ? -block.rotation : 180 - block.rotation;
  // The shape itself is the same from both sides, but for a skew.
  return { ...moved, rotation: normalDegrees(rotation), flip: !block.flip, skew: -block.skew + 0 };
}

function moveArea(area: Area, how: Transform): Area {
  if (how.do === 'move') return { ...area, ...placed(area, how) };
  if (how.do === 'turn') return turnArea(area, how.degrees, how.around);
  // Whatever has two equal halves is mirrored by its middle; only polygons change their shape.
  if (!area.points) {
    const middle = middleOfArea(area);
    const to = placed(middle, how);
    const rotation = normalDegrees(-(area.rotation ?? 0));
    const moved = { ...area, x: fine(area.x + to.x - middle.x), y: fine(area.y + to.y - middle.y) };
    return area.shape === 'rectangle' && area.rotation
      ? turnArea(moved, 2 * rotation, to)
      : withTurn(moved, area.rotation ? rotation : 0);
  }
  const sign = { x: how.axis === 'x' ? -1 : 1, y: how.axis === 'y' ? -1 : 1 };
  return withTurn(
    {
      ...area,
      ...placed(area, how),
      points: area.points.map(({ x, y }) => ({ x: x * sign.x + 0, y: y * sign.y + 0 })),
      ...(area.text
        ? { text: { ...area.text, x: (area.text.x ?? 0) * sign.x + 0, y: (area.text.y ?? 0) * sign.y + 0 } }
        : {}),
    },
    normalDegrees(-(area.rotation ?? 0)),
  );
}

function turnArea(area: Area, degrees: number, around: Spot): Area {
  const { x, y } = turned(area, degrees, around);
  return withTurn({ ...area, x: fine(x), y: fine(y) }, normalDegrees((area.rotation ?? 0) + degrees));
}

function withTurn({ rotation: _before, ...area }: Area, degrees: number): Area {
  return degrees === 0 ? area : { ...area, rotation: fine(degrees) };
}

/** The middle of a rectangle, which is placed by its corner; others are placed by their middle. */
export function middleOfArea(area: Area): Spot {
  if (area.shape !== 'rectangle') return { x: area.x, y: area.y };
  const half = { x: area.x + (area.width ?? 0) / 2, y: area.y + (area.height ?? 0) / 2 };
  return turned(half, area.rotation ?? 0, area);
}

export type Edge = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';

/** Moves the selected things so that they share an edge or a middle. */
export function align(hall: Hall, selection: Selection, edge: Edge): Hall {
  const { box } = pickedOf(hall, selection);
  const [wanted, isAcross] = [edgeOf(box, edge), ['left', 'center', 'right'].includes(edge)];
  return thingsOf(hall, selection).reduce((now, thing) => {
    const by = wanted - edgeOf(thing.box, edge);
    return moveThing(now, thing, isAcross ? by : 0, isAcross ? 0 : by);
  }, hall);
}

function edgeOf(box: Box, edge: Edge): number {
  const middle = middleOfBox(box);
  return {
    left: box.minX,
    center: middle.x,
    right: box.maxX,
    top: box.minY,
    middle: middle.y,
    bottom: box.maxY,
  }[edge];
}

/** Makes the gaps between the selected things equal; the first and the last stay. */
export function distribute(hall: Hall, selection: Selection, axis: 'x' | 'y'): Hall {
  const [low, high] = axis === 'x' ? (['minX', 'maxX'] as const) : (['minY', 'maxY'] as const);
  const things = thingsOf(hall, selection).sort((one, other) => one.box[low] - other.box[low]);
  const [first, last] = [things[0], things.at(-1)];
  if (!first || !last || things.length < 3) return hall;
  const taken = things.reduce((sum, { box }) => sum + box[high] - box[low], 0);
  const gap = (last.box[high] - first.box[low] - taken) / (things.length - 1);
  let at = first.box[low];
  return things.reduce((now, thing) => {
    const by = at - thing.box[low];
    at += thing.box[high] - thing.box[low] + gap;
    return moveThing(now, thing, axis === 'x' ? by : 0, axis === 'y' ? by : 0);
  }, hall);
}

function moveThing(hall: Hall, { ids }: Thing, dx: number, dy: number): Hall {
  return transform(hall, ids, { do: 'move', dx, dy });
}

/** Draws the seats of loose rows apart, or together, around the middle of each row. */
export function respace(hall: Hall, selection: Selection, seatStep: number): Hall {
  const { wholeRows } = pickedOf(hall, selection);
  const loose = wholeRows.filter(({ block, seats }) => block === undefined && seats.length > 1);
  return loose.reduce((now, row) => {
    const step = stepOfRow(row.seats);
    const share = step > 0 ? seatStep / step : 1;
    const [first, last] = [row.seats[0], row.seats.at(-1)];
    if (!first || !last) return now;
    const middle = { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 };
    return mapSeats(now, new Set(row.seats.map(({ id }) => id)), (seat) => ({
      ...seat,
      x: fine(middle.x + (seat.x - middle.x) * share),
      y: fine(middle.y + (seat.y - middle.y) * share),
    }));
  }, hall);
}

/** The usual step of a row: an aisle in it does not count. */
export function stepOfRow(seats: readonly Spot[]): number {
  const steps = seats
    .slice(1)
    .map(({ x, y }, i) => Math.hypot(x - (seats[i]?.x ?? x), y - (seats[i]?.y ?? y)));
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0;
}
