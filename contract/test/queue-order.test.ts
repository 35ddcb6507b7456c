import { describe, expect, it } from 'vitest';
import { placeInLine } from '@jari/contract';

const SEED = '0123456789abcdeffedcba9876543210';
const OTHER = '0123456789abcdeffedcba9876543211';

describe('the order of a shuffled line', () => {
  it.each([1, 2, 3, 4, 5, 16, 17, 100, 1_000, 4_096, 4_097])(
    'gives each of %i people a place of their own',
    (n) => {
      const places = Array.from({ length: n }, (_, i) => placeInLine(i + 1, n, SEED));
      expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i + 1));
    },
  );

  it('is another with another seed, and always the same with the same', () => {
    const order = (seed: string) => Array.from({ length: 500 }, (_, i) => placeInLine(i + 1, 500, seed));
    expect(order(SEED)).toEqual(order(SEED));
    const same = order(SEED).filter((place, i) => place === order(OTHER)[i]).length;
    // Two random orders have one place in common on average.
    expect(same).toBeLessThan(10);
  });

  it('leaves whoever comes after the opening behind, in order of arrival', () => {
    expect([501, 502, 9_000].map((number) => placeInLine(number, 500, SEED))).toEqual([501, 502, 9_000]);
    expect(placeInLine(7, 500, undefined)).toBe(7);
  });

  it('favours nobody: over many seeds the first to come is as often early as late', () => {
    const [n, seeds] = [64, 4_096];
    const counts = new Array<number>(n).fill(0);
    for (let s = 0; s < seeds; s++) {
      const seed = (s * 2_654_435_761).toString(16).padStart(32, '0').slice(-32);
      const place = placeInLine(1, n, seed);
      counts[place - 1] = (counts[place - 1] ?? 0) + 1;
    }
    const expected = seeds / n;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 63 degrees of freedom: beyond 120 once in 20,000 tries; the seeds are fixed, so it is always the same.
    expect(chiSquare).toBeLessThan(120);
  });
});
