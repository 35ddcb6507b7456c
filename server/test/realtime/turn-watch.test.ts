import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Doors, Standing } from '../../src/box-office/doors.ts';
import { TurnWatch } from '../../src/realtime/turn-watch.ts';
import { openTestOffice } from '../support/box-office.ts';
import { smallEvent } from '../support/hall.ts';

const waitingRoom = {
  ...{ admittedPerMinute: 600_000, activeMax: 5, turnTtlMs: 60_000, preQueueMs: 0 },
  ...{ order: 'arrival' as const, isPaused: false, proofOfWorkBits: 0, seed: '0'.repeat(32) },
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a turn is told when the doors come to its place, and until then nobody is asked where it is', async () => {
  const event = smallEvent({ rules: { ...smallEvent().rules, waitingRoom } });
  const { office } = await openTestOffice({ event });
  const state = { joined: 9, serving: 2, overTo: 0, active: 2, preQueued: null };
  let asked = 0;
  const standingOf = (): Promise<Standing | undefined> => {
    asked++;
    const turn = state.serving >= 3 ? served : ({ is: 'waiting' } as const);
    return Promise.resolve({ number: 3, place: 3, turn, reading: { ...state, isFresh: true } });
  };
  const served = { is: 'served', endsAtMs: 99, sequence: 0 } as const;
  // All that it asks doors.
  const doors = {
    lines: () => [{ eventId: 'default', state, isStopped: false }],
    standingOf,
  } as unknown as Doors;
  const watch = new TurnWatch(doors, 100);
  const told: number[][] = [];
  watch.watch(office, 'ann', (...turn) => told.push(turn));
  await vi.advanceTimersByTimeAsync(1_000);
  expect([asked, told]).toEqual([1, []]);
  state.serving = 3;
  await vi.advanceTimersByTimeAsync(100);
  expect([asked, told]).toEqual([2, [[3, 99]]]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toHaveLength(1);
  watch.close();
});
