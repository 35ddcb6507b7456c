import type { PlanDrawing, DrawnRow } from './plan-drawing.ts';
import type { PlanArea, PlanCategory, SeatMark } from './plans.ts';
import { LABEL_SEPARATOR } from './seat-words.ts';

/**
 * Turns a PlanDrawing into what a map computes with: columns by seat, 200,000 of them in some milliseconds.
 * Needs nothing but the language, so that pages, workers and tests share it. Seat `id` is at index `id - 1`.
 */
export interface DecodedPlan {
  readonly id: string;
  readonly name: string;
  readonly seatCount: number;
  /** The usual distance between neighbouring seats, in the plan's unit. */
  readonly pitch: number;
  readonly focus: { readonly x: number; readonly y: number };
  readonly categories: readonly PlanCategory[];
  readonly areas: readonly PlanArea[];
  readonly sections: readonly DecodedSection[];
  readonly rows: readonly DecodedRow[];
  /** Positions in the plan's unit. Places of a standing area all lie in its middle. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Index into `categories`. */
  readonly category: Uint8Array;
  /** Index into `sections`. */
  readonly section: Uint16Array;
  /** Index into `rows`; places of a standing area have none and say NO_ROW. */
  readonly row: Uint32Array;
  /** Bits by the order of `markBits`. */
  readonly marks: Uint8Array;
  /** What is written on the seat, without its row. */
  numberOf(seatId: number): string;
  /** The names of a seat's parts from the outside in, empty ones left out, as on its ticket. */
  partsOf(seatId: number): readonly string[];
  labelOf(seatId: number): string;
  marksOf(seatId: number): readonly SeatMark[];
}

export interface DecodedSection {
  readonly name: string;
  readonly firstSeat: number;
  readonly seatCount: number;
  /** Rows `firstRow` up to, but not with, `firstRow + rowCount`. */
  readonly firstRow: number;
  readonly rowCount: number;
  /** Of a standing area: x, y, x, y… in the plan's unit. */
  readonly outline: Float32Array | undefined;
}

export interface DecodedRow {
  readonly name: string;
  readonly section: number;
  readonly firstSeat: number;
  readonly seatCount: number;
}

export const NO_ROW = 0xffffffff;
export const markBits: readonly SeatMark[] = [
  'wheelchair',
  'companion',
  'restricted_view',
  'aisle',
  'easy_access',
];
export function decodePlan(drawing: PlanDrawing): DecodedPlan {
  const { seat_count: seatCount, scale } = drawing;
  const x = new Float32Array(seatCount);
  const y = new Float32Array(seatCount);
  const category = new Uint8Array(seatCount);
  const section = new Uint16Array(seatCount);
  const row = new Uint32Array(seatCount);
  const marks = new Uint8Array(seatCount);
  const sections: DecodedSection[] = [];
  const rows: DecodedRow[] = [];
  const numbers: DrawnRow['numbers'][] = [];
  const marksByBits = new Map<number, readonly SeatMark[]>([[0, []]]);

  let next = 0;
  for (const drawn of drawing.sections) {
    const start = next;
    const firstRow = rows.length;
    let outline: Float32Array | undefined;
    for (const part of drawn.rows ?? []) {
      const count = sizeOf(part);
      fillSteps(x, next, count, part.x, scale);
      fillSteps(y, next, count, part.y, scale);
      fillCategories(category, next, count, part.category);
      row.fill(rows.length, next, next + count);
      for (const [bit, mark] of markBits.entries()) {
        for (const place of part.marks?.[mark] ?? [])
          marks[next + place] = (marks[next + place] ?? 0) | (1 << bit);
      }
      rows.push({ name: part.name, section: sections.length, firstSeat: next + 1, seatCount: count });
      numbers.push(part.numbers);
      next += count;
    }
    if (drawn.standing !== undefined) {
      const { capacity, category: index } = drawn.standing;
      outline = Float32Array.from(drawn.standing.outline, (value) => value / scale);
      const middle = middleOf(outline);
      x.fill(middle.x, next, next + capacity);
      y.fill(middle.y, next, next + capacity);
      category.fill(index, next, next + capacity);
      row.fill(NO_ROW, next, next + capacity);
      next += capacity;
    }
    section.fill(sections.length, start, next);
    sections.push({
      name: drawn.name,
      firstSeat: start + 1,
      seatCount: next - start,
      firstRow,
      rowCount: rows.length - firstRow,
      outline,
    });
  }
  if (next !== seatCount) throw new Error(`the drawing has ${next} seats and says ${seatCount}`);

  const sectionOf = (seatId: number) => sections[section[seatId - 1] ?? 0];
  const rowOf = (seatId: number) => row[seatId - 1] ?? NO_ROW;
  const numberOf = (seatId: number): string => {
    const index = rowOf(seatId);
    if (index === NO_ROW) return String(seatId - (sectionOf(seatId)?.firstSeat ?? 1) + 1);
    return numberAt(numbers[index] ?? '', seatId - (rows[index]?.firstSeat ?? 1));
  };
  const partsOf = (seatId: number): readonly string[] => {
    const sectionName = sections.length > 1 ? (sectionOf(seatId)?.name ?? '') : '';
    const rowName = rows[rowOf(seatId)]?.name ?? '';
    return [sectionName, rowName, numberOf(seatId)].filter((part) => part !== '');
  };
  return {
    id: drawing.id,
    name: drawing.name,
    seatCount,
    pitch: drawing.pitch,
    focus: drawing.focus,
    categories: drawing.categories,
    areas: drawing.areas,
    sections,
    rows,
    x,
    y,
    category,
    section,
    row,
    marks,
    numberOf,
    partsOf,
    labelOf: (seatId) => partsOf(seatId).join(LABEL_SEPARATOR),
    marksOf: (seatId) => {
      const bits = marks[seatId - 1] ?? 0;
      let list = marksByBits.get(bits);
      if (list === undefined) {
        list = markBits.filter((_, bit) => (bits & (1 << bit)) !== 0);
        marksByBits.set(bits, list);
      }
      return list;
    },
  };
}

const RUN = /^(\d+)(?:-(\d+)(?:\/(\d+))?)?$/;

function sizeOf({ numbers }: DrawnRow): number {
  if (typeof numbers !== 'string') return numbers.length;
  const { first, last, step } = readRun(numbers);
  return Math.abs(last - first) / step + 1;
}

function numberAt(numbers: DrawnRow['numbers'], place: number): string {
  if (typeof numbers !== 'string') return numbers[place] ?? '';
  const { first, last, step } = readRun(numbers);
  return String(first + (last < first ? -step : step) * place);
}

function readRun(run: string): { first: number; last: number; step: number } {
  const [, first, last, step] = RUN.exec(run) ?? [];
  return { first: Number(first), last: Number(last ?? first), step: Number(step ?? 1) };
}

/** The first value, then a step from each to the next; a single step is meant for all. */
function fillSteps(
  target: Float32Array,
  from: number,
  count: number,
  steps: readonly number[],
  scale: number,
): void {
  let value = steps[0] ?? 0;
  target[from] = value / scale;
  const same = steps.length === 2;
  for (let i = 1; i < count; i++) {
    value += steps[same ? 1 : i] ?? 0;
    target[from + i] = value / scale;
  }
}

function fillCategories(target: Uint8Array, from: number, count: number, drawn: DrawnRow['category']): void {
  if (typeof drawn === 'number') {
    target.fill(drawn, from, from + count);
    return;
  }
  let at = from;
  for (let i = 0; i + 1 < drawn.length; i += 2) {
    const end = at + (drawn[i + 1] ?? 0);
    target.fill(drawn[i] ?? 0, at, end);
    at = end;
  }
}

/** The middle of the box around it. */
export function middleOf(outline: ArrayLike<number>): { x: number; y: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < outline.length; i += 2) {
    left = Math.min(left, outline[i] ?? 0);
    right = Math.max(right, outline[i] ?? 0);
    top = Math.min(top, outline[i + 1] ?? 0);
    bottom = Math.max(bottom, outline[i + 1] ?? 0);
  }
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}
