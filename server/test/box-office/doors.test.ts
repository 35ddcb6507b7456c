import { expect, it } from 'vitest';
import { MemoryAdmissionStore } from '../../src/adapters/memory/admission-store.ts';
import { Doors } from '../../src/box-office/doors.ts';
import { openTestOffice } from '../support/box-office.ts';
import { smallEvent } from '../support/hall.ts';
import { TestClock } from '../support/test-clock.ts';

const waitingRoom = {
  ...{ admittedPerMinute: 600_000, activeMax: 5, turnTtlMs: 60_000, preQueueMs: 0 },
  ...{ order: 'arrival' as const, isPaused: false, proofOfWorkBits: 0, seed: '0'.repeat(32) },
};

it('turns that ended in a line that another server has begun anew do not end those of the new one', async () => {
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

/** Its timers never come: doors move when the test says so. */
function clockOf(clock: TestClock) {
  return { monotonicMs: () => clock.monotonicMs(), after: () => () => undefined };
}
