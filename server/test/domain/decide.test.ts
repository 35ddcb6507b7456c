import { describe, expect, it } from 'vitest';
import type { AnswerTo, CommandKind, CommandOf } from '../../src/domain/command.ts';
import type { CommittedSeatMap } from '../../src/domain/committed-seat-map.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import type { Acceptance, DecideContext } from '../../src/domain/decide/decision.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { reservedCount } from '../../src/domain/user-place.ts';
import { at, emptyHall, reservationFor, smallEvent, START } from '../support/hall.ts';

const TTL = 120_000;

/** Decides and lets it happen, or fails the test with the refusal. */
function done<K extends CommandKind>(
  map: CommittedSeatMap,
  command: CommandOf<K>,
  context: DecideContext,
): Acceptance<AnswerTo<K>> {
  const decision = decide(map, command, context);
  if (isRefusal(decision)) throw new Error(`refused: ${JSON.stringify(decision)}`);
  for (const change of decision.changes) map.apply(change);
  return decision;
}

const hold = (userId: string, ...seatIds: number[]) => ({ kind: 'hold', userId, seatIds }) as const;
const confirm = (userId: string, seatIds?: number[], lot?: number) =>
  ({ kind: 'confirm', userId, seatIds, reservation: reservationFor(userId, lot) }) as const;
const assignAny = (userId: string, lot?: number) =>
  ({ kind: 'assignAny', userId, reservation: reservationFor(userId, lot) }) as const;

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

describe('confirming', () => {
  it('reserves exactly what is held', () => {
    const map = emptyHall();
    done(map, hold('ann', 4, 2), at(0));
    const { answer } = done(map, confirm('ann'), at(1));
    expect(answer).toMatchObject({ seatIds: [2, 4], sequence: 2, remainingSeats: 7 });
    expect(map.seat(2)).toMatchObject({ state: 'reserved', userId: 'ann' });
    expect(map.hold('ann')).toBeUndefined();
    expect(decide(map, hold('bob', 2), at(2))).toEqual({ refused: 'already_reserved', seatIds: [2] });
  });

  it('takes named seats in one step and gives back the rest of a hold', () => {
    const map = emptyHall();
    done(map, hold('ann', 1, 2), at(0));
    const { changes, answer } = done(map, confirm('ann', [3, 2]), at(1));
    expect(changes.map(({ cause, seatIds }) => [cause, seatIds])).toEqual([
      ['released', [1]],
      ['reserved', [2, 3]],
    ]);
    expect(answer.remainingSeats).toBe(7);
  });

  it('fails on purpose last of all, and keeps the hold', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    const unlucky = { failureRate: 0.01 };
    expect(decide(map, confirm('ann', undefined, 0.0099), at(1, unlucky))).toEqual({
      refused: 'intentional_failure',
    });
    expect(decide(map, confirm('bob', [5], 0), at(1, unlucky))).toMatchObject({ refused: 'seat_held' });
    expect(map.hold('ann')?.seatIds).toEqual([5]);
    done(map, confirm('ann', undefined, 0.01), at(2, unlucky));
  });
});

describe('assigning any seat', () => {
  it('goes through the hall in order, past what is taken, and ends with sold_out', () => {
    const map = emptyHall();
    done(map, hold('zoe', 2), at(0));
    const given = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => done(map, assignAny(`u${n}`), at(n)).answer.seatIds[0]);
    expect(given).toEqual([1, 3, 4, 5, 6, 7, 8, 9]);
    expect(decide(map, assignAny('late'), at(10))).toEqual({ refused: 'sold_out' });
    done(map, { kind: 'release', userId: 'zoe' }, at(11));
    expect(done(map, assignAny('late'), at(12)).answer).toMatchObject({ seatIds: [2], remainingSeats: 0 });
  });

  it('is given once per user, who is told what the user has', () => {
    const map = emptyHall();
    const { answer } = done(map, assignAny('ann'), at(0));
    expect(decide(map, assignAny('ann'), at(1))).toEqual({
      refused: 'duplicate',
      reservation: answer.sequence,
      seatIds: [1],
    });
  });
});

describe('giving back', () => {
  it('is a success when there is nothing to give back', () => {
    expect(done(emptyHall(), { kind: 'release', userId: 'ann' }, at(0)).changes).toEqual([]);
  });

  it('cancels a reservation once, and only its owner’s', () => {
    const map = emptyHall();
    const { sequence: reservation } = done(map, confirm('ann', [1, 2]), at(0)).answer;
    const cancel = (userId: string) => ({ kind: 'cancel', userId, reservation }) as const;
    expect(done(map, cancel('bob'), at(1)).answer.changeCount).toBe(0);
    expect(map.seat(1)?.state).toBe('reserved');
    expect(done(map, cancel('ann'), at(2)).answer.changeCount).toBe(1);
    expect(map.availableCount).toBe(9);
    expect(done(map, cancel('ann'), at(3)).answer.changeCount).toBe(0);
  });
});

describe('the organiser', () => {
  it('takes free seats off sale and puts them back, but does not break into a hold', () => {
    const map = emptyHall();
    done(map, hold('ann', 1), at(0));
    expect(decide(map, { kind: 'block', by: 'eve', seatIds: [1, 2] }, at(1))).toMatchObject({
      refused: 'seat_held',
    });
    done(map, { kind: 'block', by: 'eve', seatIds: [2, 3] }, at(1));
    expect(decide(map, hold('bob', 2), at(2))).toEqual({ refused: 'seat_blocked', seatIds: [2] });
    done(map, { kind: 'unblock', by: 'eve', seatIds: [2, 4] }, at(3));
    expect([map.seat(2)?.state, map.seat(3)?.state, map.availableCount]).toEqual(['available', 'blocked', 7]);
  });

  it('frees one seat of a reservation and leaves its others', () => {
    const map = emptyHall();
    done(map, confirm('ann', [1, 2]), at(0));
    done(map, { kind: 'free', by: 'eve', seatId: 1 }, at(1));
    expect(map.place('ann')?.reservations).toEqual([{ sequence: 1, seatIds: [2] }]);
    expect(reservedCount(map.place('ann'))).toBe(1);
  });

  it('empties the hall', () => {
    const map = emptyHall();
    done(map, confirm('ann', [1, 2]), at(0));
    done(map, hold('bob', 3), at(1));
    const { changes } = done(map, { kind: 'reset', by: 'eve', userIds: ['bob', 'ann', 'cem'] }, at(2));
    expect(changes.map(({ actor }) => actor)).toEqual(['organiser:eve', 'organiser:eve']);
    expect(map.availableCount).toBe(9);
    expect(map.sequence).toBe(4);
  });
});
