import { describe, expect, it } from 'vitest';
import { gridPlan } from '../../src/element/hall-plan.ts';
import { describeHold } from '../../src/element/hold-detail.ts';
import { untilNextLookMs } from '../../src/element/next-look.ts';

describe('What a shop is told of a hold', () => {
  const hold = {
    ...{ seatIds: [2, 4], endsAtMs: 130_000, expiresAt: '2030-01-01T00:02:00.000Z', extensionsLeft: 1 },
  };

  it('is its seats, what they cost, and how long they are kept from now on, however old the page is', () => {
    const plan = gridPlan(2, 3, { prices: { standard: 5_000 } });
    expect(describeHold(hold, plan, { currency: 'KRW' }, 100_000)).toEqual({
      seats: [
        { id: 2, label: 'A2', category: 'standard', amount: 5_000 },
        { id: 4, label: 'B1', category: 'standard', amount: 5_000 },
      ],
      ...{ currency: 'KRW', total: 10_000 },
      ...{ expiresAt: '2030-01-01T00:02:00.000Z', expiresInMs: 30_000 },
    });
  });

  it('is no price where none is known', () => {
    const { total, seats } = describeHold(hold, gridPlan(2, 3, { prices: {} }), { currency: null }, 0);
    expect([total, seats.map(({ amount }) => amount)]).toEqual([null, [null, null]]);
  });
});

describe('An embedded hall that is not on sale', () => {
  const server_time = '2030-01-01T10:00:00.000Z';
  const look = (sale: 'before' | 'paused' | 'closed', sale_opens_at: string | null) =>
    untilNextLookMs({ sale, sale_opens_at, server_time });

  it('looks again when the sale opens, by the server’s clock', () => {
    expect(look('before', '2030-01-01T10:30:00.000Z')).toBe(30 * 60_000);
    expect(look('before', '2030-01-01T10:00:00.010Z')).toBe(1_000);
  });

  it('looks now and then where nobody knows, and never later than a timer can wait', () => {
    expect([look('paused', '2029-01-01T00:00:00.000Z'), look('before', null)]).toEqual([15_000, 15_000]);
    expect(look('before', '2031-01-01T00:00:00.000Z')).toBeLessThan(2 ** 31);
  });

  it('looks no more once the sale is over', () => {
    expect(look('closed', null)).toBeUndefined();
  });
});
