import { describe, expect, it } from 'vitest';
import { HABITS } from '../src/behaviour.ts';
import { drawScript } from '../src/script.ts';

const options = { seed: 3, people: 4_000, gathersForMs: 30_000, seatsPerPersonMax: 3, pace: 1 };

describe('the script', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(drawScript(options)).toEqual(drawScript(options));
    expect(drawScript({ ...options, seed: 4 }).fingerprint).not.toBe(drawScript(options).fingerprint);
  });

  it('has everybody in about their share', () => {
    const { people } = drawScript(options);
    for (const habit of HABITS) {
      const share = people.filter((one) => one.habit === habit).length / people.length;
      expect(Math.abs(share - habit.share / 100), habit.name).toBeLessThan(0.02);
    }
    expect(HABITS.reduce((sum, { share }) => sum + share, 0)).toBe(100);
  });

  it('sends nobody before the line forms, and lets nobody want more than one may have', () => {
    for (const { comesAfterMs, wantsSeats, habit } of drawScript(options).people) {
      expect(comesAfterMs).toBeGreaterThanOrEqual(-30_000);
      expect(comesAfterMs < 0 || habit.comes !== 'early' || comesAfterMs === 0).toBe(true);
      expect(wantsSeats).toBeLessThanOrEqual(3);
    }
  });
});
