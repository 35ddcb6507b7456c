import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cannotRun, sessionCookie, startGateway, type GatewayUnderTest } from './support/gateway.ts';
import { send } from './support/http.ts';

describe.skipIf(cannotRun)('seat lists', () => {
  let gateway: GatewayUnderTest;
  let sequence = 0;
  beforeAll(async () => (gateway = await startGateway()));
  afterAll(() => gateway.stop());
  beforeEach(async () => {
    // Lists live for half a second of the clock: each test begins with a new one and has it to itself.
    await delay(520 - (Date.now() % 500));
    gateway.echo.passed.length = 0;
    gateway.echo.handler = (request, response) => {
      response.setHeader('etag', `W/"${++sequence}"`).setHeader('cache-control', 'no-cache');
      // Takes a moment, so that many ask meanwhile.
      setTimeout(() => response.end(JSON.stringify({ sequence, url: request.url })), 10);
    };
  });

  const list = '/api/v1/events/default/seats';
  const sequenceOf = async (headers: Record<string, string> = {}, path = list) =>
    (await gateway.send(path, { headers })).json<{ sequence: number }>().sequence;

  test('for five hundred visitors at a time are asked for once in half a second', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 100 });
    const startedAt = Date.now();
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => send(`${gateway.url}${list}`, { agent })),
    );
    agent.destroy();
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const moments = Math.floor(Date.now() / 500) - Math.floor(startedAt / 500) + 1;
    expect(gateway.echo.passed.length).toBeLessThanOrEqual(moments);
  });

  test('are kept as the server compressed them, once for each encoding however it is asked for', async () => {
    gateway.echo.handler = (request, response) => {
      const how = request.headers['accept-encoding'];
      if (how !== undefined) response.setHeader('content-encoding', how);
      response.setHeader('vary', 'accept-encoding').end(JSON.stringify({ how: how ?? 'plain' }));
    };
    const asked = [
      ['gzip, deflate, br', 'br'],
      ['gzip, deflate, br, zstd', 'br'],
      ['br;q=1.0, gzip;q=0.8', 'br'],
      ['gzip, deflate', 'gzip'],
      ['GZIP', 'gzip'],
      ['br;q=0, gzip', 'plain'],
      ['deflate', 'plain'],
    ] as const;
    for (const [accepted, how] of asked) {
      const answer = await gateway.send(list, { headers: { 'accept-encoding': accepted } });
      expect([accepted, answer.text]).toEqual([accepted, `{"how":"${how}"}`]);
      expect(answer.headers['content-encoding']).toBe(how === 'plain' ? undefined : how);
      expect(answer.headers['vary']).toMatch(/accept-encoding/i);
    }
    const encodings = gateway.echo.passed.map(({ headers }) => headers['accept-encoding']);
    expect(new Set(encodings)).toEqual(new Set(['br', 'gzip', undefined]));
    // The half second may have ended on the way.
    expect(encodings.length).toBeLessThanOrEqual(6);
  });

  test('of a large hall, a letter a seat, are kept like those of a small one', async () => {
    const states = '/api/v1/events/stadium/states';
    const first = await sequenceOf({}, states);
    expect(await sequenceOf({}, states)).toBe(first);
    expect(gateway.echo.passed).toHaveLength(1);
  });

  test('are at most half a second old', async () => {
    const first = await sequenceOf();
    // Their age is the point, and the clock is nginx's.
    await delay(500);
    expect(await sequenceOf()).toBeGreaterThan(first);
  });

  test.each([
    ['PUT', '/api/v1/events/default/hold'],
    ['POST', '/api/v1/seats/reservation/fcfs'],
    ['DELETE', '/api/v1/reservations/default.1'],
    ['POST', '/api/v1/transfers/accept'],
  ])(
    'are fresh for the visitor who has just changed something by %s %s, and from then on for all',
    async (method, path) => {
      const [kim, lee] = [sessionCookie(), sessionCookie()];
      const before = await sequenceOf({ cookie: lee });
      await gateway.send(path, { method, headers: { cookie: kim }, body: {} });
      const ofKim = await sequenceOf({ cookie: kim });
      expect(ofKim).toBeGreaterThan(before);
      expect(await sequenceOf({ cookie: lee })).toBeGreaterThanOrEqual(ofKim);
    },
  );

  test('stay the cached ones after a change that was refused', async () => {
    const cookie = sessionCookie();
    const before = await sequenceOf({ cookie });
    gateway.echo.handler = (_request, response) => response.writeHead(409).end('{}');
    await gateway.send('/api/v1/events/default/hold', { method: 'PUT', headers: { cookie }, body: {} });
    expect(await sequenceOf({ cookie })).toBe(before);
  });

  test('of different events and of the brief’s address are different lists', async () => {
    const sequences = [
      await sequenceOf(),
      await sequenceOf({}, '/api/v1/events/matinee/seats'),
      await sequenceOf({}, '/api/v1/events/matinee/states'),
      await sequenceOf({}, '/api/v1/seats'),
    ];
    expect(new Set(sequences).size).toBe(4);
  });

  test('cannot be mixed up by another spelling of the address', async () => {
    const spellings = [
      '//api/v1/events/default/seats',
      '/api/v1/events/x/../default/seats',
      `${list}?x=1`,
      `${list}#x`,
    ];
    for (const path of spellings) await gateway.send(path);
    expect(new Set(gateway.echo.passed.map(({ url }) => url))).toEqual(new Set([list]));
  });

  test('that failed are not kept', async () => {
    gateway.echo.handler = (_request, response) => response.writeHead(404).end('{}');
    expect((await gateway.send(list)).status).toBe(404);
    gateway.echo.handler = (_request, response) => response.end('{"sequence":1}');
    expect((await gateway.send(list)).status).toBe(200);
  });

  test('cost nothing when the visitor has the newest', async () => {
    const { headers } = await gateway.send(list);
    const answer = await gateway.send(list, { headers: { 'if-none-match': String(headers.etag) } });
    expect(answer.status).toBe(304);
  });
});
