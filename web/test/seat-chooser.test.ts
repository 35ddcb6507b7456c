import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { SeatChooser } from '#lib/hall/seat-chooser.svelte.ts';
import { refusal, type FakeServer } from './support/fake-server.ts';
import { hereIn, seatsThatAre } from './support/hall-page.ts';
import { held, holdServer, seatsIn } from './support/hold-server.ts';

let server: FakeServer;
let hall: Hall;
let chooser: SeatChooser;
/** What the page did of itself, in its order. */
let went: string[];
beforeEach(() => {
  server = holdServer();
  hall = new Hall('gala');
  const seats = seatsThatAre('available', 'available', 'available', 'available');
  hall.store.replace({ ...hereIn('e'), seats });
  went = [];
  chooser = new SeatChooser(
    hall,
    () => went.push(`form with ${hall.mine.hold?.seatIds.join(' ')}`),
    (id) => went.push(`ticket ${id}`),
  );
});
afterEach(() => {
  hall.mine.stop();
  for (const { id } of toasts.list) toasts.dismiss(id);
  vi.unstubAllGlobals();
});

/** The seats that were asked for, in the order of asking. */
const asked = () =>
  server.asked
    .filter(({ method }) => method !== 'GET')
    .map(({ method, body }) => (method === 'DELETE' ? [] : seatsIn(body)));
const mine = () => expect.poll(() => hall.mine.hold?.seatIds ?? []);

describe('One seat', () => {
  it('leads to the form once it is held, and again when it is clicked', async () => {
    chooser.choose(1);
    await expect.poll(() => went).toEqual(['form with 1']);
    chooser.choose(1);
    expect([went, asked()]).toEqual([['form with 1', 'form with 1'], [[1]]]);
  });

  it('is the one that was clicked last, and nobody is in the form before that is held', async () => {
    for (const id of [1, 2, 3]) chooser.choose(id);
    await expect.poll(() => went).toEqual(['form with 3']);
    expect(asked()).toEqual([[1], [3]]);
  });

  it('is the one on its way where that is clicked once more', async () => {
    for (const id of [1, 2, 1, 1]) chooser.choose(id);
    await expect.poll(() => went).toEqual(['form with 1']);
    expect(asked()).toEqual([[1]]);
  });

  it('is the one that is held already where another is on its way and that is clicked', async () => {
    chooser.choose(1);
    await expect.poll(() => went).toEqual(['form with 1']);
    went = [];
    chooser.choose(2);
    chooser.choose(1);
    expect(went).toEqual([]);
    await expect.poll(() => went).toEqual(['form with 1']);
    expect(asked()).toEqual([[1], [2], [1]]);
  });

  it('that is lost to somebody does not keep from the next', async () => {
    server.on(/PUT/, ({ body }) => (asked().length === 1 ? [409, refusal('seat_held')] : held(body)));
    chooser.choose(1);
    chooser.choose(2);
    await expect.poll(() => went).toEqual(['form with 2']);
    expect(toasts.list).toEqual([]);
  });
});

describe('A seat that is on its way while the page is left', () => {
  it('is held, and takes nobody from where they are by then', async () => {
    chooser.choose(1);
    chooser.leave();
    await mine().toEqual([1]);
    await new Promise(setImmediate);
    expect([went, asked()]).toEqual([[], [[1]]]);
  });
});

describe('Several seats', () => {
  beforeEach(() => (chooser.several = true));

  it('are all that were clicked, however quickly, and wait for “continue”', async () => {
    for (const id of [1, 2, 3, 4]) chooser.choose(id);
    await mine().toEqual([1, 2, 3, 4]);
    expect(went).toEqual([]);
  });

  it('are given back by a second click, each by its own, and the last of them altogether', async () => {
    for (const id of [1, 2, 1, 2]) chooser.choose(id);
    await expect.poll(() => asked()).toEqual([[1], [1, 2], [2], []]);
    await mine().toEqual([]);
  });

  it('become one by a click without gathering, which can be undone', async () => {
    for (const id of [1, 2]) chooser.choose(id);
    await mine().toEqual([1, 2]);
    chooser.several = false;
    chooser.choose(3);
    await mine().toEqual([3]);
    await expect.poll(() => toasts.list.length).toBe(1);
    expect([went, chooser.several]).toEqual([[], false]);
  });
});
