import type { SeatChange } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveHall } from '#lib/admin/hall/live-hall.svelte.ts';
import { learnRefusals } from '#lib/i18n/learn-refusals.ts';
import { BrowserEvents } from './support/browser-events.ts';
import { smallDrawing } from './support/drawing.ts';
import { later, refusal, type FakeServer, type Said } from './support/fake-server.ts';
import { hereIn, serverOf } from './support/hall-page.ts';
import { LiveStreams } from './support/live-streams.ts';

let server: FakeServer;
let page: BrowserEvents;
let stream: LiveStreams;
let live: LiveHall;
beforeEach(async () => {
  await learnRefusals();
  vi.useFakeTimers();
  page = new BrowserEvents();
  vi.stubGlobal('navigator', { onLine: true });
  server = serverOf(() => 'e')
    .on(/GET \/events\/gala$/, () => [
      200,
      { title: 'Gala', hall: { rows: 2, seats_per_row: 3 }, plan: null },
    ])
    .on(/GET \/events\/gala\/states/, () => [200, { ...hereIn('e'), states: 'ahrbaa' }]);
  stream = new LiveStreams(/\/gala\/stream/);
  live = new LiveHall('gala');
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
async function open(): Promise<void> {
  live.start();
  await vi.advanceTimersByTimeAsync(100);
}
async function change(sequence: number, seat_ids: readonly number[]): Promise<void> {
  const told = { sequence, cause: 'held', state: 'held', seat_ids };
  stream.tell('change', told, `e.00000000:${sequence}`);
  await vi.advanceTimersByTimeAsync(1);
}

describe('The organiser’s hall', () => {
  it('has every seat by its state and its name, which is a number until its drawing is there', async () => {
    expect([live.labelOf(2), live.stateOf(2)]).toEqual(['#2', 'blocked']);
    await open();
    expect([live.loaded, live.connection]).toEqual([true, 'live']);
    expect([1, 2, 3, 4].map((id) => live.stateOf(id))).toEqual(['available', 'held', 'reserved', 'blocked']);
    expect([live.labelOf(2), live.labelOf(4)]).toEqual(['A2', 'B1']);
  });

  it('of a plan is called by all its parts, as on the tickets', async () => {
    server
      .on(/GET \/events\/gala$/, () => [200, { title: 'Gala', hall: null, plan: { id: 'small' } }])
      .on(/GET \/plans\/small/, () => [200, smallDrawing])
      .on(/GET .*states/, () => [200, { ...hereIn('e'), states: 'a'.repeat(21) }]);
    await open();
    expect([live.labelOf(9), live.bytes.freeInCategory[1]]).toEqual(['Right · A · 1', 8]);
  });

  it('asks for its event and its drawing until they are there, and says meanwhile why not', async () => {
    server.on(/GET \/events\/gala$/, () => 'lost');
    await open();
    await vi.advanceTimersByTimeAsync(3_000);
    expect([live.failure?.kind, live.model]).toEqual(['unreachable', undefined]);
    server
      .on(/GET \/events\/gala$/, () => [200, { title: 'Gala', hall: null, plan: { id: 'small' } }])
      .on(/GET \/plans\/small/, () => [404, refusal('not_found')]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([live.failure?.kind, live.model]).toEqual(['refused', undefined]);
    server.on(/GET \/plans\/small/, () => [200, smallDrawing]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(live.model?.seatCount).toBe(21);
    const asked = server.heard(/GET \/events\/gala$/).length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.heard(/GET \/events\/gala$/)).toHaveLength(asked);
  });

  it('tells whoever listens of each change, as long as they listen, and counts soon after', async () => {
    await open();
    await vi.advanceTimersByTimeAsync(1_000);
    const heard: (readonly number[])[] = [];
    const note = (changes: readonly SeatChange[]) => heard.push(...changes.map(({ seat_ids: ids }) => ids));
    const stop = live.onChanges(note);
    const version = live.version;
    await change(6, [1]);
    await change(7, [5, 6]);
    expect([heard, live.stateOf(5), live.version]).toEqual([[[1], [5, 6]], 'held', version]);
    await vi.advanceTimersByTimeAsync(400);
    expect(live.version).toBe(version + 1);
    stop();
    await change(8, [2]);
    expect(heard).toHaveLength(2);
  });

  it('is offline at once when the network goes, and is read again when the page is looked at', async () => {
    await open();
    page.happens('offline');
    expect([live.connection, stream.heard]).toEqual(['offline', 0]);
    const before = stream.count;
    await vi.advanceTimersByTimeAsync(10);
    page.visibilityState = 'hidden';
    page.happens('visibilitychange');
    await vi.advanceTimersByTimeAsync(10);
    expect(stream.count).toBe(before);
    page.visibilityState = 'visible';
    page.happens('visibilitychange');
    await vi.advanceTimersByTimeAsync(10);
    expect(stream.count).toBe(before + 1);
  });

  it('is asked for by nobody once it is left, also where its event or drawing comes after that', async () => {
    const [slow, plan] = [later<Said>(), later<Said>()];
    server.on(/GET \/events\/gala$/, () => slow.promise).on(/GET \/plans\/small/, () => plan.promise);
    const other = new LiveHall('gala');
    other.start();
    await open();
    other.stop();
    slow.come([200, { title: 'Gala', hall: null, plan: { id: 'small' } }]);
    await vi.advanceTimersByTimeAsync(10);
    live.stop();
    plan.come('lost');
    await vi.advanceTimersByTimeAsync(10);
    const before = server.asked.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect([server.asked.length, page.listenedTo, live.model, other.model]).toEqual([
      ...[before, [], undefined, undefined],
    ]);
  });

  it('that is not there is said to be not there', async () => {
    server.on(/GET .*states/, () => [404, refusal('not_found')]);
    await open();
    expect(live.failure).toMatchObject({ problem: { reason: 'not_found' } });
  });
});
