import type { PlanArea, PlanDrawing } from '@jari/contract';
import {
  decodePlan,
  type DecodedPlan,
  type DecodedRow,
  type DecodedSection,
} from '@jari/contract/plan-decoder';
import { around, NOWHERE, type Box } from './box.ts';

export { NO_ROW } from '@jari/contract/plan-decoder';

/** Seats side by side; their ids follow each other. */
export interface MapRow extends DecodedRow {
  readonly box: Box;
}

export interface MapSection extends DecodedSection {
  readonly box: Box;
  /** Where its name stands. */
  readonly middle: { readonly x: number; readonly y: number };
}

/**
 * A hall as the page holds it: the decoded plan, and how much room its parts take. Nothing here changes; what
 * changes is one byte a seat (`StateBytes`). Seat ids begin at 1, columns at 0.
 */
export interface HallModel extends Omit<DecodedPlan, 'rows' | 'sections'> {
  readonly rows: readonly MapRow[];
  readonly sections: readonly MapSection[];
  readonly box: Box;
}

/** `pause` is awaited now and then, so that measuring a stadium blocks no finger. */
export async function modelOf(
  drawing: PlanDrawing,
  pause: () => Promise<void> = () => Promise.resolve(),
): Promise<HallModel> {
  const plan = decodePlan(drawing);
  await pause();
  const rows: MapRow[] = [];
  for (const row of plan.rows) {
    rows.push({ ...row, box: boxOfSeats(plan, row.firstSeat, row.seatCount) });
    if (rows.length % 64 === 0) await pause();
  }
  const sections: MapSection[] = [];
  for (const section of plan.sections) {
    const box = section.outline
      ? boxOf(section.outline)
      : rows
          .slice(section.firstRow, section.firstRow + section.rowCount)
          .reduce((all, row) => around(all, row.box), NOWHERE);
    sections.push({ ...section, box, middle: middleOf(plan, section, box) });
    await pause();
  }
  const boxes = [...sections.map(({ box }) => box), ...plan.areas.map(areaBox)];
  return { ...plan, rows, sections, box: boxes.reduce(around, NOWHERE) };
}

/** A hall of equal rows has no drawing of its own: here is one. */
export function gridDrawing(rows: number, seatsPerRow: number, color: string): PlanDrawing {
  return {
    id: '0'.repeat(32),
    name: '',
    seat_count: rows * seatsPerRow,
    scale: 1,
    pitch: 1,
    focus: { x: (seatsPerRow - 1) / 2, y: -2 },
    categories: [{ name: 'standard', color }],
    sections: [
      {
        name: '',
        rows: Array.from({ length: rows }, (_, row) => ({
          name: rowLetters(row),
          numbers: `1-${seatsPerRow}`,
          x: [0, 1],
          y: [row, 0],
          category: 0,
        })),
      },
    ],
    areas: [],
  };
}

/** A…Z, AA, AB… as the box office names the rows of a grid. */
function rowLetters(row: number): string {
  const letter = String.fromCharCode(65 + (row % 26));
  return row < 26 ? letter : rowLetters(Math.floor(row / 26) - 1) + letter;
}

export function isStanding(model: HallModel, seatId: number): boolean {
  return model.sections[model.section[seatId - 1] ?? 0]?.outline !== undefined;
}

function boxOfSeats(plan: DecodedPlan, firstSeat: number, seatCount: number): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = firstSeat - 1; index < firstSeat - 1 + seatCount; index++) {
    const [x, y] = [plan.x[index] ?? 0, plan.y[index] ?? 0];
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return { minX, minY, maxX, maxY };
}

/** The seat nearest to the mean: the mean itself may lie where nobody sits, as in a horseshoe. */
function middleOf(plan: DecodedPlan, section: DecodedSection, box: Box): { x: number; y: number } {
  if (section.outline) return { x: (box.minX + box.maxX) / 2, y: (box.minY + box.maxY) / 2 };
  const [first, end] = [section.firstSeat - 1, section.firstSeat - 1 + section.seatCount];
  let [sumX, sumY] = [0, 0];
  for (let index = first; index < end; index++) {
    sumX += plan.x[index] ?? 0;
    sumY += plan.y[index] ?? 0;
  }
  const [meanX, meanY] = [sumX / section.seatCount, sumY / section.seatCount];
  let [best, nearest] = [first, Infinity];
  for (let index = first; index < end; index++) {
    const far = ((plan.x[index] ?? 0) - meanX) ** 2 + ((plan.y[index] ?? 0) - meanY) ** 2;
    if (far < nearest) [best, nearest] = [index, far];
  }
  return { x: plan.x[best] ?? 0, y: plan.y[best] ?? 0 };
}

function boxOf(points: ArrayLike<number>): Box {
  let box = NOWHERE;
  for (let index = 0; index + 1 < points.length; index += 2) {
    const [x, y] = [points[index] ?? 0, points[index + 1] ?? 0];
    box = around(box, { minX: x, minY: y, maxX: x, maxY: y });
  }
  return box;
}

/** As much as an area may cover, whichever way it is turned. */
export function areaBox(area: PlanArea): Box {
  const { x, y } = area;
  let box: Box;
  if (area.points) {
    box = boxOf(area.points.flatMap((point) => [x + point.x, y + point.y]));
  } else if (area.shape === 'rectangle') {
    box = { minX: x, minY: y, maxX: x + (area.width ?? 0), maxY: y + (area.height ?? 0) };
  } else {
    const [rx, ry] = [area.radius_x ?? 0, area.radius_y ?? area.radius_x ?? 0];
    box = { minX: x - rx, minY: y - ry, maxX: x + rx, maxY: y + ry };
  }
  box = around(box, textBox(area));
  if (!area.rotation) return box;
  const reach = Math.hypot(
    Math.max(Math.abs(box.minX - x), Math.abs(box.maxX - x)),
    Math.max(Math.abs(box.minY - y), Math.abs(box.maxY - y)),
  );
  return { minX: x - reach, minY: y - reach, maxX: x + reach, maxY: y + reach };
}

/** About as much as the area's words take; they may be longer than the area is wide. */
function textBox({ x, y, text }: PlanArea): Box {
  if (!text?.content) return NOWHERE;
  const size = text.size ?? 16;
  const [middleX, middleY] = [x + (text.x ?? 0), y + (text.y ?? 0)];
  const half = (text.content.length * size) / 2;
  return {
    minX: middleX - half,
    maxX: middleX + half,
    minY: middleY - size / 2,
    maxY: middleY + size / 2,
  };
}
