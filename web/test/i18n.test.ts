import { reasons } from '@jari/contract/reasons';
import { describe, expect, it, vi } from 'vitest';
import { en } from '#lib/i18n/en.ts';
import { formatMoment, formatPhone, formatTimeLeft } from '#lib/i18n/format.ts';
import { ko } from '#lib/i18n/ko.ts';

/** Every entry with its path; functions are called with something plausible. */
function entries(dictionary: object, path = ''): [string, string][] {
  return Object.entries(dictionary).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    const here = path ? `${path}.${name}` : name;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') {
      const listed = ['hall.taken', 'hall.freed'].includes(here);
      return [[here, String((value as (argument: unknown) => unknown)(listed ? ['A1'] : 'A1'))]];
    }
    return entries(value as object, here);
  });
}

/** Whether what is said of one speaks of several, whether the count comes as a number or as it is written. */
function saysSeveral(say: (...said: unknown[]) => unknown): boolean {
  return [1, '1'].every((one) => {
    try {
      return /(^|[^\d.:,])1 (?!is\b)[a-z]+s\b/.test(String(say(one, one)));
    } catch {
      // It takes labels, which are no counts.
      return false;
    }
  });
}

/** The entries that say "1 seats". */
function miscounted(dictionary: object, path = ''): string[] {
  return Object.entries(dictionary).flatMap(([name, value]: [string, unknown]): string[] => {
    const here = path ? `${path}.${name}` : name;
    if (typeof value === 'object' && value !== null) return miscounted(value, here);
    if (typeof value !== 'function') return [];
    return saysSeveral(value as (...said: unknown[]) => unknown) ? [here] : [];
  });
}

describe('the dictionaries', () => {
  it('say the same things in both languages', () => {
    expect(entries(en).map(([path]) => path)).toEqual(entries(ko).map(([path]) => path));
  });

  it('leave nothing empty', () => {
    // English counts people without a word after the number.
    const mayBeEmpty = new Set(['waiting.aheadUnit']);
    for (const [path, words] of [...entries(ko), ...entries(en)]) {
      if (!mayBeEmpty.has(path)) expect(words.trim(), path).not.toBe('');
    }
  });

  it('are each in their own language', () => {
    const aboutTheOther = /^app\.langSwitch/;
    for (const [path, words] of entries(en)) {
      if (!aboutTheOther.test(path)) expect(words, path).not.toMatch(/[가-힣]/);
    }
    const wordless = new Set(['app.langSwitch']);
    for (const [path, words] of entries(ko)) if (!wordless.has(path)) expect(words, path).toMatch(/[가-힣]/);
  });

  it('count one as one: no seats, places or people of which there is one', () => {
    // Of halls and holds that are longer than that.
    expect(miscounted(en)).toEqual(['map.canvas', 'reserve.countdownHelp', 'reserve.secondsLeft']);
  });

  it('name two things in the order in which they are told', () => {
    expect([ko, en].map(({ hold }) => hold.replaced('A1', 'B2'))).toEqual([
      'A1 대신 B2 좌석을 잡았어요',
      'B2 instead of A1',
    ]);
    expect([ko, en].map(({ reserve }) => reserve.takenBack('A1', 'broken'))).toEqual([
      '주최자가 A1 좌석을 거두었어요: broken',
      'The organiser took A1 back: broken',
    ]);
  });

  it('have words for every reason that the server may give', () => {
    for (const [reason, { title, advice }] of Object.entries(reasons)) {
      for (const words of [title.en, title.ko, advice.en, advice.ko]) expect(words, reason).not.toBe('');
    }
  });
});

describe('what is shown of numbers', () => {
  it('counts down to 0:00 only when it is over', () => {
    expect([120_000, 60_001, 9_000, 1, 0, -5].map(formatTimeLeft)).toEqual([
      '2:00',
      '1:01',
      '0:09',
      '0:01',
      '0:00',
      '0:00',
    ]);
  });

  it('tells the time that the venue’s clocks show, wherever the device is', () => {
    const shown = (timeZone: string) => formatMoment('2031-05-01T10:30:00Z', timeZone, 'en');
    expect(shown('Asia/Seoul')).toMatch(/1 May 2031.*19:30/);
    expect(shown('America/New_York')).toMatch(/1 May 2031.*\b0?6:30/);
    expect(shown('Pacific/Kiritimati')).toMatch(/2 May 2031.*\b0?0:30/);
  });

  it('says the year of an evening that is not of this year, by the venue’s calendar', () => {
    vi.useFakeTimers({ now: Date.parse('2026-12-01T12:00:00Z') });
    try {
      const said = (iso: string) => formatMoment(iso, 'Asia/Seoul', 'ko');
      // One in the morning of New Year's Day in Seoul, while it is the old year elsewhere.
      expect(said('2026-12-31T16:00:00Z')).toMatch(/^2027년 1월 1일 \(금\)/);
      expect(said('2026-12-31T14:00:00Z')).toMatch(/^12월 31일 \(목\)/);
      vi.setSystemTime(Date.parse('2026-12-31T16:00:00Z'));
      expect(said('2027-01-02T10:30:00Z')).toMatch(/^1월 2일/);
    } finally {
      vi.useRealTimers();
    }
  });

  it('shows a Korean number as it is read at home, any other as it is', () => {
    expect(formatPhone('+821012345678')).toBe('010-1234-5678');
    expect(formatPhone('+14155550123')).toBe('+14155550123');
  });
});
