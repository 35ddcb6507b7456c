import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '#lib/app/toasts.svelte.ts';
import { Hall } from '#lib/hall/hall.svelte.ts';
import { SeatChooser } from '#lib/hall/seat-chooser.svelte.ts';
import { sayDropped } from '#lib/hall/seat-talk.ts';
import { FakeServer, refusal } from './support/fake-server.ts';
import { hereIn, seatsThatAre } from './support/hall-page.ts';

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/PUT/, ({ body }) => [
      200,
      { success: true, ...seatsIn(body), expires_at: '', expires_in_ms: 60_000, extensions_left: 1 },
    ]);
});
afterEach(() => {
  for (const { id } of toasts.list) toasts.dismiss(id);
  vi.unstubAllGlobals();
});

// The page's own request: its seats are numbers.
const seatsIn = (body: unknown) => body as { readonly seat_ids: readonly number[] };

function chooserIn(hall: Hall): SeatChooser {
  hall.store.replace({ ...hereIn('e'), seats: seatsThatAre('available', 'available', 'available') });
  return new SeatChooser(
    hall,
    () => undefined,
    () => undefined,
  );
}

describe('Seats that were dropped', () => {
  it('have a way back where there were several', async () => {
    const hall = new Hall('gala');
    const chooser = chooserIn(hall);
    sayDropped(chooser, [1, 2], 'Given back');
    const [toast] = toasts.list;
    expect(toast?.title).toBe('Given back');
    toast?.action?.run();
    await expect.poll(() => hall.mine.hold?.seatIds).toEqual([1, 2]);
    expect(server.heard(/PUT/)).toHaveLength(1);
    hall.mine.stop();
  });

  it('have none where there was one, which a tap takes again', () => {
    sayDropped(chooserIn(new Hall('gala')), [1], 'Given back');
    expect(toasts.list.map(({ title, action }) => [title, action])).toEqual([['Given back', undefined]]);
  });

  it('are told to be lost where somebody was quicker', async () => {
    server.on(/PUT/, () => [409, refusal('seat_held', { seat_ids: [2] })]);
    sayDropped(chooserIn(new Hall('gala')), [1, 2], 'Given back');
    toasts.list[0]?.action?.run();
    await expect.poll(() => toasts.list.at(-1)?.tone).toBe('warning');
  });
});
