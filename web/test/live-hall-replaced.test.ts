import type { EventDetails } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveHall } from '#lib/admin/hall/live-hall.svelte.ts';
import { hereIn, serverOf, stubBrowser } from './support/hall-page.ts';
import { memoryStorage } from './support/memory-storage.ts';

// Of the event no more than this matters here.
const detailsOf = (seatsPerRow: number, title = 'Gala') =>
  ({
    title,
    hall: { rows: 1, seats_per_row: seatsPerRow },
    plan: null,
    prices: {},
  }) as unknown as EventDetails;

let epoch: string;
let details: EventDetails;
let live: LiveHall;
const reload = vi.fn();
const storage = memoryStorage();
beforeEach(() => {
  vi.useFakeTimers();
  stubBrowser();
  vi.stubGlobal('location', { reload });
  vi.stubGlobal('sessionStorage', storage);
  [epoch, details] = ['first', detailsOf(3)];
  serverOf(() => epoch)
    .on(/GET \/events\/gala$/, () => [200, details])
    .on(/GET \/events\/gala\/states/, () => [200, { ...hereIn(epoch), states: 'aaa' }]);
  live = new LiveHall('gala');
});
afterEach(() => {
  live.stop();
  reload.mockClear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The page is open when the event becomes this, and its hall begins anew. */
async function become(next: EventDetails): Promise<void> {
  live.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([live.loaded, reload.mock.calls.length]).toEqual([true, 0]);
  storage.setItem('jari:selected-seats:gala', '[2]');
  [epoch, details] = ['second', next];
  await vi.advanceTimersByTimeAsync(60_000);
}

describe('The organiser’s hall', () => {
  it('begins anew when the event has another, and forgets what was chosen in the former', async () => {
    await become(detailsOf(4));
    expect([reload.mock.calls.length, storage.getItem('jari:selected-seats:gala')]).toEqual([1, null]);
  });

  it('stays where it is the same, with what the event is now', async () => {
    await become(detailsOf(3, 'Matinee'));
    expect([reload.mock.calls.length, live.details?.title]).toEqual([0, 'Matinee']);
    expect(storage.getItem('jari:selected-seats:gala')).toBe('[2]');
  });
});
