import type { PlanArea, PlanCategory, PlanDocument, PlanSection, SeatMark } from '@jari/contract';

/**
 * A hall while it is being laid out: spots instead of seats, the stage or the field wherever it is convenient.
 * Finishing moves it to where all coordinates are positive and gives the seats their numbers.
 */
export interface Draft {
  readonly name: string;
  readonly categories: readonly PlanCategory[];
  readonly sections: readonly DraftSection[];
  readonly areas: readonly PlanArea[];
  readonly focus: Spot;
}

export type DraftSection = { readonly name: string } & (
  | { readonly rows: DraftRow[] }
  | { readonly standing: { capacity: number; category: string; outline: Spot[] } }
);

export interface DraftRow {
  readonly name: string;
  readonly category: string;
  /** In the order of their numbers. */
  spots: Spot[];
  /** What is special about the seat at a place of a row of that many. */
  readonly marksAt?: (place: number, count: number) => readonly SeatMark[];
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Between the drawing and its edge. */
const MARGIN = 60;

export function finish({ name, categories, sections, areas, focus }: Draft): PlanDocument {
  const origin = topLeftOf(sections, areas);
  const place = ({ x, y }: Spot): Spot => ({ x: tenth(x - origin.x), y: tenth(y - origin.y) });
  return {
    format: 'jari-plan',
    version: 1,
    name,
    categories: [...categories],
    sections: sections.map((section) => finishSection(section, place)),
    areas: areas.map((area) => ({ ...area, ...place(area) })),
    focus: place(focus),
  };
}

function finishSection(section: DraftSection, place: (spot: Spot) => Spot): PlanSection {
  if ('standing' in section) {
    const { name, standing } = section;
    return { name, standing: { ...standing, outline: standing.outline.map(place) } };
  }
  return {
    name: section.name,
    rows: section.rows.map(({ name, category, spots, marksAt }) => ({
      name,
      category,
      seats: spots.map((spot, i) => {
        const marks = marksAt?.(i, spots.length) ?? [];
        return {
          number: String(i + 1),
          ...place(spot),
          ...(marks.length === 0 ? {} : { marks: [...marks] }),
        };
      }),
    })),
  };
}

/**
 * Takes seats away until there are as many as the name promises: from both ends of the last row of a section,
 * then of the next section, from the back of the hall, so that nobody sees it.
 */
export function trimTo(
  seatCount: number,
  sections: readonly DraftSection[],
  trimmed: readonly DraftSection[] = sections,
): void {
  let surplus = seatsIn(sections) - seatCount;
  if (surplus < 0) throw new Error(`the hall is ${-surplus} seats too small`);
  const lastRows = trimmed.flatMap((section) => ('rows' in section ? section.rows.slice(-1) : [])).reverse();
  for (let round = 0; surplus > 0; round++) {
    for (const row of lastRows) {
      if (surplus === 0) return;
      row.spots = round % 2 === 0 ? row.spots.slice(1) : row.spots.slice(0, -1);
      surplus--;
    }
  }
}

export function seatsIn(sections: readonly DraftSection[]): number {
  let count = 0;
  for (const section of sections) {
    if ('rows' in section) for (const { spots } of section.rows) count += spots.length;
    else count += section.standing.capacity;
  }
  return count;
}

function topLeftOf(sections: readonly DraftSection[], areas: readonly PlanArea[]): Spot {
  let [left, top] = [Infinity, Infinity];
  const include = ({ x, y }: Spot) => {
    left = Math.min(left, x);
    top = Math.min(top, y);
  };
  for (const section of sections) {
    if ('standing' in section) section.standing.outline.forEach(include);
    else for (const { spots } of section.rows) spots.forEach(include);
  }
  areas.forEach(include);
  return { x: Math.floor(left) - MARGIN, y: Math.floor(top) - MARGIN };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
