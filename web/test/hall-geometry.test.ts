import type { Seat } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { nearestFree, rowsOf, seatByKey } from '#lib/hall/geometry.ts';

const hall = (...taken: number[]): Seat[] =>
  Array.from({ length: 9 }, (_, index) => ({
    id: index + 1,
    label: `S${index + 1}`,
    state: taken.includes(index + 1) ? ('reserved' as const) : ('available' as const),
    status: taken.includes(index + 1),
  }));

describe('the nearest free seat', () => {
  it('is the neighbour in the row, before the one in the next row', () => {
    expect(nearestFree(hall(5), [5], 3)).toEqual([4]);
    expect(nearestFree(hall(4, 5, 6), [5], 3)).toEqual([2]);
  });

  it('is never the lost one itself', () => {
    expect(nearestFree(hall(), [1], 3)).toEqual([2]);
  });

  it('is as many as were lost, or none at all', () => {
    expect(nearestFree(hall(1, 2), [1, 2], 3)).toHaveLength(2);
    expect(nearestFree(hall(1, 2, 3, 4, 5, 6, 7, 8), [1, 2], 3)).toBeUndefined();
    expect(nearestFree(hall(), [], 3)).toBeUndefined();
  });
});

describe('the grid', () => {
  it('is cut into rows', () => {
    expect(rowsOf([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('is walked with the arrow keys and ends at its edges', () => {
    const go = (key: string, from: number, ctrl = false) => seatByKey(key, ctrl, from, 9, 3);
    expect([go('ArrowRight', 1), go('ArrowRight', 3), go('ArrowLeft', 4), go('ArrowDown', 7)]).toEqual([
      2, 3, 4, 7,
    ]);
    expect([go('ArrowUp', 5), go('Home', 6), go('End', 4), go('Home', 6, true), go('End', 1, true)]).toEqual([
      2, 4, 6, 1, 9,
    ]);
  });

  it('is walked to the last seat that there is, also where its last row is a short one', () => {
    const go = (key: string, from: number) => seatByKey(key, false, from, 8, 3);
    expect([go('End', 7), go('ArrowRight', 8), go('ArrowDown', 6), go('ArrowDown', 5)]).toEqual([8, 8, 6, 8]);
  });
});
