import { describe, expect, it } from 'vitest';
import { RetrySpread } from '../../../src/http/overload/retry-spread.ts';
import { seededDraw } from '../../../../tools/rig/seeded-draw.ts';

describe('when those who were refused come back', () => {
  it('is a second while few are refused', () => {
    const spread = new RetrySpread(0);
    for (let ms = 0; ms < 5_000; ms += 10) spread.note(ms % 100 !== 0, ms);
    expect([spread.retryAfterS(0), spread.retryAfterS(0.99)]).toEqual([1, 1]);
  });

  it('is longer while more are refused than served, and soon short again when that is over', () => {
    const spread = new RetrySpread(0);
    for (let ms = 0; ms < 4_500; ms++) spread.note(ms % 10 === 0, ms);
    expect([spread.retryAfterS(0), spread.retryAfterS(0.99)]).toEqual([8, 24]);
    spread.note(true, 12_000);
    expect(spread.retryAfterS(0.5)).toBe(1);
  });

  it('is short again soon while people come on and are served', () => {
    const spread = new RetrySpread(0);
    for (let ms = 0; ms < 4_500; ms++) spread.note(ms % 10 === 0, ms);
    for (let ms = 4_500; ms < 11_100; ms += 10) spread.note(ms % 100 !== 0, ms);
    expect([spread.retryAfterS(0), spread.retryAfterS(0.99)]).toEqual([1, 1]);
  });

  it('is such that fewer come in vain than if all came back at once', () => {
    const spread = new RetrySpread(0);
    const inVain = refusalsOf((wasServed, ms, chance) => {
      spread.note(wasServed, ms);
      return spread.retryAfterS(chance);
    });
    const withoutSpread = refusalsOf(() => 1);
    // 2.4 times each instead of 3.4.
    expect(inVain).toBeLessThan(0.75 * withoutSpread);
  });
});

/** A crowd of 40,000 that comes at once, of whom 5,000 a second can be served. Returns how often each is refused. */
function refusalsOf(told: (wasServed: boolean, ms: number, chance: number) => number): number {
  const people = 40_000;
  const servedPerMs = 5;
  const draw = seededDraw(7);
  /** How many come in each millisecond. */
  const coming = new Map<number, number>([[1, people]]);
  let refusals = 0;
  let left = people;
  for (let ms = 1; left > 0; ms++) {
    const here = coming.get(ms) ?? 0;
    for (let i = 0; i < here; i++) {
      const wasServed = i < servedPerMs;
      const seconds = told(wasServed, ms, draw());
      if (wasServed) {
        left--;
        continue;
      }
      refusals++;
      // Nobody comes on the millisecond.
      const at = ms + Math.round((seconds + draw()) * 1_000);
      coming.set(at, (coming.get(at) ?? 0) + 1);
    }
  }
  return refusals / people;
}
