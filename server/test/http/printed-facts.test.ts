import { describe, expect, it } from 'vitest';
import { printedFacts } from '../../src/http/tickets/printed-facts.ts';

const event = {
  ...{ title: { ko: '첫눈 오는 밤', en: 'First Snow' }, venue: '자리 소극장' },
  startsAt: Date.parse('2026-12-24T10:30:00Z'),
};
const hall = { label: (seatId: number) => `A${seatId}` };
const facts = (
  lang: 'ko' | 'en',
  timeZone: string,
  amounts: readonly number[] | null,
  currency: string | null,
) => printedFacts({ seatIds: [1, 2], amounts, currency }, event, hall, { lang, timeZone });

describe('A printed ticket', () => {
  it('says when by the venue’s clock, wherever the server stands', () => {
    expect(facts('en', 'Asia/Seoul', null, null).when).toBe('Thursday, 24 December 2026 at 19:30');
    expect(facts('en', 'America/New_York', null, null).when).toBe('Thursday, 24 December 2026 at 05:30');
    expect(facts('ko', 'Asia/Seoul', null, null).when).toMatch(/2026년 12월 24일 목요일.*7:30/);
  });

  it('says what and which seats in the language that was asked for', () => {
    expect(facts('ko', 'Asia/Seoul', null, null)).toMatchObject({ title: '첫눈 오는 밤', seats: 'A1 · A2' });
    expect(facts('en', 'Asia/Seoul', null, null)).toMatchObject({
      title: 'First Snow',
      venue: '자리 소극장',
    });
  });

  it('says what the seats cost together, in whole units of their currency, and nothing where that is not known', () => {
    expect(facts('en', 'Asia/Seoul', [5_500, 4_400], 'EUR').amount).toBe('€99.00');
    expect(facts('en', 'Asia/Seoul', [55_000, 44_000], 'KRW').amount).toBe('₩99,000');
    expect(facts('en', 'Asia/Seoul', null, null).amount).toBeUndefined();
  });
});
