import type { PlanArea, PlanDocument, PlanRow, PlanSeat, PlanSection } from '@jari/contract';
import { createHash } from 'node:crypto';
import { tidyForeign, tidyLine, tidyNumber, tidyText } from './tidy.ts';

/** A plan as it is stored: the document, its text, and the name that its text gives it. */
export interface CanonicalPlan {
  readonly planId: string;
  readonly document: PlanDocument;
  readonly text: string;
}

/**
 * Writes a plan in the one way that all files of the same hall share: words and numbers tidied, what says
 * nothing left out, a category named once for its row, members in alphabetical order. The id is the first half of the SHA-256 of
 * that text.
 */
export function canonicalPlan(given: PlanDocument): CanonicalPlan {
  const document = canonicalDocument(given);
  const text = JSON.stringify(document);
  return { planId: planIdOf(text), document, text };
}

export function planIdOf(canonicalText: string): string {
  return createHash('sha256').update(canonicalText).digest('hex').slice(0, 32);
}

/** Members are created in alphabetical order here and below, which is the order in which they are written. */
export function canonicalDocument(plan: PlanDocument): PlanDocument {
  const areas = (plan.areas ?? []).map(canonicalArea);
  return {
    ...(areas.length === 0 ? {} : { areas }),
    categories: plan.categories.map(({ name, color }) => ({ color, name: tidyLine(name) })),
    ...(plan.focus === undefined ? {} : { focus: point(plan.focus) }),
    format: 'jari-plan',
    ...kept(plan),
    name: tidyLine(plan.name),
    sections: plan.sections.map(canonicalSection),
    version: 1,
  };
}

function canonicalSection({ name, rows, standing, ...rest }: PlanSection): PlanSection {
  return {
    ...kept(rest),
    name: tidyLine(name),
    ...(rows === undefined ? {} : { rows: rows.map(canonicalRow) }),
    ...(standing === undefined
      ? {}
      : {
          standing: {
            capacity: standing.capacity,
            category: tidyLine(standing.category),
            outline: standing.outline.map(point),
          },
        }),
  };
}

function canonicalRow(row: PlanRow): PlanRow {
  const categories = row.seats.map((seat) => seat.category ?? row.category).map(tidyOptional);
  const shared = mostCommon(categories);
  return {
    ...(shared === undefined ? {} : { category: shared }),
    ...kept(row),
    name: tidyLine(row.name),
    seats: row.seats.map((seat, i) =>
      canonicalSeat(seat, categories[i] === shared ? undefined : categories[i]),
    ),
  };
}

function canonicalSeat(seat: PlanSeat, category: string | undefined): PlanSeat {
  const marks = [...new Set(seat.marks)].sort();
  return {
    ...(category === undefined ? {} : { category }),
    ...(seat.guid === undefined ? {} : { guid: tidyForeign(seat.guid) }),
    ...kept(seat),
    ...(marks.length === 0 ? {} : { marks }),
    number: tidyLine(seat.number),
    x: tidyNumber(seat.x),
    y: tidyNumber(seat.y),
  };
}

function canonicalArea(area: PlanArea): PlanArea {
  const { text } = area;
  return {
    ...(area.border_color === undefined ? {} : { border_color: area.border_color }),
    ...(area.color === undefined ? {} : { color: area.color }),
    ...(area.height === undefined ? {} : { height: tidyNumber(area.height) }),
    ...kept(area),
    ...(area.points === undefined ? {} : { points: area.points.map(point) }),
    ...(area.radius_x === undefined ? {} : { radius_x: tidyNumber(area.radius_x) }),
    ...(area.radius_y === undefined ? {} : { radius_y: tidyNumber(area.radius_y) }),
    ...(area.rotation === undefined || area.rotation === 0 ? {} : { rotation: tidyNumber(area.rotation) }),
    shape: area.shape,
    ...(text === undefined || tidyText(text.content) === ''
      ? {}
      : {
          text: {
            ...(text.color === undefined ? {} : { color: text.color }),
            content: tidyText(text.content),
            ...(text.size === undefined ? {} : { size: tidyNumber(text.size) }),
            ...(text.x === undefined || tidyNumber(text.x) === 0 ? {} : { x: tidyNumber(text.x) }),
            ...(text.y === undefined || tidyNumber(text.y) === 0 ? {} : { y: tidyNumber(text.y) }),
          },
        }),
    ...(area.width === undefined ? {} : { width: tidyNumber(area.width) }),
    x: tidyNumber(area.x),
    y: tidyNumber(area.y),
  };
}

function point({ x, y }: { x: number; y: number }): { x: number; y: number } {
  return { x: tidyNumber(x), y: tidyNumber(y) };
}

function kept({ kept: given }: Pick<PlanSeat, 'kept'>): Pick<PlanSeat, 'kept'> {
  const entries = Object.entries(given ?? {}).map(
    ([name, value]) => [tidyForeign(name), typeof value === 'string' ? tidyForeign(value) : value] as const,
  );
  if (entries.length === 0) return {};
  return { kept: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function tidyOptional(name: string | undefined): string | undefined {
  return name === undefined ? undefined : tidyLine(name);
}

/** The first of those that occur most often. */
function mostCommon(categories: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  const highest = Math.max(...counts.values());
  for (const [category, count] of counts) if (count === highest) return category;
  return undefined;
}
