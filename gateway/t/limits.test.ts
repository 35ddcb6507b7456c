import { get, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { cannotRun, sessionCookie, startGateway, type GatewayUnderTest } from './support/gateway.ts';
import { tally } from './support/http.ts';

/** An answer that has no end, once its head has come. */
function openStream(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (answer) => resolve(answer.on('error', () => undefined))).on(
      'error',
      reject,
    );
  });
}

describe.skipIf(cannotRun)('limits', () => {
  let gateway: GatewayUnderTest;
  let streams: IncomingMessage[] = [];
  afterEach(async () => {
    for (const stream of streams) stream.destroy();
    streams = [];
    await gateway.stop();
  });

  const burst = (
    count: number,
    headers: (i: number) => Record<string, string>,
    path = '/api/v1/me/reservations',
  ) => Promise.all(Array.from({ length: count }, (_, i) => gateway.send(path, { headers: headers(i) })));

  test('one user is slowed down and told when to come back; the next user is not', async () => {
    gateway = await startGateway({ RATE_LIMIT_USER: '1r/s', RATE_BURST_USER: '4' });
    const [kim, lee] = [sessionCookie(), sessionCookie()];
    const answers = await burst(12, () => ({ cookie: kim }));
    expect(tally(answers.map((answer) => answer.status))).toEqual({ 200: 5, 429: 7 });
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.headers).toMatchObject({ 'retry-after': '1', 'x-content-type-options': 'nosniff' });
    expect(refused?.headers['content-type']).toContain('application/problem+json');
    expect(refused?.json()).toMatchObject({ success: false, reason: 'rate_limited', retryable: true });
    expect((await burst(1, () => ({ cookie: lee })))[0]?.status).toBe(200);
  });

  test('joining is limited too', async () => {
    gateway = await startGateway({ RATE_LIMIT_USER: '1r/s', RATE_BURST_USER: '2' });
    const cookie = sessionCookie();
    const posts = Array.from({ length: 8 }, () =>
      gateway.send('/fcfs/join?event=e', { method: 'POST', headers: { cookie } }),
    );
    const statuses = (await Promise.all(posts)).map((answer) => answer.status);
    expect(tally(statuses)).toEqual({ 200: 1, 409: 2, 429: 5 });
  });

  test('one address is slowed down however many users it claims to be', async () => {
    gateway = await startGateway({ RATE_LIMIT_IP: '1r/s', RATE_BURST_IP: '5' });
    const answers = await burst(20, () => ({ cookie: sessionCookie() }));
    expect(tally(answers.map((answer) => answer.status))).toEqual({ 200: 6, 429: 14 });
  });

  test('claiming other addresses does not help against it', async () => {
    gateway = await startGateway({ RATE_LIMIT_IP: '1r/s', RATE_BURST_IP: '5' });
    const answers = await burst(20, (i) => ({ 'x-forwarded-for': `203.0.113.${i}` }));
    expect(tally(answers.map((answer) => answer.status))).toEqual({ 200: 6, 429: 14 });
    expect(gateway.echo.last.headers['x-forwarded-for']).toBe('127.0.0.1');
  });

  /** Opens streams, which the echo never ends, from the address; the statuses in the order they came. */
  const watch = async (count: number, headers: (i: number) => Record<string, string> = () => ({})) => {
    gateway.echo.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': here you are\n\n');
    };
    const statuses: number[] = [];
    for (let i = 0; i < count; i++) {
      const answer = await openStream(`${gateway.url}/api/v1/events/default/stream`, headers(i));
      statuses.push(answer.statusCode ?? 0);
      streams.push(answer);
    }
    return statuses;
  };

  test('one address has so many streams, and is told to poll instead of one more; requests pass', async () => {
    gateway = await startGateway({ STREAMS_PER_ADDRESS: '3' });
    expect(await watch(4)).toEqual([200, 200, 200, 429]);
    gateway.echo.handler = (_request, response) => response.end('{}');
    const refused = await gateway.send('/api/v1/events/default/stream');
    expect(refused.json()).toMatchObject({ status: 429, reason: 'rate_limited', retryable: true });
    expect(refused.json<{ detail: string }>().detail).toContain('poll changes');
    expect((await gateway.send('/api/v1/events/default/changes?after=0')).status).toBe(200);
    streams[0]?.destroy();
    await expect.poll(async () => (await watch(1))[0]).toBe(200);
  });

  test('one address has so many requests on their way, streams included', async () => {
    gateway = await startGateway({ CONNECTIONS_PER_ADDRESS: '3' });
    expect(await watch(3)).toEqual([200, 200, 200]);
    gateway.echo.handler = (_request, response) => response.end('{}');
    for (const path of ['/api/v1/events', '/api/v1/seats', '/fcfs/join']) {
      const refused = await gateway.send(path);
      expect([path, refused.status]).toEqual([path, 429]);
      expect(refused.json<{ detail: string }>().detail).toContain('connections');
    }
    // A page from this machine's disk asks no server for anything.
    expect((await gateway.send('/', { headers: { accept: 'text/html' } })).status).toBe(200);
  });

  test('behind a listed proxy streams count for each visitor, and for each IPv6 network', async () => {
    gateway = await startGateway({ STREAMS_PER_ADDRESS: '1', TRUSTED_PROXIES: '127.0.0.1' });
    const from = (...addresses: string[]) =>
      watch(addresses.length, (i) => ({ 'x-forwarded-for': addresses[i] ?? '' }));
    expect(await from('203.0.113.1', '203.0.113.2', '203.0.113.1')).toEqual([200, 200, 429]);
    expect(await from('2001:db8::1', '2001:db8::ffff:2', '2001:db8:0:1::1')).toEqual([200, 429, 200]);
    expect(await from('::ffff:203.0.113.3', '::ffff:203.0.113.4', '203.0.113.3')).toEqual([200, 200, 429]);
  });

  test('behind a listed proxy every visitor has their own', async () => {
    gateway = await startGateway({ RATE_LIMIT_IP: '1r/s', RATE_BURST_IP: '1', TRUSTED_PROXIES: '127.0.0.1' });
    const answers = await burst(10, (i) => ({
      'x-forwarded-for': `203.0.113.${i}`,
      'x-forwarded-proto': 'https',
    }));
    expect(tally(answers.map((answer) => answer.status))).toEqual({ 200: 10 });
    expect(gateway.echo.last.headers['x-forwarded-for']).toMatch(/^203\.0\.113\.\d$/);
    expect(gateway.echo.last.headers['x-forwarded-proto']).toBe('https');
  });
});
