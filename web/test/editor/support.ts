import { addBlock, type BlockShape } from '../../src/lib/editor/core/block.ts';
import { sectionForRows } from '../../src/lib/editor/core/add.ts';
import { emptyHall, seatsOf, type Hall, type Id } from '../../src/lib/editor/core/hall.ts';

export const empty: Hall = emptyHall({ hall: 'Hall', category: 'R' });

export const SHAPE: BlockShape = {
  x: 0,
  y: 0,
  rowCount: 3,
  seatCount: 4,
  seatStep: 25,
  rowStep: 30,
  curve: 0,
  rotation: 0,
  skew: 0,
  flip: false,
};

/** A hall with a block more, in its first section. */
export function withBlock(hall: Hall = empty, shape: Partial<BlockShape> = {}) {
  const { hall: withSection, id } = sectionForRows(hall, undefined, 'Stalls');
  const added = addBlock(withSection, id, { ...SHAPE, ...shape }, hall.categories[0]?.id);
  const block = added.hall.blocks.at(-1);
  if (!block) throw new Error('there is no block');
  return { hall: added.hall, seats: added.seats, section: id, block };
}

export const allSeats = (hall: Hall): ReadonlySet<Id> => new Set([...seatsOf(hall)].map(({ id }) => id));

/** Section, row and number of each seat. */
export function labels(hall: Hall): string[] {
  return hall.sections.flatMap(({ rows }) =>
    rows.flatMap(({ name, seats }) => seats.map(({ number }) => `${name}${number}`)),
  );
}

export const spots = (hall: Hall) => [...seatsOf(hall)].map(({ x, y }) => ({ x, y }));
