import { describe, expect, it } from 'vitest';
import { gridPlan } from '../../src/element/hall-plan.ts';
import { nearest } from '../../src/element/seat-field.ts';

describe('The plan of an embedded hall', () => {
  it('calls seats as the server does, with their prices', () => {
    const { seats, isDrawn } = gridPlan(28, 3, { prices: { standard: 5_000 } });
    expect(seats[4]).toEqual({ id: 5, label: 'B2', category: 'standard', amount: 5_000, x: 1, y: 1 });
    expect([seats[75]?.label, seats[78]?.label, seats[81]?.label]).toEqual(['Z1', 'AA1', 'AB1']);
    expect(isDrawn).toBe(true);
    expect(gridPlan(50, 50, { prices: {} }).isDrawn).toBe(false);
  });

  it('has a seat in each direction that there is one, rather straight ahead than to the side', () => {
    const { seats } = gridPlan(2, 3, { prices: {} });
    const go = (id: number, x: number, y: number) => {
      const from = seats[id - 1];
      return from && nearest(seats, from, [x, y])?.id;
    };
    expect([go(1, 1, 0), go(3, -1, 0), go(2, 0, 1), go(5, 0, -1)]).toEqual([2, 2, 5, 2]);
    expect([go(1, -1, 0), go(3, 1, 0), go(1, 0, -1)]).toEqual([undefined, undefined, undefined]);
  });
});
