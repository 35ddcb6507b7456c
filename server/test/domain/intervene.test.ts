import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide/decide.ts';
import type { CommandOf } from '../../src/domain/command.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, reservationFor, smallEvent } from '../support/hall.ts';

const by = 'kim';
const endHolds = (...seatIds: number[]): CommandOf<'endHolds'> => ({ kind: 'endHolds', by, of: { seatIds } });
const cancelFor = (reservation: number, seatIds?: number[]): CommandOf<'cancelFor'> => ({
  kind: 'cancelFor',
  by,
  userId: 'ann',
  reservation,
  seatIds,
});
const sell = (...seatIds: number[]): CommandOf<'sellAtDesk'> => ({
  kind: 'sellAtDesk',
  by,
  userId: 'desk:1',
  seatIds,
  reservation: reservationFor('Desk', 0),
});

describe('an organiser who ends holds', () => {
  it('frees the named seats of whoever holds them, a change for each user, and no others', () => {
    const map = emptyHall();
    done(map, hold('ann', 1, 2), at(0));
    done(map, hold('bob', 3), at(1));
    const { changes, answer } = done(map, endHolds(3, 2, 9), at(2));
    expect(changes).toMatchObject([
      { cause: 'released', actor: 'organiser:kim', userId: 'ann', seatIds: [2] },
      { cause: 'released', actor: 'organiser:kim', userId: 'bob', seatIds: [3] },
    ]);
    expect(answer.changeCount).toBe(2);
    expect(map.hold('ann')?.seatIds).toEqual([1]);
    expect(map.hold('bob')).toBeUndefined();
  });

  it('frees all that one user holds, and finds nothing the second time', () => {
    const map = emptyHall();
    done(map, hold('ann', 1, 2), at(0));
    const command: CommandOf<'endHolds'> = { kind: 'endHolds', by, of: { userId: 'ann' } };
    expect(done(map, command, at(1)).changes).toMatchObject([{ seatIds: [1, 2] }]);
    expect(done(map, command, at(2)).answer.changeCount).toBe(0);
  });

  it('takes no time from a user who then holds the seat again', () => {
    const map = emptyHall();
    done(map, hold('ann', 1), at(0));
    done(map, endHolds(1), at(60_000));
    const { answer } = done(map, hold('ann', 1), at(61_000));
    expect(answer.hold.expiresAt).toBe(at(61_000 + 120_000).now);
  });

  it('gives the seat to the first in line in the same breath', () => {
    const map = emptyHall();
    done(map, hold('ann', 1), at(0));
    done(map, { kind: 'standInLine', userId: 'bob', wish: { seatId: 1 } }, at(1));
    expect(done(map, endHolds(1), at(2)).changes).toMatchObject([
      { cause: 'released', actor: 'organiser:kim' },
      { cause: 'offered', actor: 'clock', userId: 'bob' },
    ]);
  });

  it('is told of seats that the hall does not have', () => {
    expect(decide(emptyHall(), endHolds(10), at(0))).toMatchObject({ refused: 'validation', seatIds: [10] });
  });
});

describe('an organiser who cancels a reservation', () => {
  const sold = () => {
    const map = emptyHall();
    done(map, hold('ann', 4, 5, 6), at(0));
    return { map, reservation: done(map, confirm('ann'), at(1)).answer.sequence };
  };

  it('cancels it whole or in part, and what is cancelled stays so', () => {
    const { map, reservation } = sold();
    const { changes } = done(map, cancelFor(reservation, [5]), at(2));
    expect(changes).toMatchObject([
      { cause: 'cancelled', actor: 'organiser:kim', userId: 'ann', reservation, seatIds: [5] },
    ]);
    expect(done(map, cancelFor(reservation), at(3)).changes).toMatchObject([{ seatIds: [4, 6] }]);
    expect(done(map, cancelFor(reservation), at(4)).answer.changeCount).toBe(0);
  });

  it('cancels the one that is named and none of its owner’s others', () => {
    const { map, reservation } = sold();
    const { sequence } = done(map, confirm('ann', [1]), at(1)).answer;
    expect(done(map, cancelFor(sequence), at(2)).changes).toMatchObject([
      { reservation: sequence, seatIds: [1] },
    ]);
    expect(done(map, cancelFor(reservation), at(2)).changes).toMatchObject([
      { reservation, seatIds: [4, 5, 6] },
    ]);
  });

  it('is told of seats that are not in it, and nothing is cancelled', () => {
    const { map, reservation } = sold();
    const refusal = decide(map, cancelFor(reservation, [5, 1]), at(2));
    expect(refusal).toMatchObject({ refused: 'validation', seatIds: [1], field: { name: 'seat_ids' } });
  });
});

describe('the desk', () => {
  it('sells what it wants, beyond the limit and outside the sale, and never fails on purpose', () => {
    const map = emptyHall(smallEvent({ saleClosesAt: 0 }));
    const { changes, answer } = done(map, sell(5, 1, 2, 3, 4, 6), at(0, { failureRate: 1 }));
    expect(changes).toMatchObject([
      { cause: 'reserved', actor: 'organiser:kim', userId: 'desk:1', seatIds: [1, 2, 3, 4, 5, 6] },
    ]);
    expect(answer).toMatchObject({ seatIds: [1, 2, 3, 4, 5, 6], remainingSeats: 3, status: 'active' });
  });

  it('takes nothing that is held, reserved or blocked, and none when one of them is', () => {
    const map = emptyHall();
    done(map, hold('ann', 1), at(0));
    done(map, { kind: 'block', by, seatIds: [2] }, at(1));
    done(map, sell(3), at(2));
    expect(decide(map, sell(1, 4), at(3))).toEqual({ refused: 'seat_held', seatIds: [1] });
    expect(decide(map, sell(2, 4), at(3))).toEqual({ refused: 'seat_blocked', seatIds: [2] });
    expect(decide(map, sell(3, 4), at(3))).toEqual({ refused: 'already_reserved', seatIds: [3] });
  });

  it('takes seats of a hold that is over, which ends it', () => {
    const map = emptyHall();
    done(map, hold('ann', 1, 2), at(0));
    expect(done(map, sell(1), at(120_000)).changes.map(({ cause, seatIds }) => [cause, seatIds])).toEqual([
      ['expired', [1, 2]],
      ['reserved', [1]],
    ]);
  });
});
