import { fine } from './geometry.ts';
import {
  loosen,
  NOTHING,
  type Area,
  type Hall,
  type Id,
  type Section,
  type Selection,
  type Spot,
} from './hall.ts';

/** A hall with something new in it, and what is selected then. */
export interface Added {
  readonly hall: Hall;
  readonly selection: Selection;
}

/** A section that has rows, or may get some, to put seats into: the wished one, or else a new one. */
export function sectionForRows(hall: Hall, wished: Id | undefined, name: string): { hall: Hall; id: Id } {
  const usable = (section: Section) => section.standing === undefined;
  const found =
    hall.sections.find((section) => section.id === wished && usable(section)) ?? hall.sections.find(usable);
  if (found) return { hall, id: found.id };
  return addSection(hall, name);
}

export function addSection(hall: Hall, name: string): { hall: Hall; id: Id } {
  const section: Section = { id: hall.nextId, name: freeName(hall.sections, name), rows: [] };
  return {
    hall: { ...hall, nextId: hall.nextId + 1, sections: [...hall.sections, section] },
    id: section.id,
  };
}

/** The name itself, or with the first number that makes it one of its own. */
export function freeName(taken: readonly { readonly name: string }[], name: string): string {
  const names = new Set(taken.map((each) => each.name));
  if (!names.has(name)) return name;
  for (let i = 2; ; i++) if (!names.has(`${name} ${i}`)) return `${name} ${i}`;
}

export function addStanding(
  hall: Hall,
  name: string,
  outline: readonly Spot[],
  capacity: number,
  category: Id | undefined,
): Added {
  const added = addSection(hall, name);
  const sections = added.hall.sections.map((section) =>
    section.id === added.id ? { ...section, standing: { capacity, category, outline } } : section,
  );
  return { hall: { ...added.hall, sections }, selection: new Set([added.id]) };
}

export function addArea(hall: Hall, area: Omit<Area, 'id'>, isStage = false): Added {
  const id = hall.nextId;
  const added: Hall = { ...hall, nextId: id + 1, areas: [...hall.areas, { ...area, id }] };
  return { hall: isStage ? { ...added, stage: id, focus: undefined } : added, selection: new Set([id]) };
}

/**
 * Puts one seat to the end of a row, or of a new row of the section where none is named. A row of a block becomes a
 * row by itself: a seat that stands wherever somebody clicked is in no block's order.
 */
export function addSeat(
  hall: Hall,
  sectionId: Id,
  rowId: Id | undefined,
  at: Spot,
  category: Id | undefined,
): Added & { readonly row: Id } {
  const spot = { x: fine(at.x), y: fine(at.y) };
  const row = hall.sections.flatMap(({ rows }) => rows).find(({ id }) => id === rowId);
  const seatId = hall.nextId;
  const seat = { id: seatId, category, marks: [], ...spot };
  if (!row) {
    const newRow = { id: seatId + 1, name: '', seats: [{ ...seat, number: '1' }] };
    const sections = hall.sections.map((section) =>
      section.id === sectionId ? { ...section, rows: [...section.rows, newRow] } : section,
    );
    return { hall: { ...hall, nextId: seatId + 2, sections }, selection: new Set([seatId]), row: newRow.id };
  }
  const loose = row.block === undefined ? hall : loosen(hall, new Set([row.block]));
  const highest = Math.max(0, ...row.seats.map(({ number }) => Number(number)).filter(Number.isFinite));
  const sections = loose.sections.map((section) =>
    section.rows.some(({ id }) => id === row.id)
      ? {
          ...section,
          rows: section.rows.map((each) =>
            each.id === row.id
              ? { ...each, seats: [...each.seats, { ...seat, number: String(highest + 1) }] }
              : each,
          ),
        }
      : section,
  );
  return { hall: { ...loose, nextId: seatId + 1, sections }, selection: new Set([seatId]), row: row.id };
}

/** A rectangle between two corners, in whole units, wherever the second one is. */
export function rectangle(from: Spot, to: Spot): { x: number; y: number; width: number; height: number } {
  const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  return { x, y, width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
}

export function corners({ x, y, width, height }: ReturnType<typeof rectangle>): Spot[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

/** Takes away what is selected, and what has nothing left then. */
export function remove(hall: Hall, selection: Selection): Added {
  const sections = hall.sections
    .filter(({ id, standing }) => standing === undefined || !selection.has(id))
    .map((section) => {
      const rows = section.rows.map((row) => {
        const seats = row.seats.filter(({ id }) => !selection.has(id));
        return seats.length === row.seats.length ? row : { ...row, seats };
      });
      return rows.every((row, i) => row === section.rows[i])
        ? section
        : { ...section, rows: rows.filter(({ seats }) => seats.length > 0) };
    });
  const used = new Set(sections.flatMap(({ rows }) => rows.map(({ block }) => block)));
  return {
    hall: {
      ...hall,
      sections,
      areas: hall.areas.filter(({ id }) => !selection.has(id)),
      blocks: hall.blocks.filter(({ id }) => used.has(id)),
      stage: hall.stage !== undefined && selection.has(hall.stage) ? undefined : hall.stage,
    },
    selection: NOTHING,
  };
}
