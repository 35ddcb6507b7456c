import type { EventDetails, Reservation, SeatChange } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import type { FakeServer } from './support/fake-server.ts';
import { hereIn, seatsThatAre, serverOf, stubBrowser } from './support/hall-page.ts';
import { heldSeats } from './support/hold-server.ts';
import { lineStatus } from './support/line.ts';
import { memoryStorage } from './support/memory-storage.ts';

let server: FakeServer;
let hall: Hall;
let epoch: string;
let reservations: readonly Partial<Reservation>[];
let held: readonly number[];
beforeEach(() => {
  vi.useFakeTimers();
  stubBrowser();
  [epoch, reservations, held] = ['first', [], []];
  server = serverOf(() => epoch)
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/GET \/me\/reservations/, () => [200, { reservations }])
    .on(/GET \/events\/gala$/, () => [200, details])
    .on(/GET \/events\/gala\/hold$/, () => heldSeats(held, 600_000))
    .on(/GET \/events\/gala\/seats/, () => [200, { ...hereIn(epoch), seats }]);
  hall = new Hall('gala');
});
afterEach(() => {
  hall.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// Of the event no more than this matters here.
const details = { hall: { rows: 1, seats_per_row: 3 }, plan: null, waiting_room: null } as EventDetails;
const seats = seatsThatAre('available', 'available', 'available');
const askedForMine = () => server.heard(/GET \/me\/reservations/).length;

describe('A hall that was left', () => {
  it('asks for nothing any more, neither about its seats nor about its line', async () => {
    vi.stubGlobal('localStorage', memoryStorage());
    const room = { turn_ttl_seconds: 60 };
    server
      .on(/GET \/events\/gala$/, () => [200, { ...details, waiting_room: room }])
      .on(/GET .*fcfs\/status/, () => [200, lineStatus()])
      .on(/POST .*fcfs\/join/, () => [202, { success: true, event: 'gala', queue_number: 101 }]);
    hall.start();
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(hall.line?.view.is).toBe('waiting');
    hall.stop();
    const before = server.asked.length;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.asked.slice(before)).toEqual([]);
  });
});

const seat = { id: 1, label: 'A1', section: null, category: null, amount: null };
const ticket = { id: 'gala.4', event: 'gala', status: 'active' as const, seats: [seat] };

describe('A seat of mine that has changed', () => {
  it.each([
    ['small', 3],
    ['large', 300],
  ])('is asked about only where what I know does not explain it: %s hall', async (_, count) => {
    server
      .on(/GET \/events\/gala$/, () => [200, { ...details, hall: { rows: 1, seats_per_row: count } }])
      .on(/GET \/events\/gala\/states/, () => [200, { ...hereIn(epoch), states: 'a'.repeat(count) }]);
    reservations = [ticket];
    hall.start();
    await vi.advanceTimersByTimeAsync(60_000);
    const told = async (cause: SeatChange['cause'], state: SeatChange['state'], sequence: number) => {
      const before = askedForMine();
      server.on(/GET \/events\/gala\/changes/, ({ path }) => {
        const isNews = Number(decodeURIComponent(path).split(':').at(-1)) < sequence;
        const here = { ...hereIn(epoch), position: `${epoch}.00000000:${sequence}`, sequence };
        const changes = isNews ? [{ sequence, cause, state, seat_ids: [1] }] : [];
        return [200, { ...here, changes, has_more: false, reload: false }];
      });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(hall.store.stateOf(1)).toBe(state);
      return askedForMine() - before;
    };
    expect(await told('reserved', 'reserved', 6)).toBe(0);
    reservations = [];
    expect(await told('cancelled', 'available', 7)).toBe(1);
    expect(hall.mine.reservedSeatIds).toEqual([]);
  });
});

describe('A hall whose history is another', () => {
  it.each([
    ['reserved', [ticket], []],
    ['held', [], [2]],
  ])('asks anew for what I have %s, and not before', async (_, mine, seatIds) => {
    [reservations, held] = [mine, seatIds];
    hall.start();
    await vi.advanceTimersByTimeAsync(60_000);
    const shown = () => [hall.mine.reservedSeatIds, hall.mine.hold?.seatIds ?? []];
    expect(shown()).toEqual([mine.length > 0 ? [1] : [], seatIds]);
    const before = askedForMine();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(askedForMine()).toBe(before);
    [epoch, reservations, held] = ['second', [], []];
    await vi.advanceTimersByTimeAsync(60_000);
    expect(shown()).toEqual([[], []]);
  });
});
