import type { PlanSection, SeatMark } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { PlanHall } from '../../src/domain/plan-hall.ts';
import { planOf, rowsPlan, seatsInRow } from '../support/plans.ts';

const square = [
  { x: 0, y: 0 },
  { x: 2, y: 0 },
  { x: 2, y: 2 },
  { x: 0, y: 2 },
];

const stalls: PlanSection = {
  name: 'Stalls',
  rows: [
    { name: 'A', category: 'Stalls', seats: seatsInRow(4, 1) },
    { name: 'B', category: 'Stalls', seats: seatsInRow(6, 2, { aislesAfter: [2] }) },
  ],
};
const floor: PlanSection = { name: 'Floor', standing: { capacity: 3, category: 'Balcony', outline: square } };

describe('a hall by plan', () => {
  const hall = new PlanHall(planOf([stalls, floor]));

  it('numbers its seats in the order of the plan, the places of a standing area too', () => {
    expect(hall.seatCount).toBe(13);
    expect(hall.sections).toEqual([
      { name: 'Stalls', firstSeat: 1, seatCount: 10, standing: false },
      { name: 'Floor', firstSeat: 11, seatCount: 3, standing: true },
    ]);
    expect([1, 10, 11, 13].map((id) => hall.sectionOf(id))).toEqual([0, 0, 1, 1]);
  });

  it('writes section, row and number on a seat', () => {
    expect([1, 10, 11].map((id) => hall.label(id))).toEqual([
      'Stalls · A · 1',
      'Stalls · B · 6',
      'Floor · 1',
    ]);
  });

  it('leaves out the name of its only section, and of a row that has none', () => {
    const only = new PlanHall(planOf([{ name: 'Hall', rows: [{ name: '', seats: seatsInRow(2, 0) }] }]));
    expect(only.label(2)).toBe('2');
    expect(new PlanHall(planOf([stalls])).label(5)).toBe('B · 1');
  });

  it('lets an aisle or the end of a row end a neighbourhood', () => {
    expect([1, 2, 4, 5, 6, 7, 10].map((id) => hall.neighbours(id))).toEqual([
      [2],
      [1, 3],
      [3],
      [6],
      [5],
      [8],
      [9],
    ]);
    expect(hall.rowOf(6)).toEqual({ first: 5, count: 2 });
    expect(hall.rowOf(9)).toEqual({ first: 7, count: 4 });
  });

  it('puts nobody beside anybody in a standing area', () => {
    expect(hall.neighbours(12)).toEqual([]);
    expect(hall.rowOf(12)).toEqual({ first: 12, count: 1 });
  });

  it('takes the category of a seat from its row when it names none', () => {
    const seats = seatsInRow(2, 0);
    const rows = [{ name: 'A', category: 'Balcony', seats: seatsInRow(1, 0, { category: 'Stalls' }) }];
    const mixed = new PlanHall(
      planOf([{ name: 'Hall', rows: [...rows, { name: 'B', category: 'Balcony', seats }] }]),
    );
    expect([1, 2, 3].map((id) => mixed.categories[mixed.categoryOf(id)])).toEqual([
      'Stalls',
      'Balcony',
      'Balcony',
    ]);
    expect(hall.categories[hall.categoryOf(11)]).toBe('Balcony');
  });

  it('tells what is special about a seat', () => {
    const marks: SeatMark[][] = [['wheelchair', 'aisle'], [], ['aisle', 'wheelchair']];
    const seats = seatsInRow(3, 0).map((seat, i) => ({
      ...seat,
      ...(i === 1 ? {} : { marks: marks[i] ?? [] }),
    }));
    const marked = new PlanHall(planOf([{ name: 'Hall', rows: [{ name: 'A', seats }] }]));
    expect([1, 2, 3].map((id) => marked.marksOf(id))).toEqual([
      ['wheelchair', 'aisle'],
      [],
      ['wheelchair', 'aisle'],
    ]);
    // Seats with the same marks share them.
    expect(marked.marksOf(3)).toBe(marked.marksOf(1));
  });

  it('ranks by distance from where everybody looks', () => {
    const row = { name: 'A', category: 'Stalls', seats: seatsInRow(5, 1) };
    const byRank = (focus?: { x: number; y: number }) => {
      const ranked = new PlanHall(
        planOf([{ name: 'Hall', rows: [row] }], focus === undefined ? {} : { focus }),
      );
      return [1, 2, 3, 4, 5].sort((a, b) => ranked.rank(a) - ranked.rank(b));
    };
    expect(byRank()).toEqual([3, 2, 4, 1, 5]);
    expect(byRank({ x: 4, y: 0 })).toEqual([5, 4, 3, 2, 1]);
  });

  it('ranks a seat that sees less behind all that see', () => {
    const seats = seatsInRow(5, 1).map((seat) =>
      seat.number === '3' ? { ...seat, marks: ['restricted_view' as const] } : seat,
    );
    const ranked = new PlanHall(planOf([{ name: 'Hall', rows: [{ name: 'A', seats }] }]));
    expect([1, 2, 3, 4, 5].sort((a, b) => ranked.rank(a) - ranked.rank(b))).toEqual([2, 4, 1, 5, 3]);
    expect(ranked.marksOf(3)).toEqual(['restricted_view']);
  });

  it('ranks every seat of 50,000 once', () => {
    const large = new PlanHall(rowsPlan(50, 25, 40, [20]));
    const ranks = new Set(Array.from({ length: 50_000 }, (_, i) => large.rank(i + 1)));
    expect(large.seatCount).toBe(50_000);
    expect(ranks.size).toBe(50_000);
    expect(Math.max(...ranks)).toBe(49_999);
  });
});
