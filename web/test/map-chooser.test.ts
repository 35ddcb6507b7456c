import type { EventDetails } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { gridDrawing, modelOf, type HallModel } from '#lib/map/hall-model.ts';
import { MapChooser } from '#lib/map/map-chooser.svelte.ts';
import { smallHall } from './support/drawing.ts';
import { later, refusal, type FakeServer, type Said } from './support/fake-server.ts';
import { held, holdServer, seatsIn } from './support/hold-server.ts';

/** The standing area of the small hall: its section, and its first place. */
const [FLOOR, FIRST_PLACE] = [2, 17];

let server: FakeServer;
let hall: Hall;
let went: string[];
beforeEach(() => {
  server = holdServer();
  hall = new Hall('gala');
  hall.store.becomeLarge().takeLetters('a'.repeat(21));
  went = [];
});
afterEach(() => {
  vi.restoreAllMocks();
  hall.mine.stop();
  for (const { id } of toasts.list) toasts.dismiss(id);
  vi.unstubAllGlobals();
});

async function chooserFor(
  max_seats_per_user: number,
  { noSingleSeats = false, model }: { noSingleSeats?: boolean; model?: HallModel } = {},
): Promise<MapChooser> {
  // Of the event no more than its rules matters here.
  hall.details = { rules: { max_seats_per_user, no_single_seats: noSingleSeats } } as EventDetails;
  return new MapChooser(
    hall,
    model ?? (await smallHall()),
    () => went.push('form'),
    (id) => went.push(`ticket ${id}`),
  );
}

const asked = () => server.asked.filter(({ method }) => method === 'PUT').map(({ body }) => seatsIn(body));
const seats = () => hall.mine.hold?.seatIds.filter((id) => id < FIRST_PLACE);
const places = () => hall.mine.hold?.seatIds.filter((id) => id >= FIRST_PLACE) ?? [];
const mine = () => expect.poll(() => hall.mine.hold?.seatIds ?? []);

describe('A choice on the map', () => {
  it('is all that was tapped, however quickly, and a second tap takes a seat out again', async () => {
    const chooser = await chooserFor(4);
    for (const id of [1, 2, 9, 2]) chooser.choose(id);
    await mine().toEqual([1, 9]);
    expect([went, chooser.wanted]).toEqual([[], [1, 9]]);
  });

  it('is one seat where there may be only one, and then the form', async () => {
    const chooser = await chooserFor(1);
    for (const id of [1, 2]) chooser.choose(id);
    await expect.poll(() => went).toEqual(['form']);
    expect([hall.mine.hold?.seatIds, asked()]).toEqual([[2], [[1], [2]]]);
  });

  it('has no more seats than allowed, standing ones among them', async () => {
    const chooser = await chooserFor(2);
    for (const id of [1, 2]) chooser.choose(id);
    await mine().toEqual([1, 2]);
    chooser.choose(3);
    expect(await chooser.addStanding(FLOOR, 1)).toBe(false);
    expect([hall.mine.hold?.seatIds, asked().length]).toEqual([[1, 2], 2]);
    expect(toasts.list.map(({ tone }) => tone)).toContain('warning');
  });

  it('keeps what was taken when the next is lost, and takes what was tapped meanwhile without it', async () => {
    const chooser = await chooserFor(4);
    chooser.choose(1);
    await mine().toEqual([1]);
    server.on(/PUT/, ({ body }) =>
      seatsIn(body)?.includes(2) === true ? [409, refusal('seat_held')] : held(body),
    );
    for (const id of [2, 3]) chooser.choose(id);
    await mine().toEqual([1, 3]);
    expect(asked()).toEqual([[1], [1, 2], [1, 3]]);
  });

  it('that would leave a seat alone is not sent, and the next tap on that seat takes it as well', async () => {
    hall.store.becomeLarge().takeLetters('a'.repeat(10));
    const chooser = await chooserFor(4, {
      noSingleSeats: true,
      model: await modelOf(gridDrawing(1, 10, '#8f7fd6')),
    });
    chooser.choose(2);
    expect([chooser.advice, asked()]).toEqual([{ is: 'alone', wanted: [2], alone: [1] }, []]);
    chooser.choose(1);
    await mine().toEqual([2, 1]);
    expect(chooser.advice).toBeNull();
  });
});

describe('The best seats', () => {
  it('are found in place of what is held, and what is tapped meanwhile comes to them', async () => {
    const chooser = await chooserFor(4);
    chooser.choose(1);
    await mine().toEqual([1]);
    const answer = later<Said>();
    server.on(/PUT/, ({ body }) => (seatsIn(body) === undefined ? answer.promise : held(body)));
    const finding = chooser.takeBest({ quantity: 2 });
    await expect.poll(() => asked()).toEqual([[1], undefined]);
    chooser.choose(9);
    answer.come(held({ seat_ids: [5, 6] }));
    expect(await finding).toEqual([5, 6]);
    await mine().toEqual([5, 6, 9]);
  });
});

describe('Places in a standing area', () => {
  it('come to the seats that are held, and seats to them', async () => {
    const chooser = await chooserFor(6);
    for (const id of [1, 2]) chooser.choose(id);
    await mine().toEqual([1, 2]);
    expect(await chooser.addStanding(FLOOR, 2)).toBe(true);
    expect([seats(), places().length]).toEqual([[1, 2], 2]);
    expect(await chooser.addStanding(FLOOR, 1)).toBe(true);
    chooser.choose(9);
    await expect.poll(() => hall.mine.hold?.seatIds.length).toBe(6);
  });

  it('stay where seats are tapped before their answer is there, and so do those', async () => {
    const chooser = await chooserFor(8);
    for (const id of [1, 2]) chooser.choose(id);
    const adding = chooser.addStanding(FLOOR, 2);
    chooser.choose(9);
    chooser.choose(1);
    await expect.poll(() => chooser.searching).toBe(false);
    expect(await adding).toBe(true);
    chooser.choose(10);
    await expect.poll(() => seats()).toEqual([2, 9, 10]);
    expect([places().length, chooser.wanted.length]).toEqual([2, 5]);
  });

  it('do not drop what is tapped while they are on their way', async () => {
    const chooser = await chooserFor(8);
    chooser.choose(1);
    await mine().toEqual([1]);
    const answer = later<undefined>();
    server.on(/PUT/, async ({ body }) => {
      await answer.promise;
      return held(body);
    });
    const adding = chooser.addStanding(FLOOR, 2);
    await expect.poll(() => asked().length).toBe(2);
    for (const id of [2, 9, 1]) chooser.choose(id);
    expect(chooser.wanted).toEqual([2, 9]);
    answer.come(undefined);
    expect(await adding).toBe(true);
    await expect.poll(() => seats()).toEqual([2, 9]);
    expect([places().length, asked().length]).toEqual([2, 3]);
  });

  it.each([0, 0.5, 0.999])('are as many as are asked for, wherever they begin (%d)', async (draw) => {
    vi.spyOn(Math, 'random').mockReturnValue(draw);
    for (let quantity = 1; quantity <= 5; quantity++) {
      const chooser = await chooserFor(6);
      expect(await chooser.addStanding(FLOOR, quantity)).toBe(true);
      expect(places()).toHaveLength(quantity);
      await hall.mine.giveBack();
      hall.mine.seatsSettled([17, 18, 19, 20, 21]);
    }
  });

  it('are others where somebody was quicker, and none where there are too few', async () => {
    let tries = 0;
    server.on(/PUT/, ({ body }) => (++tries < 3 ? [409, refusal('seat_held')] : held(body)));
    const chooser = await chooserFor(6);
    expect(await chooser.addStanding(FLOOR, 2)).toBe(true);
    expect(tries).toBe(3);
    expect(await chooser.addStanding(FLOOR, 4)).toBe(false);
    expect([tries, hall.mine.hold?.seatIds.length, toasts.list.length]).toEqual([3, 2, 1]);
  });
});
