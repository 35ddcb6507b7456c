import { around, NOWHERE, overlaps, type Box } from '#lib/map/box.ts';
import { isInside } from '#lib/map/hit-test.ts';
import { boxOfArea, boxOfRow, boxOfSpots } from './geometry.ts';
import {
  rowsOf,
  type Area,
  type Block,
  type Hall,
  type Id,
  type Row,
  type Seat,
  type Section,
  type Selection,
} from './hall.ts';

/** What a click takes: the block (or the row, where it is in none), the row, or the single seat. */
export type Grain = 'block' | 'row' | 'seat';

export type Hit =
  | { readonly is: 'seat'; readonly row: Row; readonly seat: Seat }
  | { readonly is: 'area'; readonly area: Area }
  | { readonly is: 'standing'; readonly section: Section };

/** What is at a place: the nearest seat within `reach`, or else what lies there, the last drawn first. */
export function hitAt(hall: Hall, x: number, y: number, reach: number): Hit | undefined {
  let best: { readonly row: Row; readonly seat: Seat } | undefined;
  let bestFar = reach;
  for (const row of rowsOf(hall)) {
    const box = boxOfRow(row);
    if (x < box.minX - reach || x > box.maxX + reach || y < box.minY - reach || y > box.maxY + reach)
      continue;
    for (const seat of row.seats) {
      const far = Math.hypot(seat.x - x, seat.y - y);
      if (far > bestFar) continue;
      best = { row, seat };
      bestFar = far;
    }
  }
  if (best) return { is: 'seat', ...best };
  for (const section of [...hall.sections].reverse()) {
    const points = section.standing?.outline.flatMap((point) => [point.x, point.y]);
    if (points && isInside(points, x, y)) return { is: 'standing', section };
  }
  for (const area of [...hall.areas].reverse()) {
    const { minX, minY, maxX, maxY } = boxOfArea(area);
    if (x >= minX - reach / 2 && x <= maxX + reach / 2 && y >= minY - reach / 2 && y <= maxY + reach / 2) {
      return { is: 'area', area };
    }
  }
  return undefined;
}

/** What a click on it selects. */
export function grasp(hall: Hall, hit: Hit, grain: Grain): Set<Id> {
  if (hit.is === 'area') return new Set([hit.area.id]);
  if (hit.is === 'standing') return new Set([hit.section.id]);
  if (grain === 'seat') return new Set([hit.seat.id]);
  if (grain === 'row' || hit.row.block === undefined) return new Set(hit.row.seats.map(({ id }) => id));
  return seatsOfBlock(hall, hit.row.block);
}

function seatsOfBlock(hall: Hall, blockId: Id): Set<Id> {
  const ids = new Set<Id>();
  for (const row of rowsOf(hall)) if (row.block === blockId) for (const { id } of row.seats) ids.add(id);
  return ids;
}

/** All that is in the box: seats by their middle (and by grain what they are part of), areas as a whole. */
export function within(hall: Hall, box: Box, grain: Grain): Set<Id> {
  const ids = new Set<Id>();
  const blocks = new Set<Id>();
  const isIn = (x: number, y: number) => x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY;
  for (const row of rowsOf(hall)) {
    if (!overlaps(boxOfRow(row), box)) continue;
    const found = row.seats.filter(({ x, y }) => isIn(x, y));
    if (found.length === 0) continue;
    if (grain === 'block' && row.block !== undefined) blocks.add(row.block);
    for (const { id } of grain === 'seat' ? found : row.seats) ids.add(id);
  }
  if (blocks.size > 0) {
    for (const row of rowsOf(hall))
      if (row.block !== undefined && blocks.has(row.block)) for (const { id } of row.seats) ids.add(id);
  }
  const contains = (other: Box) => isIn(other.minX, other.minY) && isIn(other.maxX, other.maxY);
  for (const area of hall.areas) if (contains(boxOfArea(area))) ids.add(area.id);
  for (const { id, standing } of hall.sections)
    if (standing && contains(boxOfSpots(standing.outline))) ids.add(id);
  return ids;
}

/** What a selection is made of. */
export interface Picked {
  readonly seats: readonly Seat[];
  /** Rows of which at least one seat is selected, and those of which all are. */
  readonly rows: readonly Row[];
  readonly wholeRows: readonly Row[];
  /** Blocks of which all that is there is selected. */
  readonly blocks: readonly Block[];
  /** Blocks of which a part is selected. */
  readonly brokenBlocks: ReadonlySet<Id>;
  readonly areas: readonly Area[];
  readonly standings: readonly Section[];
  readonly sections: readonly Section[];
  readonly box: Box;
}

export function pickedOf(hall: Hall, selection: Selection): Picked {
  const seats: Seat[] = [];
  const rows: Row[] = [];
  const wholeRows: Row[] = [];
  const touched = new Set<Id>();
  const broken = new Set<Id>();
  const sections: Section[] = [];
  const standings: Section[] = [];
  if (selection.size > 0) {
    for (const section of hall.sections) {
      let isTouched = section.standing !== undefined && selection.has(section.id);
      if (isTouched) standings.push(section);
      for (const row of section.rows) {
        const found = row.seats.filter(({ id }) => selection.has(id));
        if (row.block !== undefined && found.length > 0) touched.add(row.block);
        if (row.block !== undefined && found.length < row.seats.length) broken.add(row.block);
        if (found.length === 0) continue;
        isTouched = true;
        for (const seat of found) seats.push(seat);
        rows.push(row);
        if (found.length === row.seats.length) wholeRows.push(row);
      }
      if (isTouched) sections.push(section);
    }
  }
  const areas = hall.areas.filter(({ id }) => selection.has(id));
  let box = seats.length > 0 ? boxOfSpots(seats) : NOWHERE;
  for (const area of areas) box = around(box, boxOfArea(area));
  for (const { standing } of standings) if (standing) box = around(box, boxOfSpots(standing.outline));
  return {
    seats,
    rows,
    wholeRows,
    blocks: hall.blocks.filter(({ id }) => touched.has(id) && !broken.has(id)),
    brokenBlocks: new Set([...touched].filter((id) => broken.has(id))),
    areas,
    standings,
    sections,
    box,
  };
}

/** A thing that is aligned, distributed and snapped to as one: a block, a loose row, an area, a standing area. */
export interface Thing {
  readonly ids: ReadonlySet<Id>;
  readonly box: Box;
}

/** The things of a hall, or those of a selection, cut down to what is selected. */
export function thingsOf(hall: Hall, selection?: Selection): Thing[] {
  const blocks = new Map<Id, { ids: Set<Id>; box: Box }>();
  const things: Thing[] = [];
  for (const row of rowsOf(hall)) {
    const seats = selection ? row.seats.filter(({ id }) => selection.has(id)) : row.seats;
    if (seats.length === 0) continue;
    const box = seats.length === row.seats.length ? boxOfRow(row) : boxOfSpots(seats);
    if (row.block === undefined) {
      things.push({ ids: new Set(seats.map(({ id }) => id)), box });
      continue;
    }
    const block = blocks.get(row.block) ?? { ids: new Set<Id>(), box: NOWHERE };
    for (const { id } of seats) block.ids.add(id);
    blocks.set(row.block, { ids: block.ids, box: around(block.box, box) });
  }
  things.push(...blocks.values());
  for (const area of hall.areas)
    if (!selection || selection.has(area.id)) things.push({ ids: new Set([area.id]), box: boxOfArea(area) });
  for (const { id, standing } of hall.sections)
    if (standing && (!selection || selection.has(id)))
      things.push({ ids: new Set([id]), box: boxOfSpots(standing.outline) });
  return things;
}

/** A selection without what is no longer there; the same one where all is. */
export function surviving(hall: Hall, selection: Selection): Selection {
  const { seats, areas, standings } = pickedOf(hall, selection);
  if (seats.length + areas.length + standings.length === selection.size) return selection;
  return new Set([...seats, ...areas, ...standings].map(({ id }) => id));
}

/** With these, too; or without them where all of them are selected. */
export function toggled(selection: Selection, ids: ReadonlySet<Id>): Selection {
  const isSelected = [...ids].every((id) => selection.has(id));
  const others = [...selection].filter((id) => !ids.has(id));
  return new Set(isSelected ? others : [...others, ...ids]);
}
