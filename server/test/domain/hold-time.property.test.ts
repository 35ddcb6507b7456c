import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import type { Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide/decide.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { at, emptyHall, smallEvent } from '../support/hall.ts';

const TTL = 120_000;
const EXTENSIONS = 2;
const SEATS = 9;

const seatIds = fc.uniqueArray(fc.integer({ min: 1, max: SEATS }), { minLength: 1, maxLength: 4 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: seatIds.map((ids) => ({ kind: 'hold' as const, userId: 'ann', seatIds: ids })) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((quantity) => ({
      kind: 'holdBest' as const,
      userId: 'ann',
      wish: { quantity, together: false },
    })),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'release' as const, userId: 'ann' }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'extend' as const, userId: 'ann' }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'expire' as const, userIds: ['ann'] }) },
);
const pause = fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: TTL + 5_000 }));

interface Span {
  readonly from: number;
  readonly to: number;
}

/** When each seat was held, by the log alone: to the end of the hold where nothing else ended it before. */
function spansOf(changes: readonly Change[], seatId: number): Span[] {
  const spans: Span[] = [];
  let since: number | undefined;
  let until = Infinity;
  const end = (to: number) => {
    if (since !== undefined) spans.push({ from: since, to });
    since = undefined;
  };
  for (const change of changes.filter(({ seatIds: ids }) => ids.includes(seatId))) {
    if (change.cause === 'held' || change.cause === 'extended') {
      since ??= change.at;
      until = change.expiresAt;
    } else end(Math.min(change.at, until));
  }
  end(until);
  return spans;
}

it('nobody keeps a seat longer than one hold with all its extensions, whatever they do', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(command, pause), { minLength: 5, maxLength: 60 }), (steps) => {
      const map = emptyHall(smallEvent());
      const changes: Change[] = [];
      let now = 0;
      for (const [each, ms] of steps) {
        now += ms;
        const decision = decide(map, each, at(now));
        if (isRefusal(decision)) continue;
        for (const change of decision.changes) map.apply(change);
        changes.push(...decision.changes);
      }
      for (let seatId = 1; seatId <= SEATS; seatId++) {
        let keptMs = 0;
        let lastEnd = -Infinity;
        for (const { from, to } of spansOf(changes, seatId)) {
          // What others had as long as a hold lasts to take was not kept from them.
          keptMs = from - lastEnd < TTL ? keptMs + to - from : to - from;
          lastEnd = to;
          expect(keptMs).toBeLessThanOrEqual((1 + EXTENSIONS) * TTL);
        }
      }
    }),
    { numRuns: 400 },
  );
});
