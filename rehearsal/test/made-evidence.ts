import { expect } from 'vitest';
import { Records, type KnownReservation } from '../src/records/records.ts';
import { HallView } from '../src/watch/hall-view.ts';
import type { Evidence } from '../src/verdicts/evidence.ts';
import { held, log, reserved } from './verify-log/made-log.ts';

export const ticket = (sequence: number, ...seatIds: number[]): KnownReservation => ({
  ...{ id: `rehearsal-a.${String(sequence)}`, code: `REHEARSAL-${String(sequence)}`, sequence, seatIds },
  ...{ askedAt: 990 + sequence, answeredAt: 991 + sequence, cancelledAt: undefined },
});

function hallOf(states: string): HallView {
  const hall = new HallView();
  hall.replace(states);
  return hall;
}
export const watcher = (sequence: number, states: string) => ({
  ...{ sequence, hall: hallOf(states), messages: 4, seenAt: new Map<number, number>() },
});

/** Ann and Bob had their turns and bought; the log's clock begins at 1,000. */
export function evidence(
  change: (records: Records) => void = () => undefined,
  more: Partial<Evidence> = {},
): Evidence {
  const records = new Records();
  for (const [i, userId] of ['ann', 'bob'].entries()) {
    const person = records.person(userId);
    person.number = i + 1;
    person.passes.push({ place: i + 1, givenAt: 900, endsAt: 60_000 });
    person.holds.push({
      seatIds: [i + 1],
      askedAt: 995 + i,
      answeredAt: 1_000 + i,
      endsAt: 60_000,
      doneAt: 1_002 + i,
    });
    person.reservation = ticket(i + 3, i + 1);
    person.outcome = 'bought';
  }
  for (const promise of Object.keys(records.tried)) records.tried[promise as keyof typeof records.tried] = 7;
  change(records);
  return {
    log: log(held('m1', 1), held('m2', 2), reserved('m1', 2, 1), reserved('m2', 2, 2)),
    records,
    lineSamples: [{ at: 2_600, state: 'open', serving: 2, waiting: 0, active: 0, seatsLeft: 2 }],
    streams: [watcher(4, 'rraa')],
    finalStates: { sequence: 4, states: 'rraa' },
    ...{
      shuffle: { preQueued: 0, seed: '0'.repeat(32) },
      askedAgain: [],
      clockOffsetMs: 0,
      clockUncertainMs: 0,
    },
    ...more,
  };
}

export const bob = ({ people }: Records) => people[1] ?? expect.unreachable();
export const ann = ({ people }: Records) => people[0] ?? expect.unreachable();
