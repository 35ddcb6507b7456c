import { expect, it } from 'vitest';
import { buy } from '../src/people/buying.ts';
import type { Person } from '../src/people/person.ts';
import { Records, type PersonRecord } from '../src/records/records.ts';
import type { Evidence } from '../src/verdicts/evidence.ts';
import { kept } from '../src/verdicts/kept.ts';
import { oneOwner } from '../src/verdicts/one-owner.ts';

const HOLD = { seatIds: [1], askedAt: 1, answeredAt: 2, endsAt: 60_000, doneAt: undefined };

/** Ann buys seat 1 and gives it back; whether anybody says so. */
async function annGivesBack(records: Records, isAnswered: boolean): Promise<PersonRecord> {
  const record = records.person('ann');
  record.holds.push(HOLD);
  const reservation = { id: 'r.3', code: 'REHEARSAL-3', sequence: 3, seats: [{ id: 1 }] };
  const person = {
    ...{ record, invented: {}, random: () => 0.9 },
    script: { habit: { quirk: 'gives back' }, hesitatesMs: 0, typesMs: 0 },
    crowd: { records, clock: { pace: 1 }, event: { path: '/e' }, seenReservations: [] },
    ask: () => Promise.resolve({ status: 201, body: { reservation }, tookMs: 1 }),
    untilAnswered: () => Promise.resolve(isAnswered ? { status: 200 } : undefined),
  };
  await buy(person as unknown as Person, HOLD, undefined);
  return record;
}
const evidence = (records: Records, reservationIds: readonly string[]) =>
  ({
    ...{ records, clockOffsetMs: 0, clockUncertainMs: 0 },
    askedAgain: [{ userId: 'ann', reservationIds }],
  }) as unknown as Evidence;
const isMissed = (records: Records, ids: readonly string[]) =>
  [...kept(evidence(records, ids), [])].some(({ rule }) => rule === 'a ticket is there when asked for again');

it('a ticket that was given back is to be gone, and where nobody said whether it was it may be or not', async () => {
  for (const [isAnswered, gone, there] of [
    [true, false, true],
    [false, false, false],
  ] as const) {
    const records = new Records();
    await annGivesBack(records, isAnswered);
    expect([isMissed(records, []), isMissed(records, ['r.3'])]).toEqual([gone, there]);
  }
});

it('a seat that may have been given back is nobody’s twice when it is sold again', async () => {
  const records = new Records();
  await annGivesBack(records, false);
  const bob = records.person('bob');
  const bought = { id: 'r.5', code: 'REHEARSAL-5', sequence: 5, seatIds: [1], askedAt: 9, answeredAt: 9 };
  bob.reservation = { ...bought, cancelledAt: undefined };
  expect([...oneOwner(records.people)]).toEqual([]);
});
