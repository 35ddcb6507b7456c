import { describe, expect, it } from 'vitest';
import { nextAttemptIn } from '../../src/webhooks/attempts.ts';

describe('The waits between attempts', () => {
  it('grow, and end after a little more than three days', () => {
    const waits: number[] = [];
    for (let attempts = 1; ; attempts++) {
      const wait = nextAttemptIn(attempts, 0);
      if (wait === null) break;
      waits.push(wait);
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    const days = waits.reduce((sum, wait) => sum + wait, 0) / 86_400_000;
    expect(days).toBeGreaterThan(3);
    expect(days).toBeLessThan(3.5);
  });

  it('are up to a fifth longer by chance', () => {
    expect(nextAttemptIn(1, 0)).toBe(5_000);
    expect(nextAttemptIn(1, 0.5)).toBe(5_500);
  });
});
