import fc from 'fast-check';
import {
  addArea,
  addSeat,
  addSection,
  addStanding,
  corners,
  remove,
  sectionForRows,
} from '../../src/lib/editor/core/add.ts';
import { addBlock, reshape } from '../../src/lib/editor/core/block.ts';
import { copy, paste } from '../../src/lib/editor/core/copy.ts';
import {
  addCategory,
  joinRows,
  moveSection,
  moveToSection,
  patchArea,
  patchCategory,
  patchStandings,
  removeCategory,
  removeSection,
  renameSection,
  setCategory,
  setMark,
  setRowName,
  setSeatNumber,
} from '../../src/lib/editor/core/edit.ts';
import type { Hall, Id } from '../../src/lib/editor/core/hall.ts';
import { numberRows, ROW_LETTERS, SEAT_DIGITS } from '../../src/lib/editor/core/numbering.ts';
import { within } from '../../src/lib/editor/core/pick.ts';
import { align, distribute, respace, transform } from '../../src/lib/editor/core/transform.ts';
import { allSeats, SHAPE } from './support.ts';

export type Command = (hall: Hall) => Hall;

const small = fc.integer({ min: -200, max: 200 });
const count = fc.integer({ min: 1, max: 5 });
const name = fc.constantFrom('A', 'B', '가', ' ', '', '가', 'x'.repeat(101), '1층  앞');

/** One of a list, by a number that may be anything. */
const one = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];

/** Whatever is in a part of the hall, so that blocks are selected as a whole, partly or not at all. */
const picking = fc.record({ x: small, y: small, grain: fc.constantFrom('seat', 'row', 'block') }).map(
  ({ x, y, grain }) =>
    (hall: Hall) =>
      within(hall, { minX: x - 80, minY: y - 60, maxX: x + 90, maxY: y + 70 }, grain),
);

const withPicked = (
  arbitrary: fc.Arbitrary<(hall: Hall, ids: ReadonlySet<Id>) => Hall>,
): fc.Arbitrary<Command> =>
  fc.tuple(picking, arbitrary).map(
    ([pick, run]) =>
      (hall) =>
        run(hall, pick(hall)),
  );

const of = (run: (hall: Hall, at: number, text: string, x: number) => Hall): fc.Arbitrary<Command> =>
  fc.tuple(fc.nat(20), name, small).map(
    ([at, text, x]) =>
      (hall) =>
        run(hall, at, text, x),
  );

const block = fc
  .record({
    x: small,
    y: small,
    rowCount: count,
    seatCount: count,
    curve: small,
    rotation: small,
    skew: count,
    flip: fc.boolean(),
  })
  .map((shape) => (hall: Hall) => {
    const { hall: ready, id } = sectionForRows(hall, undefined, 'Stalls');
    return addBlock(ready, id, { ...SHAPE, ...shape }, hall.categories[0]?.id).hall;
  });

/** Every command there is, with arguments that somebody could give it, in any hall. */
export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: block },
  of((hall, _at, text) => addSection(hall, text).hall),
  of(
    (hall, at, text, x) =>
      addStanding(hall, text, corners({ x, y: x, width: 50, height: 20 }), at, hall.categories[0]?.id).hall,
  ),
  of(
    (hall, at, _text, x) =>
      addArea(hall, { shape: 'rectangle', x, y: at, width: 80, height: 20 }, at % 2 === 0).hall,
  ),
  of(
    (hall, at, text, x) =>
      addArea(hall, {
        shape: 'polygon',
        x,
        y: at,
        points: [
          { x: 0, y: 0 },
          { x: 9, y: 0 },
          { x: 0, y: 9 },
        ],
        text: { content: text },
        rotation: at,
      }).hall,
  ),
  of((hall, at, _text, x) => {
    const section = one(hall.sections, at);
    if (!section || section.standing) return hall;
    return addSeat(hall, section.id, one(section.rows, at)?.id, { x, y: at }, hall.categories[0]?.id).hall;
  }),
  of((hall, at) => reshape(hall, one(hall.blocks, at)?.id ?? -1, { rowCount: 1 + (at % 5), curve: at })),
  of((hall, at) => reshape(hall, one(hall.blocks, at)?.id ?? -1, { seatCount: 1 + (at % 5), rotation: at })),
  withPicked(fc.constant((hall, ids) => remove(hall, ids).hall)),
  withPicked(
    fc.tuple(small, small).map(
      ([dx, dy]) =>
        (hall, ids) =>
          transform(hall, ids, { do: 'move', dx, dy }),
    ),
  ),
  withPicked(
    small.map(
      (degrees) => (hall, ids) => transform(hall, ids, { do: 'turn', degrees, around: { x: 3, y: 4 } }),
    ),
  ),
  withPicked(
    fc
      .constantFrom('x' as const, 'y' as const)
      .map((axis) => (hall, ids) => transform(hall, ids, { do: 'mirror', axis, at: 7 })),
  ),
  withPicked(
    fc.constantFrom('left' as const, 'middle' as const).map((edge) => (hall, ids) => align(hall, ids, edge)),
  ),
  withPicked(
    fc.constantFrom('x' as const, 'y' as const).map((axis) => (hall, ids) => distribute(hall, ids, axis)),
  ),
  withPicked(count.map((step) => (hall, ids) => respace(hall, ids, step))),
  withPicked(fc.nat(9).map((at) => (hall, ids) => setCategory(hall, ids, one(hall.categories, at)?.id ?? 1))),
  withPicked(fc.boolean().map((isOn) => (hall, ids) => setMark(hall, ids, 'wheelchair', isOn))),
  withPicked(
    fc.nat(9).map((at) => (hall, ids) => moveToSection(hall, ids, one(hall.sections, at)?.id ?? -1)),
  ),
  withPicked(fc.constant((hall, ids) => joinRows(hall, ids))),
  withPicked(small.map((x) => (hall, ids) => paste(hall, copy(hall, ids), { x, y: 10 }).hall)),
  withPicked(count.map((capacity) => (hall, ids) => patchStandings(hall, ids, { capacity }))),
  fc.tuple(fc.boolean(), fc.boolean(), count).map(([reverse, goesOn, start]) => (hall: Hall) => {
    const rows = new Set(hall.sections.flatMap((section) => section.rows.map(({ id }) => id)));
    return numberRows(hall, rows, { ...ROW_LETTERS, reverse, start }, { ...SEAT_DIGITS, goesOn });
  }),
  of((hall, _at, text) => addCategory(hall, text, '#123456')),
  of((hall, at, text) => patchCategory(hall, one(hall.categories, at)?.id ?? 1, { name: text })),
  of((hall, at) => removeCategory(hall, one(hall.categories, at)?.id ?? 1)),
  of((hall, at, text) => renameSection(hall, one(hall.sections, at)?.id ?? -1, text)),
  of((hall, at) => moveSection(hall, one(hall.sections, at)?.id ?? -1, 1)),
  of((hall, at) => removeSection(hall, at % 4 === 0 ? (one(hall.sections, at)?.id ?? -1) : -1)),
  of((hall, at, text) =>
    setRowName(
      hall,
      one(
        hall.sections.flatMap(({ rows }) => rows),
        at,
      )?.id ?? -1,
      text,
    ),
  ),
  of((hall, at, text) => setSeatNumber(hall, one([...allSeats(hall)], at) ?? -1, text)),
  of((hall, at, text) => patchArea(hall, one(hall.areas, at)?.id ?? -1, { text: { content: text } })),
);
