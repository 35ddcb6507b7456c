import { describe, expect, test } from 'vitest';
import { addArea, addSeat, addSection, addStanding, corners } from '../../src/lib/editor/core/add.ts';
import { copy, isEmptyClip, paste } from '../../src/lib/editor/core/copy.ts';
import {
  addCategory,
  joinRows,
  moveToSection,
  setCategory,
  setMark,
  setRowName,
} from '../../src/lib/editor/core/edit.ts';
import { flatten } from '../../src/lib/editor/core/flatten.ts';
import { seatsOf, type Hall } from '../../src/lib/editor/core/hall.ts';
import { idsAtPlace } from '../../src/lib/editor/core/places.ts';
import { respace, stepOfRow } from '../../src/lib/editor/core/transform.ts';
import { allSeats, empty, labels, spots, withBlock } from './support.ts';

const category = empty.categories[0]?.id;

describe('rows by themselves', () => {
  const rowOf = (...xs: readonly number[]) =>
    xs.reduce<Hall>((hall, x) => {
      const section = hall.sections[0];
      if (section) return addSeat(hall, section.id, section.rows[0]?.id, { x, y: 0 }, category).hall;
      const added = addSection(hall, 'Stalls');
      return addSeat(added.hall, added.id, undefined, { x, y: 0 }, category).hall;
    }, empty);

  test('are drawn apart around their middle, aisles in proportion', () => {
    const hall = rowOf(0, 20, 40, 80);
    const wide = respace(hall, allSeats(hall), 30);
    expect(spots(wide).map(({ x }) => x)).toEqual([-20, 10, 40, 100]);
    expect(stepOfRow(spots(hall))).toBe(20);
    // The usual step: neither an aisle nor two that stand close.
    expect(stepOfRow([0, 10, 30, 50].map((x) => ({ x, y: 0 })))).toBe(20);
    expect([stepOfRow([]), stepOfRow([{ x: 1, y: 1 }])]).toEqual([0, 0]);
  });

  test('stay where they are when their seats stand in one place, or when they are a block’s', () => {
    const hall = rowOf(5, 5);
    expect(spots(respace(hall, allSeats(hall), 30))).toEqual(spots(hall));
    const { hall: block, seats } = withBlock();
    expect(respace(block, seats, 30)).toBe(block);
  });

  test('become one, in their order, with the name of the first', () => {
    const { hall, seats } = withBlock();
    const joined = joinRows(hall, new Set([...seats].slice(0, 6)));
    expect(labels(joined)).toEqual(['A1', 'A2', 'A3', 'A4', 'A1', 'A2', ...labels(hall).slice(6)]);
    expect([joined.blocks, joined.sections[0]?.rows.map((row) => row.seats.length)]).toEqual([[], [6, 2, 4]]);
    expect(joinRows(hall, new Set([...seats].slice(0, 4)))).toBe(hall);
  });
});

describe('another section', () => {
  const { hall: stalls, seats } = withBlock();
  const { hall, id } = addSection(stalls, 'Balcony');

  test('takes whole rows as they are, with their block, and of others what is selected', () => {
    const all = moveToSection(hall, seats, id);
    expect(all.sections.map(({ rows }) => rows.length)).toEqual([0, 3]);
    expect([all.blocks.length, all.sections[1]?.rows[0]]).toEqual([1, hall.sections[0]?.rows[0]]);

    const part = moveToSection(hall, new Set([...seats].slice(2, 8)), id);
    expect(part.sections.map(({ rows }) => rows.map((row) => [row.name, row.seats.length]))).toEqual([
      [
        ['A', 2],
        ['C', 4],
      ],
      [
        ['A', 2],
        ['B', 4],
      ],
    ]);
    const ids = part.sections.flatMap(({ rows }) => rows.map((row) => row.id));
    expect([part.blocks, new Set(ids).size, part.nextId > hall.nextId]).toEqual([[], 4, true]);
  });

  test('that is where they are, or where people stand, or nowhere, changes nothing', () => {
    const crowd = addStanding(hall, 'Crowd', corners({ x: 0, y: 0, width: 5, height: 5 }), 5, category);
    const [standing] = crowd.selection;
    for (const to of [hall.sections[0]?.id, standing, 999])
      expect(moveToSection(crowd.hall, seats, to ?? -1)).toBe(crowd.hall);
  });
});

describe('a copy', () => {
  const square = corners({ x: 500, y: 0, width: 100, height: 50 });

  test('brings its categories and sections into another hall, and only those that it has', () => {
    const two = addCategory(addCategory(withBlock().hall, 'S', '#c2410c'), 'T', '#0f9d7a');
    const [, s] = two.categories;
    const crowd = addStanding(setCategory(two, allSeats(two), s?.id ?? -1), 'Crowd', square, 5, s?.id);
    const clip = copy(crowd.hall, new Set([...allSeats(two), ...crowd.selection]));
    const { hall: other } = addSection(empty, 'Elsewhere');
    const { hall: pasted, selection } = paste(other, clip, { x: 0, y: 0 });
    expect(pasted.categories.map(({ name, color }) => [name, color])).toEqual([
      ['R', '#2a78d6'],
      ['S', '#c2410c'],
    ]);
    expect(pasted.sections.map(({ name, rows }) => [name, rows.length])).toEqual([
      ['Elsewhere', 0],
      ['Stalls', 3],
      ['Crowd', 0],
    ]);
    const added = pasted.categories[1]?.id;
    expect(new Set([...seatsOf(pasted)].map((seat) => seat.category))).toEqual(new Set([added]));
    expect(pasted.sections[2]?.standing).toEqual({ capacity: 5, category: added, outline: square });
    expect(selection.size).toBe(13);
  });

  test('of a crowd brings the category of those who stand in it', () => {
    const two = addCategory(empty, 'S', '#c2410c');
    const crowd = addStanding(two, 'Crowd', square, 5, two.categories[1]?.id);
    const { hall } = paste(empty, copy(crowd.hall, crowd.selection), { x: 0, y: 0 });
    expect(hall.categories.map(({ name }) => name)).toEqual(['R', 'S']);
    expect(hall.sections[0]?.standing?.category).toBe(hall.categories[1]?.id);
  });

  test('of a crowd is another crowd with a name of its own, moved as a whole; seats stay without a category', () => {
    const crowd = addStanding(empty, 'Crowd', square, 5, undefined);
    const { hall } = paste(crowd.hall, copy(crowd.hall, crowd.selection), { x: 10, y: 20 });
    expect(hall.sections.map(({ name }) => name)).toEqual(['Crowd', 'Crowd 2']);
    expect(hall.sections[1]?.standing?.outline[0]).toEqual({ x: 510, y: 20 });
    const { hall: plain } = withBlock({ ...empty, categories: [] });
    const twice = paste(plain, copy(plain, allSeats(plain)), { x: 0, y: 300 }).hall;
    expect(new Set([...seatsOf(twice)].map((seat) => seat.category))).toEqual(new Set([undefined]));
  });

  test('of a part of a block is rows by themselves, of an area an area, and of nothing nothing', () => {
    const { hall, seats } = withBlock();
    const part = paste(hall, copy(hall, new Set([...seats].slice(0, 2))), { x: 0, y: 300 });
    expect([part.hall.blocks.length, part.hall.sections[0]?.rows.at(-1)?.block]).toEqual([1, undefined]);
    const area = addArea(empty, { shape: 'rectangle', x: 0, y: 0, width: 5, height: 5 });
    const again = paste(area.hall, copy(area.hall, area.selection), { x: 7, y: 8 });
    expect(again.hall.areas.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [7, 8],
    ]);
    expect([isEmptyClip(copy(area.hall, area.selection)), isEmptyClip(copy(hall, new Set([99])))]).toEqual([
      ...[false, true],
    ]);
  });

  test('keeps its numbers where they are nobody else’s', () => {
    const { hall, seats } = withBlock();
    const named = hall.sections[0]?.rows.reduce(
      (now, row) => setRowName(now, row.id, `${row.name}${row.name}`),
      hall,
    );
    const { hall: pasted } = paste(named ?? hall, copy(hall, seats), { x: 0, y: 300 });
    expect(labels(pasted).slice(12, 14)).toEqual(['A1', 'A2']);
  });
});

test('a mark is given once and taken away again, without the others', () => {
  const { hall, seats } = withBlock(undefined, { rowCount: 1, seatCount: 1 });
  const marks = (now: Hall) => [...seatsOf(now)].map((seat) => seat.marks);
  const both = setMark(setMark(hall, seats, 'aisle', true), seats, 'wheelchair', true);
  expect(setMark(both, seats, 'aisle', true)).toBe(both);
  expect([marks(both), marks(setMark(both, seats, 'aisle', false))]).toEqual([
    [['aisle', 'wheelchair']],
    [['wheelchair']],
  ]);
});

describe('a row in a plan', () => {
  test('says the category that most of its seats have, and each other seat its own', () => {
    const { hall, seats } = withBlock(undefined, { rowCount: 1 });
    const two = addCategory(hall, 'S', '#c2410c');
    const [first] = seats;
    const other = setCategory(two, new Set([first ?? -1]), two.categories[1]?.id ?? -1);
    const row = flatten(other).sections[0]?.rows?.[0];
    expect([row?.category, row?.seats.map((seat) => seat.category)]).toEqual([
      'R',
      ['S', undefined, undefined, undefined],
    ]);
  });

  test('of which a seat has no category says none, or that seat would have it', () => {
    const { hall } = withBlock(undefined, { rowCount: 1 });
    const row = hall.sections[0]?.rows[0];
    const without = {
      ...hall,
      sections: hall.sections.map((section) => ({
        ...section,
        rows: row
          ? [
              {
                ...row,
                seats: row.seats.map((seat, i) => (i === 0 ? { ...seat, category: undefined } : seat)),
              },
            ]
          : [],
      })),
    };
    const written = flatten(without).sections[0]?.rows?.[0];
    expect([written?.category, written?.seats.map((seat) => seat.category)]).toEqual([
      undefined,
      [undefined, 'R', 'R', 'R'],
    ]);
  });
});

test('a place that the server names is an area, too, and nothing where there is none', () => {
  const { hall, selection } = addArea(withBlock().hall, { shape: 'rectangle', x: 0, y: 0 });
  expect(idsAtPlace(hall, '/areas/0/width')).toEqual([...selection]);
  expect([idsAtPlace(hall, '/areas/1'), idsAtPlace(hall, '/sections/1/name')]).toEqual([[], []]);
  expect(idsAtPlace(hall, '/sections/0/rows/3/name')).toEqual([hall.sections[0]?.id]);
});
