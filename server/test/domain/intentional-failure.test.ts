import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/adapters/system/random.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { at, emptyHall, reservationFor } from '../support/hall.ts';
import { seededDraw } from '../../../tools/rig/seeded-draw.ts';

const DRAWS = 40_000;

/** How many of `DRAWS` attempts that would succeed fail on purpose. */
function failuresAmong(draw: () => number, failureRate: number): number {
  const map = emptyHall();
  let failures = 0;
  for (let i = 0; i < DRAWS; i++) {
    const command = { kind: 'confirm', userId: 'ann', seatIds: [5] } as const;
    const decision = decide(
      map,
      { ...command, reservation: reservationFor('ann', draw()) },
      at(0, { failureRate }),
    );
    if (isRefusal(decision)) {
      expect(decision.refused).toBe('intentional_failure');
      failures++;
    }
  }
  return failures;
}

describe('the intentional failure', () => {
  // 40,000 draws at 1 %: mean 400, standard deviation 19.9. Four deviations are 80; a rate of 0.8 % or 1.2 %
  // would be caught, and a fair source fails once in 16,000 runs, the seeded one never.
  it('hits one attempt in a hundred', () => {
    const failures = failuresAmong(seededDraw(20261122), 0.01);
    expect(failures).toBeGreaterThan(320);
    expect(failures).toBeLessThan(480);
  });

  it('never happens at rate 0 and always at rate 1', () => {
    expect(failuresAmong(seededDraw(1), 0)).toBe(0);
    expect(failuresAmong(seededDraw(2), 1)).toBe(DRAWS);
  });

  it('is drawn evenly from the system’s randomness', () => {
    const buckets = new Array<number>(10).fill(0);
    for (let i = 0; i < DRAWS; i++) {
      const draw = systemRandom.draw();
      expect(draw).toBeGreaterThanOrEqual(0);
      expect(draw).toBeLessThan(1);
      const bucket = Math.floor(draw * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    // Each tenth: mean 4,000, standard deviation 60; seven deviations.
    for (const count of buckets) expect(Math.abs(count - DRAWS / 10)).toBeLessThan(420);
  });
});
