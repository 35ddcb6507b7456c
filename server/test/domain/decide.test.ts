import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide/decide.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, smallEvent, START } from '../support/hall.ts';

const TTL = 120_000;

describe('a hold', () => {
  it('gives its user the seat and nobody else', () => {
    const map = emptyHall();
    const { answer } = done(map, hold('ann', 5), at(0));
    expect(answer).toEqual({
      hold: { userId: 'ann', seatIds: [5], expiresAt: START + TTL, extensionsUsed: 0 },
      extensionsLeft: 2,
    });
    expect(decide(map, hold('bob', 5), at(1))).toEqual({ refused: 'seat_held', seatIds: [5] });
    expect(decide(map, confirm('bob', [5]), at(1))).toEqual({ refused: 'seat_held', seatIds: [5] });
  });

  it('changes nothing when asked for again', () => {
    const map = emptyHall();
    done(map, hold('ann', 5, 2), at(0));
    const again = done(map, hold('ann', 2, 5), at(50_000));
    expect(again.changes).toEqual([]);
    expect(again.answer.hold).toEqual({
      userId: 'ann',
      seatIds: [2, 5],
      expiresAt: START + TTL,
      extensionsUsed: 0,
    });
  });

  it('keeps its expiry when its seats change, and gives back the seats it leaves', () => {
    const map = emptyHall();
    done(map, hold('ann', 1, 2), at(0));
    const moved = done(map, hold('ann', 2, 3), at(60_000));
    expect(moved.answer.hold.expiresAt).toBe(START + TTL);
    expect(moved.changes.map(({ cause, seatIds, sequence }) => [sequence, cause, seatIds])).toEqual([
      [2, 'released', [1]],
      [3, 'held', [3]],
    ]);
    expect(map.hold('ann')?.seatIds).toEqual([2, 3]);
    expect(map.seat(1)?.state).toBe('available');
  });

  it('is all or nothing', () => {
    const map = emptyHall();
    done(map, hold('ann', 1), at(0));
    expect(decide(map, hold('bob', 1, 2), at(1))).toEqual({ refused: 'seat_held', seatIds: [1] });
    expect(map.seat(2)?.state).toBe('available');
  });

  it('is told the most important reason, and the seats of which it is true', () => {
    const map = emptyHall();
    done(map, hold('ann', 1), at(0));
    done(map, confirm('bob', [2]), at(0));
    const refusal = decide(map, hold('cem', 1, 2, 3), at(1));
    expect(refusal).toEqual({ refused: 'already_reserved', seatIds: [2] });
  });

  it('counts against the limit together with what is reserved', () => {
    const map = emptyHall();
    done(map, confirm('ann', [1, 2, 3]), at(0));
    expect(decide(map, hold('ann', 4, 5), at(1))).toEqual({ refused: 'limit_exceeded' });
    done(map, hold('ann', 4), at(1));
  });

  it('is refused for a seat that the hall does not have', () => {
    const decision = decide(emptyHall(), hold('ann', 9, 10), at(0));
    expect(decision).toMatchObject({ refused: 'validation', seatIds: [10], field: { name: 'seat_ids' } });
  });

  it('is refused before the sale opens, by the moment of arrival', () => {
    const map = emptyHall(smallEvent({ saleOpensAt: START + 1000 }));
    expect(decide(map, hold('ann', 1), at(999))).toEqual({ refused: 'not_on_sale' });
    done(map, hold('ann', 1), at(1000));
  });
});

describe('expiry', () => {
  it('is exact: valid one millisecond before, over at the moment', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    expect(decide(map, hold('bob', 5), at(TTL - 1))).toEqual({ refused: 'seat_held', seatIds: [5] });
    const taken = done(map, hold('bob', 5), at(TTL));
    expect(taken.changes.map(({ cause }) => cause)).toEqual(['expired', 'held']);
    expect(taken.notBefore).toBe(START + TTL);
    expect(map.hold('ann')).toBeUndefined();
  });

  it('lets a confirm that arrived before it win, however late its turn comes', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    const late = done(map, confirm('ann'), at(TTL + 3000, { arrivedAt: START + TTL - 1 }));
    expect(late.answer.seatIds).toEqual([5]);
    expect(late.notAfter).toBe(START + TTL + 10_000);
  });

  it('does not let a newcomer who arrived before it in, even when the turn comes after it', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    const early = at(TTL + 5, { arrivedAt: START + TTL - 5 });
    expect(decide(map, hold('bob', 5), early)).toEqual({ refused: 'seat_held', seatIds: [5] });
  });

  it('tells the one who was too late, also after the seats were given back', () => {
    const map = emptyHall();
    done(map, hold('ann', 5, 6), at(0));
    expect(decide(map, confirm('ann'), at(TTL))).toEqual({ refused: 'hold_expired', seatIds: [5, 6] });
    done(map, { kind: 'expire', userIds: ['ann'] }, at(TTL));
    expect(decide(map, confirm('ann'), at(TTL + 1))).toEqual({ refused: 'hold_expired', seatIds: [5, 6] });
    expect(decide(map, confirm('bob'), at(TTL + 1))).toEqual({ refused: 'no_hold' });
  });

  it('leaves holds alone that are still valid', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, hold('bob', 6), at(1));
    const { changes } = done(map, { kind: 'expire', userIds: ['ann', 'bob', 'cem'] }, at(TTL));
    expect(changes.map(({ cause, seatIds }) => [cause, seatIds])).toEqual([['expired', [5]]]);
  });

  it('belongs to nobody while it settles: not to others, not to its last user', () => {
    const map = emptyHall();
    const settling = { settleMs: 100 };
    done(map, hold('ann', 5), at(0, settling));
    const within = at(TTL + 99, settling);
    expect(decide(map, hold('bob', 5), within)).toEqual({ refused: 'seat_held', seatIds: [5] });
    expect(decide(map, hold('ann', 5), within)).toMatchObject({ refused: 'hold_expired' });
    expect(decide(map, hold('ann', 6), within)).toMatchObject({ refused: 'hold_expired' });
    expect(decide(map, confirm('ann'), within)).toMatchObject({ refused: 'hold_expired' });
    expect(done(map, hold('bob', 5), at(TTL + 100, settling)).notBefore).toBe(START + TTL + 100);
  });

  it('is forgotten ten minutes later: then there is simply no hold', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, { kind: 'expire', userIds: ['ann'] }, at(TTL));
    expect(decide(map, confirm('ann'), at(TTL + 599_999))).toMatchObject({ refused: 'hold_expired' });
    expect(decide(map, confirm('ann'), at(TTL + 600_000))).toEqual({ refused: 'no_hold' });
  });

  it('runs by the steady clock, while the opening of the sale is meant by the wall clock', () => {
    const map = emptyHall(smallEvent({ saleOpensAt: START + 1000 }));
    const setBack = { correctionMs: 600_000 };
    expect(decide(map, hold('ann', 5), at(600_999, setBack))).toEqual({ refused: 'not_on_sale' });
    const held = done(map, hold('ann', 5), at(601_000, setBack));
    expect(held.answer.hold.expiresAt).toBe(START + 601_000 + TTL);
    expect(held.changes[0]?.at).toBe(START + 1000);
  });

  it('starts anew for a user who comes back after it', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    const again = done(map, hold('ann', 5, 6), at(TTL + 10));
    expect(again.answer.hold).toMatchObject({ seatIds: [5, 6], expiresAt: START + 2 * TTL + 10 });
    expect(again.changes.map(({ cause }) => cause)).toEqual(['expired', 'held']);
  });
});

describe('a hold that is given back and taken again', () => {
  const release = { kind: 'release', userId: 'ann' } as const;

  it('goes on with the time that it had left', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, release, at(50_000));
    const again = done(map, hold('ann', 5, 6), at(60_000));
    expect(again.answer).toMatchObject({ hold: { expiresAt: START + TTL, extensionsUsed: 0 } });
  });

  it('does not win time back through another seat, nor extensions', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, { kind: 'extend', userId: 'ann' }, at(10_000));
    done(map, release, at(20_000));
    expect(done(map, hold('ann', 6), at(30_000)).answer.hold.expiresAt).toBe(START + 30_000 + TTL);
    done(map, release, at(40_000));
    const again = done(map, hold('ann', 5), at(50_000));
    expect(again.answer.hold).toMatchObject({ expiresAt: START + 2 * TTL, extensionsUsed: 1 });
  });

  it('has full time once its old time is over, and for everybody else', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, release, at(1));
    expect(done(map, hold('bob', 5), at(50_000)).answer.hold.expiresAt).toBe(START + 50_000 + TTL);
    done(map, { kind: 'release', userId: 'bob' }, at(50_001));
    expect(done(map, hold('ann', 5), at(TTL)).answer.hold.expiresAt).toBe(START + 2 * TTL);
  });

  it('has full time when it was the organiser who ended it', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, { kind: 'reset', by: 'eve', userIds: ['ann'] }, at(50_000));
    expect(done(map, hold('ann', 5), at(60_000)).answer.hold.expiresAt).toBe(START + 60_000 + TTL);
  });
});

describe('extending', () => {
  it('adds the full time to what is left, so that nothing is lost by asking early', () => {
    const extend = { kind: 'extend', userId: 'ann' } as const;
    for (const moments of [
      [1, 2],
      [100_000, 200_000],
      [TTL - 1, 2 * TTL - 1],
    ]) {
      const map = emptyHall();
      done(map, hold('ann', 5), at(0));
      const ends = moments.map((ms) => done(map, extend, at(ms)).answer.hold.expiresAt);
      expect(ends).toEqual([START + 2 * TTL, START + 3 * TTL]);
    }
  });

  it('is possible a limited number of times', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    const first = done(map, { kind: 'extend', userId: 'ann' }, at(100_000));
    expect(first.answer.extensionsLeft).toBe(1);
    done(map, { kind: 'extend', userId: 'ann' }, at(200_000));
    expect(decide(map, { kind: 'extend', userId: 'ann' }, at(210_000))).toEqual({
      refused: 'limit_exceeded',
    });
  });

  it('does not bring an expired hold back', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    expect(decide(map, { kind: 'extend', userId: 'ann' }, at(TTL))).toMatchObject({
      refused: 'hold_expired',
    });
  });
});
