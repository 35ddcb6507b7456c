import type { Reservation } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TabNews } from '#lib/app/tabs.ts';
import { MyPlace } from '#lib/hall/my-place.svelte.ts';
import { later, refusal, type FakeServer, type Said } from './support/fake-server.ts';
import { annsServer, holdOf, seatsIn } from './support/hold-server.ts';

let server: FakeServer;
let mine: MyPlace;
let isNew: boolean;
/** What other tabs were told. */
let told: TabNews[];
let otherTab: BroadcastChannel;
beforeEach(() => {
  vi.useFakeTimers();
  [isNew, told] = [false, []];
  server = annsServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: isNew }])
    .on(/PUT \/events\/gala\/hold/, ({ body }) => [200, holdOf(...(seatsIn(body) ?? [8, 9]))])
    .on(/DELETE \/events\/gala\/hold/, () => [204]);
  mine = new MyPlace(
    'gala',
    () => undefined,
    () => undefined,
  );
  otherTab = new BroadcastChannel('jari');
  otherTab.onmessage = ({ data }: MessageEvent<TabNews>) => void told.push(data);
});
afterEach(() => {
  mine.stop();
  otherTab.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const asks = () => server.heard(/GET .*hold$/).length;
const held = (said: Said) => server.on(/GET \/events\/gala\/hold$/, () => said);
const ticket = (id: string, seat: number): Reservation => ({
  ...{ id, event: 'gala', code: 'C', status: 'active', user_name: 'Ann', phone: '', created_at: '' },
  ...{ currency: null, total: null, sequence: 1 },
  seats: [{ id: seat, label: `A${seat}`, section: null, category: null, amount: null }],
});

describe('Somebody whom the server has only just met', () => {
  it('is asked for nothing, once; whoever comes back may have something', async () => {
    isNew = true;
    mine.start();
    await vi.advanceTimersByTimeAsync(100);
    expect([mine.known, asks()]).toEqual([true, 0]);
    const again = new MyPlace(
      'gala',
      () => undefined,
      () => undefined,
    );
    again.start();
    await vi.advanceTimersByTimeAsync(100);
    expect([again.known, asks()]).toEqual([true, 1]);
    again.stop();
  });
});

describe('What is held', () => {
  it('is held longer once more time was given, and busy until then', async () => {
    await mine.take([3]);
    const before = mine.hold?.endsAt ?? Infinity;
    await vi.advanceTimersByTimeAsync(50_000);
    const answer = later<Said>();
    server.on(/POST .*extend/, () => answer.promise);
    const extending = mine.extend();
    expect(mine.busy).toBe(true);
    answer.come([200, { ...holdOf(3), extensions_left: 1 }]);
    expect((await extending).ok).toBe(true);
    expect([mine.busy, (mine.hold?.endsAt ?? 0) - before, mine.hold?.extensionsLeft]).toEqual([
      ...[false, 50_000, 1],
    ]);
    // The clock of before rings for nobody.
    await vi.advanceTimersByTimeAsync(100_000);
    expect([mine.hold?.seatIds, asks()]).toEqual([[3], 0]);
  });

  it('is asked for where no more time was given: it may be over', async () => {
    await mine.take([3]);
    server.on(/POST .*extend/, () => [409, refusal('no_hold')]);
    expect((await mine.extend()).ok).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect([mine.busy, mine.hold, mine.lost?.why]).toEqual([false, null, 'ended']);
  });

  it('is over when the server says so, a moment after our own count, and not before', async () => {
    await mine.take([3]);
    await vi.advanceTimersByTimeAsync(120_149);
    expect([asks(), mine.hold?.seatIds]).toEqual([0, [3]]);
    await vi.advanceTimersByTimeAsync(1);
    expect([asks(), mine.hold, mine.lost]).toEqual([1, null, { seatIds: [3], why: 'ended' }]);
  });

  it('goes on after our own count where the server says so', async () => {
    await mine.take([3]);
    held([200, { ...holdOf(3), expires_in_ms: 5_000 }]);
    await vi.advanceTimersByTimeAsync(120_200);
    expect([mine.hold?.seatIds, mine.lost]).toEqual([[3], null]);
    held([204]);
    await vi.advanceTimersByTimeAsync(5_200);
    expect([mine.hold, mine.lost?.why]).toEqual([null, 'ended']);
  });

  it('is over by our own count where nobody answers', async () => {
    await mine.take([3]);
    held('lost');
    await vi.advanceTimersByTimeAsync(120_200);
    expect([mine.hold, mine.lost]).toEqual([null, { seatIds: [3], why: 'ended' }]);
    // It is asked for still, and was not over.
    held([200, holdOf(3)]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([mine.hold?.seatIds, mine.lost]).toEqual([[3], null]);
  });

  it('is what was taken while the end of the former was asked about', async () => {
    await mine.take([3]);
    const answer = later<Said>();
    server.on(/GET \/events\/gala\/hold$/, () => answer.promise);
    await vi.advanceTimersByTimeAsync(120_200);
    await mine.take([4]);
    answer.come([204]);
    await vi.advanceTimersByTimeAsync(10);
    expect([mine.hold?.seatIds, mine.lost]).toEqual([[4], null]);
  });
});

describe('An answer about what is mine', () => {
  it('counts for nothing while something that I do is on its way', async () => {
    await mine.take([3]);
    const [answer, done] = [later<Said>(), later<Said>()];
    server
      .on(/GET \/events\/gala\/hold$/, () => answer.promise)
      .on(/PUT \/events\/gala\/hold/, () => done.promise);
    const asking = mine.refresh();
    await vi.advanceTimersByTimeAsync(10);
    const taking = mine.take([4]);
    answer.come([204]);
    await asking;
    expect([mine.isActing, mine.hold?.seatIds]).toEqual([true, [3]]);
    done.come([200, holdOf(4)]);
    await taking;
    expect([mine.isActing, mine.hold?.seatIds, mine.lost]).toEqual([false, [4], null]);
  });

  it('is wanted by nobody at its end where the page was left before', async () => {
    await mine.take([3]);
    mine.stop();
    await vi.advanceTimersByTimeAsync(300_000);
    expect(asks()).toBe(0);
  });
});

describe('Seats that were given back', () => {
  it('are free for their last owner at once, until a change says what they are, or for two seconds', async () => {
    await mine.take([1, 2, 3]);
    await mine.take([3]);
    expect(mine.justGivenBack).toEqual([1, 2]);
    mine.seatsSettled([3, 9]);
    expect(mine.justGivenBack).toEqual([1, 2]);
    mine.seatsSettled([2]);
    expect(mine.justGivenBack).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1_999);
    await mine.giveBack();
    expect(mine.justGivenBack).toEqual([1, 3]);
    await vi.advanceTimersByTimeAsync(1);
    expect(mine.justGivenBack).toEqual([3]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(mine.justGivenBack).toEqual([]);
  });

  it('are none where nothing was held, or where it was not carried out', async () => {
    await mine.giveBack();
    expect(mine.justGivenBack).toEqual([]);
    await mine.take([1, 2]);
    server.on(/PUT/, () => [409, refusal('seat_held')]);
    await mine.take([1, 3]);
    expect([mine.justGivenBack, mine.hold?.seatIds]).toEqual([[], [1, 2]]);
  });
});

describe('What became of a hold', () => {
  it('is a ticket, first among the others and once, and nothing was lost', async () => {
    await mine.take([3]);
    mine.reserved(ticket('gala.1', 1));
    mine.reserved(ticket('gala.3', 3));
    mine.reserved(ticket('gala.1', 1));
    expect([mine.hold, mine.lost, mine.reservations.map(({ id }) => id)]).toEqual([
      ...[null, null, ['gala.1', 'gala.3']],
    ]);
    await vi.advanceTimersByTimeAsync(130_000);
    expect(asks()).toBe(0);
  });

  it.each([
    ['reserved', () => mine.reserved(ticket('gala.3', 3)), null],
    ['lost', () => mine.markLost([3]), { seatIds: [3], why: 'ended' }],
  ])('counts more than a late answer to an older question: %s', async (_, happens, lost) => {
    await mine.take([3]);
    const answer = later<Said>();
    server.on(/GET \/events\/gala\/hold$/, () => answer.promise);
    const asking = mine.refresh();
    await vi.advanceTimersByTimeAsync(10);
    happens();
    answer.come([200, holdOf(3)]);
    expect(await asking).toBe(false);
    expect([mine.hold, mine.lost]).toEqual([null, lost]);
  });

  it('is told in the words of the organiser who took it, unless something else is held by then', async () => {
    const ended = later<Said>();
    server.on(/GET .*hold\/ended/, () => ended.promise);
    await mine.take([3]);
    mine.markLost([3]);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(10);
    const said = {
      ...{ event: 'gala', seat_ids: [3], ended_at: '', ended_ms_ago: 0 },
      reason: 'The balcony is closed.',
    };
    ended.come([200, said]);
    await vi.advanceTimersByTimeAsync(10);
    expect(mine.lost?.taken?.('A3')).toContain('The balcony is closed');
    mine.forgetLost();
    expect(mine.lost).toBeNull();
    const late = later<Said>();
    server.on(/GET .*hold\/ended/, () => late.promise);
    mine.markLost([3]);
    await vi.advanceTimersByTimeAsync(10);
    await mine.take([4]);
    late.come([200, said]);
    await vi.advanceTimersByTimeAsync(10);
    expect([mine.lost, mine.hold?.seatIds]).toEqual([null, [4]]);
  });
});

describe('Other tabs', () => {
  it('are told of what was done, and not of what was refused', async () => {
    server.on(/POST .*extend/, () => [200, holdOf(3)]);
    await mine.take([3]);
    await mine.extend();
    await mine.giveBack();
    await mine.takeBest({ quantity: 2 });
    expect(mine.hold?.seatIds).toEqual([8, 9]);
    mine.reserved(ticket('gala.3', 3));
    server
      .on(/PUT/, () => [409, refusal('seat_held')])
      .on(/DELETE/, () => 'lost')
      .on(/POST .*extend/, () => [409, refusal('no_hold')]);
    for (const ask of [() => mine.take([5]), () => mine.giveBack(), () => mine.extend()]) await ask();
    // The last of all: whatever else was told has come before it.
    mine.reserved(ticket('gala.4', 4));
    vi.useRealTimers();
    await expect.poll(() => told.length).toBeGreaterThanOrEqual(6);
    expect(new Set(told.map(({ event }) => event))).toEqual(new Set(['gala']));
    expect(told.map(({ what }) => what)).toEqual([
      ...['held', 'held', 'given_back', 'held', 'reserved', 'reserved'],
    ]);
  });
});
