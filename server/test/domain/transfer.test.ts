import { describe, expect, it } from 'vitest';
import type { CommandOf } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, reservationFor, rulesOf, smallEvent, START } from '../support/hall.ts';

const TTL = 120_000;
const settling = { settleMs: 100 };

function transfer(to: string, reservation: number, from = 'ann'): CommandOf<'transfer'> {
  return {
    kind: 'transfer',
    userId: to,
    from: { userId: from, reservation, origin: reservation },
    // What the seats cost when they were sold, in another order and with one that was given back since.
    sold: { seatIds: [3, 1, 2], amounts: [300, 100, null], currency: 'KRW' },
    reservation: reservationFor(to, 0),
  };
}

/** Ann has two reservations; the second is seats 1 and 2. */
function sold() {
  const map = emptyHall();
  done(map, confirm('ann', [9]), at(0));
  const { sequence } = done(map, confirm('ann', [2, 1]), at(0)).answer;
  return { map, sequence };
}

describe('a reservation that is given away', () => {
  it('ends and begins anew in one append, for what it cost then, and never fails on purpose', () => {
    const { map, sequence } = sold();
    const command = transfer('bob', sequence);
    const { changes, answer, sold: cost } = done(map, command, at(5, { failureRate: 1 }));
    expect(changes).toMatchObject([
      { sequence: 3, cause: 'cancelled', actor: 'recipient', userId: 'ann', reservation: 2, seatIds: [1, 2] },
      { sequence: 4, cause: 'reserved', actor: 'recipient', userId: 'bob', seatIds: [1, 2] },
    ]);
    expect(answer).toEqual({
      code: command.reservation.code,
      seatIds: [1, 2],
      sequence: 4,
      status: 'active',
      createdAt: START + 5,
      remainingSeats: 6,
      amounts: [100, null],
      currency: 'KRW',
    });
    expect(cost).toEqual({ amounts: [100, null], currency: 'KRW' });
    expect(map.place('ann')?.reservations).toEqual([{ sequence: 1, seatIds: [9] }]);
    expect(map.ownerOf(1)).toBe('bob');
  });

  it('cannot be taken over twice, nor from somebody who never had it', () => {
    const { map, sequence } = sold();
    done(map, transfer('bob', sequence), at(1));
    expect(decide(map, transfer('cem', sequence), at(2))).toEqual({ refused: 'not_found' });
    expect(decide(map, transfer('cem', sequence, 'zoe'), at(2))).toEqual({ refused: 'not_found' });
  });

  it('counts for whoever takes it with all that they hold and have', () => {
    const { map, sequence } = sold();
    done(map, hold('bob', 4, 5, 6), at(0, settling));
    const limited = { refused: 'limit_exceeded' };
    expect(decide(map, transfer('bob', sequence), at(1, settling))).toEqual(limited);
    // Until others may have its seats, too.
    expect(decide(map, transfer('bob', sequence), at(TTL + 99, settling))).toEqual(limited);
    expect(done(map, transfer('bob', sequence), at(TTL + 100, settling)).answer.seatIds).toEqual([1, 2]);
  });

  it('may be held beside as many seats as one may have, and no more', () => {
    const { map, sequence } = sold();
    done(map, hold('bob', 4, 5), at(0));
    done(map, transfer('bob', sequence), at(1));
    expect(map.place('bob')).toMatchObject({
      hold: { seatIds: [4, 5] },
      reservations: [{ seatIds: [1, 2] }],
    });
  });

  it('gets a new code when its owner takes it, whatever one may have by now', () => {
    const { map, sequence } = sold();
    map.event = smallEvent({ rules: rulesOf({ maxSeatsPerUser: 1 }) });
    const { answer } = done(map, transfer('ann', sequence), at(1));
    expect(answer).toMatchObject({ seatIds: [1, 2], sequence: 4 });
    expect(map.place('ann')?.reservations.map((each) => each.sequence)).toEqual([1, 4]);
    expect(decide(map, transfer('bob', 4), at(2))).toEqual({ refused: 'limit_exceeded' });
  });
});
