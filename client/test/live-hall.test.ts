import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { createApi } from '../src/api.ts';
import { LiveHall } from '../src/live-hall.ts';
import { createStreamOpener } from '../src/open-stream.ts';
import { parseProblem } from '../src/problem.ts';
import { apiBaseOf, createRequester } from '../src/request.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const list = {
  ...{ event: 'default', epoch: 'e', position: 'e.00000000:1', sequence: 1, server_time: '' },
  seats: [1, 2, 3].map((id) => ({ id, status: false, state: 'available', label: `A${id}` })),
};
const change = { sequence: 2, cause: 'held', state: 'held', seat_ids: [2] };

it('a program has a hall that stays current, in a few lines', async () => {
  const streams: ServerResponse[] = [];
  const started = createServer((request, response) => {
    if (request.url?.endsWith('/stream') !== true) return void response.end(JSON.stringify(list));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`event: snapshot\nid: ${list.position}\ndata: ${JSON.stringify(list)}\n\n`);
    streams.push(response);
  });
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  const serverBase = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  const told: string[] = [];

  const request = createRequester({ serverBase, credentials: 'omit', readProblem: parseProblem });
  const api = createApi({ request, inSession: (command) => command(), passOf: () => undefined });
  const hall = new LiveHall({
    api,
    event: 'default',
    openStream: createStreamOpener(apiBaseOf(serverBase), 'omit'),
    onLoaded: () => told.push(`${hall.states.freeCount} seats are free`),
    onChanges: (changes) =>
      told.push(...changes.map(({ cause, seat_ids }) => `${cause} ${seat_ids.join(' ')}`)),
  });
  hall.start();

  await expect.poll(() => streams.length).toBe(1);
  streams[0]?.write(`event: seat_held\nid: e.00000000:2\ndata: ${JSON.stringify(change)}\n\n`);
  await expect.poll(() => told.at(-1)).toBe('held 2');
  expect(told[0]).toBe('3 seats are free');
  expect([hall.states.stateOf(2), hall.states.freeCount]).toEqual(['held', 2]);
  hall.stop();
});

it('in a browser a hall listens to the page and its network while it runs, and to nothing afterwards', () => {
  const listening = new Map<string, number>();
  const note = (by: number) => (what: string) => void listening.set(what, (listening.get(what) ?? 0) + by);
  const page = { addEventListener: note(1), removeEventListener: note(-1) };
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', page.addEventListener);
  vi.stubGlobal('removeEventListener', page.removeEventListener);
  try {
    const never = () => new Promise<never>(() => undefined);
    const api = { seats: never, states: never, changes: never };
    const hall = new LiveHall({ api, event: 'default', openStream: never });
    hall.start();
    expect(Object.fromEntries(listening)).toEqual({ online: 1, offline: 1, visibilitychange: 1 });
    hall.stop();
    expect(new Set(listening.values())).toEqual(new Set([0]));
  } finally {
    vi.unstubAllGlobals();
  }
});
