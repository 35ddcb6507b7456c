import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import {
  afterChange,
  emptyPlace,
  endedAfter,
  endedHoldCounts,
  isVacant,
  keyCounts,
  KEY_MEMORY_MS,
  LOST_HOLD_MEMORY_MS,
  reservedCount,
  usedKeyOf,
  withoutStale,
  type EndedHold,
  type UserPlace,
} from '../../src/domain/user-place.ts';

const MINUTE_MS = 60_000;
const log = { sequence: 7, at: 5 * MINUTE_MS + 59_999, actor: 'user', userId: 'ann', hash: '' } as const;
const time = { expiresAt: 1_000, extensionsUsed: 1 };
const key = { keyPrint: 1, wishPrint: 2 };
const usedKey = { ...key, sequence: 7, atMinute: 5 };

const held = (...seatIds: number[]) => ({ ...log, cause: 'held', seatIds, ...time, key: null }) as const;
const released = (actor: Change['actor'], ...seatIds: number[]) =>
  ({ ...log, actor, cause: 'released', seatIds, ...time }) as const;
const expired = (...seatIds: number[]) =>
  ({ ...log, actor: 'clock', cause: 'expired', seatIds, ...time }) as const;
const reserved = (...seatIds: number[]) =>
  ({ ...log, cause: 'reserved', seatIds, remainingSeats: 0, key }) as const;
const cancelled = (reservation: number, ...seatIds: number[]) =>
  ({ ...log, cause: 'cancelled', seatIds, reservation }) as const;
const lost = (...seatIds: number[]): EndedHold => ({ isLost: true, seatIds, ...time });

const place = (given: Partial<UserPlace> = {}): UserPlace => ({ ...emptyPlace('ann'), ...given });

describe('what a user has after a change', () => {
  it('is a hold of all seats together, in order, with the newest time', () => {
    const first = afterChange(place(), held(5, 3));
    expect(first.hold).toEqual({ userId: 'ann', seatIds: [5, 3], ...time });
    const later = { ...held(12, 4, 5), expiresAt: 2_000, extensionsUsed: 2 };
    expect(afterChange(first, later).hold).toEqual({
      userId: 'ann',
      seatIds: [3, 4, 5, 12],
      expiresAt: 2_000,
      extensionsUsed: 2,
    });
  });

  it('is a key used up by an extension and by a reservation, and by no offer', () => {
    const extended = { ...held(1), cause: 'extended', key } as const;
    expect(afterChange(place(), extended).keys).toEqual([usedKey]);
    const again = afterChange(place({ keys: [usedKey] }), { ...reserved(1), sequence: 8, at: 0 });
    expect(again.keys).toEqual([usedKey, { ...key, sequence: 8, atMinute: 0 }]);
    expect(afterChange(place(), { ...reserved(1), key: null }).keys).toEqual([]);
    const offered = {
      ...log,
      cause: 'offered',
      seatIds: [1],
      ...time,
      entry: 3,
      wish: { seatId: 1 },
    } as const;
    expect(afterChange(place({ keys: [usedKey] }), offered).keys).toEqual([usedKey]);
  });

  it('is the rest of a hold, or none', () => {
    const holder = afterChange(place(), held(1, 2));
    const rest = afterChange(holder, released('user', 2));
    expect(rest.hold?.seatIds).toEqual([1]);
    expect(rest.ended).toEqual([{ isLost: false, seatIds: [2], ...time }]);
    expect(afterChange(rest, expired(1))).toMatchObject({ hold: undefined, ended: [{}, lost(1)] });
    expect(afterChange(place(), released('user', 2)).hold).toBeUndefined();
  });

  it('is one reservation more, in the order in which they were made, out of the hold', () => {
    const holder = afterChange(place({ ended: [lost(9)] }), reserved(1));
    const both = afterChange(
      { ...holder, hold: { userId: 'ann', seatIds: [2, 3], ...time } },
      {
        ...reserved(3),
        sequence: 8,
      },
    );
    expect(both.reservations).toEqual([
      { sequence: 7, seatIds: [1] },
      { sequence: 8, seatIds: [3] },
    ]);
    expect(both.hold?.seatIds).toEqual([2]);
    // Reserving is no hold: what was lost stays lost.
    expect(both.ended).toEqual([lost(9)]);
    expect([reservedCount(both), reservedCount(place()), reservedCount(undefined)]).toEqual([2, 0, 0]);
  });

  it('is a reservation less, or some of its seats, and no other one', () => {
    const owner = place({
      reservations: [
        { sequence: 1, seatIds: [1, 2] },
        { sequence: 2, seatIds: [3] },
      ],
    });
    const some = afterChange(owner, cancelled(1, 2));
    expect(some.reservations).toEqual([
      { sequence: 1, seatIds: [1] },
      { sequence: 2, seatIds: [3] },
    ]);
    const one = afterChange(some, cancelled(1, 1));
    expect(one.reservations).toEqual([{ sequence: 2, seatIds: [3] }]);
    expect(isVacant(afterChange(one, cancelled(2, 3)))).toBe(true);
  });

  it('is what it was when one only waits', () => {
    const waiting = place();
    const queued = { ...log, cause: 'queued', seatIds: [], wish: { seatId: 1 } } as const;
    expect(afterChange(waiting, queued)).toBe(waiting);
    expect(afterChange(waiting, { ...queued, cause: 'left_line', entry: 1 })).toBe(waiting);
  });
});

describe('the memory of holds that ended', () => {
  it('forgets what is held again, and that anything was lost', () => {
    expect(endedAfter([lost(1, 2), lost(3)], held(2, 3))).toEqual([{ ...lost(1), isLost: false }]);
    const offered = {
      ...log,
      cause: 'offered',
      seatIds: [1],
      ...time,
      entry: 3,
      wish: { seatId: 1 },
    } as const;
    expect(endedAfter([lost(1), lost(2)], offered)).toEqual([{ ...lost(2), isLost: false }]);
    const none: readonly EndedHold[] = [];
    expect(endedAfter(none, held(1))).toBe(none);
  });

  it('does not hold against anybody what the organiser took', () => {
    expect(endedAfter([], released('organiser:eve', 1))).toEqual([]);
    expect(endedAfter([], released('clock', 1))).toEqual([{ isLost: false, seatIds: [1], ...time }]);
  });

  it('is not touched by an extension or a reservation', () => {
    const ended = [lost(1)];
    expect(endedAfter(ended, { ...held(1), cause: 'extended' })).toBe(ended);
    expect(endedAfter(ended, reserved(1))).toBe(ended);
  });
});

describe('what no longer counts', () => {
  it('is a hold ten minutes after its end, and a key after a day', () => {
    const countsAt = (now: number) => endedHoldCounts(lost(1), now);
    const end = time.expiresAt + LOST_HOLD_MEMORY_MS;
    expect([countsAt(end - 1), countsAt(end)]).toEqual([true, false]);
    const madeAt = usedKey.atMinute * MINUTE_MS;
    expect(keyCounts(usedKey, madeAt + KEY_MEMORY_MS - 1)).toBe(true);
    expect(keyCounts(usedKey, madeAt + KEY_MEMORY_MS)).toBe(false);
    expect(usedKeyOf(reserved(1))).toEqual(usedKey);
    expect(usedKeyOf({ ...reserved(1), key: null })).toBeUndefined();
  });

  it('is dropped, and all else kept; what is fresh stays the very same', () => {
    const fresh = { ...lost(2), expiresAt: 5_000 };
    const newKey = { ...usedKey, atMinute: 6 };
    const full = place({ ended: [lost(1), fresh], keys: [usedKey, newKey] });
    const now = time.expiresAt + LOST_HOLD_MEMORY_MS;
    const wallNow = usedKey.atMinute * MINUTE_MS + KEY_MEMORY_MS;
    expect(withoutStale(full, 0, 0)).toBe(full);
    expect(withoutStale(full, now, 0)).toEqual({ ...full, ended: [fresh] });
    expect(withoutStale(full, 0, wallNow)).toEqual({ ...full, keys: [newKey] });
    expect(isVacant(withoutStale(full, 10 * now, 10 * wallNow))).toBe(true);
  });

  it('leaves a place vacant only when there is nothing at all', () => {
    const hold = { userId: 'ann', seatIds: [1], ...time };
    expect(isVacant(place())).toBe(true);
    const some = [
      { hold },
      { ended: [lost(1)] },
      { reservations: [{ sequence: 1, seatIds: [1] }] },
      { keys: [usedKey] },
    ];
    expect(some.map((given) => isVacant(place(given)))).toEqual([false, false, false, false]);
  });
});
