import { describe, expect, test } from 'vitest';
import { canonicalPlan } from '../../../server/src/plans/canonical.ts';
import { importPlan } from '../../../server/src/plans/import-plan.ts';
import { templates } from '../../../server/src/plans/templates/index.ts';
import { check } from '../../src/lib/editor/core/checks.ts';
import { setRowName, setSeatNumber } from '../../src/lib/editor/core/edit.ts';
import { flatten } from '../../src/lib/editor/core/flatten.ts';
import { seatsOf } from '../../src/lib/editor/core/hall.ts';
import { begin, latest, record } from '../../src/lib/editor/core/history.ts';
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
