import type { EventDetails, Reservation, SeatChange, SeatState } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import type { TabNews } from '#lib/app/tabs.ts';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { nextInLine } from '#lib/line/next-in-line.svelte.ts';
import { BrowserEvents } from './support/browser-events.ts';
import { later, refusal, type FakeServer, type Said } from './support/fake-server.ts';
import { hereIn, seatsThatAre, serverOf } from './support/hall-page.ts';
import { heldSeats } from './support/hold-server.ts';
import { LiveStreams } from './support/live-streams.ts';

let server: FakeServer;
let page: BrowserEvents;
let stream: LiveStreams;
let hall: Hall;
let held: readonly number[];
let reservations: readonly Partial<Reservation>[];
let states: readonly SeatState[];
let sequence: number;
beforeEach(() => {
  vi.useFakeTimers();
  page = new BrowserEvents();
  vi.stubGlobal('navigator', { onLine: true });
  [held, reservations, sequence] = [[], [], 5];
  states = ['available', 'held', 'reserved', 'blocked', 'available'];
  [i18n.lang, announcer.text] = ['en', ''];
  server = serverOf(() => 'e')
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/GET \/me\/reservations/, () => [200, { reservations }])
    .on(/GET \/events\/gala$/, () => [200, details])
    .on(/GET \/events\/gala\/hold$/, () => heldSeats(held, 600_000))
    .on(/GET \/events\/gala\/seats/, () => [200, { ...hereIn('e'), seats: seatsThatAre(...states) }]);
  stream = new LiveStreams(/\/gala\/stream/);
  hall = new Hall('gala');
});
afterEach(() => {
  hall.stop();
  for (const { id } of toasts.list) toasts.dismiss(id);
  i18n.lang = 'ko';
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

// Of the event no more than this matters here.
const details = { hall: { rows: 1, seats_per_row: 5 }, plan: null, waiting_room: null } as EventDetails;
const asksForMine = () => server.heard(/GET \/me\/reservations/).length;

async function open(): Promise<void> {
  hall.start();
  await vi.advanceTimersByTimeAsync(100);
  expect([hall.loaded, hall.connection]).toEqual([true, 'live']);
}
/** The stream tells a change. */
async function change(told: Pick<SeatChange, 'cause' | 'state' | 'seat_ids'> & Partial<SeatChange>) {
  sequence += 1;
  stream.tell('change', { sequence, ...told }, `e.00000000:${sequence}`);
  await vi.advanceTimersByTimeAsync(1);
}

describe('A seat as I see it', () => {
  it('is mine before all else, and free as soon as I gave it back; one that nobody knows is not for sale', async () => {
    await open();
    const views = () => [1, 2, 3, 4, 5, 9].map((id) => hall.viewOf(id));
    expect(views()).toEqual(['available', 'held', 'reserved', 'blocked', 'available', 'blocked']);
    hall.mine.hold = { seatIds: [2], endsAt: Infinity, toldAt: 0, extensionsLeft: 0 };
    hall.mine.justGivenBack = [3, 5];
    hall.pending = [1];
    expect(views()).toEqual(['mine', 'mine', 'reserved', 'blocked', 'available', 'blocked']);
    hall.mine.hold = null;
    hall.mine.justGivenBack = [2];
    hall.pending = [];
    expect([hall.viewOf(2), hall.freeCount]).toEqual(['available', 3]);
    reservations = [
      { id: 'g', event: 'gala', status: 'active', seats: [{ id: 3 } as Reservation['seats'][0]] },
    ];
    hall.pending = [3];
    await hall.mine.refresh();
    expect(hall.viewOf(3)).toBe('mine-reserved');
  });

  it('has a name, or its number where none is known', async () => {
    await open();
    expect([hall.labelOf(1), hall.labelOf(9), hall.seatCount]).toEqual(['A1', '#9', 5]);
  });

  it('is sold out once none is left for me and I hold none, and not before that is known', async () => {
    states = ['held', 'reserved'];
    expect(hall.isSoldOut).toBe(false);
    await open();
    expect([hall.isSoldOut, hall.hasHeldSeats, hall.hasBlockedSeats]).toEqual([true, true, false]);
    held = [1];
    await hall.mine.refresh();
    expect(hall.isSoldOut).toBe(false);
  });

  it.each([
    [1, 200, null, false],
    [1, 201, null, true],
    [2, 100, { id: 'arena' }, true],
  ])('is a button among up to 200, and else on a map: %s × %s %o', async (rows, seats_per_row, plan, is) => {
    const told = { ...details, hall: { rows, seats_per_row }, plan };
    server
      .on(/GET \/events\/gala$/, () => [200, told])
      .on(/GET .*states/, () => [200, { ...hereIn('e'), states: 'aaaaa' }]);
    await open();
    expect([hall.isLarge, server.heard(/states/).length]).toEqual([is, is ? 1 : 0]);
  });
});

describe('What others do', () => {
  it('is said in a small hall, and what I do is not', async () => {
    held = [5];
    await open();
    await change({ cause: 'held', state: 'held', seat_ids: [1] });
    await change({ cause: 'held', state: 'held', seat_ids: [5] });
    await change({ cause: 'expired', state: 'available', seat_ids: [2] });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(announcer.text).toBe('A1 was just taken. A2 is free again.');
  });

  it('is not said in a large one, or nothing else would be heard', async () => {
    hall.store.becomeLarge();
    server.on(/GET .*states/, () => [200, { ...hereIn('e'), states: 'aaaaa' }]);
    await open();
    await change({ cause: 'held', state: 'held', seat_ids: [1] });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(announcer.text).toBe('');
  });

  it('to a seat of mine makes me ask, a moment later and once, but not that I hold it', async () => {
    held = [1, 5];
    await open();
    const before = asksForMine();
    await change({ cause: 'held', state: 'held', seat_ids: [1, 5] });
    await change({ cause: 'extended', state: 'held', seat_ids: [1, 5] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asksForMine()).toBe(before);
    held = [];
    await change({ cause: 'expired', state: 'available', seat_ids: [1] });
    await change({ cause: 'expired', state: 'available', seat_ids: [5] });
    await vi.advanceTimersByTimeAsync(298);
    expect(asksForMine()).toBe(before);
    await vi.advanceTimersByTimeAsync(10);
    expect([asksForMine(), hall.mine.hold, hall.mine.lost?.why]).toEqual([before + 1, null, 'ended']);
  });

  it('is asked about only when what I am doing myself is answered', async () => {
    held = [1];
    await open();
    const before = asksForMine();
    const answer = later<Said>();
    server.on(/DELETE/, () => answer.promise);
    const giving = hall.mine.giveBack();
    await change({ cause: 'released', state: 'available', seat_ids: [1] });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asksForMine()).toBe(before);
    answer.come([204]);
    await giving;
    await vi.advanceTimersByTimeAsync(1_000);
    // It was I who did it.
    expect([asksForMine(), hall.mine.lost?.why]).toEqual([before, 'given_back']);
  });

  it('to a seat that I gave back counts at once, as where somebody else has taken it', async () => {
    await open();
    hall.mine.hold = { seatIds: [2], endsAt: Infinity, toldAt: 0, extensionsLeft: 0 };
    server.on(/DELETE/, () => [204]);
    await hall.mine.giveBack();
    expect(hall.viewOf(2)).toBe('available');
    await change({ cause: 'held', state: 'held', seat_ids: [2] });
    expect(hall.viewOf(2)).toBe('held');
  });

  it('to the line for a seat is told to whoever stands in it', async () => {
    await open();
    const line = nextInLine(hall);
    const told: unknown[] = [];
    vi.spyOn(line, 'note').mockImplementation((moved) => void told.push(moved));
    await change({ cause: 'held', state: 'held', seat_ids: [1] });
    await change({ cause: 'held', state: 'held', seat_ids: [], line: { seat_id: 2, change: -1 } });
    expect(told).toEqual([{ seat_id: 2, change: -1 }]);
  });

  it.each<[TabNews['what'], readonly number[], string | undefined]>([
    ['held', [1, 5], 'You chose A1, A5 in another tab. You can finish here as well.'],
    ['held', [], undefined],
    ['given_back', [], 'Your choice was released in another tab.'],
    ['reserved', [], 'The reservation was finished in another tab.'],
    ['cancelled', [], undefined],
  ])('in another tab is said when it is shown: %s %s', async (what, now, title) => {
    await open();
    held = now;
    const otherTab = new BroadcastChannel('jari');
    const before = asksForMine();
    otherTab.postMessage({ event: 'gala', what } satisfies TabNews);
    vi.useRealTimers();
    await expect.poll(() => asksForMine()).toBe(before + 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(toasts.list.map((toast) => toast.title)).toEqual(title === undefined ? [] : [title]);
    otherTab.close();
  });
});

describe('A hall whose page', () => {
  it('is out of sight for a minute gives its stream back, and takes it again in sight', async () => {
    await open();
    page.visibilityState = 'hidden';
    page.happens('visibilitychange');
    await vi.advanceTimersByTimeAsync(30_000);
    stream.beat();
    await vi.advanceTimersByTimeAsync(29_999);
    expect([stream.count, stream.heard]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(stream.heard).toBe(0);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(stream.count).toBe(1);
    page.visibilityState = 'visible';
    page.happens('visibilitychange');
    await vi.advanceTimersByTimeAsync(100);
    expect([stream.count, stream.heard]).toEqual([2, 1]);
  });

  it('comes back within the minute keeps its stream, and asks for what is mine', async () => {
    await open();
    page.visibilityState = 'hidden';
    page.happens('visibilitychange');
    await vi.advanceTimersByTimeAsync(10_000);
    page.visibilityState = 'visible';
    const before = asksForMine();
    page.happens('focus');
    stream.beat();
    await vi.advanceTimersByTimeAsync(20_000);
    stream.beat();
    await vi.advanceTimersByTimeAsync(32_000);
    expect([asksForMine(), stream.count, stream.heard]).toEqual([before + 1, 1, 1]);
  });

  it.each([
    ['shown', [1], 'ended'],
    ['not known', [], undefined],
  ])('comes back tells of a hold that is gone where it was %s', async (_, seatIds, why) => {
    held = seatIds;
    await open();
    held = [];
    page.happens('focus');
    await vi.advanceTimersByTimeAsync(100);
    expect(hall.mine.lost?.why).toBe(why);
  });

  it('has lost the network is offline at once', async () => {
    await open();
    vi.stubGlobal('navigator', { onLine: false });
    page.happens('offline');
    expect([hall.connection, stream.heard]).toEqual(['offline', 0]);
  });

  it('is not to be found says so, and asks no more', async () => {
    server.on(/GET \/events\/gala\/seats/, () => [404, refusal('not_found')]);
    hall.start();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(hall.loadFailure).toMatchObject({ problem: { reason: 'not_found' } });
    expect([hall.loaded, server.heard(/seats/).length]).toEqual([false, 1]);
  });

  it('was refused a command asks what the event is now', async () => {
    await open();
    const before = server.heard(/GET \/events\/gala$/).length;
    server.on(/PUT/, () => [403, refusal('not_admitted')]);
    await hall.mine.take([1]);
    expect(server.heard(/GET \/events\/gala$/)).toHaveLength(before + 1);
  });

  it('waits at the door rests, but not where something is held that can be reserved from outside', async () => {
    await open();
    hall.mine.hold = { seatIds: [2], endsAt: Infinity, toldAt: 0, extensionsLeft: 0 };
    hall.rest();
    expect(stream.heard).toBe(1);
    hall.mine.hold = null;
    hall.rest();
    expect(stream.heard).toBe(0);
    await vi.advanceTimersByTimeAsync(100);
    hall.wake();
    await vi.advanceTimersByTimeAsync(100);
    expect(stream.heard).toBe(1);
  });
});
