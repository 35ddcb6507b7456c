import { afterEach, describe, expect, it } from 'vitest';
import type { AppSettings } from '../../src/app.ts';
import { startTestApp } from '../support/listening-app.ts';
import { RawSocket } from '../support/raw-socket.ts';

const HOLD = '/api/v1/events/default/hold';
let server: Awaited<ReturnType<typeof startTestApp>>;
let sockets: RawSocket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.hangUp();
  sockets = [];
  await server.close();
});
const start = async (settings: Partial<AppSettings> = {}) => (server = await startTestApp({ settings }));
const say = (text: string) => {
  const socket = new RawSocket(server.url).say(text);
  sockets.push(socket);
  return socket;
};
const connections = () =>
  new Promise<number>((resolve) => server.app.server.getConnections((_error, count) => resolve(count)));
const expectProblem = (socket: RawSocket, status: number, reason: string, field?: string) => {
  expect([socket.status, socket.head]).toEqual([status, expect.stringContaining('application/problem+json')]);
  expect(socket.problem).toMatchObject({
    success: false,
    status,
    reason,
    ...(field === undefined ? {} : { errors: [{ field }] }),
  });
  expect(socket.head).toContain('connection: close');
};

describe('a request that Node itself would answer without a word', () => {
  it.each([
    ['has no Host', 'GET /api/v1/seats HTTP/1.1\r\n\r\n', 400, 'validation', 'host'],
    [
      'expects what we don’t know',
      `PUT ${HOLD} HTTP/1.1\r\nhost: localhost\r\nexpect: a miracle\r\ncontent-length: 5\r\n\r\n`,
      400,
      'validation',
      'expect',
    ],
    [
      'is CONNECT',
      'CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n',
      404,
      'not_found',
      undefined,
    ],
    [
      'is CONNECT with a body',
      'CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\ncontent-length: 3\r\n\r\nabc',
      404,
      'not_found',
      undefined,
    ],
    ['is no request', 'BLAH\r\n\r\n', 400, 'validation', 'request'],
    [
      'has two lengths',
      'POST /fcfs/join HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      400,
      'validation',
      'request',
    ],
  ])('gets a problem when it %s, and the connection ends', async (_what, text, status, reason, field) => {
    await start();
    const socket = say(text);
    await expect.poll(() => socket.isEnded).toBe(true);
    expectProblem(socket, status, reason, field);
  });

  it('is served when it expects 100-continue, or speaks HTTP/1.0 without Host', async () => {
    await start();
    const patient = say(
      `PUT ${HOLD} HTTP/1.1\r\nhost: localhost\r\nx-user-id: ann\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n`,
    );
    await expect.poll(() => patient.text).toContain('100 Continue');
    patient.say('{"seat_ids":[1]}');
    await expect.poll(() => patient.text).toContain('HTTP/1.1 200');
    const old = say('GET /health HTTP/1.0\r\n\r\n');
    await expect.poll(() => old.status).toBe(200);
  });
});

describe('a request that does not come whole in time', () => {
  const tooLong = { requestTimeoutMs: 300 };

  it.each([
    ['its head dribbles', 'GET /api/v1/seats HTTP/1.1\r\nhost: localhost\r\n', 'x-y: z\r\n'],
    [
      'its body dribbles',
      `PUT ${HOLD} HTTP/1.1\r\nhost: localhost\r\nx-user-id: ann\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n`,
      ' ',
    ],
  ])('is cut with an answer when %s', async (_what, text, more) => {
    await start(tooLong);
    const startedAt = performance.now();
    const socket = say(text);
    const dribble = setInterval(() => socket.say(more), 50);
    await expect.poll(() => socket.isEnded, { timeout: 5_000 }).toBe(true);
    clearInterval(dribble);
    expect(performance.now() - startedAt).toBeGreaterThan(250);
    expectProblem(socket, 400, 'validation', 'request');
    expect(socket.problem.detail).toContain('in time');
  });

  it('has fifteen seconds unless told otherwise', async () => {
    await start();
    const { headersTimeout, requestTimeout } = server.app.server;
    expect([headersTimeout, requestTimeout]).toEqual([15_000, 15_000]);
  });

  it('and has not even begun gets no answer, as browsers open connections in advance', async () => {
    await start(tooLong);
    const socket = say('');
    await expect.poll(() => socket.isEnded, { timeout: 5_000 }).toBe(true);
    expect(socket.text).toBe('');
  });
});

describe('a client that does not hang up when it is told to', () => {
  it.each([
    ['says nothing more', undefined],
    ['goes on talking', 'x'.repeat(100)],
  ])('is hung up on soon, also when it %s', async (_what, more) => {
    await start();
    // Half-open: our side has been ended, theirs has not.
    const talkers = Array.from({ length: 20 }, () => say('BLAH\r\n\r\n'));
    await expect.poll(() => talkers.every(({ status }) => status === 400)).toBe(true);
    const talking = setInterval(() => {
      if (more !== undefined) for (const talker of talkers) talker.say(more);
    }, 50);
    await expect.poll(connections, { timeout: 5_000 }).toBe(0);
    clearInterval(talking);
    for (const talker of talkers) expect(talker.problem.reason).toBe('validation');
  });
});

describe('an address that cannot be read', () => {
  it('is refused with the same headers as everything else', async () => {
    await start();
    const answer = await fetch(`${server.url}/api/v1/reservations/%zz`);
    expect(answer.status).toBe(400);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });
});
