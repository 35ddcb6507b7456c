import { Agent } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cannotRun, sessionCookie, startGateway, type GatewayUnderTest } from './support/gateway.ts';
import { send } from './support/http.ts';

describe.skipIf(cannotRun)('a waiting room', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => (gateway = await startGateway({ TRUST_USER_HEADER: 'true' })));
  afterAll(() => gateway.stop());
  let event = '';
  let count = 0;
  beforeEach(() => {
    event = `event-${++count}`;
    gateway.echo.passed.length = 0;
    let serial = 0;
    gateway.echo.handler = (request, response) => {
      response.setHeader('cache-control', 'public, max-age=1');
      response.end(JSON.stringify({ serial: ++serial, url: request.url }));
    };
  });
  const status = (query = `event=${event}`, headers: Record<string, string> = {}) =>
    gateway.send(`/fcfs/status?${query}`, { headers });

  test('is asked how its line stands once for five hundred who wait, whoever they are', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 100 });
    const startedAt = Date.now();
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        send(`${gateway.url}/fcfs/status?event=${event}`, {
          agent,
          headers: { cookie: sessionCookie(), 'user-agent': `phone ${i}` },
        }),
      ),
    );
    agent.destroy();
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(gateway.echo.to('/fcfs/status').length).toBeLessThanOrEqual(
      Math.ceil((Date.now() - startedAt) / 1_000) + 1,
    );
    expect(gateway.echo.last.headers['cookie']).toBeUndefined();
    // So that a network of caches in front can do the same.
    expect(answers[0]?.headers['cache-control']).toBe('public, max-age=1');
    expect(answers[0]?.headers['set-cookie']).toBeUndefined();
  });

  test('is another for each event, and a question in other words is not kept', async () => {
    expect((await status()).json()).toMatchObject({ url: `/fcfs/status?event=${event}` });
    expect((await status('event=another')).json()).toMatchObject({ url: '/fcfs/status?event=another' });
    for (const odd of [`event=${event}&x=1`, `event=${event}&x=1`]) {
      expect((await status(odd)).json()).toMatchObject({ url: `/fcfs/status?${odd}` });
    }
    expect(gateway.echo.passed).toHaveLength(4);
  });

  test('tells how the line stood while no server is there', async () => {
    const before = (await status()).text;
    gateway.echo.handler = (request) => request.socket.destroy();
    await expect
      .poll(
        async () => {
          await status();
          return gateway.echo.to('/fcfs/status').length;
        },
        { timeout: 5_000 },
      )
      .toBeGreaterThan(1);
    expect((await status()).text).toBe(before);
  });

  test('gives no number before people may line up, nor once the sale has closed, and says so', async () => {
    const inAnHour = Date.now() + 3_600_000;
    const rules = [
      'gathers_at',
      `${inAnHour}`,
      'opens_at',
      `${inAnHour}`,
      'memory_ms',
      '1000',
      'offset_ms',
      '0',
    ];
    await gateway.redis.command('HSET', `line:{${event}}`, ...rules);
    const join = () =>
      gateway.send(`/fcfs/join?event=${event}`, { method: 'POST', headers: { 'x-user-id': 'kim' } });
    expect((await join()).json()).toMatchObject({ reason: 'not_on_sale', success: false });
    await gateway.redis.command('HSET', `line:{${event}}`, 'gathers_at', '0');
    expect((await join()).json()).toMatchObject({ success: true, queue_number: 1 });
    await gateway.redis.command('HSET', `line:{${event}}`, 'closes_at', `${Date.now() - 1}`);
    const late = gateway.send(`/fcfs/join?event=${event}`, {
      method: 'POST',
      headers: { 'x-user-id': 'lee' },
    });
    expect((await late).json()).toMatchObject({ reason: 'not_on_sale', success: false });
    expect((await join()).json()).toMatchObject({ reason: 'duplicate', queue_number: 1 });
  });

  test('gets passes and leavers through, with the user whom the gateway vouches for', async () => {
    for (const method of ['POST', 'DELETE']) {
      await gateway.send(`/fcfs/pass?event=${event}`, { method, headers: { 'x-user-id': 'kim' } });
      expect(gateway.echo.last).toMatchObject({ method, url: `/fcfs/pass?event=${event}` });
      expect(gateway.echo.last.headers['x-authenticated-user-id']).toBe('user:kim');
    }
    await gateway.send('/api/v1/events/default/hold', {
      method: 'PUT',
      headers: { 'x-user-id': 'kim', 'queue-pass': 'q1.something' },
      body: { seat_ids: [1] },
    });
    expect(gateway.echo.last.headers['queue-pass']).toBe('q1.something');
  });
});
