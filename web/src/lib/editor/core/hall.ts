import type { PlanArea, PlanSeat, SeatMark } from '@jari/contract';

/**
 * A hall while it is being drawn. Immutable, and changed by commands that give a new hall; whatever a command does
 * not touch is the very same object afterwards. So an undo is the hall before, and what is derived of a row (its box,
 * its picture) is kept by the row itself.
 */
export interface Hall {
  readonly name: string;
  readonly categories: readonly Category[];
  readonly sections: readonly Section[];
  readonly areas: readonly Area[];
  /** How blocks of rows were laid out, as long as their rows stand as the block says. */
  readonly blocks: readonly Block[];
  /** The area that everybody looks at. */
  readonly stage?: Id | undefined;
  /** Where everybody looks, in a plan that says it without a stage. */
  readonly focus?: Spot | undefined;
  readonly kept?: Kept | undefined;
  /** Everything in a hall has a number of its own, which never comes again in this hall. */
  readonly nextId: Id;
}

export type Id = number;
export type Kept = PlanSeat['kept'];

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Category {
  readonly id: Id;
  readonly name: string;
  readonly color: string;
}

/** Either rows or standing; neither while it is new. */
export interface Section {
  readonly id: Id;
  readonly name: string;
  readonly rows: readonly Row[];
  readonly standing?: Standing | undefined;
  readonly kept?: Kept | undefined;
}

export interface Standing {
  readonly capacity: number;
  readonly category: Id | undefined;
  readonly outline: readonly Spot[];
}

export interface Row {
  readonly id: Id;
  readonly name: string;
  readonly seats: readonly Seat[];
  /** The block that it is a row of, and which. */
  readonly block?: Id | undefined;
  readonly slot?: number | undefined;
  readonly kept?: Kept | undefined;
}

export interface Seat extends Spot {
  readonly id: Id;
  readonly number: string;
  readonly category: Id | undefined;
  readonly marks: readonly SeatMark[];
  /** Which place of its block's row it has; places may be empty. */
  readonly slot?: number | undefined;
  readonly guid?: string | undefined;
  readonly kept?: Kept | undefined;
}

export type Area = PlanArea & { readonly id: Id };

/** Rows of seats laid out by a few numbers. Its spot is the middle of its first row. */
export interface Block extends Spot {
  readonly id: Id;
  readonly rowCount: number;
  readonly seatCount: number;
  readonly seatStep: number;
  readonly rowStep: number;
  /** The angle that the first row spans: its ends turn towards the stage, or away from it when negative. */
  readonly curve: number;
  /** Degrees, clockwise. */
  readonly rotation: number;
  /** How far each row is moved to the right of the one before. */
  readonly skew: number;
  /** Mirrored: the first place is at the right. */
  readonly flip: boolean;
  readonly rowNames: NameRule;
  readonly seatNumbers: SeatRule;
}

/** How names follow each other. */
export interface NameRule {
  readonly style: NameStyle;
  /** The first name, counted from 1: 3 is C, or 3. */
  readonly start: number;
  readonly step: number;
  /** Without I and O, which look like 1 and 0. */
  readonly skipIO: boolean;
  readonly reverse: boolean;
}
export type NameStyle = 'letters' | 'digits' | 'hangul' | 'none';

/** How the seats of rows are numbered: each row anew, or on from the row before. */
export interface SeatRule extends NameRule {
  readonly goesOn: boolean;
}

/** The usual distance between neighbours, and between rows, in the unit of a hall that is drawn here. */
export const SEAT_STEP = 25;
export const ROW_STEP = 30;

export function emptyHall(words: { readonly hall: string; readonly category: string }): Hall {
  return {
    name: words.hall,
    categories: [{ id: 1, name: words.category, color: '#2a78d6' }],
    sections: [],
    areas: [],
    blocks: [],
    nextId: 2,
  };
}

/** What is selected: ids of seats, of areas, and of sections that are standing areas. */
export type Selection = ReadonlySet<Id>;
export const NOTHING: Selection = new Set();

export function* rowsOf(hall: Hall): Generator<Row> {
  for (const { rows } of hall.sections) yield* rows;
}

export function* seatsOf(hall: Hall): Generator<Seat> {
  for (const { seats } of rowsOf(hall)) yield* seats;
}

export function seatCountOf(hall: Hall): number {
  let count = 0;
  for (const { rows, standing } of hall.sections) {
    for (const { seats } of rows) count += seats.length;
    count += standing?.capacity ?? 0;
  }
  return count;
}

export function blockOf(hall: Hall, id: Id | undefined): Block | undefined {
  return id === undefined ? undefined : hall.blocks.find((block) => block.id === id);
}

/** Changes rows; sections and the hall stay the same objects where no row changes. A row without seats goes. */
export function mapRows(hall: Hall, change: (row: Row, section: Section) => Row): Hall {
  let isSame = true;
  const sections = hall.sections.map((section) => {
    let isSameSection = true;
    const rows = section.rows.map((row) => {
      const changed = change(row, section);
      if (changed !== row) isSameSection = false;
      return changed;
    });
    if (isSameSection) return section;
    isSame = false;
    return { ...section, rows: rows.filter(({ seats }) => seats.length > 0) };
  });
  return isSame ? hall : { ...hall, sections };
}

/** Changes selected seats. */
export function mapSeats(hall: Hall, selection: Selection, change: (seat: Seat) => Seat): Hall {
  return mapRows(hall, (row) => {
    let isSame = true;
    const seats = row.seats.map((seat) => {
      if (!selection.has(seat.id)) return seat;
      const changed = change(seat);
      if (changed !== seat) isSame = false;
      return changed;
    });
    return isSame ? row : { ...row, seats };
  });
}

/** Drops what is left of blocks without rows. */
export function withoutEmptyBlocks(hall: Hall): Hall {
  const used = new Set<Id | undefined>();
  for (const { block } of rowsOf(hall)) used.add(block);
  const blocks = hall.blocks.filter(({ id }) => used.has(id));
  return blocks.length === hall.blocks.length ? hall : { ...hall, blocks };
}

/** The rows of these blocks become rows by themselves: they no longer stand as the block says. */
export function loosen(hall: Hall, blocks: ReadonlySet<Id>): Hall {
  if (blocks.size === 0) return hall;
  const loose = mapRows(hall, (row) =>
    row.block !== undefined && blocks.has(row.block)
      ? {
          ...row,
          block: undefined,
          slot: undefined,
          seats: row.seats.map((seat) => ({ ...seat, slot: undefined })),
        }
      : row,
  );
  return { ...loose, blocks: hall.blocks.filter(({ id }) => !blocks.has(id)) };
}
