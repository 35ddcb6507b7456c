import type { PlaceInLine } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { NextInLine, nextInLine } from '#lib/line/next-in-line.svelte.ts';
import { later, type FakeServer, type Said } from './support/fake-server.ts';
import { annsServer, heldSeats } from './support/hold-server.ts';

let server: FakeServer;
let hall: Hall;
let line: NextInLine;
let places: readonly PlaceInLine[];
let held: readonly number[];
beforeEach(() => {
  vi.useFakeTimers();
  [places, held] = [[], []];
  server = annsServer()
    .on(/GET \/events\/gala\/hold$/, () => heldSeats(held))
    .on(/GET \/events\/gala\/line/, () => [200, { event: 'gala', line_length: 9, places }])
    // A stream that cannot be had for now.
    .on(/GET \/me\/stream/, () => later<Said>().promise);
  hall = new Hall('gala');
  line = new NextInLine(hall);
});
afterEach(() => {
  line.stop();
  hall.mine.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const looks = () => server.heard(/GET .*line/).length;
const forSeat = (entry: number, place: number, seat: number): PlaceInLine => ({
  ...{ entry, place, seat_ids: [seat], best_available: null },
});
const forBest = (entry: number, place: number): PlaceInLine => ({
  ...{ entry, place, seat_ids: null, best_available: { quantity: 2 } },
});

/** How often one asked because of these changes. */
async function looksAfter(
  ...changes: readonly { readonly seat_id: number | null; readonly change: 1 | -1 }[]
) {
  const before = looks();
  for (const change of changes) line.note(change);
  await vi.advanceTimersByTimeAsync(5_000);
  return looks() - before;
}
const moved = (seat_id: number | null, change: 1 | -1 = -1) => ({ seat_id, change });

describe('Who stands in line for taken seats', () => {
  it('asks for their place when that line has become shorter, and only then', async () => {
    places = [forSeat(7, 3, 5)];
    await line.look();
    expect(await looksAfter(moved(5))).toBe(1);
    expect(await looksAfter(moved(4), moved(null), moved(5, 1))).toBe(0);
  });

  it('asks for their place among those who wait for the best of some kind as well', async () => {
    places = [forBest(7, 200)];
    await line.look();
    places = [forBest(7, 199)];
    expect(await looksAfter(moved(null))).toBe(1);
    expect(line.places).toMatchObject([{ place: 199 }]);
    expect(await looksAfter(moved(5), moved(null, 1))).toBe(0);
  });

  it('asks once for whatever happens in a moment, and never without a place or once the page is left', async () => {
    expect(await looksAfter(moved(5), moved(null))).toBe(0);
    places = [forSeat(7, 3, 5), forBest(8, 9)];
    await line.look();
    expect(await looksAfter(moved(5), moved(null), moved(5))).toBe(1);
    line.stop();
    expect(await looksAfter(moved(5))).toBe(0);
  });

  it.each(['answered', 'lost'] as const)(
    'hears of what was offered in the moment in which they stood there (the look after it is %s)',
    async (look) => {
      server
        .on(/GET \/me\/stream/, () => 'lost')
        .on(/PUT \/events\/gala\/line/, () => {
          held = [5];
          return [200, { success: true, event: 'gala', ...forSeat(7, 1, 5) }];
        });
      if (look === 'lost') server.on(/GET \/events\/gala\/line/, () => 'lost');
      const standing = line.stand({ seat_ids: [5] });
      await vi.advanceTimersByTimeAsync(100);
      await standing;
      server.on(/GET \/events\/gala\/line/, () => [200, { event: 'gala', line_length: 9, places }]);
      await vi.advanceTimersByTimeAsync(10_000);
      expect([line.places, line.offered]).toEqual([[], [5]]);
    },
  );

  it('stay where they stand though a server that has not heard of it yet lists nothing', async () => {
    server
      .on(/GET \/me\/stream/, () => 'lost')
      .on(/PUT \/events\/gala\/line/, () => [200, { success: true, event: 'gala', ...forSeat(7, 1, 5) }]);
    await line.stand({ seat_ids: [5] });
    expect(line.places.map(({ entry }) => entry)).toEqual([7]);
    held = [5];
    await vi.advanceTimersByTimeAsync(10_000);
    expect([line.places, line.offered]).toEqual([[], [5]]);
  });

  it('asks until somebody answers, also after a reload, when nothing else would ask', async () => {
    places = [forSeat(7, 1, 5)];
    server.on(/GET \/events\/gala\/line/, () => 'lost');
    await line.look();
    server.on(/GET \/events\/gala\/line/, () => [200, { event: 'gala', line_length: 9, places }]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([line.places.map(({ entry }) => entry), server.heard(/GET .*me\/stream/).length]).toEqual([
      [7],
      1,
    ]);
    const asked = looks();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(looks()).toBe(asked);
  });

  it.each([
    ['stand in line', [forSeat(7, 1, 5)], []],
    ['have been offered it already', [], [5]],
  ])('finds out that they %s though the answer to standing there was lost', async (_what, there, mine) => {
    server
      .on(/GET \/me\/stream/, () => 'lost')
      .on(/PUT \/events\/gala\/line/, () => {
        [places, held] = [there, mine];
        return 'lost';
      });
    await line.stand({ seat_ids: [5] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect([line.places, hall.mine.hold?.seatIds ?? []]).toEqual([there, mine]);
  });

  it('hear of it where they see that hall again, and open nothing for one that they have left', async () => {
    server.on(/PUT \/events\/gala\/line/, () => {
      places = [forSeat(7, 1, 5)];
      return [200, { success: true, event: 'gala', ...forSeat(7, 1, 5) }];
    });
    hall.isStopped = true;
    const late = nextInLine(hall);
    await late.stand({ seat_ids: [5] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([late.places.length, server.heard(/GET .*me\/stream/)]).toEqual([1, []]);
  });

  it('gives up a stream that never answered, and asks', async () => {
    places = [forSeat(7, 1, 5)];
    await line.look();
    await vi.advanceTimersByTimeAsync(100);
    expect(server.heard(/GET .*me\/stream/)).toHaveLength(1);
    [places, held] = [[], [5]];
    await vi.advanceTimersByTimeAsync(40_000);
    expect(line.offered).toEqual([5]);
  });

  it.each<[string, Said]>([
    ['they are told so', [204]],
    ['the answer is lost', 'lost'],
    ['a look is quicker than the answer', [204]],
  ])('is offered nothing by leaving, though they hold something (%s)', async (when, said) => {
    [places, held] = [[forBest(7, 3)], [5]];
    await line.look();
    const answer = later<Said>();
    server.on(/DELETE .*line/, () => ((places = []), answer.promise));
    const leaving = line.leave(forBest(7, 3));
    await vi.advanceTimersByTimeAsync(0);
    if (when.includes('quicker')) await line.look();
    answer.come(said);
    await leaving;
    expect([line.places, line.offered]).toEqual([[], []]);
  });

  it('may be offered what they wait for where they could not leave', async () => {
    places = [forBest(7, 3)];
    await line.look();
    server.on(/DELETE .*line/, () => 'lost');
    await line.leave(forBest(7, 3));
    expect(line.places).toMatchObject([{ entry: 7 }]);
    [places, held] = [[], [5]];
    await line.look();
    expect(line.offered).toEqual([5]);
  });

  it('is offered what they hold once their place is gone, and nothing where they hold nothing', async () => {
    places = [forSeat(7, 1, 5)];
    await line.look();
    [places, held] = [[], [5]];
    await line.look();
    expect([line.places, line.offered]).toEqual([[], [5]]);
    [places, held] = [[forBest(9, 1)], []];
    await line.look();
    places = [];
    await line.look();
    expect(line.offered).toEqual([]);
  });
});
