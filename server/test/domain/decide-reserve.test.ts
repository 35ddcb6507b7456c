import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide/decide.ts';
import { reservedCount } from '../../src/domain/user-place.ts';
import { assignAny, confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, reservationFor } from '../support/hall.ts';

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

describe('confirming more than is held', () => {
  it('ends the holds of others that are over on the seats that are added', () => {
    const map = emptyHall();
    done(map, hold('bob', 2, 3), at(0));
    done(map, hold('ann', 1, 4), at(60_000));
    const { changes, notBefore, notAfter, answer } = done(map, confirm('ann', [1, 2]), at(120_000));
    expect(changes.map(({ cause, seatIds }) => [cause, seatIds])).toEqual([
      ['expired', [2, 3]],
      ['released', [4]],
      ['reserved', [1, 2]],
    ]);
    expect(answer.remainingSeats).toBe(7);
    expect([notBefore, notAfter]).toEqual([at(120_000).now, at(180_000 + 10_000).now]);
  });
});

describe('a reservation', () => {
  it('relies on the end of all holds that it takes over, the latest of them included', () => {
    const map = emptyHall();
    done(map, hold('cem', 2), at(2));
    done(map, hold('bob', 1), at(1));
    done(map, hold('dan', 3, 4), at(0));
    const { changes, notBefore } = done(map, confirm('ann', [1, 2, 3, 4]), at(200_000));
    // Whoever holds two of the seats loses the hold once.
    expect(changes.map(({ cause, seatIds }) => [cause, seatIds])).toEqual([
      ['expired', [1]],
      ['expired', [2]],
      ['expired', [3, 4]],
      ['reserved', [1, 2, 3, 4]],
    ]);
    expect(notBefore).toBe(at(120_002).now);
  });

  it('says who acts: the user, or a shop for them', () => {
    const map = emptyHall();
    const through = 'boxes-and-more';
    done(map, hold('ann', 1), at(0));
    const actors = (...decisions: { readonly changes: readonly { readonly actor: string }[] }[]) =>
      decisions.flatMap(({ changes }) => changes.map(({ actor }) => actor));
    const extended = done(map, { kind: 'extend', userId: 'ann', through }, at(1));
    const sold = done(map, { ...confirm('ann'), through }, at(2));
    const cancelled = done(
      map,
      { kind: 'cancel', userId: 'ann', reservation: sold.answer.sequence, through },
      at(3),
    );
    expect(actors(extended, sold, cancelled)).toEqual(Array(3).fill(`integration:${through}`));
    expect(actors(done(map, confirm('bob', [2]), at(4)))).toEqual(['user']);
  });

  it('remembers the key of its request, as an extension does and a hold does not', () => {
    const map = emptyHall();
    const key = { keyPrint: 1, wishPrint: 2 };
    const keyOf = (command: Parameters<typeof done>[1]) =>
      done(map, command, at(0, { key })).changes.map((change) => ('key' in change ? change.key : undefined));
    expect(keyOf(hold('ann', 1))).toEqual([null]);
    expect(keyOf({ kind: 'extend', userId: 'ann' })).toEqual([key]);
    expect(keyOf(confirm('ann'))).toEqual([key]);
  });
});

describe('assigning any seat', () => {
  it('fails on purpose last of all, as a confirmation does', () => {
    const map = emptyHall();
    const unlucky = { failureRate: 0.01 };
    expect(decide(map, assignAny('ann', 0.0099), at(0, unlucky))).toEqual({ refused: 'intentional_failure' });
    done(map, assignAny('ann', 0.01), at(0, unlucky));
    expect(decide(map, assignAny('ann', 0), at(0, unlucky))).toMatchObject({ refused: 'duplicate' });
  });

  it('ends the own hold where it is over, and no other', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, hold('bob', 6), at(0));
    const { changes } = done(map, assignAny('ann'), at(120_000));
    expect(changes.map(({ cause, seatIds }) => [cause, seatIds])).toEqual([
      ['expired', [5]],
      ['reserved', [1]],
    ]);
  });

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

  it('counts a hold that has run out for as long as it may still be confirmed', () => {
    const map = emptyHall();
    const settling = { settleMs: 100 };
    done(map, hold('ann', 2, 3, 4, 5), at(0, settling));
    const ttl = map.event.rules.holdTtlMs;
    expect(decide(map, assignAny('ann'), at(ttl + 99, settling))).toEqual({ refused: 'limit_exceeded' });
    expect(done(map, assignAny('ann'), at(ttl + 100, settling)).answer.seatIds).toEqual([1]);
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

  it('cancels the reservation that is named and none of its owner’s others', () => {
    const map = emptyHall();
    done(map, confirm('ann', [1]), at(0));
    const { sequence: reservation } = done(map, confirm('ann', [2, 3]), at(1)).answer;
    done(map, { kind: 'cancel', userId: 'ann', reservation }, at(2));
    expect([1, 2, 3].map((id) => map.stateOf(id))).toEqual(['reserved', 'available', 'available']);
    expect(done(map, { kind: 'cancel', userId: 'ann', reservation }, at(3)).answer.changeCount).toBe(0);
    expect(map.stateOf(1)).toBe('reserved');
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

  it('blocks what is blocked no second time', () => {
    const map = emptyHall();
    done(map, { kind: 'block', by: 'eve', seatIds: [2, 3] }, at(0));
    const { changes } = done(map, { kind: 'block', by: 'eve', seatIds: [3, 4] }, at(1));
    expect(changes.map(({ cause, seatIds }) => [cause, seatIds])).toEqual([['blocked', [4]]]);
    expect(done(map, { kind: 'block', by: 'eve', seatIds: [3, 4] }, at(2)).changes).toEqual([]);
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

  it('leaves none of the reservations of one person when the hall is emptied', () => {
    const map = emptyHall();
    done(map, confirm('ann', [1]), at(0));
    done(map, confirm('ann', [5, 6]), at(1));
    done(map, { kind: 'reset', by: 'eve', userIds: ['ann'] }, at(2));
    expect([map.availableCount, reservedCount(map.place('ann'))]).toEqual([9, 0]);
  });
});

describe('a reservation that is handed on', () => {
  it('counts with what its new owner holds, as long as they hold it', () => {
    const map = emptyHall();
    const { answer } = done(map, confirm('ann', [1, 2]), at(0));
    done(map, hold('bob', 4, 5, 6), at(1));
    const sold = { seatIds: [1, 2], amounts: null, currency: null };
    const from = { userId: 'ann', reservation: answer.sequence, origin: answer.sequence };
    const command = {
      kind: 'transfer',
      userId: 'bob',
      from,
      sold,
      reservation: reservationFor('bob'),
    } as const;
    expect(decide(map, command, at(2))).toMatchObject({ refused: 'limit_exceeded' });
    // The end of the hold is not recorded yet.
    done(map, command, at(120_001));
    expect(map.seat(1)).toMatchObject({ state: 'reserved', userId: 'bob' });
    expect(decide(map, command, at(120_002))).toEqual({ refused: 'not_found' });
  });
});
