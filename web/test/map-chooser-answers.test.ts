import type { EventDetails, Reservation } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { lineWords } from '#lib/i18n/line.ts';
import { gridDrawing, modelOf, type HallModel } from '#lib/map/hall-model.ts';
import { MapChooser } from '#lib/map/map-chooser.svelte.ts';
import { smallHall } from './support/drawing.ts';
import { later, refusal, type FakeServer, type Said } from './support/fake-server.ts';
import { held, holdServer, seatsIn } from './support/hold-server.ts';

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
const mine = () => expect.poll(() => hall.mine.hold?.seatIds ?? []);

describe('A choice on the map', () => {
  it('gives back what was tapped again while another seat was being lost', async () => {
    const chooser = await chooserFor(4);
    for (const id of [1, 9]) chooser.choose(id);
    await mine().toEqual([1, 9]);
    const answer = later<Said>();
    server.on(/PUT/, ({ body }) => (seatsIn(body)?.includes(2) === true ? answer.promise : held(body)));
    chooser.choose(2);
    await expect.poll(() => asked().at(-1)).toEqual([1, 9, 2]);
    chooser.choose(1);
    expect(chooser.wanted).toEqual([9, 2]);
    answer.come([409, refusal('seat_held')]);
    await mine().toEqual([9]);
    expect([chooser.wanted, asked().at(-1)]).toEqual([[9], [9]]);
  });

  it('of one seat is the last that was tapped, also when the one before it was lost', async () => {
    const chooser = await chooserFor(1);
    chooser.choose(1);
    await mine().toEqual([1]);
    const answer = later<Said>();
    server.on(/PUT/, ({ body }) => (seatsIn(body)?.includes(2) === true ? answer.promise : held(body)));
    chooser.choose(2);
    await expect.poll(() => asked().at(-1)).toEqual([2]);
    chooser.choose(3);
    answer.come([409, refusal('seat_held')]);
    await mine().toEqual([3]);
    expect([asked(), went]).toEqual([
      [[1], [2], [3]],
      ['form', 'form'],
    ]);
  });

  it('leads to the ticket where the seat is one that was bought', async () => {
    const chooser = await chooserFor(4);
    // Of a reservation no more than its seats matters here.
    hall.mine.reservations = [
      { id: 'r1', seats: [{ id: 5 }] },
      { id: 'r2', seats: [{ id: 6 }] },
    ] as Reservation[];
    expect(hall.viewOf(6)).toBe('mine-reserved');
    chooser.choose(6);
    expect([went, asked()]).toEqual([['ticket r2'], []]);
  });

  it('that the box office refuses for a seat left alone says which, and is not asked again as it was', async () => {
    server.on(/PUT/, () => [409, refusal('leaves_single_seat', { seat_ids: [4] })]);
    const chooser = await chooserFor(4);
    chooser.choose(3);
    await expect.poll(() => chooser.advice).toEqual({ is: 'alone', wanted: [3], alone: [4] });
    expect([chooser.wanted, asked(), toasts.list]).toEqual([[], [[3]], []]);
  });

  it('that was warned of is sent as it is to whoever insists', async () => {
    hall.store.becomeLarge().takeLetters('a'.repeat(10));
    const model = await modelOf(gridDrawing(1, 10, '#8f7fd6'));
    const chooser = await chooserFor(4, { noSingleSeats: true, model });
    chooser.choose(2);
    chooser.follow([2]);
    await mine().toEqual([2]);
    expect([chooser.advice, asked()]).toEqual([null, [[2]]]);
  });

  it('of one seat is the one that would be left alone, where that is tapped next', async () => {
    hall.store.becomeLarge().takeLetters('a'.repeat(10));
    const model = await modelOf(gridDrawing(1, 10, '#8f7fd6'));
    const chooser = await chooserFor(1, { noSingleSeats: true, model });
    chooser.choose(2);
    chooser.choose(1);
    await mine().toEqual([1]);
    expect(asked()).toEqual([[1]]);
  });

  it('that is empty is no hold: the last seat tapped again gives it back', async () => {
    const chooser = await chooserFor(4);
    chooser.choose(7);
    await mine().toEqual([7]);
    chooser.choose(7);
    await mine().toEqual([]);
    expect(server.heard(/DELETE/)).toEqual(['DELETE /events/gala/hold']);
  });

  it('takes away the warnings of before once it is fulfilled', async () => {
    const chooser = await chooserFor(2);
    chooser.add([1, 2, 3]);
    expect(toasts.list).toHaveLength(1);
    chooser.add([1, 2]);
    await mine().toEqual([1, 2]);
    await expect.poll(() => toasts.list).toEqual([]);
  });

  it('that was lost says which seat, and that it was lost', async () => {
    server.on(/PUT/, () => [409, refusal('seat_held')]);
    const chooser = await chooserFor(4);
    chooser.choose(2);
    await expect
      .poll(() => toasts.list.map(({ title }) => title))
      .toEqual([i18n.t.hall.lostTo(hall.labels([2]))]);
  });

  it('that failed for another reason says the reason, and names no seat', async () => {
    server.on(/PUT/, () => [403, refusal('sale_not_open')]);
    const chooser = await chooserFor(4);
    chooser.choose(2);
    await expect.poll(() => toasts.list).toHaveLength(1);
    expect(toasts.list[0]?.title).not.toContain(hall.labels([2]));
  });
});

describe('The best seats', () => {
  it('are one wish where both are the same seat', async () => {
    const chooser = await chooserFor(4);
    const answer = later<Said>();
    server.on(/PUT/, ({ body }) => (seatsIn(body) === undefined ? answer.promise : held(body)));
    const finding = chooser.takeBest({ quantity: 2 });
    await expect.poll(() => asked()).toEqual([undefined]);
    for (const id of [5, 9]) chooser.choose(id);
    answer.come(held({ seat_ids: [5, 6] }));
    await finding;
    await mine().toEqual([5, 6, 9]);
    expect(asked()).toEqual([undefined, [5, 6, 9]]);
  });

  it('are looked for once, however often one asks', async () => {
    const chooser = await chooserFor(4);
    const answer = later<Said>();
    server.on(/PUT/, () => answer.promise);
    const finding = chooser.takeBest({ quantity: 1 });
    expect([chooser.searching, await chooser.takeBest({ quantity: 1 })]).toEqual([true, undefined]);
    answer.come(held({ seat_ids: [5] }));
    expect([await finding, chooser.searching, asked().length]).toEqual([[5], false, 1]);
  });

  it('are offered apart where there are none together', async () => {
    server.on(/PUT/, () => [409, refusal('not_together', { seat_ids: [3, 9] })]);
    const chooser = await chooserFor(4);
    expect(await chooser.takeBest({ quantity: 2 })).toBeUndefined();
    expect([chooser.advice, toasts.list]).toEqual([{ is: 'apart', seatIds: [3, 9] }, []]);
  });

  it('that are not there are said so, with a line to stand in only where all of the hall was meant', async () => {
    server.on(/PUT/, () => [409, refusal('sold_out')]);
    const chooser = await chooserFor(4);
    const offered = () => toasts.list.map(({ action }) => action?.label);
    await chooser.takeBest({ quantity: 2, section: 'Left' });
    expect(offered()).toEqual([undefined]);
    await chooser.takeBest({ quantity: 2 });
    expect(offered()).toEqual([lineWords.t.standForBest]);
    expect(chooser.advice).toBeNull();
  });

  it('that cannot be had together say so, where there are none apart either', async () => {
    server.on(/PUT/, () => [409, refusal('not_together')]);
    const chooser = await chooserFor(4);
    await chooser.takeBest({ quantity: 2 });
    expect([chooser.advice, toasts.list.length]).toEqual([null, 1]);
  });
});
