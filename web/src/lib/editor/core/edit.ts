import type { SeatMark } from '@jari/contract';
import { freeName } from './add.ts';
import {
  loosen,
  mapRows,
  mapSeats,
  withoutEmptyBlocks,
  type Area,
  type Category,
  type Hall,
  type Id,
  type Row,
  type Section,
  type Selection,
  type Standing,
} from './hall.ts';
import { pickedOf } from './pick.ts';

/** Gives what is selected a category: seats, and standing areas. */
export function setCategory(hall: Hall, selection: Selection, category: Id): Hall {
  const changed = mapSeats(hall, selection, (seat) =>
    seat.category === category ? seat : { ...seat, category },
  );
  return patchStandings(changed, selection, { category });
}

export function patchStandings(hall: Hall, selection: Selection, patch: Partial<Standing>): Hall {
  if (!hall.sections.some(({ id, standing }) => standing && selection.has(id))) return hall;
  const sections = hall.sections.map((section) =>
    section.standing && selection.has(section.id)
      ? { ...section, standing: { ...section.standing, ...patch } }
      : section,
  );
  return { ...hall, sections };
}

export function setMark(hall: Hall, selection: Selection, mark: SeatMark, isOn: boolean): Hall {
  return mapSeats(hall, selection, (seat) => {
    if (seat.marks.includes(mark) === isOn) return seat;
    const others = seat.marks.filter((each) => each !== mark);
    return { ...seat, marks: isOn ? [...others, mark] : others };
  });
}

export function setSeatNumber(hall: Hall, seatId: Id, number: string): Hall {
  return mapSeats(hall, new Set([seatId]), (seat) => ({ ...seat, number }));
}

export function setRowName(hall: Hall, rowId: Id, name: string): Hall {
  return mapRows(hall, (row) => (row.id === rowId ? { ...row, name } : row));
}

export function patchArea(hall: Hall, areaId: Id, patch: Partial<Omit<Area, 'id'>>): Hall {
  return {
    ...hall,
    areas: hall.areas.map((area) => (area.id === areaId ? { ...area, ...patch } : area)),
  };
}

export function addCategory(hall: Hall, name: string, color: string): Hall {
  const category: Category = { id: hall.nextId, name: freeName(hall.categories, name), color };
  return { ...hall, nextId: hall.nextId + 1, categories: [...hall.categories, category] };
}

export function patchCategory(hall: Hall, id: Id, patch: Partial<Omit<Category, 'id'>>): Hall {
  return {
    ...hall,
    categories: hall.categories.map((each) => (each.id === id ? { ...each, ...patch } : each)),
  };
}

/** Its seats are without one then, which the check says. The last one stays. */
export function removeCategory(hall: Hall, id: Id): Hall {
  if (hall.categories.length < 2) return hall;
  const changed = mapRows(hall, (row) =>
    row.seats.some(({ category }) => category === id)
      ? {
          ...row,
          seats: row.seats.map((seat) => (seat.category === id ? { ...seat, category: undefined } : seat)),
        }
      : row,
  );
  return {
    ...changed,
    categories: hall.categories.filter((each) => each.id !== id),
    sections: changed.sections.map((section) =>
      section.standing?.category === id
        ? { ...section, standing: { ...section.standing, category: undefined } }
        : section,
    ),
  };
}

export function renameSection(hall: Hall, id: Id, name: string): Hall {
  return { ...hall, sections: hall.sections.map((each) => (each.id === id ? { ...each, name } : each)) };
}

/** Seats are numbered in the order of sections, and lists show them so. */
export function moveSection(hall: Hall, id: Id, by: -1 | 1): Hall {
  const at = hall.sections.findIndex((each) => each.id === id);
  const to = at + by;
  const [section, other] = [hall.sections[at], hall.sections[to]];
  if (!section || !other) return hall;
  const sections = [...hall.sections];
  sections[at] = other;
  sections[to] = section;
  return { ...hall, sections };
}

export function removeSection(hall: Hall, id: Id): Hall {
  return withoutEmptyBlocks({ ...hall, sections: hall.sections.filter((each) => each.id !== id) });
}

/**
 * Moves the selected seats into another section, behind what is there. Whole rows stay rows; of others the selected
 * seats become a row of the same name.
 */
export function moveToSection(hall: Hall, selection: Selection, sectionId: Id): Hall {
  const target = hall.sections.find(({ id }) => id === sectionId);
  if (!target || target.standing) return hall;
  const { brokenBlocks } = pickedOf(hall, selection);
  const loose = loosen(hall, brokenBlocks);
  let { nextId } = loose;
  const moved: Row[] = [];
  const sections: Section[] = loose.sections.map((section) => {
    if (section.id === sectionId) return section;
    const rows: Row[] = [];
    for (const row of section.rows) {
      const [going, staying] = [true, false].map((isGoing) =>
        row.seats.filter(({ id }) => selection.has(id) === isGoing),
      );
      if (!going?.length) rows.push(row);
      else if (!staying?.length) moved.push(row);
      else {
        rows.push({ ...row, seats: staying });
        moved.push({ ...row, id: nextId++, seats: going });
      }
    }
    return rows.length === section.rows.length && rows.every((row, i) => row === section.rows[i])
      ? section
      : { ...section, rows };
  });
  if (moved.length === 0) return hall;
  return {
    ...loose,
    nextId,
    sections: sections.map((section) =>
      section.id === sectionId ? { ...section, rows: [...section.rows, ...moved] } : section,
    ),
  };
}

/** Makes one row of the selected seats, in the order of the rows they were in. */
export function joinRows(hall: Hall, selection: Selection): Hall {
  const { rows, seats, sections } = pickedOf(hall, selection);
  const [first, section] = [rows[0], sections[0]];
  if (!first || !section || rows.length < 2 || sections.length > 1) return hall;
  const blocks = new Set(rows.map(({ block }) => block).filter((id) => id !== undefined));
  const joined = seats.map((seat) => ({ ...seat, slot: undefined }));
  return mapRows(loosen(hall, blocks), (row) => {
    if (row.id === first.id)
      return { ...row, seats: [...joined, ...row.seats.filter(({ id }) => !selection.has(id))] };
    return row.seats.some(({ id }) => selection.has(id))
      ? { ...row, seats: row.seats.filter(({ id }) => !selection.has(id)) }
      : row;
  });
}
