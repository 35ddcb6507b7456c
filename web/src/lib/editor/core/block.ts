import { boxOfRow, boxOfSpots, spotOf } from './geometry.ts';
import {
  blockOf,
  mapRows,
  type Block,
  type Hall,
  type Id,
  type NameRule,
  type Row,
  type Seat,
  type SeatRule,
  type Section,
} from './hall.ts';
import { numberRows, placeOfName, ROW_LETTERS, SEAT_DIGITS } from './numbering.ts';

export type BlockShape = Omit<Block, 'id' | 'rowNames' | 'seatNumbers'>;

export const BLOCK_ROWS_MAX = 200;
export const BLOCK_SEATS_MAX = 500;

/** Lays out a block of rows in a section, numbered so that it goes on from its neighbours. */
export function addBlock(
  hall: Hall,
  sectionId: Id,
  shape: BlockShape,
  category: Id | undefined,
): { readonly hall: Hall; readonly seats: ReadonlySet<Id> } {
  const section = hall.sections.find(({ id }) => id === sectionId);
  const block: Block = { ...shape, id: hall.nextId, ...rulesBeside(section, shape) };
  let nextId = hall.nextId + 1;
  const rows = Array.from({ length: shape.rowCount }, (_, slot) => {
    const row = makeRow(block, slot, nextId, category);
    nextId += 1 + shape.seatCount;
    return row;
  });
  const added: Hall = {
    ...hall,
    nextId,
    blocks: [...hall.blocks, block],
    sections: hall.sections.map((each) =>
      each.id === sectionId ? { ...each, rows: [...each.rows, ...rows] } : each,
    ),
  };
  const seats = new Set(rows.flatMap((row) => row.seats.map(({ id }) => id)));
  return { hall: renumbered(added, block), seats };
}

function makeRow(block: Block, slot: number, id: Id, category: Id | undefined): Row {
  return {
    id,
    name: '',
    block: block.id,
    slot,
    seats: Array.from({ length: block.seatCount }, (_, seatSlot) =>
      makeSeat(block, slot, seatSlot, id + 1 + seatSlot, category),
    ),
  };
}

function makeSeat(block: Block, rowSlot: number, slot: number, id: Id, category: Id | undefined): Seat {
  return { id, number: '', category, marks: [], slot, ...spotOf(block, rowSlot, slot) };
}

/** By the block's own rules; where it is a loose part of its section, they hold for it alone. */
function renumbered(hall: Hall, block: Block): Hall {
  const rows = new Set(rowsOfBlock(hall, block.id).map(({ id }) => id));
  return numberRows(hall, rows, block.rowNames, block.seatNumbers);
}

export function rowsOfBlock(hall: Hall, blockId: Id): Row[] {
  return hall.sections.flatMap(({ rows }) => rows.filter(({ block }) => block === blockId));
}

/**
 * Beside a block of the same section its rows go on, and its seats count on; behind it the rows take the next
 * letters. So two blocks that are drawn one after the other have no two seats of one name.
 */
function rulesBeside(
  section: Section | undefined,
  shape: BlockShape,
): { rowNames: NameRule; seatNumbers: SeatRule } {
  const rules = { rowNames: ROW_LETTERS, seatNumbers: SEAT_DIGITS };
  if (!section || section.rows.length === 0) return rules;
  const spots = [0, shape.rowCount - 1].flatMap((row) =>
    [0, shape.seatCount - 1].map((seat) => spotOf({ ...shape, id: 0, ...rules }, row, seat)),
  );
  const box = boxOfSpots(spots);
  const beside = section.rows.filter((row) => {
    const other = boxOfRow(row);
    return other.maxY >= box.minY && other.minY <= box.maxY;
  });
  const places = (rows: readonly Row[]) =>
    rows.map(({ name }) => placeOfName(name, ROW_LETTERS)).filter((place) => place !== undefined);
  if (beside.length > 0) {
    const numbers = beside.flatMap(({ seats }) => seats.map(({ number }) => Number(number)));
    const highest = Math.max(0, ...numbers.filter(Number.isFinite));
    const first = Math.min(...places(beside));
    return {
      rowNames: { ...ROW_LETTERS, start: Number.isFinite(first) ? first : 1 },
      seatNumbers: { ...SEAT_DIGITS, start: highest + 1 },
    };
  }
  return { ...rules, rowNames: { ...ROW_LETTERS, start: Math.max(0, ...places(section.rows)) + 1 } };
}

/**
 * Numbers the copy of a block as if it had been drawn where it stands, in its own way: from the left or from the
 * right, odd or even. Only where it would have the names of other seats of its section.
 */
export function renumberCopy(hall: Hall, blockId: Id): Hall {
  const block = blockOf(hall, blockId);
  const section = hall.sections.find(({ rows }) => rows.some((row) => row.block === blockId));
  if (!block || !section) return hall;
  const own = section.rows.filter((row) => row.block === blockId);
  const others = { ...section, rows: section.rows.filter((row) => row.block !== blockId) };
  const namesOf = (rows: readonly Row[]) =>
    rows.flatMap(({ name, seats }) => seats.map(({ number }) => `${name}\n${number}`));
  const taken = new Set(namesOf(others.rows));
  if (!namesOf(own).some((name) => taken.has(name))) return hall;
  const { rowNames, seatNumbers } = rulesBeside(others, block);
  // Odd numbers go on with an odd one.
  const { step, start } = block.seatNumbers;
  const next = seatNumbers.start + ((((start - seatNumbers.start) % step) + step) % step);
  const isLettered = block.rowNames.style === 'letters';
  return renumbered(hall, {
    ...block,
    rowNames: { ...block.rowNames, start: isLettered ? rowNames.start : block.rowNames.start },
    seatNumbers: { ...block.seatNumbers, start: next },
  });
}

/** Changes the numbers by which a block is laid out. What is known of its seats stays with their places. */
export function reshape(hall: Hall, blockId: Id, patch: Partial<BlockShape>): Hall {
  const old = blockOf(hall, blockId);
  if (!old) return hall;
  const block: Block = { ...old, ...patch };
  let { nextId } = hall;
  const moved = mapRows(hall, (row) => {
    if (row.block !== blockId || row.slot === undefined) return row;
    const slot = row.slot;
    if (slot >= block.rowCount) return { ...row, seats: [] };
    const stay = row.seats.filter((seat) => seat.slot === undefined || seat.slot < block.seatCount);
    const seats = stay.map((seat) =>
      seat.slot === undefined ? seat : { ...seat, ...spotOf(block, slot, seat.slot) },
    );
    const category = row.seats.at(-1)?.category;
    for (let at = old.seatCount; at < block.seatCount; at++)
      seats.push(makeSeat(block, slot, at, nextId++, category));
    return { ...row, seats };
  });
  const category = rowsOfBlock(hall, blockId).at(-1)?.seats.at(-1)?.category;
  const more: Row[] = [];
  for (let slot = old.rowCount; slot < block.rowCount; slot++) {
    more.push(makeRow(block, slot, nextId, category));
    nextId += 1 + block.seatCount;
  }
  const changed: Hall = {
    ...moved,
    nextId,
    blocks: hall.blocks.map((each) => (each.id === blockId ? block : each)),
    sections: moved.sections.map((section) => withRowsAfter(section, blockId, more)),
  };
  const isOfSameSize = block.rowCount === old.rowCount && block.seatCount === old.seatCount;
  return isOfSameSize ? changed : renumbered(changed, block);
}

function withRowsAfter(section: Section, blockId: Id, more: readonly Row[]): Section {
  const last = section.rows.findLastIndex(({ block }) => block === blockId);
  if (last === -1 || more.length === 0) return section;
  return { ...section, rows: [...section.rows.slice(0, last + 1), ...more, ...section.rows.slice(last + 1)] };
}
