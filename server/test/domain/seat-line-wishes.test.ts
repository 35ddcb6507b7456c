import { describe, expect, it } from 'vitest';
import { decide } from '../../src/domain/decide/decide.ts';
import { CommittedSeatLine, placeInLine } from '../../src/domain/seat-line.ts';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall, smallEvent } from '../support/hall.ts';
import { expire, release, stand, told, wish } from '../support/line-commands.ts';

const TTL = 120_000;

describe('a wish for the best seats of a kind', () => {
  /** All seats are reserved, three by three; Zoe waits for two seats side by side, Yan for one. */
  function soldOut() {
    const map = emptyHall();
    const reservations = [0, 3, 6].map((first) => {
      const seatIds = [first + 1, first + 2, first + 3];
      return done(map, confirm(`owner${first}`, seatIds), at(0)).answer.sequence;
    });
    done(map, wish('zoe', { quantity: 2 }), at(1));
    done(map, wish('yan'), at(2));
    return { map, reservations };
  }
  const free = (seatId: number) => ({ kind: 'free', by: 'kim', seatId }) as const;

  it('is met by the first seats that do, in the order of those who wait', () => {
    const { map, reservations } = soldOut();
    expect(told(done(map, free(4), at(3)))).toEqual(['cancelled owner3 4', 'offered yan 4']);
    const [reservation = 0] = reservations;
    const cancel = { kind: 'cancel', userId: 'owner0', reservation } as const;
    expect(told(done(map, cancel, at(4)))).toEqual(['cancelled owner0 1,2,3', 'offered zoe 1,2']);
    expect(map.availableCount).toBe(1);
  });

  it('waits until enough are free side by side, unless apart will do', () => {
    const { map } = soldOut();
    done(map, { kind: 'leaveLine', userId: 'yan' }, at(3));
    done(map, free(1), at(3));
    expect(told(done(map, free(3), at(4)))).toEqual(['cancelled owner0 3']);
    expect(told(done(map, free(2), at(5)))).toEqual(['cancelled owner0 2', 'offered zoe 1,2']);
    const { map: other } = soldOut();
    done(other, wish('zoe', { quantity: 2, together: false }), at(3));
    done(other, { kind: 'leaveLine', userId: 'yan' }, at(3));
    done(other, free(1), at(4));
    expect(told(done(other, free(9), at(5)))).toEqual(['cancelled owner6 9', 'offered zoe 1,9']);
  });

  it('stands in one line with those who wait for a seat', () => {
    const { map } = soldOut();
    done(map, { kind: 'leaveLine', userId: 'zoe' }, at(3));
    done(map, stand('bob', 4), at(3));
    expect(told(done(map, free(4), at(4)))).toEqual(['cancelled owner3 4', 'offered yan 4']);
    expect(told(done(map, release('yan'), at(5)))).toEqual(['released yan 4', 'offered bob 4']);
  });

  it('takes the place of an earlier one, at the end', () => {
    const { map } = soldOut();
    const { answer } = done(map, wish('zoe', { quantity: 3 }), at(3));
    expect(answer.place).toBe(2);
    expect(map.line.ofUser('zoe')).toHaveLength(1);
  });

  it('keeps everybody else from a seat of its kind that is nobody’s for a moment', () => {
    const map = emptyHall(smallEvent({ layout: { rows: 1, seatsPerRow: 1 } }));
    done(map, hold('ann', 1), at(0));
    done(map, wish('bob'), at(1));
    expect(decide(map, hold('cem', 1), at(TTL))).toEqual({ refused: 'seat_held', seatIds: [1] });
    expect(decide(map, hold('ann', 1), at(TTL))).toEqual({ refused: 'seat_held', seatIds: [1] });
    const best = { kind: 'holdBest', userId: 'ann', wish: { quantity: 1, together: true } } as const;
    expect(decide(map, best, at(TTL))).toEqual({ refused: 'sold_out' });
    expect(told(done(map, expire('ann'), at(TTL)))).toEqual(['expired ann 1', 'offered bob 1']);
  });

  it('ends with a reservation of as many seats of that kind', () => {
    const { map } = soldOut();
    done(map, free(4), at(3));
    done(map, wish('yan'), at(4));
    expect(told(done(map, confirm('yan'), at(5)))).toEqual(['reserved yan 4', 'left_line yan']);
  });

  it('goes on where fewer seats than wished for were reserved', () => {
    const { map } = soldOut();
    done(map, { kind: 'leaveLine', userId: 'yan' }, at(3));
    done(map, free(4), at(3));
    expect(told(done(map, confirm('zoe', [4]), at(4)))).toEqual(['reserved zoe 4']);
    expect(map.line.ofUser('zoe')).toHaveLength(1);
  });

  it('takes the place of an earlier one also where its user has as many places as one may', () => {
    const { map } = soldOut();
    for (const seatId of [1, 2]) done(map, stand('zoe', seatId), at(3));
    expect(decide(map, stand('zoe', 3), at(4))).toEqual({ refused: 'limit_exceeded' });
    done(map, wish('zoe', { quantity: 3 }), at(4));
    expect(map.line.ofUser('zoe')).toHaveLength(3);
  });
});

describe('a place in line', () => {
  it('is behind those whose seats could be the same, and not behind those who wait for another category', () => {
    const wishes = [
      ['ann', 'stalls'],
      ['bob', 'balcony'],
      ['cem', null],
      ['dan', 'balcony'],
    ] as const;
    const entries = wishes.map(([userId, category], i) => ({
      sequence: i + 1,
      userId,
      wish: { quantity: 1, category, together: true },
    }));
    const line = new CommittedSeatLine(entries);
    expect(entries.map((entry) => placeInLine(line, entry))).toEqual([1, 1, 3, 3]);
  });
});
