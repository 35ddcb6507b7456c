import type { PlanDrawing } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { drawnPlan, gridPlan } from '../../src/element/hall-plan.ts';
import { nearest } from '../../src/element/seat-field.ts';

describe('The plan of an embedded hall', () => {
  it('calls seats as the server does, with their prices', () => {
    const { seats, isDrawn } = gridPlan(28, 3, { prices: { standard: 5_000 } });
    expect(seats[4]).toEqual({ id: 5, label: 'B2', category: 'standard', amount: 5_000, x: 1, y: 1 });
    expect([seats[75]?.label, seats[78]?.label, seats[81]?.label]).toEqual(['Z1', 'AA1', 'AB1']);
    expect(isDrawn).toBe(true);
    expect(gridPlan(50, 50, { prices: {} }).isDrawn).toBe(false);
  });

  it('stands in its frame from the upper left on, wherever it was drawn', () => {
    for (const [left, top] of [
      [0, 0],
      [5_000, 3_000],
      [-5_000, -3_000],
    ] as const) {
      const plan = drawnPlan(twoRowsAt(left, top), { prices: { Stalls: 5_500 } });
      expect(plan.seats.map(({ x, y }) => [x, y])).toEqual([
        [0, 0],
        [1, 0],
        [3, 0],
        [0, 2],
        [1, 2],
        [3, 2],
      ]);
      expect([plan.width, plan.height, plan.isDrawn]).toEqual([4, 3, true]);
      expect(plan.seats[3]).toMatchObject({ id: 4, category: 'Stalls', amount: 5_500 });
    }
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

/** Two rows of three with an aisle, in tenths of a unit; seats are ten units apart. */
function twoRowsAt(left: number, top: number): PlanDrawing {
  const row = (name: string, y: number) => ({
    ...{ name, numbers: '1-3', x: [left, 100, 200], y: [y, 0], category: 0 },
  });
  return {
    ...{ id: '0'.repeat(32), name: 'Two rows', seat_count: 6, scale: 10, pitch: 10, focus: { x: 0, y: 0 } },
    categories: [{ name: 'Stalls', color: '#7a5cff' }],
    sections: [{ name: 'Stalls', rows: [row('A', top), row('B', top + 200)] }],
    areas: [],
  };
}
