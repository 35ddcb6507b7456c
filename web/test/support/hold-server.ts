import { FakeServer, type Said } from './fake-server.ts';

/** A server that gives whoever asks the seats that they want, and takes them back. */
export function holdServer(): FakeServer {
  return new FakeServer()
    .on(/GET \/me$/, () => [200, { user: 'session:ann', source: 'session', is_new: false }])
    .on(/PUT/, ({ body }) => held(body))
    .on(/DELETE/, () => [204]);
}

// The page's own request: its seats are numbers; undefined where the box office is to choose.
export const seatsIn = (body: unknown) => (body as { readonly seat_ids?: readonly number[] }).seat_ids;

export function held(body: unknown): Said {
  return [
    200,
    { success: true, seat_ids: seatsIn(body), expires_at: '', expires_in_ms: 60_000, extensions_left: 1 },
  ];
}
