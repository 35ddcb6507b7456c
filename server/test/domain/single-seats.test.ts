import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import { GridHall } from '../../src/domain/hall.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { at, mapOf, reservationFor, smallEvent } from '../support/hall.ts';

const { rules } = smallEvent();
/** Two rows of six with the rule against single seats. */
const strict = (states = 'a'.repeat(12)) =>
  mapOf(
    new GridHall({ rows: 2, seatsPerRow: 6 }),
    states,
    smallEvent({ rules: { ...rules, noSingleSeats: true } }),
  );

const hold = (userId: string, ...seatIds: number[]) => ({ kind: 'hold', userId, seatIds }) as const;
const confirm = (userId: string, seatIds?: number[]) =>
  ({ kind: 'confirm', userId, seatIds, reservation: reservationFor(userId) }) as const;

function done(map: ReturnType<typeof strict>, command: Command, ms = 0): void {
  const decision = decide(map, command, at(ms));
  if (isRefusal(decision)) throw new Error(`refused: ${JSON.stringify(decision)}`);
  for (const change of decision.changes) map.apply(change);
}

describe('where no seat may be left alone', () => {
  it('a hold that leaves one is refused, and the seat is named', () => {
    expect(decide(strict(), hold('ann', 2, 3), at(0))).toEqual({
      refused: 'leaves_single_seat',
      seatIds: [1],
    });
    done(strict(), hold('ann', 1, 2));
  });

  it('a reservation in one step that leaves one is refused', () => {
    expect(decide(strict(), confirm('ann', [5]), at(0))).toEqual({
      refused: 'leaves_single_seat',
      seatIds: [6],
    });
    done(strict(), confirm('ann', [6]));
  });

  it('an event without the rule does not mind', () => {
    const map = mapOf(new GridHall({ rows: 2, seatsPerRow: 6 }), 'a'.repeat(12));
    done(map, hold('ann', 2, 3));
  });

  it('leaving one is excused where every choice would', () => {
    done(strict('rraaarraaaaa'), hold('ann', 3, 4));
  });

  it('seats of the own hold count as free: moving it is judged as if nothing were held', () => {
    const map = strict();
    done(map, hold('ann', 1, 2));
    done(map, hold('ann', 1, 2, 3));
    expect(decide(map, hold('ann', 2, 3), at(1))).toMatchObject({
      refused: 'leaves_single_seat',
      seatIds: [1],
    });
  });

  it('as many other seats as are held are another choice, even where some of them stay', () => {
    const map = strict();
    done(map, hold('ann', 1, 2));
    expect(decide(map, hold('ann', 2, 3), at(1))).toEqual({ refused: 'leaves_single_seat', seatIds: [1] });
  });

  it('what is held may be reserved, and held again, whatever has become of its neighbours', () => {
    const map = strict('rbaaarraaaaa');
    done(map, hold('ann', 3, 4));
    done(map, { kind: 'unblock', by: 'eve', seatIds: [2] });
    expect(decide(map, hold('ann', 3), at(1))).toMatchObject({ refused: 'leaves_single_seat' });
    done(map, hold('ann', 3, 4), 1);
    done(map, confirm('ann', [3, 4]), 2);
  });

  it('another reason comes first', () => {
    const map = strict('raaaaaaaaaaa');
    expect(decide(map, hold('ann', 1, 3), at(0))).toMatchObject({ refused: 'already_reserved' });
    expect(decide(map, hold('ann', 3, 4, 5, 8, 9), at(0))).toEqual({ refused: 'limit_exceeded' });
  });

  it('first come, first served gives the lowest seat all the same', () => {
    const map = strict('raaraaaaaaaa');
    const assign = { kind: 'assignAny', userId: 'ann', reservation: reservationFor('ann') } as const;
    done(map, assign);
    expect(map.ownerOf(2)).toBe('ann');
  });

  it('the best seats are given even where they leave one, because nothing better is free', () => {
    const map = strict('rraaarrrrrrr');
    done(map, { kind: 'holdBest', userId: 'ann', wish: { quantity: 2, together: true } });
    expect(map.hold('ann')?.seatIds).toEqual([3, 4]);
  });
});
