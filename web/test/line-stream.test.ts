import type { PlaceInLine } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { lookInLine, nextInLine, type NextInLine } from '#lib/line/next-in-line.svelte.ts';
import type { FakeServer } from './support/fake-server.ts';
import { stubBrowser } from './support/hall-page.ts';
import { annsServer, heldSeats } from './support/hold-server.ts';
import { LiveStreams } from './support/live-streams.ts';

let server: FakeServer;
let streams: LiveStreams;
let hall: Hall;
let line: NextInLine;
let places: readonly PlaceInLine[];
let held: readonly number[];
const placeFor = (entry: number, seat: number): PlaceInLine => ({
  ...{ entry, place: 1, seat_ids: [seat], best_available: null },
});

/** Whoever stands in line for seat 5, and hears of it. */
beforeEach(async () => {
  vi.useFakeTimers();
  [places, held, announcer.text] = [[placeFor(7, 5)], [], ''];
  server = annsServer()
    .on(/GET \/events\/gala\/hold$/, () => heldSeats(held))
    .on(/GET \/events\/gala\/line/, () => [200, { event: 'gala', line_length: 9, places }]);
  streams = new LiveStreams(/\/me\/stream\?event=gala$/);
  hall = new Hall('gala');
  line = nextInLine(hall);
  await line.look();
  await vi.advanceTimersByTimeAsync(10);
});
afterEach(() => {
  line.stop();
  hall.mine.stop();
  for (const { id } of toasts.list) toasts.dismiss(id);
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const looks = () => server.heard(/GET .*line/).length;
const asksForMine = () => server.heard(/GET .*hold$/).length;
const shown = () => toasts.list.map(({ tone, title, detail }) => ({ tone, title, detail }));
const tell = async (event: string, data: object) => {
  streams.tell(event, data);
  await vi.advanceTimersByTimeAsync(10);
};

describe('Whoever waits for a seat', () => {
  it('hears in one stream however often they look, and looks once when it is there, not at each beat', async () => {
    expect([streams.count, looks()]).toEqual([1, 2]);
    for (let beats = 0; beats < 3; beats++) {
      streams.beat();
      await vi.advanceTimersByTimeAsync(15_000);
    }
    await line.look();
    expect([streams.count, looks()]).toEqual([1, 3]);
  });

  it('holds a stream for living as long as it is silent for no more than 35 seconds', async () => {
    await vi.advanceTimersByTimeAsync(34_000);
    streams.beat();
    await vi.advanceTimersByTimeAsync(34_900);
    expect([streams.count, streams.heard]).toEqual([1, 1]);
    await vi.advanceTimersByTimeAsync(200);
    expect(streams.heard).toBe(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([streams.count, streams.heard]).toEqual([2, 1]);
  });

  it('has what is offered as soon as it is told, and needs to hear no more then', async () => {
    [places, held] = [[], [5]];
    await tell('offered', { event: 'gala', seat_ids: [5] });
    expect([line.offered, line.places, streams.heard]).toEqual([[5], [], 0]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(streams.count).toBe(1);
  });

  it('has what is offered also where what they hold could not be asked at once', async () => {
    server.on(/GET \/events\/gala\/hold$/, () => 'lost');
    places = [];
    await tell('offered', { event: 'gala', seat_ids: [5] });
    expect(line.offered).toEqual([]);
    server.on(/GET \/events\/gala\/hold$/, () => heldSeats([5]));
    await vi.advanceTimersByTimeAsync(10_000);
    expect([line.offered, line.places, announcer.text.trim()]).toEqual([
      ...[[5], []],
      '차례가 왔어요! #5 좌석을 잡아 두었어요.',
    ]);
  });

  it('has nothing that was offered any more once they hold other seats', async () => {
    [places, held] = [[], [5]];
    await tell('offered', { event: 'gala', seat_ids: [5] });
    held = [6];
    await hall.mine.refresh();
    expect(line.offered).toEqual([]);
  });

  it('is told that the organiser has cancelled, and why where they say it, and sees it gone', async () => {
    const told = { event: 'gala', sequence: 3, reservation: 'gala.1', seat_ids: [1, 2] };
    let [mine, looked] = [asksForMine(), looks()];
    await tell('reservation_cancelled_by_organiser', { ...told, reason: 'The roof leaks' });
    expect(shown()).toEqual([
      { tone: 'warning', title: '주최자가 #1, #2 예매를 취소했어요.', detail: 'The roof leaks' },
    ]);
    expect([asksForMine() - mine, looks() - looked]).toEqual([1, 0]);
    [mine, looked] = [asksForMine(), looks()];
    await tell('reservation_cancelled_by_organiser', { ...told, seat_ids: [4], reason: null });
    expect(shown().at(-1)).toEqual({
      tone: 'warning',
      title: '주최자가 #4 예매를 취소했어요.',
      detail: undefined,
    });
    expect(asksForMine() - mine).toBe(1);
  });

  it('loses what they hold where the organiser takes it, which is no giving back of theirs', async () => {
    held = [9];
    await hall.mine.refresh();
    held = [];
    const looked = looks();
    await tell('hold_ended_by_organiser', { event: 'gala' });
    expect([hall.mine.hold, hall.mine.lost?.why, looks() - looked]).toEqual([null, 'ended', 0]);
  });

  it('asks nothing because of what they do not know', async () => {
    const before = server.asked.length;
    await tell('turn_has_come', { event: 'gala', queue_number: 4 });
    expect([server.asked.length, toasts.list]).toEqual([before, []]);
  });

  it('looks after each stream that ended, opens another, and ever more rarely where none lives', async () => {
    const looked = looks();
    streams.end();
    await vi.advanceTimersByTimeAsync(1_000);
    // Once because it ended, and once because the next is there.
    expect([streams.count, looks() - looked]).toEqual([2, 2]);
    vi.spyOn(Math, 'random').mockReturnValue(1);
    streams.isAway = true;
    streams.end();
    const wanted: number[] = [];
    for (let half = 0; half < 6; half++) {
      const before = streams.wanted;
      await vi.advanceTimersByTimeAsync(8_000);
      wanted.push(streams.wanted - before);
    }
    // After 0.8, 1.6, 3.2 and 6.4 seconds, and then every eight.
    expect(wanted).toEqual([3, 1, 1, 1, 1, 1]);
  });

  it('hears no more once the page is left, also where a stream had just ended', async () => {
    const before = { looks: looks(), streams: streams.count };
    streams.end();
    await vi.advanceTimersByTimeAsync(0);
    line.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect({ looks: looks(), streams: streams.count }).toEqual(before);
  });
});

describe('The places of one in a hall', () => {
  it('are the same wherever they are asked for', async () => {
    expect(nextInLine(hall)).toBe(line);
    expect(hall.next).toBe(line);
    places = [placeFor(7, 5), placeFor(8, 6)];
    await lookInLine(hall);
    expect([line.placeFor(6)?.entry, line.placeFor(4)]).toEqual([8, undefined]);
  });

  it('are not looked for once the hall was left while their code was on its way', async () => {
    stubBrowser();
    const left = new Hall('gala');
    left.stop();
    const before = looks();
    await lookInLine(left);
    expect([left.next, looks()]).toEqual([null, before]);
  });
});
