import { describe, expect, test } from 'vitest';
import { importPlan } from '../../../server/src/plans/import-plan.ts';
import { addArea, addSeat, addSection, addStanding, corners } from '../../src/lib/editor/core/add.ts';
import { check, type FindingCode } from '../../src/lib/editor/core/checks.ts';
import {
  addCategory,
  patchArea,
  renameSection,
  setRowName,
  setSeatNumber,
} from '../../src/lib/editor/core/edit.ts';
import { flatten } from '../../src/lib/editor/core/flatten.ts';
import { seatsOf, type Hall } from '../../src/lib/editor/core/hall.ts';
import { transform } from '../../src/lib/editor/core/transform.ts';
import { allSeats, empty, withBlock } from './support.ts';

function isTaken(hall: Hall): boolean {
  const bytes = Buffer.from(JSON.stringify(flatten(hall)));
  return !('problems' in importPlan({ bytes, kind: 'json', charset: undefined, name: undefined }));
}

const problems = (hall: Hall): readonly FindingCode[] =>
  check(hall).flatMap(({ code, weight }) => (weight === 'problem' ? [code] : []));

const { hall, section } = withBlock();
const [seat] = [...seatsOf(hall)].map(({ id }) => id);
const row = hall.sections[0]?.rows[0]?.id ?? -1;
const category = hall.categories[0]?.id;
const square = corners({ x: 500, y: 500, width: 100, height: 50 });
const times = (count: number, change: (hall: Hall, at: number) => Hall) =>
  Array.from({ length: count }).reduce<Hall>((now, _, at) => change(now, at), hall);
const crowd = (now: Hall, capacity: number, name = 'Crowd') =>
  addStanding(now, name, square, capacity, category).hall;
const ring = (count: number) => Array.from({ length: count }, (_, i) => ({ x: i, y: i % 7 }));
const atX = (x: number) => transform(hall, allSeats(hall), { do: 'move', dx: x - 37.5, dy: 0 });
const area = { shape: 'rectangle', x: 0, y: 0, width: 5, height: 5 } as const;

/** What may be so much and no more: the hall with as much as may be, and with one more. */
const bounds: readonly [what: string, code: FindingCode, max: number, make: (amount: number) => Hall][] = [
  ['letters of the hall’s name', 'name_too_long', 200, (n) => ({ ...hall, name: 'x'.repeat(n) })],
  ['letters of a section’s name', 'name_too_long', 100, (n) => renameSection(hall, section, 'x'.repeat(n))],
  ['letters of a row’s name', 'name_too_long', 100, (n) => setRowName(hall, row, 'x'.repeat(n))],
  ['letters of a category’s name', 'name_too_long', 100, (n) => addCategory(hall, 'x'.repeat(n), '#112233')],
  ['signs of a seat’s number', 'name_too_long', 40, (n) => setSeatNumber(hall, seat ?? -1, '7'.repeat(n))],
  [
    'letters of an area’s words',
    'name_too_long',
    200,
    (n) => addArea(hall, { ...area, text: { content: 'x'.repeat(n) } }).hall,
  ],
  [
    'categories',
    'too_many_things',
    100,
    (n) => times(n - 1, (now, at) => addCategory(now, `C${at}`, '#112233')),
  ],
  ['areas', 'too_many_things', 2_000, (n) => times(n, (now) => addArea(now, area).hall)],
  ['sections', 'too_many_things', 2_000, (n) => manySections(n)],
  ['places to stand in one area', 'capacity_wrong', 200_000, (n) => ({ ...crowd(empty, n) })],
  ['seats', 'hall_too_large', 200_000, (n) => crowd(crowd(empty, 100_000, 'Back'), n - 100_000)],
  [
    'corners of a standing area',
    'outline_wrong',
    200,
    (n) => addStanding(hall, 'Crowd', ring(n), 5, category).hall,
  ],
  [
    'corners of a polygon',
    'outline_wrong',
    1_000,
    (n) => addArea(hall, { shape: 'polygon', x: 0, y: 0, points: ring(n) }).hall,
  ],
  ['units to the right', 'far_away', 1_000_000, (x) => atX(x)],
  ['units to an area’s corner', 'far_away', 1_000_000, (x) => addArea(hall, { ...area, x }).hall],
  ['units of width', 'far_away', 1_000_000, (width) => addArea(hall, { ...area, width }).hall],
  [
    'units to a polygon’s corner',
    'far_away',
    1_000_000,
    (x) => addArea(hall, { shape: 'polygon', x: 0, y: 0, points: [...ring(3), { x, y: 0 }] }).hall,
  ],
  [
    'units to a crowd',
    'far_away',
    1_000_000,
    (x) => addStanding(hall, 'Crowd', [...square, { x, y: 0 }], 5, category).hall,
  ],
];

function manySections(count: number): Hall {
  const sections = Array.from({ length: count - 1 }, (_, at) => ({
    ...{ id: hall.nextId + at, name: `S${at}`, rows: [] },
    standing: { capacity: 1, category, outline: square },
  }));
  return { ...hall, nextId: hall.nextId + count, sections: [...hall.sections, ...sections] };
}

describe('the check finds what the server refuses', () => {
  test.each(bounds)('%s: %s', (_what, code, max, make) => {
    const [full, over] = [make(max), make(max + 1)];
    expect([problems(full), isTaken(full)]).toEqual([[], true]);
    expect(problems(over)).toContain(code);
    expect(isTaken(over)).toBe(false);
  });

  test.each([
    ['no places to stand', 'capacity_wrong', crowd(hall, 0)],
    ['half a place to stand', 'capacity_wrong', crowd(hall, 1.5)],
    ['a crowd of two corners', 'outline_wrong', addStanding(hall, 'Crowd', ring(2), 5, category).hall],
    [
      'a polygon of two corners',
      'outline_wrong',
      addArea(hall, { ...area, shape: 'polygon', points: ring(2) }).hall,
    ],
    ['a crowd without a category', 'without_category', addStanding(hall, 'Crowd', square, 5, undefined).hall],
    ['a seat far to the left', 'far_away', atX(-1_000_001)],
    ['a seat that is nowhere', 'far_away', atX(Number.NaN)],
    ['a hall without a name', 'name_empty', { ...hall, name: '  ' }],
    ['a section without a name', 'name_empty', renameSection(hall, section, '')],
    ['two sections of one name', 'section_twice', renameSection(crowd(hall, 5), section, ' Crowd ')],
    ['two categories of one name', 'category_twice', patchedCategory()],
    ['no seats', 'hall_without_seats', empty],
  ] as const)('%s', (_what, code, wrong) => {
    expect(problems(wrong)).toContain(code);
    expect(isTaken(wrong)).toBe(false);
  });

  function patchedCategory(): Hall {
    const more = addCategory(hall, 'S', '#112233');
    return { ...more, categories: more.categories.map((each) => ({ ...each, name: 'R' })) };
  }

  test('rows need no name, and words no letters', () => {
    const fine = addArea(setRowName(hall, row, ''), { ...area, text: { content: '' } }).hall;
    expect([problems(fine), isTaken(fine)]).toEqual([[], true]);
  });

  test('sections that are left out are none too many', () => {
    const full = addSection(manySections(2_000), 'Empty').hall;
    expect([problems(full), isTaken(full)]).toEqual([[], true]);
  });

  test('a length is counted as the server counts it', () => {
    for (const name of [
      '😀'.repeat(60),
      `${' '.repeat(60)}${'x'.repeat(60)}`,
      '각'.normalize('NFD').repeat(40),
    ]) {
      const named = renameSection(hall, section, name);
      expect(problems(named).length === 0, name).toBe(isTaken(named));
    }
  });
});

describe('what merely looks like a mistake', () => {
  test('keeps nobody from saving, and is told after what does', () => {
    const more = addCategory(addSection(hall, 'Balcony').hall, 'S', '#112233');
    const [first] = more.categories;
    const wrong = setSeatNumber(more, seat ?? -1, ' ');
    expect(check(more).map(({ code, weight, name }) => [code, weight, name])).toEqual([
      ['section_empty', 'remark', 'Balcony'],
      ['category_unused', 'remark', 'S'],
    ]);
    expect(check(wrong).map(({ code }) => code)[0]).toBe('seat_without_number');
    expect(first?.name).toBe('R');
    // Of an empty hall everything is unused; that is no news.
    expect(check(addCategory(empty, 'S', '#112233')).map(({ code }) => code)).toEqual(['hall_without_seats']);
    expect(check(crowd(empty, 5))).toEqual([]);
  });

  test('is that seats stand nearer than three fifths of the usual step', () => {
    const beside = (by: number) => {
      const { hall: one } = withBlock(undefined, { rowCount: 1, seatCount: 3 });
      return check(addSeat(one, one.sections[0]?.id ?? -1, undefined, { x: 25 + by, y: 0 }, category).hall)
        .filter(({ code }) => code === 'seats_overlap')
        .map(({ count }) => count);
    };
    expect([beside(15), beside(14.9), beside(0)]).toEqual([[], [1], [1]]);
  });
});

test('a finding names the row and has its seats, to be selected', () => {
  const balcony = addStanding(hall, 'Balcony', square, 5, category).hall;
  const wrong = setSeatNumber(balcony, seat ?? -1, '');
  expect(check(wrong).find(({ code }) => code === 'seat_without_number')).toMatchObject({
    ...{ ids: [seat], name: 'Stalls · A', count: 1 },
  });
  // Where there is one section, nobody says its name.
  expect(check(setSeatNumber(hall, seat ?? -1, ''))[0]?.name).toBe('A');
  const words = patchArea(addArea(hall, area).hall, hall.nextId, { text: { content: 'Bar' }, x: 2_000_000 });
  expect(check(words)).toMatchObject([{ code: 'far_away', ids: [hall.nextId], name: 'Bar' }]);
});
