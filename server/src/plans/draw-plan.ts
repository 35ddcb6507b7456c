import type { DrawnRow, DrawnSection, PlanDocument, PlanDrawing, PlanRow, PlanSection } from '@jari/contract';
import { markBits } from '@jari/contract';
import type { CanonicalPlan } from './canonical.ts';
import { boundsOf, pitchOf } from './measure.ts';
import { tidyNumber } from './tidy.ts';

/** The smallest step between neighbours in a drawing: a seat of 40 pixels is then at most a pixel off. */
const STEPS_PER_PITCH = 20;

/**
 * Draws a plan for pages: what PlanDrawing describes and decodePlan() reads. Positions are rounded first and
 * subtracted then, so that errors do not add up along a row.
 */
export function drawPlan({ planId, document }: Pick<CanonicalPlan, 'planId' | 'document'>): PlanDrawing {
  const pitch = pitchOf(document);
  const scale = scaleFor(pitch);
  const categories = new Map(document.categories.map(({ name }, index) => [name, index]));
  const sections = document.sections.map((section) => drawSection(section, categories, scale));
  return {
    id: planId,
    name: document.name,
    seat_count: seatCountOf(document),
    scale,
    pitch,
    focus: document.focus ?? topMiddle(document),
    categories: document.categories,
    sections,
    areas: (document.areas ?? []).map(({ kept: _kept, ...area }) => area),
  };
}

export function seatCountOf({ sections }: Pick<PlanDocument, 'sections'>): number {
  let count = 0;
  for (const { rows, standing } of sections) {
    for (const { seats } of rows ?? []) count += seats.length;
    count += standing?.capacity ?? 0;
  }
  return count;
}

/**
 * The smallest of 1, 2, 5, 10… (or a tenth of them, and so on) that divides the pitch finely enough. With such
 * a number, plans that were drawn on a grid of whole numbers stay exact.
 */
function scaleFor(pitch: number): number {
  const wanted = STEPS_PER_PITCH / pitch;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const scale = [1, 2, 5, 10].map((digit) => digit * power).find((each) => each >= wanted * 0.999999);
  return Number((scale ?? wanted).toPrecision(6));
}

function drawSection(
  { name, rows, standing }: PlanSection,
  categories: ReadonlyMap<string, number>,
  scale: number,
): DrawnSection {
  return {
    name,
    ...(rows === undefined ? {} : { rows: rows.map((row) => drawRow(row, categories, scale)) }),
    ...(standing === undefined
      ? {}
      : {
          standing: {
            capacity: standing.capacity,
            category: categories.get(standing.category) ?? 0,
            outline: standing.outline.flatMap(({ x, y }) => [Math.round(x * scale), Math.round(y * scale)]),
          },
        }),
  };
}

function drawRow(
  { name, category, seats }: PlanRow,
  categories: ReadonlyMap<string, number>,
  scale: number,
): DrawnRow {
  const marks: Record<string, number[]> = {};
  for (const mark of markBits) {
    const places = seats.flatMap((seat, place) => (seat.marks?.includes(mark) ? [place] : []));
    if (places.length > 0) marks[mark] = places;
  }
  return {
    name,
    numbers: drawNumbers(seats.map(({ number }) => number)),
    x: steps(seats.map(({ x }) => Math.round(x * scale))),
    y: steps(seats.map(({ y }) => Math.round(y * scale))),
    category: runs(seats.map((seat) => categories.get(seat.category ?? category ?? '') ?? 0)),
    ...(Object.keys(marks).length === 0 ? {} : { marks }),
  };
}

/** 1, 3, 5 → "1-5/2". Numbers that are no numbers, or not evenly apart, stay a list. */
function drawNumbers(numbers: readonly string[]): DrawnRow['numbers'] {
  const values = numbers.map(Number);
  const [first = 0, second = first] = values;
  const step = second - first;
  const isRun = numbers.every(
    (number, i) => /^(0|[1-9]\d{0,8})$/.test(number) && values[i] === first + step * i,
  );
  if (!isRun || (numbers.length > 1 && step === 0)) return [...numbers];
  if (numbers.length === 1) return String(first);
  const last = first + step * (numbers.length - 1);
  return `${first}-${last}${Math.abs(step) === 1 ? '' : `/${Math.abs(step)}`}`;
}

function steps(values: readonly number[]): number[] {
  const [first = 0] = values;
  const differences = values.slice(1).map((value, i) => value - (values[i] ?? 0));
  const [step] = differences;
  const areEqual = differences.every((difference) => difference === step);
  return step !== undefined && areEqual ? [first, step] : [first, ...differences];
}

function runs(indexes: readonly number[]): DrawnRow['category'] {
  const list: number[] = [];
  for (const index of indexes) {
    const last = list.length - 2;
    if (last >= 0 && list[last] === index) list[last + 1] = (list[last + 1] ?? 0) + 1;
    else list.push(index, 1);
  }
  return list.length === 2 ? (list[0] ?? 0) : list;
}

function topMiddle(document: PlanDocument): { x: number; y: number } {
  const { left, right, top } = boundsOf(document);
  return { x: tidyNumber((left + right) / 2), y: tidyNumber(top) };
}
