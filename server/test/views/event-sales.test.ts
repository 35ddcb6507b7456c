import { describe, expect, it } from 'vitest';
import type { SoldRecord } from '../../src/ports/event-records.ts';
import { EventSales, revenueOf, salesOverTime } from '../../src/views/event-sales.ts';
import { confirm, done } from '../support/deciding.ts';
import { at, emptyHall, smallEvent } from '../support/hall.ts';

const START = Date.UTC(2026, 10, 30, 11);

/** A hall of 12,000 seats, of which each was bought alone, a second apart. */
function soldHall(seatCount: number, everyMs = 1_000) {
  const layout = { rows: 120, seatsPerRow: 100 };
  const map = emptyHall(smallEvent({ layout, currency: 'KRW', prices: { standard: 10 } }));
  const sold: SoldRecord[] = [];
  for (let seatId = 1; seatId <= seatCount; seatId++) {
    done(map, confirm(`user${seatId}`, [seatId]), at(0));
    sold.push({ sequence: seatId, createdAt: START + seatId * everyMs, seatIds: [seatId], amounts: [10] });
  }
  const asked: number[] = [];
  const soldAfter = (_event: string, after: number, limit: number) => {
    asked.push(after);
    return Promise.resolve(sold.filter(({ sequence }) => sequence > after).slice(0, limit));
  };
  return { map, sold, asked, sales: new EventSales(map, { soldAfter }) };
}

describe('what was sold when', () => {
  it('is read in portions until all of it is, and after that only what is new', async () => {
    const { map, asked, sales } = soldHall(10_000);
    await sales.refresh();
    // The last portion may be a full one.
    expect(asked).toEqual([0, 5_000, 10_000]);
    expect(sales.isCompleteFor(map)).toBe(true);
    expect(sales.of(10_000)).toEqual({ reservation: 10_000, at: START + 10_000_000, amount: 10 });
    await sales.refresh();
    expect(asked).toHaveLength(3);
    done(map, confirm('late', [10_001]), at(0));
    expect(sales.isCompleteFor(map)).toBe(false);
    expect(sales.of(10_001)).toBeUndefined();
    await sales.refresh();
    expect(asked.slice(3)).toEqual([10_000]);
  });

  it('counts only while the seat is sold', async () => {
    const { map, sales } = soldHall(3);
    await sales.refresh();
    done(map, { kind: 'cancel', userId: 'user2', reservation: 2 }, at(1));
    expect(sales.of(2)).toBeUndefined();
    expect(revenueOf(map, sales).whole).toBe(20);
    expect(salesOverTime(sales).buckets.reduce((sum, { seats }) => sum + seats, 0)).toBe(2);
    for (const seatId of [0, 4, 12_001]) expect(sales.of(seatId)).toBeUndefined();
  });

  it.each([
    [1_000, 5],
    [60_000, 60],
    [24 * 3_600_000, 86_400],
    [30 * 24 * 3_600_000, 86_400],
  ])(
    'is told in order, in pieces that suit how long it took: a sale every %i ms',
    async (everyMs, seconds) => {
      const { sales, sold } = soldHall(150, everyMs);
      // Seats are gone through by number; sold they were in another order.
      sold.forEach((record, i) => (sold[i] = { ...record, createdAt: START - record.sequence * everyMs }));
      await sales.refresh();
      const { bucketSeconds, buckets } = salesOverTime(sales);
      expect(bucketSeconds).toBe(seconds);
      const times = buckets.map(({ at: time }) => Date.parse(time));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every((time) => time % (seconds * 1_000) === 0)).toBe(true);
      expect(buckets.reduce((sum, { revenue }) => sum + revenue, 0)).toBe(1_500);
    },
  );

  it('counts a reservation of several seats once, where it was made', async () => {
    const { map, sales, sold } = soldHall(0);
    const made = done(map, confirm('ann', [1, 2, 3]), at(0)).changes[0]?.sequence ?? 0;
    sold.push({ sequence: made, createdAt: START, seatIds: [1, 2, 3], amounts: [10, null, 30] });
    await sales.refresh();
    expect(salesOverTime(sales).buckets).toEqual([
      { at: new Date(START).toISOString(), reservations: 1, seats: 3, revenue: 40 },
    ]);
  });
});
