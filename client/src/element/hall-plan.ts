import type { EventDetails, PlanDrawing } from '@jari/contract';
import { decodePlan, NO_ROW } from '@jari/contract/plan-decoder';

/** More seats than this are not drawn: a page chooses the best of them instead. */
const DRAWN_SEATS_MAX = 200;
/** How the rows of a hall without a plan are called. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** The one category of a hall without a plan. */
const ONLY_CATEGORY = 'standard';

export interface PlannedSeat {
  readonly id: number;
  readonly label: string;
  readonly category: string;
  /** In minor units; null: no price is known. */
  readonly amount: number | null;
  /** In distances between neighbours, from the upper left. */
  readonly x: number;
  readonly y: number;
}

/** What an embedded hall knows of its seats that never changes. */
export interface HallPlan {
  /** Seat `id` at index `id - 1`. */
  readonly seats: readonly PlannedSeat[];
  readonly isDrawn: boolean;
  readonly width: number;
  readonly height: number;
  readonly categories: readonly string[];
}

export function gridPlan(
  rows: number,
  seatsPerRow: number,
  { prices }: Pick<EventDetails, 'prices'>,
): HallPlan {
  const amount = prices[ONLY_CATEGORY] ?? null;
  const seats = Array.from({ length: rows * seatsPerRow }, (_, index): PlannedSeat => {
    const [y, x] = [Math.floor(index / seatsPerRow), index % seatsPerRow];
    return { id: index + 1, label: `${rowName(y)}${x + 1}`, category: ONLY_CATEGORY, amount, x, y };
  });
  const isDrawn = seats.length <= DRAWN_SEATS_MAX;
  return { seats, isDrawn, width: seatsPerRow, height: rows, categories: [ONLY_CATEGORY] };
}

export function drawnPlan(drawing: PlanDrawing, { prices }: Pick<EventDetails, 'prices'>): HallPlan {
  const plan = decodePlan(drawing);
  const at = (column: Float32Array) => Array.from(column, (value) => value / plan.pitch);
  const [xs, ys] = [at(plan.x), at(plan.y)];
  const [left, top] = [least(xs), least(ys)];
  const seats = xs.map((x, index): PlannedSeat => {
    const category = plan.categories[plan.category[index] ?? 0]?.name ?? '';
    const id = index + 1;
    const place = { x: x - left, y: (ys[index] ?? 0) - top };
    return { id, label: plan.labelOf(id), category, amount: prices[category] ?? null, ...place };
  });
  return {
    seats,
    // Places in a standing area all lie in one point.
    isDrawn: seats.length <= DRAWN_SEATS_MAX && !plan.row.includes(NO_ROW),
    width: most(seats.map(({ x }) => x)) + 1,
    height: most(seats.map(({ y }) => y)) + 1,
    categories: [...new Set(seats.map(({ category }) => category))],
  };
}

/** A, B, …, Z, AA, AB, …, as the server calls them. */
function rowName(index: number): string {
  const letter = LETTERS.charAt(index % LETTERS.length);
  return index < LETTERS.length ? letter : rowName(Math.floor(index / LETTERS.length) - 1) + letter;
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}
