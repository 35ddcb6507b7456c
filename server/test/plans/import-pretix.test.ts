import { describe, expect, it } from 'vitest';
import { importPlan } from '../../src/plans/import-plan.ts';
import { exportPlan } from '../../src/plans/export-plan.ts';

type Json = Record<string, unknown>;

const read = (value: unknown) =>
  importPlan({
    bytes: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
    kind: 'json',
    charset: undefined,
    name: undefined,
  });
function accepted(value: unknown) {
  const reading = read(value);
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  return { ...reading, document: reading.plan.document };
}
function refused(value: unknown) {
  const reading = read(value);
  if (!('problems' in reading)) throw new Error('was accepted');
  return reading.problems;
}

const at = (x: number, y = 0) => ({ x, y });
const seat = (number: string, x: number, more: Json = {}): Json => ({
  seat_guid: `g-${number}-${x}`,
  seat_number: number,
  position: at(x),
  category: 'Parkett',
  ...more,
});
const row = (number: string, seats: Json[], more: Json = {}): Json => ({
  row_number: number,
  position: at(0),
  seats,
  ...more,
});
const zone = (rows: Json[], more: Json = {}): Json => ({
  name: 'Saal',
  position: at(0),
  rows,
  areas: [],
  ...more,
});
const plan = (zones: Json[], more: Json = {}): Json => ({
  name: 'Stadttheater',
  categories: [{ name: 'Parkett', color: '#a00' }],
  zones,
  size: { width: 800, height: 600 },
  ...more,
});
const one = (more: Json = {}) => plan([zone([row('1', [seat('1', 0, more)])])]);

describe('a plan of pretix’s', () => {
  it('has positions that add up: of the zone, the row and the seat', () => {
    const given = plan([
      zone([row('1', [seat('1', 0.1), seat('2', 25.2)], { position: at(10, 20.05) })], {
        position: at(100.2, 5),
      }),
    ]);
    expect(accepted(given).document.sections[0]?.rows?.[0]?.seats).toMatchObject([
      { number: '1', x: 110.3, y: 25.05 },
      { number: '2', x: 135.4, y: 25.05 },
    ]);
  });

  it('comes back as it went: names, ids, labels, radii, areas and size', () => {
    const seats = [seat('1', 0, { uuid: 'u4', radius: 12 }), seat('2', 30, { start_direction: '<>' })];
    const given = plan([
      zone(
        [
          row('1', seats, {
            uuid: 'u3',
            row_label: 'Reihe %s',
            seat_label: 'Platz %s',
            row_number_position: 'start',
          }),
        ],
        {
          uuid: 'u2',
          zone_id: 'saal',
          areas: [
            {
              uuid: 'u1',
              shape: 'polygon',
              color: '#ffffff',
              border_color: '#000000',
              rotation: 45,
              position: at(5, 6),
              polygon: { points: [at(0), at(10), at(10, 10)] },
              text: { text: 'Bar', color: '#333333', size: 20, position: at(1, 2) },
            },
            { shape: 'ellipse', rotation: 0, position: at(1), ellipse: { radius: at(3, 4) } },
            { shape: 'circle', rotation: 0, position: at(1), circle: { radius: 3 } },
            { shape: 'rectangle', rotation: 0, position: at(1), rectangle: { width: 3, height: 5 } },
          ],
        },
      ),
    ]);
    const { plan: read, ignored, notes } = accepted(given);
    expect([ignored, notes]).toEqual([[], []]);
    const back = JSON.parse(exportPlan(read.text, 'pretix')) as Json;
    expect(back).toMatchObject({ ...given, categories: [{ name: 'Parkett', color: '#aa0000' }] });
    expect(accepted(back).plan.planId).toBe(read.planId);
  });

  it.each([
    ['#A0B', '#aa00bb'],
    ['#AABBCC', '#aabbcc'],
    ['red', '#ff0000'],
    ['rgb(1, 2, 3)', '#010203'],
    ['#aabbccdd', '#aabbcc'],
  ])('may have the colour %s', (color, expected) => {
    const { document } = accepted(
      plan([zone([row('1', [seat('1', 0)])])], { categories: [{ name: 'Parkett', color }] }),
    );
    expect(document.categories[0]?.color).toBe(expected);
  });

  it('may be one of the oldest: rectangles without a name for it, words for texts', () => {
    const area = { width: 40, height: 20, position: at(5, 5), text: 'Stage', rotation: 0 };
    const { document } = accepted(
      plan([zone([row('1', [seat('1', 0)])], { displayed: true, areas: [area] })]),
    );
    expect(document.areas).toEqual([
      { height: 20, shape: 'rectangle', text: { content: 'Stage' }, width: 40, x: 5, y: 5 },
    ]);
    // The stage is where everybody looks.
    expect(document.focus).toEqual({ x: 25, y: 15 });
  });

  it('names what it does not use, once for all places alike', () => {
    const given = plan(
      [zone([row('1', [seat('1', 0, { wheelchair: true }), seat('2', 1, { wheelchair: true })])])],
      {
        editor: 'x',
      },
    );
    expect(accepted(given).ignored).toEqual([
      '/zones/0/rows/0/seats/0/wheelchair (and 1 more like it)',
      '/editor',
    ]);
  });

  it('is understood where names and numbers are missing, with a note', () => {
    const given = plan(
      [
        zone([row('', [seat('', 0), seat('1', 1), seat('', 2)])], { name: '' }),
        zone([row('1', [seat('1', 0, { seat_guid: 'a', category: '' })])], { name: 'Saal' }),
        zone([row('1', [seat('1', 0, { seat_guid: 'b' })])], { name: 'Saal' }),
        zone([row('2', [])], { name: 'Empty' }),
      ],
      { name: undefined },
    );
    const { document, notes } = accepted(given);
    expect(document.sections.map(({ name }) => name)).toEqual(['Zone 1', 'Saal', 'Saal (2)']);
    expect(document.sections[0]?.rows?.[0]?.seats.map(({ number }) => number)).toEqual(['2', '1', '3']);
    expect(document.name).toBe('Plan');
    expect(document.categories.map(({ name }) => name)).toEqual(['Parkett', 'Standard']);
    expect(notes).toHaveLength(8);
  });

  it('may have a row in two halves that go on counting; tables that all begin at 1 get names', () => {
    const halves = plan([zone([row('1', [seat('1', 0)]), row('1', [seat('2', 50)])])]);
    expect(accepted(halves).document.sections[0]?.rows?.map(({ name }) => name)).toEqual(['1', '1']);
    const tables = plan([zone([row('T', [seat('1', 0)]), row('T', [seat('1', 50)])])]);
    const { document, notes } = accepted(tables);
    expect(document.sections[0]?.rows?.map(({ name }) => name)).toEqual(['T', 'T (2)']);
    expect(notes).toEqual([
      '/zones/0/rows/1/row_number: was “T” again, with the same seats; the row is called “T (2)”',
    ]);
  });

  it('says of two seats at one spot that they are', () => {
    const given = plan([zone([row('1', [seat('1', 5), { ...seat('2', 5), seat_guid: 'other' }])])]);
    expect(accepted(given).notes).toEqual(['/zones/0/rows/0/seats/1: stands where another seat stands']);
  });
});

describe('a plan of pretix’s that is wrong', () => {
  it.each<[string, unknown, { field: string; message: string }[]]>([
    [
      'two seats of one number in a row',
      plan([
        zone([row('1', [])]),
        zone([row('', []), row('1', [seat('1', 0), seat('1', 30)])], { name: 'B' }),
      ]),
      [
        {
          field: '/zones/1/rows/1/seats/1',
          message: 'is a second seat “1 · 1”; the first is /zones/1/rows/1/seats/0',
        },
      ],
    ],
    [
      'two seats of one id',
      plan([zone([row('1', [seat('1', 0, { seat_guid: 'x' }), seat('2', 9, { seat_guid: 'x' })])])]),
      [
        {
          field: '/zones/0/rows/0/seats/1/seat_guid',
          message: 'is a second “x”; the first is /zones/0/rows/0/seats/0',
        },
      ],
    ],
    [
      'an unknown category',
      one({ category: 'Loge' }),
      [
        {
          field: '/zones/0/rows/0/seats/0/category',
          message: 'names the category “Loge”, which the plan does not have',
        },
      ],
    ],
    [
      'a position that is text',
      one({ position: { x: '3', y: 0 } }),
      [{ field: '/zones/0/rows/0/seats/0/position/x', message: 'must be a number' }],
    ],
    [
      'no position',
      one({ position: undefined }),
      [{ field: '/zones/0/rows/0/seats/0/position', message: 'is missing' }],
    ],
    ['no seats', plan([]), [{ field: '/zones', message: 'has no seats' }]],
    [
      'a coordinate out of all bounds',
      one({ position: at(1e9) }),
      [{ field: '/zones/0/rows/0/seats/0/position/x', message: 'must be <= 1000000' }],
    ],
  ])('is refused for %s, with its place', (_what, given, problems) => {
    expect(refused(given)).toEqual(problems);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '1e999'])('is refused for %s, with its place', (value) => {
    const text = JSON.stringify(one()).replace('"x":0,"y":0},"category"', `"x":${value},"y":0},"category"`);
    expect(refused(text)).toEqual([
      { field: '/zones/0/rows/0/seats/0/position/x', message: 'must be a finite number' },
    ]);
  });

  it('is refused with 200,001 seats, and not with 200,000', () => {
    const seats = Array.from({ length: 200_000 }, (_, i) => seat(String(i), i));
    expect(accepted(plan([zone([row('1', seats)])])).document.sections[0]?.rows?.[0]?.seats).toHaveLength(
      200_000,
    );
    seats.push(seat('one more', -1));
    expect(refused(plan([zone([row('1', seats)])]))).toEqual([
      { field: 'body', message: 'has 200,001 seats; a plan may have 200,000' },
    ]);
  });

  it('names fifty problems and counts the rest', () => {
    const seats = Array.from({ length: 80 }, (_, i) => seat(String(i), i, { category: 'Loge' }));
    const problems = refused(plan([zone([row('1', seats)])]));
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toEqual({ field: 'body', message: 'has 30 problems more' });
  });
});
