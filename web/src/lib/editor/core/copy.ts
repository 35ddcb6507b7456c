import { freeName, type Added } from './add.ts';
import { renumberCopy } from './block.ts';
import type { Area, Block, Category, Hall, Id, Row, Section, Selection } from './hall.ts';
import { pickedOf } from './pick.ts';
import { transform } from './transform.ts';

/** What was copied, with the names of what it belongs to, so that it can be pasted into another hall, too. */
export interface Clip {
  readonly parts: readonly {
    readonly section: string;
    readonly rows: readonly Row[];
    readonly standing: Section['standing'];
  }[];
  readonly blocks: readonly Block[];
  readonly areas: readonly Area[];
  readonly categories: readonly Category[];
}

export function copy(hall: Hall, selection: Selection): Clip {
  const { blocks, areas } = pickedOf(hall, selection);
  const parts = hall.sections.flatMap(({ id, name, rows, standing }) => {
    const copied = rows.flatMap((row) => {
      const seats = row.seats.filter((seat) => selection.has(seat.id));
      return seats.length === 0 ? [] : [{ ...row, seats }];
    });
    const isStanding = standing !== undefined && selection.has(id);
    return copied.length > 0 || isStanding
      ? [{ section: name, rows: copied, standing: isStanding ? standing : undefined }]
      : [];
  });
  return { parts, blocks, areas, categories: hall.categories };
}

export function isEmptyClip({ parts, areas }: Clip): boolean {
  return parts.length === 0 && areas.length === 0;
}

/**
 * Puts a copy into the hall, moved a little so that it is seen. Rows come into the section of their name where there
 * is one. What another program called a seat stays with the original: there are no two of one name.
 */
export function paste(hall: Hall, clip: Clip, by: { readonly x: number; readonly y: number }): Added {
  let { nextId } = hall;
  const ids = new Set<Id>();
  const categoryIds = new Map<Id, Id>();
  const categories = [...hall.categories];
  for (const category of clip.categories) {
    const known = categories.find(({ name }) => name === category.name);
    const isUsed = clip.parts.some(
      ({ rows, standing }) =>
        standing?.category === category.id ||
        rows.some(({ seats }) => seats.some((seat) => seat.category === category.id)),
    );
    if (known) categoryIds.set(category.id, known.id);
    else if (isUsed) {
      categories.push({ ...category, id: nextId });
      categoryIds.set(category.id, nextId++);
    }
  }
  const categoryOf = (id: Id | undefined) => (id === undefined ? undefined : categoryIds.get(id));
  const blockIds = new Map<Id, Id>();
  const blocks = clip.blocks.map((block) => {
    blockIds.set(block.id, nextId);
    return { ...block, id: nextId++ };
  });
  const copyRow = (row: Row): Row => {
    const block = row.block === undefined ? undefined : blockIds.get(row.block);
    const id = nextId++;
    return {
      id,
      name: row.name,
      block,
      slot: block === undefined ? undefined : row.slot,
      seats: row.seats.map(({ guid: _guid, kept: _kept, ...seat }) => {
        const seatId = nextId++;
        ids.add(seatId);
        return {
          ...seat,
          id: seatId,
          slot: block === undefined ? undefined : seat.slot,
          category: categoryOf(seat.category),
        };
      }),
    };
  };
  let sections = [...hall.sections];
  for (const { section: name, rows, standing } of clip.parts) {
    if (standing) {
      ids.add(nextId);
      const copied = { ...standing, category: categoryOf(standing.category) };
      sections.push({ id: nextId++, name: freeName(sections, name), rows: [], standing: copied });
    }
    if (rows.length === 0) continue;
    const copied = rows.map(copyRow);
    const target = sections.find((section) => section.name === name && !section.standing);
    if (target)
      sections = sections.map((section) =>
        section === target ? { ...section, rows: [...section.rows, ...copied] } : section,
      );
    else sections.push({ id: nextId++, name: freeName(sections, name), rows: copied });
  }
  const areas = clip.areas.map((area) => {
    ids.add(nextId);
    return { ...area, id: nextId++ };
  });
  const pasted: Hall = {
    ...hall,
    nextId,
    categories: categories.length === hall.categories.length ? hall.categories : categories,
    sections,
    blocks: [...hall.blocks, ...blocks],
    areas: [...hall.areas, ...areas],
  };
  const moved = transform(pasted, ids, { do: 'move', dx: by.x, dy: by.y });
  return { hall: blocks.reduce((now, { id }) => renumberCopy(now, id), moved), selection: ids };
}
