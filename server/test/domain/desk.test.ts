import { describe, expect, it } from 'vitest';
import type { CommandOf } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, reservationFor } from '../support/hall.ts';

const by = 'eve';
const TTL = 120_000;
const block = (...seatIds: number[]) => ({ kind: 'block', by, seatIds }) as const;
const unblock = (...seatIds: number[]) => ({ kind: 'unblock', by, seatIds }) as const;
const free = (seatId: number) => ({ kind: 'free', by, seatId }) as const;
const forDesk = (seatId: number): CommandOf<'reserveForDesk'> => ({
  kind: 'reserveForDesk',
  by,
  userId: 'desk:1',
  seatId,
  reservation: reservationFor('Desk', 0),
});

describe('the organiser who takes seats off sale', () => {
  it('writes down only those that were on sale, and nothing where there are none', () => {
    const map = emptyHall();
    expect(done(map, block(1, 2), at(0)).changes).toMatchObject([
      { cause: 'blocked', actor: 'organiser:eve', seatIds: [1, 2] },
    ]);
    expect(done(map, block(2, 3), at(1)).changes).toMatchObject([{ cause: 'blocked', seatIds: [3] }]);
    const again = done(map, block(1, 2, 3), at(2));
    expect(again.changes).toEqual([]);
    expect(again.answer.changeCount).toBe(0);
  });

  it('ends the holds that are over on them', () => {
    const map = emptyHall();
    done(map, hold('ann', 1, 2), at(0));
    const { changes, notBefore } = done(map, block(1), at(TTL));
    expect(changes).toMatchObject([
      { cause: 'expired', actor: 'clock', userId: 'ann', seatIds: [1, 2] },
      { cause: 'blocked', actor: 'organiser:eve', seatIds: [1] },
    ]);
    expect(notBefore).toBe(at(TTL).now);
  });

  it('puts back only those that were off sale', () => {
    const map = emptyHall();
    done(map, block(1, 2), at(0));
    done(map, hold('ann', 3), at(0));
    expect(done(map, unblock(1, 3, 4), at(1)).changes).toMatchObject([
      { cause: 'unblocked', actor: 'organiser:eve', seatIds: [1] },
    ]);
    expect(done(map, unblock(1, 3, 4), at(2)).changes).toEqual([]);
  });

  it('is told of seats that the hall does not have', () => {
    const map = emptyHall();
    for (const command of [block(9, 10), unblock(9, 10), free(10), forDesk(10)]) {
      expect(decide(map, command, at(0))).toMatchObject({ refused: 'validation', seatIds: [10] });
    }
  });
});

describe('the organiser who frees a seat', () => {
  it('takes it out of its own reservation and no other of its owner’s', () => {
    const map = emptyHall();
    done(map, confirm('ann', [1]), at(0));
    const { sequence } = done(map, confirm('ann', [2, 3]), at(0)).answer;
    expect(done(map, free(3), at(1)).changes).toMatchObject([
      { cause: 'cancelled', actor: 'organiser:eve', userId: 'ann', reservation: sequence, seatIds: [3] },
    ]);
  });

  it('finds nothing to do where it is free, and is told what it is otherwise', () => {
    const map = emptyHall();
    done(map, block(2), at(0));
    done(map, hold('ann', 3), at(0));
    expect(done(map, free(1), at(1)).answer.changeCount).toBe(0);
    expect(decide(map, free(2), at(1))).toEqual({ refused: 'seat_blocked', seatIds: [2] });
    expect(decide(map, free(3), at(1))).toEqual({ refused: 'seat_held', seatIds: [3] });
    // Over is not ended: time will do that.
    expect(done(map, free(3), at(TTL)).changes).toEqual([]);
  });
});

describe('the organiser who reserves a seat for the desk', () => {
  it('has it once, however often it is asked for', () => {
    const map = emptyHall();
    expect(done(map, forDesk(1), at(0)).changes).toMatchObject([
      { cause: 'reserved', actor: 'organiser:eve', userId: 'desk:1', seatIds: [1], remainingSeats: 8 },
    ]);
    const again = done(map, forDesk(1), at(1));
    expect([again.changes, again.answer.changeCount]).toEqual([[], 0]);
    done(map, confirm('ann', [2]), at(1));
    expect(done(map, forDesk(2), at(2)).changes).toEqual([]);
    expect(map.ownerOf(2)).toBe('ann');
  });

  it('takes none that is held or off sale, but one whose hold is over, which ends it', () => {
    const map = emptyHall();
    done(map, hold('ann', 1, 2), at(0));
    done(map, block(3), at(0));
    expect(decide(map, forDesk(1), at(1))).toEqual({ refused: 'seat_held', seatIds: [1] });
    expect(decide(map, forDesk(3), at(1))).toEqual({ refused: 'seat_blocked', seatIds: [3] });
    expect(done(map, forDesk(1), at(TTL)).changes.map(({ cause, seatIds }) => [cause, seatIds])).toEqual([
      ['expired', [1, 2]],
      ['reserved', [1]],
    ]);
  });
});

describe('the organiser who empties the hall', () => {
  it('takes every reservation and the whole hold of those named, and nothing of anybody else', () => {
    const map = emptyHall();
    done(map, confirm('ann', [1, 2]), at(0));
    done(map, confirm('ann', [3]), at(0));
    done(map, hold('ann', 4), at(0));
    done(map, hold('bob', 5), at(0));
    const { changes } = done(map, { kind: 'reset', by, userIds: ['ann', 'nobody'] }, at(1));
    expect(changes).toMatchObject([
      { cause: 'released', userId: 'ann', seatIds: [4] },
      { cause: 'cancelled', userId: 'ann', reservation: 1, seatIds: [1, 2] },
      { cause: 'cancelled', userId: 'ann', reservation: 2, seatIds: [3] },
    ]);
    expect(map.hold('bob')?.seatIds).toEqual([5]);
  });
});
