import { describe, expect, it } from 'vitest';
import { GridHall } from '../../src/domain/hall.ts';
import { layoutMark, sameLayout, type HallLayout } from '../../src/domain/hall-layout.ts';

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
    expect(hall.rowOf(24)).toEqual({ first: 13, count: 12 });
    expect(new GridHall({ rows: 2, seatsPerRow: 1 }).neighbours(1)).toEqual([]);
  });

  it('has its best seat in the middle of the first row, and its worst in a corner of the last', () => {
    const small = new GridHall({ rows: 3, seatsPerRow: 3 });
    const byRank = [1, 2, 3, 4, 5, 6, 7, 8, 9].sort((a, b) => small.rank(a) - small.rank(b));
    expect(byRank).toEqual([2, 1, 3, 5, 4, 6, 8, 7, 9]);
  });

  it('is one section and one category', () => {
    expect(hall.sections).toEqual([{ name: '', firstSeat: 1, seatCount: 720, standing: false }]);
    expect(hall.categories[hall.categoryOf()]).toBe('standard');
    expect(hall.marksOf()).toEqual([]);
  });
});

describe('halls', () => {
  const layouts: HallLayout[] = [
    { rows: 10, seatsPerRow: 20 },
    { rows: 20, seatsPerRow: 10 },
    { rows: 1, seatsPerRow: 200 },
    { rows: 10, seatsPerRow: 10 },
    { planId: 'a', seatCount: 200 },
    { planId: 'b', seatCount: 200 },
  ];

  it('are the same when rows or plan are, and not when only as many seats are in them', () => {
    for (const one of layouts) {
      for (const other of layouts) {
        const isSame = one === other;
        expect([one, other, sameLayout({ ...one }, { ...other })]).toEqual([one, other, isSame]);
        expect(layoutMark(one) === layoutMark({ ...other })).toBe(isSame);
      }
    }
  });
});
