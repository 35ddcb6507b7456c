import {
  addArea,
  addSeat,
  addStanding,
  corners,
  rectangle,
  sectionForRows,
  type Added,
} from '../core/add.ts';
import { addBlock, BLOCK_ROWS_MAX, BLOCK_SEATS_MAX, type BlockShape } from '../core/block.ts';
import { fine, normalDegrees } from '../core/geometry.ts';
import { ROW_STEP, SEAT_STEP, type Hall, type Id, type Spot } from '../core/hall.ts';
import type { Tool } from '../editor.svelte.ts';

/** What new things are called, in the language of the page. */
export interface NewNames {
  readonly section: string;
  readonly standing: string;
  readonly stage: string;
  readonly text: string;
}

export interface Making {
  readonly tool: Tool;
  readonly section: Id | undefined;
  readonly category: Id | undefined;
  /** The row that a single seat continues. */
  readonly row: Id | undefined;
  readonly names: NewNames;
}

/** A line that is nearly level, or nearly upright, is meant to be. */
const LEVEL_WITHIN_DEGREES = 4;
/** One person has so much of a standing area; a seat's square, about. */
const SPACE_OF_ONE = SEAT_STEP * SEAT_STEP;
const TEXT_SIZE = 24;
/** What a mere click makes. */
const CLICKED = {
  block: { rowCount: 5, seatCount: 10 },
  row: { rowCount: 1, seatCount: 10 },
  standing: { width: 250, height: 150 },
  stage: { width: 300, height: 60 },
  rectangle: { width: 150, height: 60 },
  ellipse: { width: 120, height: 80 },
};

/** What dragging a tool from one spot to another makes of the hall; a click when both are the same. */
export function make(hall: Hall, making: Making, from: Spot, to: Spot): Added | undefined {
  const isClick = from.x === to.x && from.y === to.y;
  const { tool, names, category } = making;
  switch (tool) {
    case 'block':
      return makeRows(hall, making, isClick ? clickedBlock(from) : draggedBlock(from, to));
    case 'row':
      return makeRows(hall, making, isClick ? { ...shapeAt(from), ...CLICKED.row } : draggedRow(from, to));
    case 'seat': {
      const { hall: ready, id } = sectionForRows(hall, making.section, names.section);
      return addSeat(ready, id, making.row, to, category);
    }
    case 'standing': {
      const box = isClick ? boxAround(from, CLICKED.standing) : rectangle(from, to);
      const capacity = Math.max(1, Math.round((box.width * box.height) / SPACE_OF_ONE));
      return addStanding(hall, names.standing, corners(box), capacity, category);
    }
    case 'stage':
    case 'rectangle': {
      const box = isClick ? boxAround(from, CLICKED[tool]) : rectangle(from, to);
      const text = { content: names.stage, x: box.width / 2, y: box.height / 2, size: TEXT_SIZE };
      return addArea(
        hall,
        { shape: 'rectangle', ...box, color: '#57534e', ...(tool === 'stage' ? { text } : {}) },
        tool === 'stage',
      );
    }
    case 'ellipse': {
      const { x, y, width, height } = isClick ? boxAround(from, CLICKED.ellipse) : rectangle(from, to);
      const middle = { x: x + width / 2, y: y + height / 2 };
      return addArea(hall, {
        shape: 'ellipse',
        ...middle,
        radius_x: width / 2,
        radius_y: height / 2,
        color: '#57534e',
      });
    }
    case 'text':
      return addArea(hall, { shape: 'text', ...to, text: { content: names.text, size: TEXT_SIZE } });
    case 'polygon':
    case 'select':
    case 'pan':
      return undefined;
  }
}

/** An area between spots that were clicked one after the other; twice at one place, as a double click does, is once. */
export function makePolygon(hall: Hall, spots: readonly Spot[]): Added | undefined {
  const corners = spots.filter(({ x, y }, i) => {
    const before = spots.at(i - 1);
    return x !== before?.x || y !== before.y;
  });
  const [first] = corners;
  if (!first || corners.length < 3) return undefined;
  const points = corners.map(({ x, y }) => ({ x: fine(x - first.x), y: fine(y - first.y) }));
  return addArea(hall, { shape: 'polygon', x: first.x, y: first.y, points, color: '#57534e' });
}

function makeRows(hall: Hall, { section, category, names }: Making, shape: BlockShape): Added {
  const { hall: ready, id } = sectionForRows(hall, section, names.section);
  const added = addBlock(ready, id, shape, category);
  return { hall: added.hall, selection: added.seats };
}

function shapeAt({ x, y }: Spot): BlockShape {
  return {
    x,
    y,
    rowCount: 1,
    seatCount: 1,
    seatStep: SEAT_STEP,
    rowStep: ROW_STEP,
    curve: 0,
    rotation: 0,
    skew: 0,
    flip: false,
  };
}

function clickedBlock(at: Spot): BlockShape {
  const y = at.y - ((CLICKED.block.rowCount - 1) / 2) * ROW_STEP;
  return { ...shapeAt({ x: at.x, y }), ...CLICKED.block };
}

/** As many as fit between the corners: a seat at each. */
function draggedBlock(from: Spot, to: Spot): BlockShape {
  const { x, y, width, height } = rectangle(from, to);
  const seatCount = Math.min(BLOCK_SEATS_MAX, Math.round(width / SEAT_STEP) + 1);
  const rowCount = Math.min(BLOCK_ROWS_MAX, Math.round(height / ROW_STEP) + 1);
  return { ...shapeAt({ x: x + ((seatCount - 1) * SEAT_STEP) / 2, y }), rowCount, seatCount };
}

/** From one end to the other; seats are numbered from the left whichever way it was drawn. */
function draggedRow(from: Spot, to: Spot): BlockShape {
  const [left, right] = from.x <= to.x ? [from, to] : [to, from];
  const length = Math.hypot(right.x - left.x, right.y - left.y);
  const seatCount = Math.min(BLOCK_SEATS_MAX, Math.round(length / SEAT_STEP) + 1);
  const angle = (Math.atan2(right.y - left.y, right.x - left.x) * 180) / Math.PI;
  const level = Math.round(angle / 90) * 90;
  const rotation = normalDegrees(Math.abs(angle - level) <= LEVEL_WITHIN_DEGREES ? level : fine(angle));
  return {
    ...shapeAt({ x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 }),
    seatCount,
    rotation,
  };
}

function boxAround({ x, y }: Spot, { width, height }: { width: number; height: number }) {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
