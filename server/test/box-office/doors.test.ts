import { expect, it, vi } from 'vitest';
import { MemoryAdmissionStore } from '../../src/adapters/memory/admission-store.ts';
import { doorRules } from '../../src/box-office/door-rules.ts';
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

it('somebody whom another server has just let in is through at once, and the pass opens nothing more', async () => {
  const { doors, join, move, office, store } = await doorsUnderTest();
  await move();
  await join('ann');
  // Another server moves the doors; what this one has read says that nobody was let in yet.
  const rules = doorRules(office.seatMap, waitingRoom);
  for (let turn = 0; turn < 2; turn++)
    await store.advanceLine('default', rules, office.wallNow() + turn * 20, 0);
  expect((await doors.reading(office, waitingRoom)).serving).toBe(0);
  expect(await doors.standingOf(office, waitingRoom, 'ann')).toMatchObject({
    place: 1,
    turn: { is: 'served' },
  });
  doors.finish(office, 'ann');
  await vi.waitFor(() => expect(doors.hasEndedEarly('default', 1)).toBe(true));
  await vi.waitFor(async () => expect((await doors.reading(office, waitingRoom)).serving).toBe(1));
  expect(await store.turnOf('default', rules, 1)).toEqual({ is: 'done' });
  doors.close();
});

it('turns that ended early are remembered until their time is over, and no longer', async () => {
  const { clock, doors, join, move, store } = await doorsUnderTest();
  await join('ann');
  await move();
  await move();
  await store.finishTurn('default', 1);
  clock.advance(30_000);
  await join('bob');
  await move();
  await move();
  await store.finishTurn('default', 2);
  await move();
  const ended = () => [1, 2].map((place) => doors.hasEndedEarly('default', place));
  expect(ended()).toEqual([true, true]);
  clock.advance(31_000);
  await move();
  expect(ended()).toEqual([false, true]);
  clock.advance(30_000);
  await move();
  expect(ended()).toEqual([false, false]);
  doors.close();
});

it('everybody who left early has a place at which nobody is waited for, however many they were', async () => {
  const { doors, join, move, store } = await doorsUnderTest();
  const left = Array.from({ length: 1_000 }, (_, i) => i + 1);
  const portions: number[] = [];
  store.takeLeftEarly = (_eventId, limit) => {
    const some = left.splice(0, limit);
    portions.push(some.length);
    return Promise.resolve(some);
  };
  const finished: number[] = [];
  store.finishTurn = (_eventId, place) => Promise.resolve(void finished.push(place));
  await join('ann');
  await move();
  await move();
  expect(left).toEqual([]);
  expect(finished.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 1));
  // A portion that is full may have been the last.
  expect(portions.slice(0, 3)).toEqual([500, 500, 0]);
  doors.close();
});

it('somebody who has not lined up has nothing to give back', async () => {
  const { doors, move, office, store } = await doorsUnderTest();
  await move();
  let leaves = 0;
  store.leaveLine = () => Promise.resolve(void leaves++);
  await doors.leave(office, waitingRoom, { userId: 'nobody', ip: null });
  expect(leaves).toBe(0);
  doors.close();
});

it('a line whose room another server has taken away is dissolved when the doors next move', async () => {
  const timers: (() => void)[] = [];
  const { doors, join, move, office, store } = await doorsUnderTest((_ms, callback) => {
    timers.push(callback);
    return () => undefined;
  });
  const dissolved = vi.spyOn(store, 'dissolveLine');
  await join('ann');
  await move();
  expect([...doors.lines()]).toHaveLength(1);
  const { event } = office.seatMap;
  office.seatMap.event = { ...event, rules: { ...event.rules, waitingRoom: null } };
  timers.shift()?.();
  // And they go on to move.
  await vi.waitFor(() => expect(timers).toHaveLength(1));
  expect(dissolved.mock.calls).toEqual([['default']]);
  expect([...doors.lines()]).toEqual([]);
  doors.close();
});

it('doors that are closed do not move again', async () => {
  const timers: (() => void)[] = [];
  const { doors } = await doorsUnderTest((_ms, callback) => {
    timers.push(callback);
    return () => undefined;
  });
  doors.close();
  timers.shift()?.();
  await new Promise(setImmediate);
  expect(timers).toEqual([]);
});

/** Its timers never come unless a test says so: doors move when it does. */
async function doorsUnderTest(after: TestClock['after'] = () => () => undefined) {
  const clock = new TestClock();
  const store = new MemoryAdmissionStore(clock);
  const { office } = await openTestOffice({
    clock,
    event: smallEvent({ rules: { ...smallEvent().rules, waitingRoom } }),
  });
  const observer = { stopped: () => undefined, moving: () => undefined };
  const doors = new Doors(
    { all: () => [office] },
    store,
    { monotonicMs: () => clock.monotonicMs(), after },
    observer,
    1_000,
  );
  const join = (userId: string) =>
    store.join({ eventId: 'default', userId, ip: null, ttlMs: 60_000, requestId: userId });
  const move = async () => {
    clock.advance(20);
    await doors.move(office);
  };
  return { clock, doors, join, move, office, store };
}
