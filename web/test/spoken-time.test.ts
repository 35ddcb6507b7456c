import { afterEach, describe, expect, it } from 'vitest';
import { i18n, type Lang } from '#lib/i18n/i18n.svelte.ts';
import { roughTime, spokenTime } from '#lib/waiting/spoken-time.ts';

afterEach(() => void (i18n.lang = 'ko'));

const S = 1_000;
const M = 60 * S;
const H = 60 * M;
const D = 24 * H;

describe('A time that is left, in words', () => {
  it.each<[number, string, string]>([
    [0, '0 seconds', '0초'],
    [-5 * S, '0 seconds', '0초'],
    [1, '1 second', '1초'],
    [S, '1 second', '1초'],
    [2 * S, '2 seconds', '2초'],
    [M - 1, '1 minute', '1분'],
    [M + S, '1 minute 1 second', '1분 1초'],
    [H, '1 hour', '1시간'],
    [H + 5 * S, '1 hour 5 seconds', '1시간 5초'],
    [2 * H + 3 * M + 4 * S, '2 hours 3 minutes', '2시간 3분'],
    [D, '1 day', '1일'],
    [2 * D + H + M + S, '2 days 1 hour', '2일 1시간'],
  ])('is its two largest parts: %s ms', (ms, en, ko) => {
    const said = (['en', 'ko'] satisfies Lang[]).map((lang) => ((i18n.lang = lang), spokenTime(ms)));
    expect(said).toEqual([en, ko]);
  });

  it('is all of them where one waits for its end', () => {
    i18n.lang = 'en';
    expect(spokenTime(2 * D + H + M + S, { parts: 4 })).toBe('2 days 1 hour 1 minute 1 second');
    expect(spokenTime(2 * D, { parts: 1 })).toBe('2 days');
  });

  it.each([
    [-1, '0 seconds'],
    [499, '0 seconds'],
    [500, '1 second'],
    [119 * S, '1 minute 59 seconds'],
    [2 * M, '2 minutes'],
    [2 * M + 29 * S, '2 minutes'],
    [2 * M + 30 * S, '3 minutes'],
    [10 * M - S, '10 minutes'],
    [H + 90 * S, '1 hour 2 minutes'],
  ])('is without seconds from two minutes on where it is said roughly: %s ms', (ms, words) => {
    i18n.lang = 'en';
    expect(roughTime(ms)).toBe(words);
  });
});
