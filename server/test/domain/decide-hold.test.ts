import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide/decide.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, smallEvent, START } from '../support/hall.ts';
import { told } from '../support/line-commands.ts';

const TTL = 120_000;
const GRACE = 10_000;
const best = { kind: 'holdBest', userId: 'ann', wish: { quantity: 1, together: true } } as const;
const extend = { kind: 'extend', userId: 'ann' } as const;
const release = { kind: 'release', userId: 'ann' } as const;

describe('the best seats for somebody who has the only one, for which another waits', () => {
  const twoSeats = () => {
    const map = emptyHall(smallEvent({ layout: { rows: 1, seatsPerRow: 2 } }));
    done(map, confirm('zoe', [2]), at(0));
    done(map, hold('ann', 1), at(0));
    done(map, { kind: 'standInLine', userId: 'bob', wish: { seatId: 1 } }, at(1));
    return map;
  };

  it('are that seat while the hold runs', () => {
    expect(done(twoSeats(), best, at(TTL - 1)).answer.hold).toMatchObject({
      seatIds: [1],
      expiresAt: START + TTL,
    });
  });

  it('are not there once the hold is over, although nobody has ended it yet', () => {
    expect(decide(twoSeats(), best, at(TTL))).toEqual({ refused: 'sold_out' });
  });
});

describe('the best seats for somebody whose hold is over, and one of whose seats another waits for', () => {
  it.each([
    [1, 2],
    [2, 1],
  ])('are those that nobody waits for, when it is %i that somebody does', (awaited, other) => {
    const map = emptyHall(smallEvent({ layout: { rows: 1, seatsPerRow: 2 } }));
    done(map, hold('ann', 1, 2), at(0));
    done(map, { kind: 'standInLine', userId: 'bob', wish: { seatId: awaited } }, at(1));
    expect(told(done(map, best, at(TTL)))).toEqual([
      'expired ann 1,2',
      `held ann ${other}`,
      `offered bob ${awaited}`,
    ]);
  });
});

describe('what rests on a running hold must be recorded while the hold is good', () => {
  it.each([
    ['another choice', hold('ann', 5, 6)],
    ['a smaller choice', hold('ann', 4)],
    ['more time', extend],
  ])('%s', (_, command) => {
    const map = emptyHall();
    done(map, hold('ann', 4, 5), at(0));
    expect(decide(map, command, at(1))).toMatchObject({ notAfter: START + TTL + GRACE });
  });

  it('and what rests on none may be recorded at any time', () => {
    expect(done(emptyHall(), hold('ann', 5), at(0)).notAfter).toBeNull();
  });
});

describe('a seat that joins a running hold and changes its time', () => {
  const causes = (map: ReturnType<typeof emptyHall>, ms: number) =>
    done(map, hold('ann', 5, 6), at(ms)).changes.map(({ cause, seatIds }) => [cause, seatIds]);
  const all = [
    ['released', [6]],
    ['held', [5, 6]],
  ];

  it('has all seats written anew when only its end is another', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, release, at(500));
    done(map, hold('ann', 6), at(1_000));
    expect(causes(map, 2_000)).toEqual(all);
    expect(map.hold('ann')).toMatchObject({ expiresAt: START + TTL, extensionsUsed: 0 });
  });

  it('has all seats written anew when only its extensions are others', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, extend, at(1));
    done(map, release, at(2));
    done(map, hold('ann', 6), at(TTL));
    expect(causes(map, TTL + 1)).toEqual(all);
    expect(map.hold('ann')).toMatchObject({ expiresAt: START + 2 * TTL, extensionsUsed: 1 });
  });
});

describe('asking for more time without a hold', () => {
  it('is told that there is none, or first that the sale is closed', () => {
    expect(decide(emptyHall(), extend, at(0))).toEqual({ refused: 'no_hold' });
    const closed = emptyHall(smallEvent({ saleClosesAt: START }));
    expect(decide(closed, extend, at(0))).toEqual({ refused: 'not_on_sale' });
  });
});
