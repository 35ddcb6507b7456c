import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide/decide.ts';
import { lineRules } from '../../src/domain/decide/serve-line.ts';
import { PLACES_PER_EVENT, PLACES_PER_SEAT, PLACES_PER_USER } from '../../src/domain/decide/stand-in-line.ts';
import { DraftSeatMap } from '../../src/domain/draft-seat-map.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, smallEvent, START } from '../support/hall.ts';
import { expire, release, stand, told, wish } from '../support/line-commands.ts';

const TTL = 120_000;

/** Ann holds seat 5; Bob, then Cem wait for it. */
function aLine() {
  const map = emptyHall();
  done(map, hold('ann', 5), at(0));
  done(map, stand('bob', 5), at(1));
  done(map, stand('cem', 5), at(2));
  return map;
}

describe('a seat that somebody waits for', () => {
  it.each([
    ['is given back', release('ann'), 'released ann 5'],
    ['is left for another seat', hold('ann', 6), 'released ann 5'],
    [
      'is left by an organiser who empties the hall',
      { kind: 'reset', by: 'kim', userIds: ['ann'] },
      'released ann 5',
    ],
  ] as const)('goes to the first in line with the change by which it %s', (_, command, first) => {
    const map = aLine();
    const decision = done(map, command, at(1_000));
    expect(told(decision).filter((each) => each !== 'held ann 6')).toEqual([first, 'offered bob 5']);
    expect(map.hold('bob')).toEqual({
      userId: 'bob',
      seatIds: [5],
      expiresAt: START + 1_000 + TTL,
      extensionsUsed: 0,
    });
    expect(map.line.ofSeat(5).map(({ userId }) => userId)).toEqual(['cem']);
  });

  it('goes to the first in line when the hold expires, and to the next when the offer does', () => {
    const map = aLine();
    expect(told(done(map, expire('ann'), at(TTL)))).toEqual(['expired ann 5', 'offered bob 5']);
    expect(told(done(map, expire('bob'), at(2 * TTL)))).toEqual(['expired bob 5', 'offered cem 5']);
    expect(told(done(map, expire('cem'), at(3 * TTL)))).toEqual(['expired cem 5']);
    expect(map.line.size).toBe(0);
  });

  it('goes to the first in line when its reservation is cancelled', () => {
    const map = aLine();
    const { answer } = done(map, confirm('ann'), at(3));
    const cancel = { kind: 'cancel', userId: 'ann', reservation: answer.sequence } as const;
    expect(told(done(map, cancel, at(4)))).toEqual(['cancelled ann 5', 'offered bob 5']);
  });

  it('goes to the first in line when the desk frees it', () => {
    const map = aLine();
    done(map, confirm('ann'), at(3));
    expect(told(done(map, { kind: 'free', by: 'kim', seatId: 5 }, at(4)))).toEqual([
      'cancelled ann 5',
      'offered bob 5',
    ]);
  });

  it('can be had by nobody else in the moment in which a hold on it is over and not yet ended', () => {
    const map = aLine();
    for (const command of [hold('dan', 5), confirm('dan', [5]), hold('ann', 5), confirm('ann', [5])]) {
      expect(decide(map, command, at(TTL))).toEqual({ refused: 'seat_held', seatIds: [5] });
    }
    const best = { quantity: 9, together: false };
    expect(decide(map, { kind: 'holdBest', userId: 'ann', wish: best }, at(TTL))).toMatchObject({
      refused: 'limit_exceeded',
    });
    expect(told(done(map, hold('ann', 6), at(TTL)))).toEqual([
      'expired ann 5',
      'held ann 6',
      'offered bob 5',
    ]);
  });

  it('stays with the one in whose hold it is', () => {
    const map = aLine();
    expect(told(done(map, hold('ann', 5, 6), at(TTL - 1)))).toEqual(['held ann 6']);
    expect(told(done(map, confirm('ann'), at(TTL - 1)))).toEqual(['reserved ann 5,6']);
  });
});

describe('whoever cannot have it now', () => {
  it('keeps the place, and the next one gets the seat', () => {
    const map = aLine();
    done(map, hold('bob', 1), at(3));
    expect(told(done(map, release('ann'), at(4)))).toEqual(['released ann 5', 'offered cem 5']);
    expect(map.line.ofSeat(5).map(({ userId }) => userId)).toEqual(['bob']);
    expect(told(done(map, release('cem'), at(5)))).toEqual(['released cem 5']);
  });

  it('gets it as soon as they hold nothing any more, if it is free then', () => {
    const map = aLine();
    done(map, { kind: 'leaveLine', userId: 'cem' }, at(3));
    done(map, hold('bob', 1), at(3));
    expect(told(done(map, release('ann'), at(4)))).toEqual(['released ann 5']);
    expect(told(done(map, confirm('bob'), at(5)))).toEqual(['reserved bob 1', 'offered bob 5']);
  });

  it('is passed over while they have as many seats as one may have', () => {
    const map = aLine();
    const { answer } = done(map, confirm('bob', [1, 2, 3, 4]), at(3));
    expect(told(done(map, release('ann'), at(4)))).toEqual(['released ann 5', 'offered cem 5']);
    done(map, release('cem'), at(5));
    const cancel = { kind: 'cancel', userId: 'bob', reservation: answer.sequence } as const;
    expect(told(done(map, cancel, at(6)))).toEqual(['cancelled bob 1,2,3,4', 'offered bob 5']);
  });

  it('may lose it to whoever comes, as anybody may take what nobody can be offered', () => {
    const map = aLine();
    done(map, { kind: 'leaveLine', userId: 'cem' }, at(3));
    done(map, hold('bob', 1), at(3));
    done(map, release('ann'), at(4));
    expect(told(done(map, hold('dan', 5), at(5)))).toEqual(['held dan 5']);
  });
});

describe('the end of the hold beside which somebody could not have it', () => {
  const overAt = 3 + TTL;

  /** Bob waits for seat 5, which is free, and holds seat 1, which is over. */
  function free() {
    const map = aLine();
    done(map, { kind: 'leaveLine', userId: 'cem' }, at(3));
    done(map, hold('bob', 1), at(3));
    done(map, release('ann'), at(4));
    return map;
  }

  it('is recorded before anybody else can have both', () => {
    const map = free();
    expect(decide(map, hold('dan', 1, 5), at(overAt))).toEqual({ refused: 'seat_held', seatIds: [1] });
    expect(told(done(map, expire('bob'), at(overAt)))).toEqual(['expired bob 1', 'offered bob 5']);
    expect(decide(map, hold('dan', 1, 5), at(overAt))).toEqual({ refused: 'seat_held', seatIds: [5] });
  });

  it('keeps nobody from what they hold and wait for themselves', () => {
    expect(told(done(free(), hold('bob', 1, 5), at(overAt)))[0]).toBe('expired bob 1');
  });
});

describe('a line', () => {
  it('is stood in by whoever asks for what is taken, once', () => {
    const map = aLine();
    const again = done(map, stand('cem', 5), at(3));
    expect(again.changes).toEqual([]);
    expect(again.answer).toMatchObject({ place: 2, entry: { sequence: 3, userId: 'cem' } });
  });

  it('is not for what is free, one’s own, off sale or not there', () => {
    const map = aLine();
    done(map, { kind: 'block', by: 'kim', seatIds: [9] }, at(3));
    expect(decide(map, stand('dan', 1), at(4))).toEqual({ refused: 'nothing_to_wait_for', seatIds: [1] });
    expect(decide(map, stand('ann', 5), at(4))).toEqual({ refused: 'nothing_to_wait_for', seatIds: [5] });
    expect(decide(map, stand('dan', 9), at(4))).toEqual({ refused: 'seat_blocked', seatIds: [9] });
    expect(decide(map, stand('dan', 10), at(4))).toMatchObject({ refused: 'validation' });
    expect(decide(map, wish('dan', { category: 'Gold' }), at(4))).toMatchObject({ refused: 'validation' });
    expect(decide(map, wish('dan', { quantity: 2 }), at(4))).toEqual({
      refused: 'nothing_to_wait_for',
      seatIds: [7, 8],
    });
  });

  it('is bounded for each user, each seat and the event', () => {
    const map = emptyHall(smallEvent({ layout: { rows: 100, seatsPerRow: 100 } }));
    for (let seatId = 1; seatId <= 200; seatId++) done(map, hold(`owner${seatId}`, seatId), at(0));
    for (let i = 1; i <= PLACES_PER_USER; i++) done(map, stand('ann', i), at(1));
    expect(decide(map, stand('ann', 9), at(2))).toEqual({ refused: 'limit_exceeded' });
    for (let i = 1; i < PLACES_PER_SEAT; i++) done(map, stand(`fan${i}`, 1), at(2));
    expect(decide(map, stand('late', 1), at(3))).toEqual({ refused: 'line_full' });
    for (let i = 0; map.line.size < PLACES_PER_EVENT; i++) {
      done(map, stand(`crowd${i}`, 10 + (i % 100)), at(3));
    }
    expect(decide(map, stand('late', 9), at(4))).toEqual({ refused: 'line_full' });
  });

  it('is not for more seats than one may have', () => {
    const map = aLine();
    done(map, confirm('dan', [1, 2, 3, 4]), at(3));
    expect(decide(map, stand('dan', 5), at(4))).toEqual({ refused: 'limit_exceeded' });
    expect(decide(map, wish('eve', { quantity: 5 }), at(4))).toMatchObject({ refused: 'limit_exceeded' });
  });

  it('needs an open sale and, where there is a waiting room, a pass', () => {
    const map = aLine();
    map.event = smallEvent({ saleClosesAt: START + 10, version: 2 });
    expect(decide(map, stand('dan', 5), at(10))).toEqual({ refused: 'not_on_sale' });
    const waitingRoom = {
      ...{ admittedPerMinute: 60, activeMax: 10, turnTtlMs: TTL, preQueueMs: 0, proofOfWorkBits: 0 },
      ...{ order: 'arrival' as const, isPaused: false, seed: '0'.repeat(32) },
    };
    map.event = smallEvent({ rules: { ...smallEvent().rules, waitingRoom }, version: 3 });
    expect(decide(map, stand('dan', 5), at(11))).toEqual({ refused: 'not_admitted' });
    const pass = { endsAtMs: START + TTL, sequence: 1 };
    done(map, { ...stand('dan', 5), pass }, at(11));
    // Nobody needs one to be offered what they have waited for.
    done(map, { kind: 'leaveLine', userId: 'bob' }, at(12));
    expect(told(done(map, release('ann'), at(13)))).toEqual(['released ann 5', 'offered cem 5']);
  });

  it('is left by whoever wants to, one place or all, and by nobody else', () => {
    const map = aLine();
    done(map, hold('dan', 6), at(3));
    const { answer } = done(map, stand('bob', 6), at(3));
    expect(
      done(map, { kind: 'leaveLine', userId: 'cem', entry: answer.entry.sequence }, at(4)).changes,
    ).toEqual([]);
    const one = done(map, { kind: 'leaveLine', userId: 'bob', entry: answer.entry.sequence }, at(4));
    expect(told(one)).toEqual(['left_line bob']);
    expect(map.line.ofUser('bob')).toHaveLength(1);
    done(map, { kind: 'leaveLine', userId: 'bob' }, at(5));
    expect(map.line.ofUser('bob')).toEqual([]);
    expect(done(map, { kind: 'leaveLine', userId: 'bob' }, at(6)).changes).toEqual([]);
  });

  it('is left by itself when its user has the seat', () => {
    const map = emptyHall();
    done(map, hold('ann', 5), at(0));
    done(map, stand('bob', 5), at(1));
    done(map, hold('bob', 1), at(2));
    done(map, release('ann'), at(3));
    // Free, because Bob could not be offered it while he held another.
    expect(told(done(map, hold('bob', 5, 1), at(4)))).toEqual(['held bob 5', 'left_line bob']);
    expect(map.line.size).toBe(0);
  });

  it('is ended by an organiser at once, and by the clock only when the sale has closed', () => {
    const map = aLine();
    const disperse = { kind: 'disperse', by: undefined, userIds: ['bob', 'cem'] } as const;
    expect(done(map, disperse, at(3)).changes).toEqual([]);
    const closed = aLine();
    closed.event = smallEvent({ saleClosesAt: START + 10, version: 2 });
    expect(told(done(closed, disperse, at(10)))).toEqual(['left_line bob', 'left_line cem']);
    const { changes } = done(map, { ...disperse, by: 'kim' }, at(4));
    expect(changes.map(({ actor }) => actor)).toEqual(['organiser:kim', 'organiser:kim']);
  });

  it('is offered nothing while the sale is closed, and is to be served when that changes', () => {
    const map = aLine();
    map.event = smallEvent({ saleOpensAt: START + 100, version: 2 });
    expect(told(done(map, release('ann'), at(3)))).toEqual(['released ann 5']);
    expect(lineRules(map, at(3))).not.toBe(lineRules(map, at(100)));
  });

  it('is served by a command that itself changes nothing, whoever waits has been served before it', () => {
    const { changes, answer } = done(aLine(), { kind: 'serveLine' }, at(3));
    expect([changes, answer.changeCount]).toEqual([[], 0]);
    const closed = emptyHall(smallEvent({ saleClosesAt: START }));
    expect(done(closed, { kind: 'serveLine' }, at(3)).changes).toEqual([]);
  });
});

describe('a line that is not recorded yet', () => {
  it('is laid over the one below, and becomes it', () => {
    const map = aLine();
    const draft = new DraftSeatMap(map);
    for (const command of [stand('dan', 5), { kind: 'leaveLine', userId: 'bob' }, release('ann')] as const) {
      const decision = decide(draft, command, at(5));
      if ('refused' in decision) throw new Error(decision.refused);
      for (const change of decision.changes) draft.apply(change);
    }
    expect(draft.hold('cem')?.seatIds).toEqual([5]);
    expect(draft.line.ofSeat(5).map(({ userId }) => userId)).toEqual(['dan']);
    expect(map.line.ofSeat(5).map(({ userId }) => userId)).toEqual(['bob', 'cem']);
    map.adopt(draft);
    expect([...map.line.all()].map(({ userId }) => userId)).toEqual(['dan']);
  });
});
