import type { EventDetails, Reservation } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { FakeServer, type Said } from './support/fake-server.ts';

let server: FakeServer;
let hall: Hall;
/** Which history the server's seats stand in: as a ledger that was restored from a backup has another. */
let epoch: string;
let reservations: readonly Partial<Reservation>[];
let held: readonly number[];
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('removeEventListener', () => undefined);
  vi.stubGlobal('document', { addEventListener: () => undefined, removeEventListener: () => undefined });
  [epoch, reservations, held] = ['first', [], []];
  server = new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/GET \/me\/reservations/, () => [200, { reservations }])
    .on(/GET \/events\/gala$/, () => [200, details])
    .on(/GET \/events\/gala\/hold$/, () => hold())
    .on(/GET \/events\/gala\/seats/, () => [200, { ...here(), seats }])
    .on(/GET \/events\/gala\/changes/, ({ path }) => [
      200,
      { ...here(), changes: [], has_more: false, reload: !decodeURIComponent(path).includes(epoch) },
    ])
    // No stream can be had, so that the page asks.
    .on(/GET .*stream/, () => 'lost');
  hall = new Hall('gala');
});
afterEach(() => {
  hall.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// Of the event no more than this matters here.
const details = { hall: { rows: 1, seats_per_row: 3 }, plan: null, waiting_room: null } as EventDetails;
const seats = [1, 2, 3].map((id) => ({ id, label: `A${id}`, state: 'available', status: false }));
const here = () => ({
  ...{ event: 'gala', epoch, position: `${epoch}.00000000:5`, sequence: 5, server_time: '' },
});
function hold(): Said {
  if (held.length === 0) return [204];
  return [200, { success: true, seat_ids: held, expires_at: '', expires_in_ms: 600_000, extensions_left: 1 }];
}
const askedForMine = () => server.heard(/GET \/me\/reservations/).length;

describe('A hall whose history is another', () => {
  const seat = { id: 1, label: 'A1', section: null, category: null, amount: null };
  const ticket = { id: 'gala.4', event: 'gala', status: 'active' as const, seats: [seat] };

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
