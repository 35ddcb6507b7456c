import type { PlanDocument } from '@jari/contract';
import { describe, expect, it } from 'vitest';
import { bestAvailable, type SeatWish } from '../../src/domain/best-available.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { PlanHall } from '../../src/domain/plan-hall.ts';
import { at, emptyHall, mapOf, smallEvent, START } from '../support/hall.ts';
import { planOf, seatsInRow } from '../support/plans.ts';

/** One row a string, `.` free, `x` reserved, `w` and `c` free with a mark; everybody looks at its left end. */
function rows(...pictures: string[]) {
  const marks = { w: ['wheelchair' as const], c: ['companion' as const] };
  const plan: PlanDocument = planOf(
    [
      {
        name: 'Hall',
        rows: pictures.map((picture, r) => ({
          name: String(r + 1),
          category: 'Stalls',
          seats: seatsInRow(picture.length, r * 10).map((seat, i) => {
            const sign = picture[i];
            return { ...seat, ...(sign === 'w' || sign === 'c' ? { marks: marks[sign] } : {}) };
          }),
        })),
      },
    ],
    { focus: { x: 0, y: 0 } },
  );
  const states = [...pictures.join('')].map((sign) => (sign === 'x' ? 'r' : 'a')).join('');
  return mapOf(new PlanHall(plan), states);
}

const wish = (quantity: number, more: Partial<SeatWish> = {}): SeatWish => ({
  quantity,
  together: true,
  ...more,
});
const best = (map: ReturnType<typeof rows>, wanted: SeatWish) => bestAvailable(map, wanted, []);

describe('the best seats', () => {
  it('are the nearest that are side by side', () => {
    expect(best(rows('x.x...', '......'), wish(3))?.seatIds).toEqual([4, 5, 6]);
    expect(best(rows('......', '......'), wish(2))?.seatIds).toEqual([1, 2]);
  });

  it('are farther away rather than leave one alone', () => {
    expect(best(rows('...xxx', '......'), wish(2))?.seatIds).toEqual([7, 8]);
    expect(best(rows('...xxx', '....xx'), wish(2))?.seatIds).toEqual([7, 8]);
  });

  it('leave one alone where nothing else is possible', () => {
    expect(best(rows('x...xx', 'xx...x'), wish(2))).toEqual({ seatIds: [2, 3], isTogether: true });
  });

  it('are in as few pieces as possible when they are not side by side', () => {
    expect(best(rows('.x..x.', '.x...x'), wish(5))).toEqual({
      seatIds: [3, 4, 9, 10, 11],
      isTogether: false,
    });
  });

  it('are cut so that nobody is left alone when there is a way', () => {
    // Three and one of two would leave one alone; two and two leave nobody.
    expect(best(rows('...x..', 'xx..xx'), wish(4))).toEqual({ seatIds: [5, 6, 9, 10], isTogether: false });
  });

  it('spare the places for wheelchairs and their companions, until nothing else is left', () => {
    const map = rows('wc....');
    expect(best(map, wish(2))?.seatIds).toEqual([3, 4]);
    expect(best(map, wish(4))?.seatIds).toEqual([3, 4, 5, 6]);
    expect(best(map, wish(5))?.seatIds).toEqual([1, 2, 3, 4, 5]);
  });

  it('have each mark that is asked for', () => {
    const map = rows('......', '..wc..');
    expect(best(map, wish(2, { marks: ['wheelchair', 'companion'] }))?.seatIds).toEqual([9, 10]);
    expect(best(map, wish(3, { marks: ['wheelchair'] }))?.seatIds).toEqual([7, 8, 9]);
    expect(best(map, wish(1, { marks: ['easy_access'] }))).toBeUndefined();
  });

  it('are apart when the marks are', () => {
    const map = rows('w.xx.c');
    const apart = best(map, wish(2, { marks: ['wheelchair', 'companion'] }));
    expect(apart).toEqual({ seatIds: [1, 6], isTogether: false });
  });

  it('are the lowest places of a standing area, for whoever asks for one', () => {
    const outline = [1, 2, 3].map((i) => ({ x: i, y: i * i }));
    const plan = planOf([
      { name: 'Floor', standing: { capacity: 5, category: 'Balcony', outline } },
      { name: 'Seats', rows: [{ name: 'A', category: 'Stalls', seats: seatsInRow(3, 50) }] },
    ]);
    const map = mapOf(new PlanHall(plan), 'araaaaaa');
    expect(best(map, wish(2, { section: 'Floor' }))).toEqual({ seatIds: [1, 3], isTogether: true });
    expect(best(map, wish(2, { category: 'Balcony' }))?.seatIds).toEqual([1, 3]);
    expect(best(map, wish(3))?.seatIds).toEqual([6, 7, 8]);
    // Nothing else is left.
    expect(best(map, wish(4))?.seatIds).toEqual([1, 3, 4, 5]);
  });
});

describe('a hold of the best seats', () => {
  const holdBest = (userId: string, wanted: SeatWish) =>
    ({ kind: 'holdBest', userId, wish: wanted }) as const;

  function done(map: ReturnType<typeof rows>, userId: string, wanted: SeatWish, ms = 0) {
    const decision = decide(map, holdBest(userId, wanted), at(ms));
    if (isRefusal(decision)) throw new Error(`refused: ${JSON.stringify(decision)}`);
    for (const change of decision.changes) map.apply(change);
    return decision.answer.hold;
  }

  it('is a hold like any other', () => {
    const map = emptyHall();
    expect(done(map, 'ann', wish(2))).toEqual({
      userId: 'ann',
      seatIds: [1, 2],
      expiresAt: START + 120_000,
      extensionsUsed: 0,
    });
    expect(map.ownerOf(2)).toBe('ann');
  });

  it('takes the place of a running one, whose seats are free for it, and keeps its expiry', () => {
    const map = rows('......');
    done(map, 'ann', wish(2));
    const next = done(map, 'ann', wish(4), 60_000);
    expect(next).toMatchObject({ seatIds: [1, 2, 3, 4], expiresAt: START + 120_000 });
    expect(done(map, 'ann', wish(2), 70_000).seatIds).toEqual([1, 2]);
    expect(map.availableCount).toBe(4);
  });

  it('changes nothing when asked for again', () => {
    const map = rows('......');
    done(map, 'ann', wish(3));
    const again = decide(map, holdBest('ann', wish(3)), at(1_000));
    expect(isRefusal(again) || again.changes).toEqual([]);
  });

  it('begins anew after a hold that ran out, on the same seats if they are the best still', () => {
    const map = rows('......');
    done(map, 'ann', wish(2));
    const again = done(map, 'ann', wish(2), 130_000);
    expect(again).toMatchObject({ seatIds: [1, 2], expiresAt: START + 250_000 });
    expect(map.availableCount).toBe(4);
  });

  it('offers seats that are apart, and gives them to whoever says that apart will do', () => {
    const map = rows('..x..x');
    expect(decide(map, holdBest('ann', wish(3)), at(0))).toEqual({
      refused: 'not_together',
      seatIds: [1, 2, 4],
    });
    expect(map.availableCount).toBe(4);
    expect(done(map, 'ann', wish(3, { together: false })).seatIds).toEqual([1, 2, 4]);
  });

  it('is refused with sold_out when not as many seats are free', () => {
    const map = rows('x.xx.x');
    expect(decide(map, holdBest('ann', wish(3)), at(0))).toEqual({ refused: 'sold_out' });
    expect(decide(map, holdBest('ann', wish(1, { marks: ['wheelchair'] })), at(0))).toEqual({
      refused: 'sold_out',
    });
  });

  it('is refused with limit_exceeded before it is looked for', () => {
    const map = rows('x.xx.x');
    expect(decide(map, holdBest('ann', wish(5)), at(0))).toEqual({ refused: 'limit_exceeded' });
  });

  it('is refused with the name that the hall does not know', () => {
    const map = rows('...');
    expect(decide(map, holdBest('ann', wish(1, { category: 'Royal' })), at(0))).toMatchObject({
      refused: 'validation',
      field: { name: 'best_available.category' },
    });
    expect(decide(map, holdBest('ann', wish(1, { section: 'Moon' })), at(0))).toMatchObject({
      field: { name: 'best_available.section' },
    });
  });

  it('waits for the sale to open', () => {
    const map = emptyHall(smallEvent({ saleOpensAt: START + 10 }));
    expect(decide(map, holdBest('ann', wish(1)), at(0))).toEqual({ refused: 'not_on_sale' });
    // The middle of the first row would leave one alone on either side.
    expect(done(map, 'ann', wish(1), 10).seatIds).toEqual([1]);
  });
});
