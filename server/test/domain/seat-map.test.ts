import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestAvailable } from '../../src/domain/best-available.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import { DraftSeatMap } from '../../src/domain/draft-seat-map.ts';
import { follows } from '../../src/domain/log-chain.ts';
import { PlanHall } from '../../src/domain/plan-hall.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import type { SeatMap } from '../../src/domain/seat-map.ts';
import { stateLetters } from '../../src/domain/seat.ts';
import { emptyPlace, reservedCount } from '../../src/domain/user-place.ts';
import { at, emptyHall, LOG_KEY, mapOf, smallEvent } from '../support/hall.ts';
import { planOf, seatsInRow } from '../support/plans.ts';
import { commands, toCommand, users } from './any-commands.ts';

function contents(map: SeatMap): unknown {
  return {
    sequence: map.sequence,
    available: map.availableCount,
    first: map.firstAvailable(),
    seats: Array.from({ length: map.seatCount }, (_, i) => map.seat(i + 1)),
    head: map.head,
    places: users.map((user) => map.place(user) ?? emptyPlace(user)),
    line: [...map.line.all()],
    lines: [
      users.map((user) => map.line.ofUser(user)),
      Array.from({ length: map.seatCount }, (_, i) => map.line.ofSeat(i + 1)),
      [...map.line.ofWishes()],
      map.line.size,
    ],
  };
}

/** Those who wait for what they could have: nothing stands in the way of a single seat that is free. */
function kept(map: SeatMap): string[] {
  const { maxSeatsPerUser } = map.event.rules;
  return [...map.line.all()].flatMap(({ userId, wish }) => {
    const place = map.place(userId);
    const isFree = 'seatId' in wish ? map.stateOf(wish.seatId) === 'available' : map.availableCount > 0;
    const quantity = 'seatId' in wish ? 1 : wish.quantity;
    const isAble = place?.hold === undefined && reservedCount(place) + quantity <= maxSeatsPerUser;
    const isKept = isFree && isAble && (quantity === 1 || ('together' in wish && !wish.together));
    const isThere = 'seatId' in wish || map.availableCount >= quantity;
    return isKept && isThere ? [`${userId} waits for ${JSON.stringify(wish)}`] : [];
  });
}

describe('a seat map', () => {
  it('agrees with itself after any commands: counts, holds, limits, one owner per seat, nobody kept waiting', () => {
    fc.assert(
      fc.property(commands, (steps) => {
        const map = emptyHall();
        let time = 0;
        for (const step of steps) {
          time += step.elapsedMs;
          const decision = decide(map, toCommand(map, step), at(time));
          if (isRefusal(decision)) continue;
          for (const change of decision.changes) {
            expect(follows(map.head, change, LOG_KEY)).toBe(true);
            map.apply(change);
            if (change.cause === 'reserved') expect(change.remainingSeats).toBe(map.availableCount);
          }

          const seats = Array.from({ length: 9 }, (_, i) => map.seat(i + 1));
          expect(map.availableCount).toBe(seats.filter((seat) => seat?.state === 'available').length);
          const first = seats.findIndex((seat) => seat?.state === 'available') + 1;
          expect(map.firstAvailable()).toBe(first === 0 ? undefined : first);
          for (const user of users) {
            const held = seats.flatMap((s, i) => (s?.state === 'held' && s.userId === user ? [i + 1] : []));
            expect(map.hold(user)?.seatIds ?? []).toEqual(held);
            const reserved = seats.filter((s) => s?.state === 'reserved' && s.userId === user).length;
            expect(reservedCount(map.place(user))).toBe(reserved);
            expect(held.length + reserved).toBeLessThanOrEqual(smallEvent().rules.maxSeatsPerUser);
          }
          expect(kept(map)).toEqual([]);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same whether decisions go through a draft or not, and a dropped draft leaves no trace', () => {
    fc.assert(
      fc.property(commands, fc.integer({ min: 1, max: 7 }), (steps, batchSize) => {
        const direct = emptyHall();
        const batched = emptyHall();
        let time = 0;
        for (let i = 0; i < steps.length; i += batchSize) {
          const dropped = new DraftSeatMap(batched);
          const draft = new DraftSeatMap(batched);
          const before = contents(batched);
          for (const step of steps.slice(i, i + batchSize)) {
            time += step.elapsedMs;
            const command = toCommand(direct, step);
            const decision = decide(draft, command, at(time));
            expect(decision).toEqual(decide(direct, command, at(time)));
            if (isRefusal(decision)) continue;
            for (const change of decision.changes) {
              draft.apply(change);
              dropped.apply(change);
              direct.apply(change);
            }
          }
          expect(contents(batched)).toEqual(before);
          batched.adopt(draft);
          expect(contents(batched)).toEqual(contents(direct));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is the same when one draft is laid over another and both are adopted in turn', () => {
    fc.assert(
      fc.property(commands, fc.integer({ min: 1, max: 4 }), (steps, batchSize) => {
        const direct = emptyHall();
        const committed = emptyHall();
        const inFlight: DraftSeatMap[] = [];
        const land = () => {
          const draft = inFlight.shift();
          if (draft === undefined) return;
          committed.adopt(draft);
          inFlight[0]?.rebase(committed);
        };
        let time = 0;
        for (let i = 0; i < steps.length; i += batchSize) {
          const draft = new DraftSeatMap(inFlight.at(-1) ?? committed);
          for (const step of steps.slice(i, i + batchSize)) {
            time += step.elapsedMs;
            const command = toCommand(direct, step);
            const decision = decide(draft, command, at(time));
            expect(decision).toEqual(decide(direct, command, at(time)));
            if (isRefusal(decision)) continue;
            for (const change of decision.changes) {
              draft.apply(change);
              direct.apply(change);
            }
          }
          inFlight.push(draft);
          if (inFlight.length === 3) land();
        }
        while (inFlight.length > 0) land();
        expect(contents(committed)).toEqual(contents(direct));
      }),
      { numRuns: 500 },
    );
  });

  it('knows the best seats after any commands, in a draft over a draft as in a hall looked at anew', () => {
    const outline = [1, 2, 3].map((i) => ({ x: i, y: i * i }));
    const hall = new PlanHall(
      planOf([
        {
          name: 'Seats',
          rows: [
            { name: 'A', seats: seatsInRow(4, 10) },
            { name: 'B', seats: seatsInRow(2, 11) },
          ],
        },
        { name: 'Floor', standing: { capacity: 3, category: 'Stalls', outline } },
      ]),
    );
    const wishes = [1, 2, 3, 4].flatMap((quantity) =>
      [undefined, 'Floor'].map((section) => ({ quantity, section, together: false })),
    );
    const stateOf = (map: SeatMap) =>
      Array.from({ length: 9 }, (_, i) => stateLetters[map.stateOf(i + 1) ?? 'blocked']).join('');
    fc.assert(
      fc.property(commands, fc.integer({ min: 1, max: 4 }), (steps, batchSize) => {
        const committed = mapOf(hall, 'a'.repeat(9));
        let landing: DraftSeatMap | undefined;
        let time = 0;
        for (let i = 0; i < steps.length; i += batchSize) {
          const draft: DraftSeatMap = new DraftSeatMap(landing ?? committed);
          for (const step of steps.slice(i, i + batchSize)) {
            time += step.elapsedMs;
            const decision = decide(draft, toCommand(draft, step), at(time));
            if (isRefusal(decision)) continue;
            for (const change of decision.changes) draft.apply(change);
            const anew = mapOf(hall, stateOf(draft));
            for (const wish of wishes) {
              expect(bestAvailable(draft, wish, [])).toEqual(bestAvailable(anew, wish, []));
            }
          }
          if (landing !== undefined) committed.adopt(landing);
          draft.rebase(committed);
          landing = draft;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('forgets what no longer counts without anybody noticing', () => {
    fc.assert(
      fc.property(commands, (steps) => {
        const map = emptyHall();
        const forgetful = emptyHall();
        let time = 0;
        for (const step of steps) {
          time += step.elapsedMs * 4;
          const command = toCommand(map, step);
          const decision = decide(map, command, at(time));
          forgetful.forgetStale(at(time).now, at(time).now);
          expect(decide(forgetful, command, at(time))).toEqual(decision);
          if (isRefusal(decision)) continue;
          for (const change of decision.changes) {
            map.apply(change);
            forgetful.apply(change);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a change that is not the next one', () => {
    const map = emptyHall();
    const change = { cause: 'blocked', actor: 'organiser:eve', at: 0, seatIds: [1], hash: '00' } as const;
    map.apply({ ...change, sequence: 1 });
    expect(() => map.apply({ ...change, sequence: 1 })).toThrow();
    expect(() => map.apply({ ...change, sequence: 3 })).toThrow();
  });
});
