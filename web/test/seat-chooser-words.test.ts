import type { Reservation } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { SeatChooser } from '#lib/hall/seat-chooser.svelte.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { later, refusal, type FakeServer, type Said } from './support/fake-server.ts';
import { hereIn, seatsThatAre } from './support/hall-page.ts';
import { held, holdServer, seatsIn } from './support/hold-server.ts';

let server: FakeServer;
let hall: Hall;
let chooser: SeatChooser;
let went: string[];
beforeEach(() => {
  [i18n.lang, announcer.text] = ['en', ''];
  server = holdServer();
  hall = new Hall('gala');
  const seats = seatsThatAre('available', 'available', 'available', 'blocked');
  hall.store.replace({ ...hereIn('e'), seats });
  went = [];
  chooser = new SeatChooser(
    hall,
    () => went.push('form'),
    (id) => went.push(`ticket ${id}`),
  );
});
afterEach(() => {
  hall.mine.stop();
  for (const { id } of toasts.list) toasts.dismiss(id);
  i18n.lang = 'ko';
  vi.unstubAllGlobals();
});

const asked = () =>
  server.asked
    .filter(({ method }) => method !== 'GET')
    .map(({ method, body }) => (method === 'DELETE' ? 'all back' : seatsIn(body)));
const toast = () => toasts.list.map(({ tone, title, detail }) => [tone, title, detail]).at(-1);
const holdOf = (...seatIds: number[]) => ({ seatIds, endsAt: Infinity, toldAt: 0, extensionsLeft: 0 });

describe('A click on a seat', () => {
  it('that I have reserved leads to its ticket', () => {
    const seat = (id: number) => ({ id, label: `A${id}`, section: null, category: null, amount: null });
    const ticket = (id: string, seats: Reservation['seats']): Partial<Reservation> => ({ id, seats });
    hall.mine.reservations = [
      ticket('gala.1', [seat(1)]),
      ticket('gala.2', [seat(2), seat(3)]),
    ] as readonly Reservation[];
    chooser.choose(3);
    expect([went, asked()]).toEqual([['ticket gala.2'], []]);
  });

  it('that cannot be had is answered in words, and asks for nothing', async () => {
    chooser.choose(4);
    await expect.poll(toast).toEqual(['warning', 'A4 · not for sale', undefined]);
    expect([went, asked()]).toEqual([[], []]);
  });

  it.each<[Said, string]>([
    [[409, refusal('seat_held')], 'A1 slipped away'],
    [[503, refusal('unavailable', { retryable: true })], 'We couldn’t hold A1'],
    ['lost', 'We couldn’t hold A1'],
  ])('that came to nothing is told as what it was: %o', async (said, title) => {
    server.on(/PUT/, () => said);
    chooser.choose(1);
    await expect.poll(() => toast()?.[1]).toBe(title);
    expect(toast()?.[2]).toMatch(/^[^.!?]+[.!?] [^.]/);
    expect([hall.pending, went]).toEqual([[], []]);
  });

  it('is shown as taken until it is answered', async () => {
    const answer = later<Said>();
    server.on(/PUT/, () => answer.promise);
    chooser.choose(1);
    expect([hall.pending, hall.viewOf(1)]).toEqual([[1], 'mine']);
    answer.come([409, refusal('seat_held')]);
    await expect.poll(() => hall.viewOf(1)).toBe('available');
  });

  it('says what is held now where several are gathered, but not what is dropped', async () => {
    chooser.several = true;
    for (const id of [1, 2]) chooser.choose(id);
    await expect.poll(() => announcer.text).toBe(i18n.t.hold.title('A1, A2'));
    chooser.choose(1);
    await expect.poll(() => hall.mine.hold?.seatIds).toEqual([2]);
    expect(announcer.text).toBe(i18n.t.hold.title('A1, A2'));
  });

  it('clears warnings of before once a seat is held', async () => {
    toasts.show({ tone: 'warning', title: 'A3 slipped away' });
    chooser.choose(1);
    await expect.poll(() => went).toEqual(['form']);
    expect(toasts.list).toEqual([]);
  });
});

describe('Who comes with seats', () => {
  it('gathers already where they are several, until they say otherwise', () => {
    expect(chooser.several).toBe(false);
    hall.mine.hold = holdOf(1);
    expect(chooser.several).toBe(false);
    hall.mine.hold = holdOf(1, 2);
    expect(chooser.several).toBe(true);
    chooser.several = false;
    expect(chooser.several).toBe(false);
  });
});

describe('The button that gives all back', () => {
  it('does so once, however often it is pressed, and offers the way back where there were several', async () => {
    hall.mine.hold = holdOf(1, 2);
    await Promise.all([chooser.giveBack(), chooser.giveBack()]);
    expect([asked(), hall.mine.hold]).toEqual([['all back'], null]);
    await expect.poll(toast).toEqual(['plain', 'Your choice was released', undefined]);
    toasts.list.at(-1)?.action?.run();
    await expect.poll(() => hall.mine.hold?.seatIds).toEqual([1, 2]);
  });

  it('says so where it could not', async () => {
    hall.mine.hold = holdOf(1);
    server.on(/DELETE/, () => 'lost');
    await chooser.giveBack();
    expect([toast()?.[1], hall.mine.hold?.seatIds]).toEqual(['We couldn’t release it', [1]]);
  });

  it('takes nothing back along with a seat that is clicked before it is answered', async () => {
    const answer = later<Said>();
    server.on(/DELETE/, () => answer.promise);
    hall.mine.hold = holdOf(1, 2);
    const giving = chooser.giveBack();
    chooser.choose(3);
    await Promise.resolve();
    expect(asked().filter((what) => what !== 'all back')).toEqual([]);
    answer.come([204]);
    await giving;
    await expect.poll(() => hall.mine.hold?.seatIds).toEqual([3]);
    expect(asked()).toEqual(['all back', [3]]);
  });

  it('may be pressed while a seat is on its way', async () => {
    const answer = later<Said>();
    server.on(/PUT/, () => answer.promise);
    hall.mine.hold = holdOf(2);
    chooser.choose(1);
    await chooser.giveBack();
    chooser.choose(3);
    answer.come(held({ seat_ids: [1] }));
    server.on(/PUT/, ({ body }) => held(body));
    await expect.poll(asked).toEqual([[1], 'all back', [3]]);
  });
});
