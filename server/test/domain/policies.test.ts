import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide/decide.ts';
import {
  isOver,
  isValid,
  mayBeTakenFrom,
  mustBeRecordedBy,
  wallNow,
} from '../../src/domain/hold-validity.ts';
import { PlanHall } from '../../src/domain/plan-hall.ts';
import { firstRefusal } from '../../src/domain/refusal.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, mapOf, rulesOf, smallEvent, START } from '../support/hall.ts';
import { wish } from '../support/line-commands.ts';
import { planOf, seatsInRow } from '../support/plans.ts';

const TTL = 120_000;
const GRACE = 10_000;

describe('a hold', () => {
  const held = { userId: 'ann', seatIds: [1], expiresAt: START + TTL, extensionsUsed: 0 };
  const settleMs = 100;

  it('is valid for what arrived before its end and is decided within the time of grace', () => {
    const validAt = (arrivedMs: number, nowMs: number) =>
      isValid(held, at(nowMs, { settleMs, arrivedAt: START + arrivedMs }));
    expect(validAt(TTL - 1, TTL - 1)).toBe(true);
    expect(validAt(TTL - 1, TTL + GRACE - 1)).toBe(true);
    expect(validAt(TTL - 1, TTL + GRACE)).toBe(false);
    expect(validAt(TTL, TTL)).toBe(false);
  });

  it('is over once it has settled, by the moment of arrival', () => {
    const overAt = (arrivedMs: number, nowMs: number) =>
      isOver(held, at(nowMs, { settleMs, arrivedAt: START + arrivedMs }));
    expect([overAt(TTL + 99, TTL + 5_000), overAt(TTL + 100, TTL + 100)]).toEqual([false, true]);
    expect(mayBeTakenFrom(held, at(0, { settleMs }))).toBe(START + TTL + 100);
    expect(mustBeRecordedBy(held, at(0, { settleMs }))).toBe(START + TTL + GRACE);
    expect(wallNow(at(5_000, { correctionMs: 3_000 }))).toBe(START + 2_000);
  });

  it('that nobody can still record in time is told to have run out', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    const late = at(TTL + GRACE, { arrivedAt: START + TTL - 1 });
    expect(decide(map, confirm('ann'), late)).toEqual({ refused: 'hold_expired', seatIds: [5] });
    done(map, confirm('ann'), at(TTL + GRACE - 1, { arrivedAt: START + TTL - 1 }));
  });

  it('that ran out is told with its seats, the last of several, until something is held again', () => {
    const map = emptyHall();
    const expire = { kind: 'expire', userIds: ['ann'] } as const;
    done(map, hold('ann', 5), at(0));
    done(map, expire, at(TTL));
    expect(decide(map, confirm('ann'), at(TTL))).toEqual({ refused: 'hold_expired', seatIds: [5] });
    done(map, hold('ann', 6), at(TTL + 1));
    done(map, expire, at(2 * TTL + 1));
    expect(decide(map, confirm('ann'), at(2 * TTL + 2))).toEqual({ refused: 'hold_expired', seatIds: [6] });
    done(map, hold('ann', 7), at(2 * TTL + 3));
    done(map, { kind: 'release', userId: 'ann' }, at(2 * TTL + 4));
    expect(decide(map, confirm('ann'), at(2 * TTL + 5))).toEqual({ refused: 'no_hold' });
  });
});

describe('a seat whose hold is over', () => {
  /** A seat of the stalls that Ann holds, and one of the balcony that is sold. */
  const twoKinds = () => {
    const seats = (category: string, y: number) => [
      { name: category, seats: seatsInRow(1, y, { category }) },
    ];
    const sections = ['Stalls', 'Balcony'].map((name, i) => ({ name, rows: seats(name, i) }));
    const map = mapOf(new PlanHall(planOf(sections)), 'aa');
    done(map, hold('ann', 1), at(0));
    done(map, confirm('zoe', [2]), at(0));
    return map;
  };

  it('is kept for those who wait for its kind, or for any', () => {
    for (const category of ['Stalls', null]) {
      const map = twoKinds();
      done(map, wish('bob', { category }), at(1));
      expect(decide(map, hold('dan', 1), at(TTL))).toEqual({ refused: 'seat_held', seatIds: [1] });
    }
  });

  it('is free to anybody where those who wait want another kind, or another seat', () => {
    for (const command of [
      wish('bob', { category: 'Balcony' }),
      { kind: 'standInLine', userId: 'bob', wish: { seatId: 2 } } as const,
    ]) {
      const map = twoKinds();
      done(map, command, at(1));
      done(map, hold('dan', 1), at(TTL));
    }
  });
});

describe('a wish for the best seats', () => {
  it('names what the hall has, or is told which word it does not know', () => {
    const best = (given: object) =>
      decide(
        emptyHall(),
        { kind: 'holdBest', userId: 'ann', wish: { quantity: 1, together: true, ...given } },
        at(0),
      );
    expect(best({ category: 'Moon' })).toMatchObject({
      refused: 'validation',
      field: { name: 'best_available.category' },
    });
    expect(best({ section: 'Moon' })).toMatchObject({
      refused: 'validation',
      field: { name: 'best_available.section' },
    });
  });
});

describe('seats in the way', () => {
  it('are told by the most important reason, with all of which it is true', () => {
    const map = emptyHall();
    done(map, { kind: 'block', by: 'eve', seatIds: [1, 2] }, at(0));
    done(map, hold('bob', 3), at(0));
    const refused = (...seatIds: number[]) => decide(map, hold('ann', ...seatIds), at(1));
    expect(refused(3, 1, 4)).toEqual({ refused: 'seat_blocked', seatIds: [1] });
    expect(refused(2, 3, 1)).toEqual({ refused: 'seat_blocked', seatIds: [2, 1] });
  });
});

describe('an extension', () => {
  it('is there as often as the event says, and never where it says so', () => {
    const extend = { kind: 'extend', userId: 'ann' } as const;
    const none = emptyHall(smallEvent({ rules: rulesOf({ holdExtensions: 0 }) }));
    done(none, hold('ann', 1), at(0));
    expect(decide(none, extend, at(1))).toEqual({ refused: 'limit_exceeded' });
    const one = emptyHall(smallEvent({ rules: rulesOf({ holdExtensions: 1 }) }));
    done(one, hold('ann', 1), at(0));
    expect(done(one, extend, at(1)).answer.extensionsLeft).toBe(0);
    one.event = none.event;
    // The rules have become stricter since: nobody is told of less than none.
    expect(done(one, hold('ann', 1), at(2)).answer.extensionsLeft).toBe(0);
  });
});

describe('the most important of several refusals', () => {
  it('is said, whichever came first, and none where there is none', () => {
    const limit = { refused: 'limit_exceeded' } as const;
    const closed = { refused: 'not_on_sale' } as const;
    expect(firstRefusal([undefined, limit, closed])).toBe(closed);
    expect(firstRefusal([closed, undefined, limit])).toBe(closed);
    expect(firstRefusal([undefined, limit])).toBe(limit);
    expect(firstRefusal([undefined])).toBeUndefined();
    expect(firstRefusal([])).toBeUndefined();
  });
});
