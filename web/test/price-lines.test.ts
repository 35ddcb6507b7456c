import { describe, expect, it } from 'vitest';
import { priceLines } from '../src/routes/reservations/[id]/price-lines.ts';

const seat = (label: string, category: string | null, amount: number | null) => ({
  ...{ id: 1, section: null, label, category, amount },
});

describe('What was paid', () => {
  it('has a line for each category and price, in which every seat of them stands', () => {
    const seats = [
      ...[seat('A1', 'R', 50_000), seat('B1', 'S', 50_000), seat('A2', 'R', 50_000)],
      // The organiser has changed the price between two of one category, say.
      ...[seat('A3', 'R', 40_000), seat('C1', null, 50_000)],
    ];
    expect(priceLines({ seats })).toEqual([
      { category: 'R', amount: 50_000, labels: ['A1', 'A2'] },
      { category: 'S', amount: 50_000, labels: ['B1'] },
      { category: 'R', amount: 40_000, labels: ['A3'] },
      { category: null, amount: 50_000, labels: ['C1'] },
    ]);
  });

  it('has none for what has no price, and one for what costs nothing', () => {
    expect(priceLines({ seats: [seat('A1', 'R', null), seat('A2', 'Child', 0)] })).toEqual([
      { category: 'Child', amount: 0, labels: ['A2'] },
    ]);
  });
});
