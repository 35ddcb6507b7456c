import { describe, expect, it } from 'vitest';
import { GridHall } from '../../src/domain/hall.ts';
import { PlanHall } from '../../src/domain/plan-hall.ts';
import { amountsAmong, amountsOf, lowestPrice, NO_AMOUNTS, totalOf } from '../../src/domain/prices.ts';
import { planOf, seatsInRow } from '../support/plans.ts';

/** Seats 1–3 in the stalls, 4–6 in the balcony, 7 and 8 in a category with a name that objects have. */
const hall = new PlanHall(
  planOf(
    [
      {
        name: 'Hall',
        rows: [
          { name: 'A', category: 'Stalls', seats: seatsInRow(3, 1) },
          { name: 'B', category: 'Balcony', seats: seatsInRow(3, 2) },
          { name: 'C', category: 'constructor', seats: seatsInRow(2, 3) },
        ],
      },
    ],
    { categories: ['Stalls', 'Balcony', 'constructor'].map((name) => ({ name, color: '#112233' })) },
  ),
);

describe('what seats cost', () => {
  it('is the price of their category, in the order of the seats', () => {
    const event = { currency: 'KRW', prices: { Stalls: 55_000, Balcony: 33_000 } };
    expect(amountsOf(event, hall, [4, 1, 3])).toEqual({ amounts: [33_000, 55_000, 55_000], currency: 'KRW' });
  });

  it('is nothing for a free seat, and unknown for one without a price', () => {
    const event = { currency: 'KRW', prices: { Stalls: 0 } };
    expect(amountsOf(event, hall, [1, 4, 7])).toEqual({ amounts: [0, null, null], currency: 'KRW' });
    expect(amountsOf(event, hall, [4, 7])).toEqual(NO_AMOUNTS);
  });

  it('is unknown in an event without prices or without a currency', () => {
    expect(amountsOf({ currency: 'KRW', prices: {} }, hall, [1])).toEqual(NO_AMOUNTS);
    expect(amountsOf({ currency: null, prices: { Stalls: 5 } }, hall, [1])).toEqual(NO_AMOUNTS);
  });

  it('is told by `standard` in a hall of equal rows', () => {
    const event = { currency: 'EUR', prices: { standard: 1_250 } };
    expect(amountsOf(event, new GridHall({ rows: 3, seatsPerRow: 3 }), [9])).toEqual({
      amounts: [1_250],
      currency: 'EUR',
    });
  });

  it('stays with the seats that remain', () => {
    const sold = { amounts: [10, null, 30], currency: 'EUR' };
    expect(amountsAmong(sold, [2, 4, 6], [6, 2])).toEqual({ amounts: [30, 10], currency: 'EUR' });
    expect(amountsAmong(NO_AMOUNTS, [2, 4], [4])).toEqual(NO_AMOUNTS);
  });

  it('adds up, but not to 0 where nothing has a price', () => {
    expect(totalOf({ amounts: [10, null, 30], currency: 'EUR' })).toBe(40);
    expect(totalOf(NO_AMOUNTS)).toBeUndefined();
    expect([lowestPrice({ a: 7, b: 3 }), lowestPrice({})]).toEqual([3, undefined]);
  });
});
