import type { Seat, SeatState } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { announcer } from '#lib/app/announcer.svelte.ts';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { nextInLine } from '#lib/line/next-in-line.svelte.ts';
import { sayNoneLeft, sayTaken } from '#lib/line/taken-seat.ts';
import { FakeServer, later, refusal, type Said } from './support/fake-server.ts';

let server: FakeServer;
let hall: Hall;
/** How many wait for seat 2, as the list of seats says. */
let waiting: number | undefined;
let stood: unknown[];
beforeEach(() => {
  [waiting, stood] = [undefined, []];
  i18n.lang = 'en';
  server = new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/GET \/me\/stream/, () => later<Said>().promise)
    .on(/GET \/events\/gala\/seats/, () => [200, { ...listed, seats: seats(waiting) }])
    .on(/GET \/events\/gala\/line/, () => [200, { event: 'gala', line_length: 9, places: [mine] }])
    .on(/PUT \/events\/gala\/line/, ({ body }) => {
      stood.push(body);
      return [200, { success: true, event: 'gala', ...mine }];
    });
  hall = new Hall('gala');
  hall.store.replace({ ...listed, seats: seats(undefined) });
});
afterEach(() => {
  hall.next?.stop();
  hall.mine.stop();
  for (const { id } of toasts.list) toasts.dismiss(id);
  i18n.lang = 'ko';
  vi.unstubAllGlobals();
});

const listed = { event: 'gala', epoch: 'e', position: 'e.0:1', sequence: 1, server_time: '' };
const mine = { entry: 7, place: 3, seat_ids: [2], best_available: null };
const states: readonly SeatState[] = ['available', 'held', 'reserved', 'blocked'];
const seats = (line_length: number | undefined): Seat[] =>
  states.map((state, i) => ({
    ...{ id: i + 1, label: `A${String(i + 1)}`, state, status: state === 'reserved' },
    ...(i === 1 && line_length !== undefined ? { line_length } : {}),
  }));
const asked = () => server.asked.length;
const toast = () => toasts.list.at(-1);
const shown = () => [toast()?.tone, toast()?.title, toast()?.detail, toast()?.action?.label];

describe('Who clicks on a seat that is taken', () => {
  it.each([
    [undefined, 'In line you are held the seat first when it comes back.'],
    [0, 'In line you are held the seat first when it comes back.'],
    [1, 'One person waits for it. Seats go to those in line in turn.'],
    [2, '2 people wait for it. Seats go to those in line in turn.'],
  ])('hears how many wait for it (%s), and can stand there', async (count, detail) => {
    waiting = count;
    await sayTaken(hall, 2, 'held');
    expect(shown()).toEqual(['warning', 'A2 · someone is choosing it', detail, 'Stand in line for A2']);
    expect(stood).toEqual([]);
    toast()?.action?.run();
    await expect.poll(() => stood).toEqual([{ seat_ids: [2] }]);
    await expect.poll(() => toast()?.title).toBe('You stand in line for A2, as number 3.');
    expect(toast()?.detail).toBe('This page tells you the moment it is your turn.');
  });

  it('hears nothing of who waits for another seat, or where nobody answers', async () => {
    waiting = 5;
    await sayTaken(hall, 3, 'reserved');
    expect(shown()).toEqual([
      ...['warning', 'A3 · reserved', 'In line you are held the seat first when it comes back.'],
      'Stand in line for A3',
    ]);
    server.on(/GET \/events\/gala\/seats/, () => 'lost');
    await sayTaken(hall, 2, 'held');
    expect(toast()?.detail).toBe('In line you are held the seat first when it comes back.');
  });

  it('hears where they stand in line for it already, and can leave', async () => {
    await nextInLine(hall).look();
    const before = asked();
    await sayTaken(hall, 2, 'held');
    expect(shown()).toEqual(['plain', 'A2 · you are number 3 in line', undefined, 'Leave the line for A2']);
    // A question for who waits would be for nothing.
    expect(asked()).toBe(before);
    server
      .on(/DELETE \/events\/gala\/line/, () => [204])
      .on(/GET \/events\/gala\/line/, () => [200, { event: 'gala', line_length: 0, places: [] }]);
    toast()?.action?.run();
    await expect.poll(() => hall.next?.places).toEqual([]);
    expect(server.heard(/DELETE/)).toEqual(['DELETE /events/gala/line?entry=7']);
    expect(announcer.text.trim()).toBe('You left the line for A2.');
  });

  it('can stand in no line for one that is not sold, or theirs, and nothing is asked', async () => {
    const before = asked();
    await sayTaken(hall, 4, 'blocked');
    expect(shown()).toEqual(['warning', 'A4 · not for sale', undefined, undefined]);
    await sayTaken(hall, 2, 'mine');
    expect([toast()?.action, asked()]).toEqual([undefined, before]);
  });

  it('does not load the long list of a large hall to hear it', async () => {
    hall.store.becomeLarge();
    const before = asked();
    await sayTaken(hall, 2, 'held');
    expect([toast()?.action?.label, asked()]).toEqual(['Stand in line for #2', before]);
  });
});

describe('Where no seats of a kind are left', () => {
  it('one can wait for as many of them', async () => {
    sayNoneLeft(hall, 'Sold out', 'All of them', { quantity: 2, category: 'Stalls' });
    expect(shown()).toEqual(['warning', 'Sold out', 'All of them', 'Wait for seats to come back']);
    toast()?.action?.run();
    await expect.poll(() => stood).toEqual([{ best_available: { quantity: 2, category: 'Stalls' } }]);
    await expect.poll(() => toast()?.title).toContain('You stand in line for 2 seats in Stalls');
  });

  it.each([
    ['en', { quantity: 1 }, 'one seat'],
    ['en', { quantity: 2 }, '2 seats'],
    ['en', { quantity: 1, category: 'Stalls' }, 'one seat in Stalls'],
    ['ko', { quantity: 1 }, '아무 1석'],
    ['ko', { quantity: 2, category: '일반석' }, '일반석 2석'],
  ] as const)('it says what one waits for: %s %o', (lang, best_available, words) => {
    i18n.lang = lang;
    expect(nextInLine(hall).nameOf({ best_available })).toBe(words);
  });
});

describe('Who cannot stand in line', () => {
  it.each<[string, Said, string]>([
    ['it is too much', [409, refusal('limit_exceeded')], 'One can wait for three things in an event'],
    ['nobody answers', 'lost', 'We couldn’t reach the server Please try again in a moment.'],
  ])('hears that they do not, and why: %s', async (_, said, why) => {
    server.on(/PUT \/events\/gala\/line/, () => said);
    await nextInLine(hall).stand({ seat_ids: [2] });
    expect([toast()?.tone, toast()?.title]).toEqual(['warning', 'You could not be put in line for A2']);
    expect(toast()?.detail).toContain(why);
  });

  it('hears that they have not left where nobody answers', async () => {
    await nextInLine(hall).look();
    server.on(/DELETE/, () => 'lost');
    await nextInLine(hall).leave(mine);
    expect([toast()?.tone, toast()?.title]).toEqual(['warning', 'We couldn’t reach the server']);
    expect(hall.next?.places).toHaveLength(1);
  });
});
