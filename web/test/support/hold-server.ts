import type { Hold } from '@jari/contract';
import { FakeServer, type Said } from './fake-server.ts';

/** A server that knows who asks: Ann, who has reserved nothing and holds nothing at the gala. */
export function annsServer(): FakeServer {
  return new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/GET \/me\/reservations/, () => [200, { reservations: [] }])
    .on(/GET \/events\/gala\/hold$/, () => [204]);
}

/** A server that gives whoever asks the seats that they want, and takes them back. */
export function holdServer(): FakeServer {
  return new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/PUT/, ({ body }) => held(body))
    .on(/DELETE/, () => [204]);
}

// The page's own request: its seats are numbers; undefined where the box office is to choose.
export const seatsIn = (body: unknown) => (body as { readonly seat_ids?: readonly number[] }).seat_ids;

export const held = (body: unknown): Said => heldSeats(seatsIn(body));

/** Seats that are held for two minutes more. */
export const holdOf = (...seat_ids: number[]): Hold => ({
  ...{ success: true, seat_ids, expires_at: '2030-01-01T00:00:00.000Z', expires_in_ms: 120_000 },
  extensions_left: 2,
});

/** What is said to whoever holds these seats, or none. */
export function heldSeats(seat_ids: readonly number[] | undefined, expires_in_ms = 60_000): Said {
  if (seat_ids?.length === 0) return [204];
  return [200, { success: true, seat_ids, expires_at: '', expires_in_ms, extensions_left: 1 }];
}
