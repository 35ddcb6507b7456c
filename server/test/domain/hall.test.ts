import { describe, expect, it } from 'vitest';
import { GridHall } from '../../src/domain/hall.ts';

describe('a hall of equal rows', () => {
  const hall = new GridHall({ rows: 60, seatsPerRow: 12 });

  it('letters its rows as a theatre does', () => {
    expect([1, 12, 13, 312, 313, 720].map((id) => hall.label(id))).toEqual([
      'A1',
      'A12',
      'B1',
      'Z12',
      'AA1',
      'BH12',
    ]);
  });

  it('knows who sits beside whom, and that a row ends', () => {
    expect([1, 2, 12, 13].map((id) => hall.neighbours(id))).toEqual([[2], [1, 3], [11], [14]]);
    expect(new GridHall({ rows: 2, seatsPerRow: 1 }).neighbours(1)).toEqual([]);
  });
});
