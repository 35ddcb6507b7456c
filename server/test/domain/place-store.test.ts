import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaceStore } from '../../src/domain/place-store.ts';
import { emptyPlace, isVacant, type UserPlace } from '../../src/domain/user-place.ts';

const seatId = fc.integer({ min: 1, max: 250_000 });
const sequence = fc.integer({ min: 1, max: 2 ** 40 });
const print = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const seatIds = fc.array(seatId, { minLength: 1, maxLength: 2 });
const times = { expiresAt: fc.integer({ min: 1 }), extensionsUsed: fc.nat(3) };
const userId = fc.constantFrom('ann', 'bob', 'eve');
const reservation = fc.record({ sequence, seatIds });
const key = fc.record({ keyPrint: print, wishPrint: print, sequence, atMinute: fc.nat(2 ** 30) });

/** What nearly everybody has in the end. */
const simple = (userId: string): fc.Arbitrary<UserPlace> =>
  fc
    .record({ own: fc.record({ sequence, seatIds: seatId.map((id) => [id]) }), key })
    .chain(({ own, key }) =>
      fc.constantFrom(
        { ...emptyPlace(userId), reservations: [own] },
        { ...emptyPlace(userId), reservations: [own], keys: [{ ...key, sequence: own.sequence }] },
      ),
    );
const any = (userId: string): fc.Arbitrary<UserPlace> =>
  fc.record({
    userId: fc.constant(userId),
    hold: fc.option(fc.record({ userId: fc.constant(userId), seatIds, ...times }), { nil: undefined }),
    ended: fc.array(fc.record({ isLost: fc.boolean(), seatIds, ...times }), {
      maxLength: 1,
    }),
    reservations: fc.array(reservation, { maxLength: 2 }),
    keys: fc.array(key, { maxLength: 2 }),
  });
/** What differs from that in one thing only. */
const nearlySimple = (userId: string): fc.Arbitrary<UserPlace> =>
  fc
    .tuple(simple(userId), any(userId), seatIds)
    .chain(([given, other, seatIds]) =>
      fc.constantFrom(
        { ...given, hold: other.hold },
        { ...given, ended: other.ended },
        { ...given, reservations: other.reservations },
        { ...given, reservations: given.reservations.map((own) => ({ ...own, seatIds })) },
        { ...given, keys: [...given.keys, ...other.keys] },
      ),
    );
const place = userId.chain((userId) =>
  fc.oneof(simple(userId), nearlySimple(userId), any(userId), fc.constant(emptyPlace(userId))),
);

describe('the store of places', () => {
  it('gives back what was put into it last, whatever it makes of it', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 40 }), (places) => {
        const store = new PlaceStore();
        const expected = new Map<string, UserPlace>();
        for (const each of places) {
          expect(store.put(each)).toBe(expected.get(each.userId)?.hold !== undefined);
          if (isVacant(each)) expected.delete(each.userId);
          else expected.set(each.userId, each);
          expect(store.get(each.userId)).toEqual(expected.get(each.userId));
        }
        const byUser = (all: Iterable<UserPlace>) => new Map(Array.from(all, (each) => [each.userId, each]));
        expect(byUser(store.values())).toEqual(expected);
        expect(store.size).toBe(expected.size);
        for (const [id, count] of store.reservationCounts()) {
          expect(count).toBe(expected.get(id)?.reservations.length);
        }
        expect([...store.reservationCounts()]).toHaveLength(expected.size);
        const holders = [...store.mayHold()].filter(({ hold }) => hold !== undefined);
        const withHold = [...expected.values()].filter(({ hold }) => hold !== undefined);
        expect(byUser(holders)).toEqual(byUser(withHold));
      }),
    );
  });

  it('names all of whom a key is too old', () => {
    fc.assert(
      fc.property(fc.array(place, { maxLength: 40 }), fc.nat(2 ** 30), (places, sinceMinute) => {
        const store = new PlaceStore();
        for (const each of places) store.put(each);
        const isOld = ({ keys }: UserPlace) => keys.some(({ atMinute }) => atMinute < sinceMinute);
        const found = [...store.mayBeStale(({ atMinute }) => atMinute >= sinceMinute)];
        expect(found.filter(isOld)).toEqual([...store.values()].filter(isOld));
      }),
    );
  });

  it('has a copy that stays as it was, whatever becomes of the store', () => {
    const few = fc.array(place, { maxLength: 10 });
    fc.assert(
      fc.property(few, few, (before, after) => {
        const store = new PlaceStore();
        for (const each of before) store.put(each);
        const expected = [...store.values()];
        const copy = store.copy();
        for (const each of after) store.put(each);
        expect([...copy]).toEqual(expected);
        expect([...copy]).toEqual(expected);
      }),
    );
  });

  it('keeps those of a large hall apart', () => {
    const store = new PlaceStore();
    const of = (n: number): UserPlace => ({
      ...emptyPlace(`user${n}`),
      reservations: [{ sequence: n, seatIds: [n + 1] }],
      keys: [{ keyPrint: n * 1_000, wishPrint: n, sequence: n, atMinute: 29_000_000 }],
    });
    for (let n = 1; n <= 10_000; n++) store.put(of(n));
    // Somebody leaves, and somebody new gets the row.
    store.put(emptyPlace('user5'));
    store.put(of(10_001));
    for (const n of [1, 4_095, 4_096, 4_097, 10_000, 10_001]) expect(store.get(`user${n}`)).toEqual(of(n));
    expect(store.get('user5')).toBeUndefined();
  });
});
