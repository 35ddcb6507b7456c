import { describe, expect, it } from 'vitest';
import { refusalWords } from '#lib/i18n/refusal-words.ts';

const advice = (lang: 'ko' | 'en', earlier_ms: number, others: number) =>
  refusalWords({ reason: 'seat_held', lost_race: { earlier_ms, others } }, lang).advice;

describe('the words for a lost race', () => {
  it.each([
    [41, 36, 'It was taken 41 ms before you asked; 36 others wanted it, too.'],
    [0, 1, 'It was taken in the very moment you asked; 1 other wanted it, too.'],
    [2_340, 0, 'It was taken 2.3 s before you asked.'],
  ])('say in English that it was %i ms, and %i others', (earlierMs, others, words) => {
    expect(advice('en', earlierMs, others)).toMatch(`${words} Pick another`);
  });

  it.each([
    [41, 36, '0.041초 먼저 잡았고, 36명이 더 이 좌석을 원했어요.'],
    [410, 0, '0.41초 먼저 잡았고, 아슬아슬했어요.'],
    [0, 2, '같은 순간에 한발 먼저 잡았고, 2명이 더 이 좌석을 원했어요.'],
  ])('say in Korean that it was %i ms, and %i others', (earlierMs, others, words) => {
    expect(advice('ko', earlierMs, others)).toMatch(words);
  });

  it('are left out where there was none', () => {
    const { advice: plain } = refusalWords({ reason: 'seat_held' }, 'en');
    expect(plain).toMatch(/^Pick another/);
  });
});
