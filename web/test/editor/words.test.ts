import { afterEach, describe, expect, test } from 'vitest';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import type { FindingCode } from '../../src/lib/editor/core/checks.ts';
import { words } from '../../src/lib/editor/words.ts';
import { editorEn } from '../../src/lib/editor/words/en.ts';
import { editorKo } from '../../src/lib/editor/words/ko.ts';

afterEach(() => void (i18n.lang = 'ko'));

/** Every entry with its path; what takes something is told a name where it may, and else a count. */
function entries(dictionary: object, said: readonly unknown[], path = ''): [string, string][] {
  return Object.entries(dictionary).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    const here = path ? `${path}.${name}` : name;
    if (typeof value === 'string') return [[here, value]];
    if (here === 'findings.words') return [];
    // A dictionary has texts, functions that give texts, and dictionaries.
    if (typeof value === 'function')
      return [[here, String((value as (...all: unknown[]) => unknown)(...said))]];
    return entries(value as object, said, here);
  });
}

const CODES: readonly FindingCode[] = [
  ...(['hall_without_seats', 'hall_too_large', 'too_many_things', 'name_empty', 'name_too_long'] as const),
  ...(['category_twice', 'section_twice', 'label_twice', 'seat_without_number', 'without_category'] as const),
  ...(['capacity_wrong', 'outline_wrong', 'far_away', 'seats_overlap', 'section_empty'] as const),
  'category_unused',
];

describe('the editor’s dictionaries', () => {
  test('say the same things, each in its own language, and leave nothing empty', () => {
    const [ko, en] = [entries(editorKo, [7, 7]), entries(editorEn, [7, 7])];
    expect(en.map(([path]) => path)).toEqual(ko.map(([path]) => path));
    for (const [path, text] of [...ko, ...en]) expect(text.trim(), path).not.toBe('');
    for (const [path, text] of en) if (!path.endsWith('hangul')) expect(text, path).not.toMatch(/[가-힣]/);
    const signs = /style\.|^outline\.area$/;
    for (const [path, text] of ko) if (!signs.test(path)) expect(text, path).toMatch(/[가-힣]/);
  });

  test('count one as one in English', () => {
    const miscounted = entries(editorEn, [1, 1]).filter(([, text]) => /\b1 [a-z]+s\b/.test(text));
    expect(miscounted).toEqual([]);
    // Of the others there are always more.
    const ofMany = new Set<FindingCode>(['hall_too_large', 'too_many_things', 'name_too_long']);
    const codes = CODES.filter((code) => !ofMany.has(code));
    const said = codes.map((code) => editorEn.findings.words(code, 'A · 1', 1));
    expect(said.filter((text) => /\b1 [a-z]+s\b|\b1 seat stand\b/.test(text))).toEqual([]);
  });

  test('write thousands with a comma', () => {
    for (const { seats, people, selected } of [editorKo, editorEn])
      for (const text of [seats(12_000), people(12_000), selected.things(12_000), selected.block(2, 12_000)])
        expect(text).toContain('12,000');
    expect([editorEn.seats(1), editorEn.people(1), editorEn.seats(0)]).toEqual([
      '1 seat',
      '1 person',
      '0 seats',
    ]);
  });

  test('name rows and shapes, also those that have no name', () => {
    expect([editorKo, editorEn].map(({ selected }) => [selected.row('B', 4), selected.row('', 1)])).toEqual([
      ['B열 · 4석', '이름 없는 줄 · 1석'],
      ['Row B · 4 seats', 'Row without a name · 1 seat'],
    ]);
    expect([editorKo, editorEn].map(({ outline }) => [outline.row('B', 4), outline.row('', 1)])).toEqual([
      ['B열, 4석', '이름 없는 줄, 1석'],
      ['Row B, 4 seats', 'Row without a name, 1 seat'],
    ]);
    expect(
      [editorKo, editorEn].map(({ outline }) => [outline.area('Bar', 'X'), outline.area('', 'X')]),
    ).toEqual([
      ['X ‘Bar’', 'X'],
      ['X “Bar”', 'X'],
    ]);
    expect([editorKo, editorEn].map(({ outline }) => outline.standing('F', 1))).toEqual([
      'F, 스탠딩 1명',
      'F, standing, 1 person',
    ]);
  });
});

describe('what the check found', () => {
  const said = (code: FindingCode, name: string, count: number) =>
    [editorKo, editorEn].map(({ findings }) => findings.words(code, name, count));

  test('is said in either language, and differently of everything that it finds', () => {
    for (const { findings } of [editorKo, editorEn])
      expect(new Set(CODES.map((code) => findings.words(code, 'N', 2))).size).toBe(CODES.length);
    for (const code of CODES) {
      expect(said(code, 'N', 2)[0], code).toMatch(/[가-힣]/);
      expect(said(code, 'N', 2)[1], code).not.toMatch(/[가-힣]/);
    }
  });

  test('of seats says how many', () => {
    expect(said('label_twice', 'A · 2', 1)).toEqual([
      '‘A · 2’ 좌석이 둘이에요.',
      'Is a second seat “A · 2”.',
    ]);
    expect(said('label_twice', 'A · 2', 3)).toEqual([
      '‘A · 2’ 등 3개 좌석의 이름이 겹쳐요.',
      'Are second seats: “A · 2” and 2 more.',
    ]);
    expect([1, 2].map((count) => said('seats_overlap', 'A', count)[1])).toEqual([
      'A: 1 seat stands where another seat stands.',
      'A: 2 seats stand where another seat stands.',
    ]);
    expect(said('seat_without_number', 'A', 1)).toEqual([
      'A: 번호 없는 좌석이 1개예요.',
      'A: the number of 1 seat is empty.',
    ]);
    expect(said('without_category', 'A', 1_200)[1]).toBe('A: 1,200 seats without a category.');
  });

  test('of what is too much says how much there may be', () => {
    expect(said('hall_too_large', '', 200_001)).toEqual([
      '200,001석이에요. 한 공연장은 200,000석까지예요.',
      'The hall has 200,001 seats; a plan may have 200,000.',
    ]);
    // Of a name that is too long its beginning is enough.
    const [ko, en] = said('name_too_long', 'x'.repeat(101), 100);
    expect([ko, en]).toEqual([
      `‘${'x'.repeat(20)}…’ 이름이 너무 길어요. 100자까지예요.`,
      `The name “${'x'.repeat(20)}…” is too long; 100 characters at most.`,
    ]);
  });

  test('of what has no name says what kind of thing it is', () => {
    expect(
      (['outline_wrong', 'far_away', 'seats_overlap'] as const).map((code) => said(code, '', 2)),
    ).toEqual([
      ['도형: 모서리가 셋보다 적거나 너무 많아요.', 'Shape: has fewer than three corners, or too many.'],
      ['도형: 너무 멀리 있거나 너무 커요.', 'Shape: is too far away, or too large.'],
      [
        '이름 없는 줄: 다른 좌석과 겹치는 좌석이 2개예요.',
        'Row without a name: 2 seats stand where another seat stands.',
      ],
    ]);
    expect(said('far_away', 'Bar', 1)[1]).toBe('Bar: is too far away, or too large.');
  });
});

test('what is taken back is told in the language of the page, and of what nobody knows nothing', () => {
  expect([words.step('moved'), words.step('nonsense'), words.step(undefined)]).toEqual([
    editorKo.steps.moved,
    '',
    '',
  ]);
  i18n.lang = 'en';
  expect([words.step('moved'), words.t.title]).toEqual(['move', editorEn.title]);
});
