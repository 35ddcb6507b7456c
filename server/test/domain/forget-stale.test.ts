import { describe, expect, it } from 'vitest';
import { confirm, done, hold } from '../support/deciding.ts';
import { at, emptyHall } from '../support/hall.ts';

const TTL = 120_000;
const MEMORY_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;
const key = { keyPrint: 1, wishPrint: 2 };

describe('a seat map that forgets what no longer counts', () => {
  it('drops whoever has nothing else, and keeps what others have', () => {
    const map = emptyHall();
    for (const [user, seatId] of [
      ['ann', 1],
      ['bob', 2],
    ] as const) {
      done(map, hold(user, seatId), at(0));
      done(map, { kind: 'release', userId: user }, at(1));
    }
    done(map, confirm('bob', [3]), at(2, { key }));
    const forget = (ms: number) => map.forgetStale(at(ms).now, at(ms).now);
    expect(forget(TTL + MEMORY_MS - 1)).toBe(0);
    expect([map.place('ann')?.ended.length, map.place('bob')?.ended.length]).toEqual([1, 1]);
    expect(forget(TTL + MEMORY_MS)).toBe(1);
    expect(map.place('ann')).toBeUndefined();
    expect(map.place('bob')).toMatchObject({ ended: [], reservations: [{ seatIds: [3] }], keys: [key] });
    expect(forget(DAY_MS + 60_000)).toBe(0);
    expect(map.place('bob')).toMatchObject({ reservations: [{ seatIds: [3] }], keys: [] });
  });
});
