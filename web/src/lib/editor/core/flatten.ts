import type { PlanDocument, PlanRow, PlanSeat, PlanSection } from '@jari/contract';
import { middleOfArea } from './transform.ts';
import { fine, turned } from './geometry.ts';
import type { Area, Hall, Id, Row, Section, Spot } from './hall.ts';

/** The hall as a plan: blocks are plain rows then, and what has nothing in it is left out. */
export function flatten(hall: Hall): PlanDocument {
  const names = new Map(hall.categories.map(({ id, name }) => [id, name]));
  const focus = focusOf(hall);
  return {
    format: 'jari-plan',
    version: 1,
    name: hall.name,
    categories: hall.categories.map(({ name, color }) => ({ name, color })),
    sections: writtenSections(hall).map((section) => flattenSection(section, names)),
    ...(hall.areas.length === 0 ? {} : { areas: hall.areas.map(({ id: _id, ...area }) => area) }),
    ...(focus === undefined ? {} : { focus }),
    ...(hall.kept === undefined ? {} : { kept: hall.kept }),
  };
}

/** A section without a row, and without a crowd, is nothing that a plan could hold. */
export function writtenSections(hall: Hall): Section[] {
  return hall.sections.filter(({ rows, standing }) => rows.length > 0 || standing !== undefined);
}

/** Everybody looks at the edge of the stage that is towards the seats. */
function focusOf(hall: Hall): Spot | undefined {
  const stage = hall.areas.find(({ id }) => id === hall.stage);
  return stage ? frontOf(stage) : hall.focus;
}

/** The middle of the lower edge of a rectangle; of anything else its middle. */
export function frontOf(area: Area): Spot {
  if (area.shape !== 'rectangle') return middleOfArea(area);
  const front = { x: area.x + (area.width ?? 0) / 2, y: area.y + (area.height ?? 0) };
  const { x, y } = turned(front, area.rotation ?? 0, area);
  return { x: fine(x), y: fine(y) };
}

type Names = ReadonlyMap<Id, string>;

function flattenSection({ name, rows, standing, kept }: Section, names: Names): PlanSection {
  return {
    name,
    ...(standing
      ? {
          standing: {
            capacity: standing.capacity,
            category: nameOf(standing.category, names) ?? '',
            outline: standing.outline.map(({ x, y }) => ({ x, y })),
          },
        }
      : { rows: rows.map((row) => flattenRow(row, names)) }),
    ...(kept === undefined ? {} : { kept }),
  };
}

function flattenRow({ name, seats, kept }: Row, names: Names): PlanRow {
  const shared = nameOf(mostCommon(seats.map(({ category }) => category)), names);
  return {
    name,
    ...(shared === undefined ? {} : { category: shared }),
    seats: seats.map((seat): PlanSeat => {
      const category = nameOf(seat.category, names);
      return {
        number: seat.number,
        x: seat.x,
        y: seat.y,
        ...(category === undefined || category === shared ? {} : { category }),
        ...(seat.marks.length === 0 ? {} : { marks: [...seat.marks] }),
        ...(seat.guid === undefined ? {} : { guid: seat.guid }),
        ...(seat.kept === undefined ? {} : { kept: seat.kept }),
      };
    }),
    ...(kept === undefined ? {} : { kept }),
  };
}

function nameOf(category: Id | undefined, names: Names): string | undefined {
  return category === undefined ? undefined : names.get(category);
}

function mostCommon(categories: readonly (Id | undefined)[]): Id | undefined {
  const counts = new Map<Id | undefined, number>();
  for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  // A seat without a category would take the row's: then every seat says its own.
  if (counts.has(undefined)) return undefined;
  const highest = Math.max(...counts.values());
  for (const [category, count] of counts) if (count === highest) return category;
  return undefined;
}
