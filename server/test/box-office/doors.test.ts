import { expect, it } from 'vitest';
import { MemoryAdmissionStore } from '../../src/adapters/memory/admission-store.ts';
import { Doors } from '../../src/box-office/doors.ts';
import { openTestOffice } from '../support/box-office.ts';
import { smallEvent } from '../support/hall.ts';
import { TestClock } from '../support/test-clock.ts';

const waitingRoom = {
  ...{ admittedPerMinute: 600_000, activeMax: 1, turnTtlMs: 60_000, preQueueMs: 0 },
  ...{ order: 'arrival' as const, isPaused: false, proofOfWorkBits: 0, seed: '0'.repeat(32) },
};

it('turns that ended in a line that another server has begun anew do not end those of the new one', async () => {
  const { doors, join, move, store } = await doorsUnderTest();
  await join('ann');
  await move();
  await move();
  // Told to the store by another server.
  await store.finishTurn('default', 1);
  await move();
  expect(doors.hasEndedEarly('default', 1)).toBe(true);
  await store.reset('default');
  await join('bob');
  await move();
  expect(doors.hasEndedEarly('default', 1)).toBe(false);
  doors.close();
});

it('places that were given back just before the line began anew are the next ones’', async () => {
  const { doors, join, move, office, store } = await doorsUnderTest();
  for (const userId of ['ann', 'bob']) await join(userId);
  await move();
  await move();
  // One who is inside, and one who waits.
  for (const userId of ['ann', 'bob']) await doors.leave(office, waitingRoom, { userId, ip: null });
  for (const place of [1, 2]) expect(doors.hasEndedEarly('default', place)).toBe(true);
  await store.reset('default');
  await move();
  for (const userId of ['cem', 'dan']) await join(userId);
  await move();
  for (const place of [1, 2]) expect(doors.hasEndedEarly('default', place)).toBe(false);
  doors.close();
});

async function doorsUnderTest() {
  const clock = new TestClock();
  const store = new MemoryAdmissionStore(clock);
  const { office } = await openTestOffice({
    clock,
    event: smallEvent({ rules: { ...smallEvent().rules, waitingRoom } }),
  });
  const observer = { stopped: () => undefined, moving: () => undefined };
  const doors = new Doors({ all: () => [office] }, store, { ...clockOf(clock) }, observer, 1_000);
  const join = (userId: string) =>
    store.join({ eventId: 'default', userId, ip: null, ttlMs: 60_000, requestId: userId });
  const move = async () => {
    clock.advance(20);
    await doors.move(office);
  };
  return { doors, join, move, office, store };
}

/** Its timers never come: doors move when the test says so. */
function clockOf(clock: TestClock) {
  return { monotonicMs: () => clock.monotonicMs(), after: () => () => undefined };
}
