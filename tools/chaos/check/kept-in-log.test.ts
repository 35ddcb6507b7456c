import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../rehearsal/src/verify-log/log-file.ts';
import { History } from '../../../rehearsal/src/history/history.ts';
import { Told } from '../sale/told.ts';
import { keptInLog } from './kept-in-log.ts';

/** Somebody was told to have seats 1 and 2 for a second. */
const told = new Told(new History('/dev/null', true));
told.holds.push({
  ...{ user: 'a', seatIds: [1, 2], askedAt: 1_000, answeredAt: 1_010, endsAt: 2_000, endsAtWall: 2_000 },
});

const held = { cause: 'held', mark: 'A', at: 1_005, seatIds: [1, 2] };
const released = { cause: 'released', mark: 'A', at: 1_100, seatIds: [2] };

const foundIn = (...changes: readonly Partial<Entry>[]) =>
  [
    ...keptInLog(
      told,
      changes.map((change, i) => ({ ...change, sequence: i + 1 }) as Entry),
      true,
    ),
  ].map(([rule]) => rule);

describe('a hold that somebody was told of', () => {
  it('stands in the log, and nobody else has its seats before its end', () => {
    expect(foundIn(held)).toEqual([]);
    expect(foundIn(held, { cause: 'expired', mark: 'A', at: 2_000, seatIds: [1, 2] })).toEqual([]);
    expect(foundIn()).toEqual(['what was acknowledged is kept']);
    expect(foundIn(held, { cause: 'expired', mark: 'A', at: 1_200, seatIds: [1, 2] })).toEqual([
      'a hold is kept until its end',
    ]);
  });

  it('may lose one seat to the house, and with it no other', () => {
    const other = (seat: number) => ({ cause: 'offered', mark: 'B', at: 1_200, seatIds: [seat] });
    expect(foundIn(held, released, other(2))).toEqual([]);
    expect(foundIn(held, released, other(1))).toEqual(['a hold is kept until its end']);
  });
});
