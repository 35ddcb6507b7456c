import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HallActions } from '#lib/admin/hall/hall-actions.svelte.ts';
import { LiveHall } from '#lib/admin/hall/live-hall.svelte.ts';
import type { ReservedBy } from '#lib/admin/hall/seat-holders.ts';
import { FakeServer, refusal } from './support/fake-server.ts';

let server: FakeServer;
beforeEach(() => (server = new FakeServer()));
afterEach(() => void vi.unstubAllGlobals());

const reservation = (id: string, ...seatIds: number[]): ReservedBy => ({
  ...{ is: 'reservation', id, user: 'session:ann', seatIds, since: null, isDesk: false },
});
const bodies = () => server.asked.map(({ method, path, body }) => [method, path, body]);

describe('What an organiser does to seats', () => {
  it('cancels the seats that were chosen of a reservation, and all of it only where all were', async () => {
    server.on(/DELETE/, ({ body }) => [200, { success: true, seat_ids: seatsIn(body) ?? [5] }]);
    const actions = new HallActions(new LiveHall('gala'));
    const parts = [
      { reservation: reservation('gala.1', 1, 2, 3), seatIds: [2] },
      { reservation: reservation('gala.2', 5), seatIds: [5] },
    ];
    await actions.cancel(parts, 'A broken seat');
    expect(bodies()).toEqual([
      ['DELETE', '/admin/events/gala/reservations/gala.1', { reason: 'A broken seat', seat_ids: [2] }],
      ['DELETE', '/admin/events/gala/reservations/gala.2', { reason: 'A broken seat' }],
    ]);
    expect(actions.result).toMatchObject({ kind: 'cancel', done: [2, 5], refused: [] });
  });

  it('can be taken back where it was blocking, for the seats that it was done to', async () => {
    const held = refusal('seat_held', { seat_ids: [2] });
    server.on(/block$/, ({ path, body }) =>
      path.endsWith('/block') && seatsIn(body)?.includes(2) === true ? [409, held] : [200, { success: true }],
    );
    const actions = new HallActions(new LiveHall('gala'));
    await actions.block([1, 2, 3]);
    expect(actions.result).toMatchObject({ kind: 'block', done: [1, 3] });
    expect(actions.result?.refused.map(({ seatIds }) => seatIds)).toEqual([[2]]);
    await actions.undo();
    expect(bodies().at(-1)).toEqual(['POST', '/events/gala/seats/unblock', { seat_ids: [1, 3] }]);
  });
});

function seatsIn(body: unknown): readonly number[] | undefined {
  // The page's own request: its seats are numbers.
  return (body as { readonly seat_ids?: readonly number[] }).seat_ids;
}
