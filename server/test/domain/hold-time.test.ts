import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide/decide.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, smallEvent, START } from '../support/hall.ts';

const TTL = 120_000;
const release = { kind: 'release', userId: 'ann' } as const;
const extend = { kind: 'extend', userId: 'ann' } as const;
const expire = { kind: 'expire', userIds: ['ann'] } as const;

const withoutExtensions = () => smallEvent({ rules: { ...smallEvent().rules, holdExtensions: 0 } });

describe('a hold that ran out and is taken again', () => {
  it('uses an extension each time, as asking for one would have', () => {
    for (const isNoticed of [true, false]) {
      const map = emptyHall();
      done(map, hold('ann', 5), at(0));
      const left = [1, 2].map((i) => {
        if (isNoticed) done(map, expire, at(i * TTL));
        return done(map, hold('ann', 5), at(i * TTL)).answer;
      });
      expect(left).toMatchObject([
        { extensionsLeft: 1, hold: { expiresAt: START + 2 * TTL } },
        { extensionsLeft: 0, hold: { expiresAt: START + 3 * TTL } },
      ]);
    }
  });

  it('rests when none is left, for as long as a hold lasts, and its user is told how long that is', () => {
    const map = emptyHall(withoutExtensions());
    done(map, hold('ann', 5, 6), at(0));
    const refused = decide(map, hold('ann', 4, 6), at(TTL + 1));
    expect(refused).toEqual({ refused: 'hold_expired', seatIds: [6], retryInMs: TTL - 1 });
    done(map, expire, at(TTL + 1));
    expect(decide(map, hold('ann', 4, 6), at(TTL + 1))).toEqual(refused);
    expect(done(map, hold('ann', 4, 6), at(2 * TTL)).answer.hold.expiresAt).toBe(START + 3 * TTL);
  });

  it('rests for nobody else, and can be reserved at once', () => {
    const map = emptyHall(withoutExtensions());
    done(map, hold('ann', 5), at(0));
    done(map, hold('bob', 5), at(TTL));
    done(map, { ...release, userId: 'bob' }, at(TTL + 1));
    expect(decide(map, hold('ann', 5), at(TTL + 2))).toMatchObject({ refused: 'hold_expired' });
    expect(done(map, confirm('ann', [5]), at(TTL + 2)).answer.seatIds).toEqual([5]);
  });

  it('is not among the best seats while it rests', () => {
    const map = emptyHall(withoutExtensions());
    const best = { kind: 'holdBest', userId: 'ann', wish: { quantity: 1, together: true } } as const;
    const [first] = done(map, best, at(0)).answer.hold.seatIds;
    for (const isNoticed of [false, true]) {
      if (isNoticed) done(map, expire, at(TTL));
      const again = decide(map, best, at(TTL));
      expect(again).toMatchObject({ answer: { hold: { expiresAt: START + 2 * TTL } } });
      expect(again).not.toMatchObject({ answer: { hold: { seatIds: [first] } } });
    }
  });
});

describe('a hold that is given back and taken again', () => {
  it('just before its end rests as well', () => {
    const map = emptyHall(withoutExtensions());
    done(map, hold('ann', 5), at(0));
    done(map, release, at(TTL - 1));
    expect(done(map, hold('ann', 5), at(TTL - 1)).answer.hold.expiresAt).toBe(START + TTL);
    expect(decide(map, hold('ann', 5), at(TTL))).toMatchObject({ refused: 'hold_expired' });
  });

  it('with too little time left to be of use goes on with an extension, if there is one', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, release, at(91_000));
    expect(done(map, hold('ann', 5), at(91_000)).answer.hold).toMatchObject({
      expiresAt: START + 2 * TTL,
      extensionsUsed: 1,
    });
  });

  it('one seat now, another later, goes on with the same time for each', () => {
    const map = emptyHall();
    done(map, hold('ann', 5, 6), at(0));
    done(map, release, at(10_000));
    for (const seatId of [5, 6, 5]) {
      expect(done(map, hold('ann', seatId), at(20_000)).answer.hold.expiresAt).toBe(START + TTL);
      done(map, release, at(30_000));
    }
  });

  it('is remembered however many others are taken in between', () => {
    const map = emptyHall(smallEvent({ layout: { rows: 5, seatsPerRow: 20 } }));
    done(map, hold('ann', 1), at(0));
    for (let id = 2; id <= 100; id++) done(map, hold('ann', id), at(id));
    done(map, release, at(1_000));
    for (let id = 2; id <= 100; id++) {
      done(map, hold('ann', id), at(1_000 + id));
      done(map, release, at(1_000 + id));
    }
    expect(done(map, hold('ann', 1), at(2_000)).answer.hold.expiresAt).toBe(START + TTL);
  });

  it('joins another hold with the time it had left, and the whole hold ends then', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, extend, at(1_000));
    done(map, release, at(150_000));
    done(map, hold('ann', 6), at(151_000));
    const joined = done(map, hold('ann', 5, 6), at(152_000));
    expect(joined.answer.hold).toEqual({
      userId: 'ann',
      seatIds: [5, 6],
      expiresAt: START + 2 * TTL,
      extensionsUsed: 1,
    });
    expect(joined.changes.map(({ cause, seatIds }) => [cause, seatIds])).toEqual([
      ['released', [6]],
      ['held', [5, 6]],
    ]);
    expect(map.hold('ann')).toEqual(joined.answer.hold);
    expect(map.place('ann')?.ended).toEqual([]);
  });
});

describe('two seats that rest', () => {
  it('can be held together when the second of them can', () => {
    const map = emptyHall(withoutExtensions());
    done(map, hold('ann', 5), at(0));
    done(map, release, at(100_000));
    done(map, hold('ann', 6), at(100_000));
    done(map, expire, at(220_000));
    expect(decide(map, hold('ann', 5, 6), at(221_000))).toEqual({
      refused: 'hold_expired',
      seatIds: [5, 6],
      retryInMs: 220_000 + TTL - 221_000,
    });
    done(map, hold('ann', 5, 6), at(220_000 + TTL));
  });
});

describe('a user who gives back seat after seat', () => {
  it('gets no other after a great many, until some are forgotten, but keeps what is held', () => {
    const map = emptyHall(smallEvent({ layout: { rows: 11, seatsPerRow: 20 } }));
    for (let id = 1; id <= 201; id++) done(map, hold('ann', id), at(id));
    const refused = decide(map, hold('ann', 202), at(1_000));
    expect(refused).toEqual({ refused: 'rate_limited', retryInMs: 2 * TTL + 1 - 1_000 });
    done(map, hold('ann', 201), at(1_000));
    done(map, hold('bob', 202), at(1_000));
    done(map, confirm('ann'), at(1_000));
    done(map, hold('ann', 203), at(2 * TTL + 1));
  });
});
