import type { Reservation } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TabNews } from '#lib/app/tabs.ts';
import { MyPlace } from '#lib/hall/my-place.svelte.ts';
import { later, refusal, type FakeServer, type Said } from './support/fake-server.ts';
import { annsServer, holdOf } from './support/hold-server.ts';

let server: FakeServer;
beforeEach(() => {
  server = annsServer().on(/PUT \/events\/gala\/hold/, ({ body }) => [200, holdOf(...seatsIn(body))]);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const reservation = (id: string, event: string, status: Reservation['status'], seat: number): object => ({
  ...{ id, event, status, seats: [{ id: seat, label: `A${seat}` }] },
});
const placeInGala = (onTurnedAway: () => void = () => undefined) =>
  new MyPlace('gala', () => undefined, onTurnedAway);

describe('What is mine in a hall', () => {
  it('is what I did last, not what a slow answer to an older question says', async () => {
    const slow = later<Said>();
    server.on(/GET \/events\/gala\/hold$/, () => slow.promise);
    const mine = placeInGala();
    const asking = mine.refresh();
    await expect.poll(() => server.heard(/GET .*hold$/)).toHaveLength(1);
    await mine.take([3]);
    slow.come([204]);
    await asking;
    expect([mine.hold?.seatIds, mine.lost]).toEqual([[3], null]);
    mine.stop();
  });

  it('lasts as long as was said from when it was asked for: the answer’s way is no time of mine', async () => {
    vi.useFakeTimers();
    const mine = placeInGala();
    await mine.refresh();
    const slow = later<Said>();
    server.on(/PUT/, () => slow.promise);
    const askedAt = performance.now();
    const taking = mine.take([3]);
    await vi.advanceTimersByTimeAsync(5_000);
    slow.come([200, holdOf(3)]);
    await taking;
    expect(mine.hold?.endsAt).toBe(askedAt + 120_000);
    mine.stop();
  });

  it('are the seats of reservations that are good, and in this event', async () => {
    server.on(/GET \/me\/reservations/, () => [
      200,
      {
        reservations: [
          reservation('gala.1', 'gala', 'active', 1),
          reservation('gala.2', 'gala', 'cancelled', 2),
          reservation('ball.3', 'ball', 'active', 3),
        ],
      },
    ]);
    const mine = placeInGala();
    await mine.refresh();
    expect([mine.reservedSeatIds, mine.known]).toEqual([[1], true]);
    mine.stop();
  });

  it('is asked for where nobody knows whether a command was carried out', async () => {
    server.on(/PUT/, () => 'lost').on(/GET \/events\/gala\/hold$/, () => [200, holdOf(4)]);
    const mine = placeInGala();
    const outcome = await mine.take([4]);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
    await expect.poll(() => mine.hold?.seatIds).toEqual([4]);
    mine.stop();
  });

  it('is asked for until somebody answers, where neither the command nor the question after it was answered', async () => {
    vi.useFakeTimers();
    const mine = placeInGala();
    await mine.refresh();
    server.on(/PUT/, () => 'lost').on(/GET \/events\/gala\/hold$/, () => 'lost');
    await mine.take([4]);
    await vi.advanceTimersByTimeAsync(10);
    expect([mine.known, mine.hold]).toEqual([true, null]);
    // It had been carried out, and the server is back.
    server.on(/GET \/events\/gala\/hold$/, () => [200, holdOf(4)]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(mine.hold?.seatIds).toEqual([4]);
    const asked = server.heard(/GET .*hold$/).length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.heard(/GET .*hold$/)).toHaveLength(asked);
    mine.stop();
  });

  it('is not asked for again where it was refused for good, and is where only my reservations were not told', async () => {
    vi.useFakeTimers();
    const mine = placeInGala();
    await mine.refresh();
    server.on(/GET \/events\/gala\/hold$/, () => [403, refusal('forbidden')]);
    await mine.refresh();
    const asked = server.heard(/GET .*hold$/).length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.heard(/GET .*hold$/)).toHaveLength(asked);
    server.on(/GET \/events\/gala\/hold$/, () => [200, holdOf(2)]).on(/GET \/me\/reservations/, () => 'lost');
    expect(await mine.refresh()).toBe(false);
    server.on(/GET \/me\/reservations/, () => [
      200,
      { reservations: [reservation('gala.1', 'gala', 'active', 1)] },
    ]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([mine.hold?.seatIds, mine.reservedSeatIds]).toEqual([[2], [1]]);
    mine.stop();
  });

  it('is asked for once more where an answer was overtaken by what I did, and not once the page is left', async () => {
    vi.useFakeTimers();
    server
      .on(/GET \/me\/reservations/, () => [
        200,
        { reservations: [reservation('gala.1', 'gala', 'active', 1)] },
      ])
      .on(/PUT/, () => [409, refusal('seat_held')]);
    const slow = later<Said>();
    server.on(/GET \/events\/gala\/hold$/, () => slow.promise);
    const [mine, left] = [placeInGala(), placeInGala()];
    const asking = [mine.refresh(), left.refresh()];
    await vi.advanceTimersByTimeAsync(10);
    await Promise.all([mine.take([3]), left.take([3])]);
    server.on(/GET \/events\/gala\/hold$/, () => [200, holdOf(2)]);
    slow.come([200, holdOf(2)]);
    left.stop();
    await Promise.all(asking);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([mine.known, mine.hold?.seatIds, mine.reservedSeatIds]).toEqual([true, [2], [1]]);
    expect(left.known).toBe(false);
    mine.stop();
  });

  it('is not asked for once the page is left, also where its answer comes after that', async () => {
    vi.useFakeTimers();
    const slow = later<Said>();
    server.on(/GET \/events\/gala\/hold$/, () => slow.promise);
    const mine = placeInGala();
    const asking = mine.refresh();
    await vi.advanceTimersByTimeAsync(10);
    mine.stop();
    slow.come([200, holdOf(2)]);
    await asking;
    await vi.advanceTimersByTimeAsync(300_000);
    expect([mine.known, server.heard(/GET .*hold$/).length]).toEqual([false, 1]);
  });

  it('is not asked for at its end either, where it was taken just before the page was left', async () => {
    vi.useFakeTimers();
    const slow = later<Said>();
    server.on(/PUT/, () => slow.promise);
    const mine = placeInGala();
    const taking = mine.take([3]);
    await vi.advanceTimersByTimeAsync(10);
    mine.stop();
    slow.come([200, holdOf(3)]);
    expect((await taking).ok).toBe(true);
    const asked = server.asked.length;
    await vi.advanceTimersByTimeAsync(300_000);
    expect(server.asked).toHaveLength(asked);
  });

  it('is gone where the server knows of no hold to give back, and stays where it did not answer', async () => {
    const mine = placeInGala();
    await mine.take([3]);
    server.on(/DELETE/, () => 'lost');
    await mine.giveBack();
    expect([mine.hold?.seatIds, mine.busy]).toEqual([[3], false]);
    server.on(/DELETE/, () => [409, refusal('no_hold')]);
    await mine.giveBack();
    expect([mine.hold, mine.lost]).toEqual([null, { seatIds: [3], why: 'given_back' }]);
    mine.stop();
  });
});

describe('What another tab does', () => {
  it.each<[TabNews['what'], object]>([
    ['reserved', { why: 'given_back' }],
    ['given_back', { why: 'given_back' }],
    ['cancelled', { why: 'given_back' }],
    ['held', { why: 'ended' }],
  ])('is no loss where it has used or given back what was held: %s', async (what, lost) => {
    const otherTab = new BroadcastChannel('jari');
    const mine = placeInGala();
    mine.start();
    await mine.take([3]);
    // Of another event it tells nothing about this one.
    otherTab.postMessage({ event: 'ball', what: 'given_back' } satisfies TabNews);
    otherTab.postMessage({ event: 'gala', what } satisfies TabNews);
    await expect.poll(() => mine.lost).toMatchObject({ seatIds: [3], ...lost });
    mine.stop();
    otherTab.close();
  });
});

describe('Who is refused', () => {
  it.each([
    ['not_admitted', 1],
    ['turn_missed', 1],
    ['not_on_sale', 0],
    ['seat_held', 0],
    ['limit_exceeded', 0],
  ])('by the waiting room is shown it, whatever they asked for: %s', async (reason, times) => {
    server.on(/(PUT|DELETE|POST) .*hold/, () => [403, refusal(reason)]);
    let shown = 0;
    const mine = placeInGala(() => shown++);
    for (const ask of [() => mine.take([3]), () => mine.giveBack(), () => mine.extend()]) {
      shown = 0;
      await ask();
      expect(shown).toBe(times);
    }
    mine.stop();
  });
});

function seatsIn(body: unknown): number[] {
  // The page's own request: its seats are numbers.
  return (body as { seat_ids: number[] }).seat_ids;
}
