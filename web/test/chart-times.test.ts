import { expect, it } from 'vitest';
import { grainOf, timeTextOf } from '#lib/admin/charts/time-text.ts';

const EIGHT = Date.parse('2026-12-01T08:00:00+09:00') / 1_000;
const told = (stepS: number, count: number, lang: 'ko' | 'en' = 'en') => {
  const times = Array.from({ length: count }, (_, at) => EIGHT + at * stepS);
  const text = timeTextOf(grainOf(times), 'Asia/Seoul', lang);
  return times.map(text);
};

it('The times of a chart are the venue’s, as fine as its columns', () => {
  expect(told(60, 3)).toEqual(['08:00', '08:01', '08:02']);
  expect(told(10, 2)).toEqual(['08:00:00', '08:00:10']);
});

it.each(['ko', 'en'] as const)('No two columns of a sale of days have the same time (%s)', (lang) => {
  for (const stepS of [3_600, 4 * 3_600, 86_400]) {
    const all = told(stepS, 120, lang);
    expect(new Set(all).size).toBe(all.length);
  }
  expect(told(86_400, 2)[1]).toMatch(/0?2\/12.*08:00/);
});
