import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { gridDrawing, modelOf } from '#lib/map/hall-model.ts';
import { later, refusal, type Said } from './support/fake-server.ts';
import { held, seatsIn } from './support/hold-server.ts';
import { MapVisit } from './support/map-visit.ts';

/** The standing area of the small hall: its section, and its first place. */
const [FLOOR, FIRST_PLACE] = [2, 17];

let visit: MapVisit;
beforeEach(() => void (visit = new MapVisit()));
afterEach(() => visit.end());

const seats = () => visit.hall.mine.hold?.seatIds.filter((id) => id < FIRST_PLACE);
const places = () => visit.hall.mine.hold?.seatIds.filter((id) => id >= FIRST_PLACE) ?? [];

describe('A choice on the map', () => {
  it('is all that was tapped, however quickly, and a second tap takes a seat out again', async () => {
    const chooser = await visit.chooserFor(4);
    for (const id of [1, 2, 9, 2]) chooser.choose(id);
    await visit.mine().toEqual([1, 9]);
    expect([visit.went, chooser.wanted]).toEqual([[], [1, 9]]);
  });

  it('is one seat where there may be only one, and then the form', async () => {
    const chooser = await visit.chooserFor(1);
    for (const id of [1, 2]) chooser.choose(id);
    await expect.poll(() => visit.went).toEqual(['form']);
    expect([visit.hall.mine.hold?.seatIds, visit.asked()]).toEqual([[2], [[1], [2]]]);
  });

  it('of one seat that is on its way while the page is left is held, and takes nobody from where they are by then', async () => {
    const chooser = await visit.chooserFor(1);
    chooser.choose(1);
    chooser.leave();
    await visit.mine().toEqual([1]);
    await new Promise(setImmediate);
    expect([visit.went, visit.asked()]).toEqual([[], [[1]]]);
  });

  it('takes nothing back along with a seat that is tapped while all is given back', async () => {
    const chooser = await visit.chooserFor(4);
    for (const id of [1, 2]) chooser.choose(id);
    await visit.mine().toEqual([1, 2]);
    const answer = later<Said>();
    visit.server.on(/DELETE/, () => answer.promise);
    const giving = chooser.giveBack();
    chooser.choose(9);
    answer.come([204]);
    expect((await giving).ok).toBe(true);
    await visit.mine().toEqual([9]);
    expect([visit.asked().at(-1), chooser.searching]).toEqual([[9], false]);
  });

  it('has no more seats than allowed, standing ones among them', async () => {
    const chooser = await visit.chooserFor(2);
    for (const id of [1, 2]) chooser.choose(id);
    await visit.mine().toEqual([1, 2]);
    chooser.choose(3);
    expect(await chooser.addStanding(FLOOR, 1)).toBe(false);
    expect([visit.hall.mine.hold?.seatIds, visit.asked().length]).toEqual([[1, 2], 2]);
    expect(toasts.list.map(({ tone }) => tone)).toContain('warning');
  });

  it('keeps what was taken when the next is lost, and takes what was tapped meanwhile without it', async () => {
    const chooser = await visit.chooserFor(4);
    chooser.choose(1);
    await visit.mine().toEqual([1]);
    visit.server.on(/PUT/, ({ body }) =>
      seatsIn(body)?.includes(2) === true ? [409, refusal('seat_held')] : held(body),
    );
    for (const id of [2, 3]) chooser.choose(id);
    await visit.mine().toEqual([1, 3]);
    expect(visit.asked()).toEqual([[1], [1, 2], [1, 3]]);
  });

  it('that would leave a seat alone is not sent, and the next tap on that seat takes it as well', async () => {
    visit.hall.store.becomeLarge().takeLetters('a'.repeat(10));
    const chooser = await visit.chooserFor(4, {
      noSingleSeats: true,
      model: await modelOf(gridDrawing(1, 10, '#8f7fd6')),
    });
    chooser.choose(2);
    expect([chooser.advice, visit.asked()]).toEqual([{ is: 'alone', wanted: [2], alone: [1] }, []]);
    chooser.choose(1);
    await visit.mine().toEqual([2, 1]);
    expect(chooser.advice).toBeNull();
  });
});

describe('The best seats', () => {
  it('are found in place of what is held, and what is tapped meanwhile comes to them', async () => {
    const chooser = await visit.chooserFor(4);
    chooser.choose(1);
    await visit.mine().toEqual([1]);
    const answer = later<Said>();
    visit.server.on(/PUT/, ({ body }) => (seatsIn(body) === undefined ? answer.promise : held(body)));
    const finding = chooser.takeBest({ quantity: 2 });
    await expect.poll(() => visit.asked()).toEqual([[1], undefined]);
    chooser.choose(9);
    answer.come(held({ seat_ids: [5, 6] }));
    expect(await finding).toEqual([5, 6]);
    await visit.mine().toEqual([5, 6, 9]);
  });
});

describe('Places in a standing area', () => {
  it('come to the seats that are held, and seats to them', async () => {
    const chooser = await visit.chooserFor(6);
    for (const id of [1, 2]) chooser.choose(id);
    await visit.mine().toEqual([1, 2]);
    expect(await chooser.addStanding(FLOOR, 2)).toBe(true);
    expect([seats(), places().length]).toEqual([[1, 2], 2]);
    expect(await chooser.addStanding(FLOOR, 1)).toBe(true);
    chooser.choose(9);
    await expect.poll(() => visit.hall.mine.hold?.seatIds.length).toBe(6);
  });

  it('stay where seats are tapped before their answer is there, and so do those', async () => {
    const chooser = await visit.chooserFor(8);
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
    const chooser = await visit.chooserFor(8);
    chooser.choose(1);
    await visit.mine().toEqual([1]);
    const answer = later<undefined>();
    visit.server.on(/PUT/, async ({ body }) => {
      await answer.promise;
      return held(body);
    });
    const adding = chooser.addStanding(FLOOR, 2);
    await expect.poll(() => visit.asked().length).toBe(2);
    for (const id of [2, 9, 1]) chooser.choose(id);
    expect(chooser.wanted).toEqual([2, 9]);
    answer.come(undefined);
    expect(await adding).toBe(true);
    await expect.poll(() => seats()).toEqual([2, 9]);
    expect([places().length, visit.asked().length]).toEqual([2, 3]);
  });

  it.each([0, 0.5, 0.999])('are as many as are asked for, wherever they begin (%d)', async (draw) => {
    vi.spyOn(Math, 'random').mockReturnValue(draw);
    for (let quantity = 1; quantity <= 5; quantity++) {
      const chooser = await visit.chooserFor(6);
      expect(await chooser.addStanding(FLOOR, quantity)).toBe(true);
      expect(places()).toHaveLength(quantity);
      await visit.hall.mine.giveBack();
      visit.hall.mine.seatsSettled([17, 18, 19, 20, 21]);
    }
  });

  it('are others where somebody was quicker, and none where there are too few', async () => {
    let tries = 0;
    visit.server.on(/PUT/, ({ body }) => (++tries < 3 ? [409, refusal('seat_held')] : held(body)));
    const chooser = await visit.chooserFor(6);
    expect(await chooser.addStanding(FLOOR, 2)).toBe(true);
    expect(tries).toBe(3);
    expect(await chooser.addStanding(FLOOR, 4)).toBe(false);
    expect([tries, visit.hall.mine.hold?.seatIds.length, toasts.list.length]).toEqual([3, 2, 1]);
  });
});
