import { describe, expect, test } from 'vitest';
import { canonicalPlan } from '../../../server/src/plans/canonical.ts';
import { importPlan } from '../../../server/src/plans/import-plan.ts';
import { templates } from '../../../server/src/plans/templates/index.ts';
import { check } from '../../src/lib/editor/core/checks.ts';
import { addStanding, corners, rectangle } from '../../src/lib/editor/core/add.ts';
import { copy, paste } from '../../src/lib/editor/core/copy.ts';
import { addCategory, removeCategory, setRowName, setSeatNumber } from '../../src/lib/editor/core/edit.ts';
import { flatten } from '../../src/lib/editor/core/flatten.ts';
import { seatsOf } from '../../src/lib/editor/core/hall.ts';
import { begin, latest, record, redo, undo, type History } from '../../src/lib/editor/core/history.ts';
import { idsAtPlace } from '../../src/lib/editor/core/places.ts';
import { transform } from '../../src/lib/editor/core/transform.ts';
import { unfold } from '../../src/lib/editor/core/unfold.ts';
import { allSeats, withBlock } from './support.ts';

describe('a plan that is opened', () => {
  test.each(['grid', 'theatre', 'hall', 'arena', 'stadium'] as const)(
    'and saved as it is keeps its id: %s',
    (name) => {
      const plan = templates[name]();
      const hall = unfold(plan);
      expect(canonicalPlan(flatten(hall)).planId).toBe(canonicalPlan(plan).planId);
      expect(check(hall).filter(({ weight }) => weight === 'problem')).toEqual([]);
    },
  );

  test('has its rows to be moved and named, although no block is known', () => {
    const hall = unfold(templates.theatre());
    const [row] = hall.sections[0]?.rows ?? [];
    const ids = new Set(row?.seats.map(({ id }) => id));
    const moved = setRowName(transform(hall, ids, { do: 'move', dx: 0, dy: -5 }), row?.id ?? 0, 'AA');
    const [before, after] = [hall, moved].map((each) => flatten(each).sections[0]?.rows?.[0]);
    expect(after?.name).toBe('AA');
    expect(after?.seats[0]?.y).toBeCloseTo((before?.seats[0]?.y ?? 0) - 5);
    // What is not moved is the same object: nothing of it is drawn or checked anew.
    expect(moved.sections[0]?.rows[1]).toBe(hall.sections[0]?.rows[1]);
  });
});

describe('what the server finds', () => {
  test('is found at its place in the hall', () => {
    const { hall } = withBlock();
    const [first, second] = [...seatsOf(hall)];
    const twice = setSeatNumber(hall, second?.id ?? 0, first?.number ?? '');
    const bytes = Buffer.from(JSON.stringify(flatten(twice)));
    const answer = importPlan({ bytes, kind: 'json', charset: undefined, name: undefined });
    const [problem] = 'problems' in answer ? answer.problems : [];
    expect(problem?.message).toBe('is a second seat “A · 1”; the first is /sections/0/rows/0/seats/0');
    expect(idsAtPlace(twice, problem?.field ?? '')).toEqual([second?.id]);
    expect(check(twice)).toMatchObject([{ code: 'label_twice', ids: [second?.id], name: 'A · 1' }]);
  });

  test('may be about a row, a section, or nothing that stands in the hall', () => {
    const { hall, section } = withBlock();
    expect(idsAtPlace(hall, '/sections/0/rows/1')).toHaveLength(4);
    expect(idsAtPlace(hall, '/sections/0/name')).toEqual([section]);
    expect(idsAtPlace(hall, '/categories/0/name')).toEqual([]);
    expect(idsAtPlace(hall, 'body')).toEqual([]);
  });
});

describe('the check', () => {
  test('sees seats that stand in each other', () => {
    const { hall, seats } = withBlock();
    const copy = withBlock(hall, { x: 6 });
    expect(check(copy.hall).filter(({ code }) => code === 'seats_overlap')).toHaveLength(3);
    expect(check(transform(copy.hall, seats, { do: 'move', dx: 400, dy: 0 }))).toEqual([]);
  });

  test('sees them whichever of the two was drawn first, and on whichever side of it', () => {
    for (const [x, y] of [
      [6, 0],
      [-6, 0],
      [0, 6],
      [0, -6],
      [9, -9],
      [-9, -9],
    ] as const) {
      const { hall } = withBlock(undefined, { rowCount: 1, seatCount: 1, seatStep: 25 });
      const two = withBlock(hall, { rowCount: 1, seatCount: 1, x, y }).hall;
      expect(
        check(two).filter(({ code }) => code === 'seats_overlap'),
        `${x} ${y}`,
      ).toHaveLength(1);
    }
  });
});

describe('what is pasted', () => {
  test('has no id of another program’s twice, and the original keeps its own', () => {
    const plan = templates.grid();
    const [section] = plan.sections;
    const rows = section?.rows?.map((row) => ({
      ...row,
      seats: row.seats.map((seat) => ({
        ...seat,
        guid: `${row.name}-${seat.number}`,
        kept: { color: 'red' },
      })),
    }));
    const hall = unfold({ ...plan, sections: [{ name: 'Hall', ...(rows === undefined ? {} : { rows }) }] });
    const { hall: pasted, selection } = paste(hall, copy(hall, allSeats(hall)), { x: 2_000, y: 0 });
    const copies = [...seatsOf(pasted)].filter(({ id }) => selection.has(id));
    expect(copies.length).toBe([...seatsOf(hall)].length);
    expect(copies.some((seat) => 'guid' in seat || 'kept' in seat)).toBe(false);
    expect([...seatsOf(pasted)].slice(0, copies.length)).toEqual([...seatsOf(hall)]);
  });
});

describe('a category that is removed', () => {
  test('is nobody’s any more, neither of seats nor of standing areas', () => {
    const { hall } = withBlock();
    const [first] = hall.categories;
    const two = addCategory(hall, 'Other', '#c2410c');
    const square = corners(rectangle({ x: 500, y: 0 }, { x: 700, y: 100 }));
    const { hall: crowd } = addStanding(two, 'Crowd', square, 50, first?.id);
    const left = removeCategory(crowd, first?.id ?? 0);
    expect(left.categories.map(({ name }) => name)).toEqual(['Other']);
    expect(new Set([...seatsOf(left)].map(({ category }) => category))).toEqual(new Set([undefined]));
    expect(left.sections.at(-1)?.standing).toMatchObject({ capacity: 50, category: undefined });
    expect(check(left).filter(({ code }) => code === 'without_category')).toHaveLength(4);
    expect(removeCategory(left, left.categories[0]?.id ?? 0)).toBe(left);
  });
});

describe('a step that was taken back', () => {
  test('can be done again until something else is drawn', () => {
    const { hall } = withBlock();
    const named = (history: History, name: string) => record(history, 'named', { ...history.hall, name });
    const back = undo(undo(named(named(begin(hall), 'One'), 'Two')));
    expect([back.hall.name, redo(redo(back)).hall.name]).toEqual([hall.name, 'Two']);
    const other = named(undo(named(named(begin(hall), 'One'), 'Two')), 'Other');
    expect([redo(other).hall.name, undo(other).hall.name, undo(undo(other)).hall]).toEqual([
      'Other',
      'One',
      hall,
    ]);
  });
});

describe('the latest steps', () => {
  test('are those whose seats are worth writing down', () => {
    const { hall } = withBlock();
    let history = begin(hall);
    for (let i = 1; i <= 10; i++)
      history = record(
        history,
        'moved',
        transform(history.hall, allSeats(hall), { do: 'move', dx: i, dy: 0 }),
      );
    expect(latest(history, 36).past).toHaveLength(3);
    expect(latest(history, 1_000).past).toHaveLength(10);
    const renamed = record(begin(hall), 'named', { ...hall, name: 'Other' });
    expect(latest(renamed, 0).past).toHaveLength(1);
  });

  test('of typing are one step', () => {
    const { hall } = withBlock();
    let history = begin(hall);
    for (const name of ['S', 'St', 'Stu'])
      history = record(history, 'named', { ...history.hall, name }, true);
    expect(history.past).toHaveLength(1);
  });
});
