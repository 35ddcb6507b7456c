import type { Reservation } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { i18n } from '#lib/i18n/i18n.svelte.ts';
import { lineWords } from '#lib/i18n/line.ts';
import { gridDrawing, modelOf } from '#lib/map/hall-model.ts';
import { later, refusal, type Said } from './support/fake-server.ts';
import { held, seatsIn } from './support/hold-server.ts';
import { MapVisit } from './support/map-visit.ts';

let visit: MapVisit;
beforeEach(() => void (visit = new MapVisit()));
afterEach(() => visit.end());

describe('A choice on the map', () => {
  it('gives back what was tapped again while another seat was being lost', async () => {
    const chooser = await visit.chooserFor(4);
    for (const id of [1, 9]) chooser.choose(id);
    await visit.mine().toEqual([1, 9]);
    const answer = later<Said>();
    visit.server.on(/PUT/, ({ body }) => (seatsIn(body)?.includes(2) === true ? answer.promise : held(body)));
    chooser.choose(2);
    await expect.poll(() => visit.asked().at(-1)).toEqual([1, 9, 2]);
    chooser.choose(1);
    expect(chooser.wanted).toEqual([9, 2]);
    answer.come([409, refusal('seat_held')]);
    await visit.mine().toEqual([9]);
    expect([chooser.wanted, visit.asked().at(-1)]).toEqual([[9], [9]]);
  });

  it('of one seat is the last that was tapped, also when the one before it was lost', async () => {
    const chooser = await visit.chooserFor(1);
    chooser.choose(1);
    await visit.mine().toEqual([1]);
    const answer = later<Said>();
    visit.server.on(/PUT/, ({ body }) => (seatsIn(body)?.includes(2) === true ? answer.promise : held(body)));
    chooser.choose(2);
    await expect.poll(() => visit.asked().at(-1)).toEqual([2]);
    chooser.choose(3);
    answer.come([409, refusal('seat_held')]);
    await visit.mine().toEqual([3]);
    expect([visit.asked(), visit.went]).toEqual([
      [[1], [2], [3]],
      ['form', 'form'],
    ]);
  });

  it('leads to the ticket where the seat is one that was bought', async () => {
    const chooser = await visit.chooserFor(4);
    // Of a reservation no more than its seats matters here.
    visit.hall.mine.reservations = [
      { id: 'r1', seats: [{ id: 5 }] },
      { id: 'r2', seats: [{ id: 6 }] },
    ] as Reservation[];
    expect(visit.hall.viewOf(6)).toBe('mine-reserved');
    chooser.choose(6);
    expect([visit.went, visit.asked()]).toEqual([['ticket r2'], []]);
  });

  it('that the box office refuses for a seat left alone says which, and is not asked again as it was', async () => {
    visit.server.on(/PUT/, () => [409, refusal('leaves_single_seat', { seat_ids: [4] })]);
    const chooser = await visit.chooserFor(4);
    chooser.choose(3);
    await expect.poll(() => chooser.advice).toEqual({ is: 'alone', wanted: [3], alone: [4] });
    expect([chooser.wanted, visit.asked(), toasts.list]).toEqual([[], [[3]], []]);
  });

  it('that was warned of is sent as it is to whoever insists', async () => {
    visit.hall.store.becomeLarge().takeLetters('a'.repeat(10));
    const model = await modelOf(gridDrawing(1, 10, '#8f7fd6'));
    const chooser = await visit.chooserFor(4, { noSingleSeats: true, model });
    chooser.choose(2);
    chooser.follow([2]);
    await visit.mine().toEqual([2]);
    expect([chooser.advice, visit.asked()]).toEqual([null, [[2]]]);
  });

  it('of one seat is the one that would be left alone, where that is tapped next', async () => {
    visit.hall.store.becomeLarge().takeLetters('a'.repeat(10));
    const model = await modelOf(gridDrawing(1, 10, '#8f7fd6'));
    const chooser = await visit.chooserFor(1, { noSingleSeats: true, model });
    chooser.choose(2);
    chooser.choose(1);
    await visit.mine().toEqual([1]);
    expect(visit.asked()).toEqual([[1]]);
  });

  it('that is empty is no hold: the last seat tapped again gives it back', async () => {
    const chooser = await visit.chooserFor(4);
    chooser.choose(7);
    await visit.mine().toEqual([7]);
    chooser.choose(7);
    await visit.mine().toEqual([]);
    expect(visit.server.heard(/DELETE/)).toEqual(['DELETE /events/gala/hold']);
  });

  it('takes away the warnings of before once it is fulfilled', async () => {
    const chooser = await visit.chooserFor(2);
    chooser.add([1, 2, 3]);
    expect(toasts.list).toHaveLength(1);
    chooser.add([1, 2]);
    await visit.mine().toEqual([1, 2]);
    await expect.poll(() => toasts.list).toEqual([]);
  });

  it('that was lost says which seat, and that it was lost', async () => {
    visit.server.on(/PUT/, () => [409, refusal('seat_held')]);
    const chooser = await visit.chooserFor(4);
    chooser.choose(2);
    await expect
      .poll(() => toasts.list.map(({ title }) => title))
      .toEqual([i18n.t.hall.lostTo(visit.hall.labels([2]))]);
  });

  it('that failed for another reason says the reason, and names no seat', async () => {
    visit.server.on(/PUT/, () => [403, refusal('sale_not_open')]);
    const chooser = await visit.chooserFor(4);
    chooser.choose(2);
    await expect.poll(() => toasts.list).toHaveLength(1);
    expect(toasts.list[0]?.title).not.toContain(visit.hall.labels([2]));
  });
});

describe('The best seats', () => {
  it('are one wish where both are the same seat', async () => {
    const chooser = await visit.chooserFor(4);
    const answer = later<Said>();
    visit.server.on(/PUT/, ({ body }) => (seatsIn(body) === undefined ? answer.promise : held(body)));
    const finding = chooser.takeBest({ quantity: 2 });
    await expect.poll(() => visit.asked()).toEqual([undefined]);
    for (const id of [5, 9]) chooser.choose(id);
    answer.come(held({ seat_ids: [5, 6] }));
    await finding;
    await visit.mine().toEqual([5, 6, 9]);
    expect(visit.asked()).toEqual([undefined, [5, 6, 9]]);
  });

  it('are looked for once, however often one asks', async () => {
    const chooser = await visit.chooserFor(4);
    const answer = later<Said>();
    visit.server.on(/PUT/, () => answer.promise);
    const finding = chooser.takeBest({ quantity: 1 });
    expect([chooser.searching, await chooser.takeBest({ quantity: 1 })]).toEqual([true, undefined]);
    answer.come(held({ seat_ids: [5] }));
    expect([await finding, chooser.searching, visit.asked().length]).toEqual([[5], false, 1]);
  });

  it('are offered apart where there are none together', async () => {
    visit.server.on(/PUT/, () => [409, refusal('not_together', { seat_ids: [3, 9] })]);
    const chooser = await visit.chooserFor(4);
    expect(await chooser.takeBest({ quantity: 2 })).toBeUndefined();
    expect([chooser.advice, toasts.list]).toEqual([{ is: 'apart', seatIds: [3, 9] }, []]);
  });

  it('that are not there are said so, with a line to stand in only where all of the hall was meant', async () => {
    visit.server.on(/PUT/, () => [409, refusal('sold_out')]);
    const chooser = await visit.chooserFor(4);
    const offered = () => toasts.list.map(({ action }) => action?.label);
    await chooser.takeBest({ quantity: 2, section: 'Left' });
    expect(offered()).toEqual([undefined]);
    await chooser.takeBest({ quantity: 2 });
    expect(offered()).toEqual([lineWords.t.standForBest]);
    expect(chooser.advice).toBeNull();
  });

  it('that cannot be had together say so, where there are none apart either', async () => {
    visit.server.on(/PUT/, () => [409, refusal('not_together')]);
    const chooser = await visit.chooserFor(4);
    await chooser.takeBest({ quantity: 2 });
    expect([chooser.advice, toasts.list.length]).toEqual([null, 1]);
  });
});
