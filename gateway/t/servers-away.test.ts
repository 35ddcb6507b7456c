import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EchoServer, type Handler } from './support/echo-server.ts';
import { cannotRun, sessionCookie, startGateway, type GatewayUnderTest } from './support/gateway.ts';

describe.skipIf(cannotRun)('when servers are away', () => {
  let gateway: GatewayUnderTest;
  let second: EchoServer;
  beforeEach(async () => {
    second = await EchoServer.start();
  });
  afterEach(async () => {
    await gateway.stop();
    await second.stop().catch(() => undefined);
  });

  test('all of them: 503 as a problem that says when to come back, for the API as for lists and streams', async () => {
    gateway = await startGateway({ UPSTREAMS: '127.0.0.1:1' });
    for (const path of ['/api/v1/events', '/api/v1/seats', '/api/v1/events/default/stream', '/healthz']) {
      const answer = await gateway.send(path);
      expect(answer.json()).toMatchObject({ status: 503, reason: 'unavailable', retryable: true });
      expect(answer.headers).toMatchObject({
        'content-type': 'application/problem+json; charset=utf-8',
        'retry-after': '1',
        'x-frame-options': 'DENY',
      });
    }
  });

  test('all of them: joining still gives a number', async () => {
    gateway = await startGateway({ UPSTREAMS: '127.0.0.1:1' });
    const answer = await gateway.send('/fcfs/join', { method: 'POST', headers: { cookie: sessionCookie() } });
    expect(answer.json()).toMatchObject({ success: true, queue_number: 1 });
  });

  test('one of them: no visitor notices', async () => {
    gateway = await startGateway({ UPSTREAMS: `127.0.0.1:1,${second.host}` });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        gateway.send('/api/v1/events/default/reservations', { method: 'POST', body: {} }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('all of them, and one that is back: the next visitor is served, however lately each had failed', async () => {
    const first = await EchoServer.start();
    const works = second.handler;
    for (const server of [first, second]) server.handler = (request) => request.socket.destroy();
    gateway = await startGateway({ UPSTREAMS: `${first.host},${second.host}` });
    const looks = Array.from({ length: 12 }, () => gateway.send('/api/v1/events'));
    expect(new Set((await Promise.all(looks)).map(({ status }) => status))).toEqual(new Set([503]));
    second.handler = works;
    expect((await gateway.send('/api/v1/events')).status).toBe(200);
    await first.stop();
  });

  test('two of three, and each of them had failed lately: every visitor is served by the one that is back', async () => {
    const [first, third] = [await EchoServer.start(), await EchoServer.start()];
    const works = second.handler;
    for (const server of [first, second, third]) server.handler = (request) => request.socket.destroy();
    gateway = await startGateway({ UPSTREAMS: `${first.host},${third.host},${second.host}` });
    const looks = Array.from({ length: 24 }, () => gateway.send('/api/v1/events'));
    expect(new Set((await Promise.all(looks)).map(({ status }) => status))).toEqual(new Set([503]));
    await Promise.all([first.stop(), third.stop()]);
    second.handler = works;
    const answers = await Promise.all(Array.from({ length: 12 }, () => gateway.send('/api/v1/events')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });

  test('one that is closing refuses a look or a click, and the other one is asked instead', async () => {
    const first = await EchoServer.start();
    first.handler = (_request, response) => response.writeHead(503).end('{"reason":"unavailable"}');
    gateway = await startGateway({ UPSTREAMS: `${first.host},${second.host}` });
    for (let i = 0; i < 6; i++) {
      expect((await gateway.send('/api/v1/events')).status).toBe(200);
      expect((await gateway.send('/api/v1/events/default/hold', { method: 'PUT', body: {} })).status).toBe(
        200,
      );
    }
    await first.stop();
  });

  test('one that is overloaded is taken at its word: no other is asked instead, and it is no less there', async () => {
    const first = await EchoServer.start();
    const refuse: Handler = ({ headers }, response) => {
      // As the servers do; see overloaded-answer.ts.
      const isGateway = headers['x-jari-gateway'] !== undefined;
      const mark = isGateway ? { 'x-jari-overloaded': '1' } : {};
      response.writeHead(isGateway ? 429 : 503, { 'retry-after': '7', ...mark });
      response.end('{"reason":"overloaded","status":503}');
    };
    const works = second.handler;
    for (const server of [first, second]) server.handler = refuse;
    gateway = await startGateway({ UPSTREAMS: `${first.host},${second.host}` });
    const path = '/api/v1/events/default/hold';
    const answers = [];
    for (let i = 0; i < 12; i++) answers.push(await gateway.send(path, { method: 'PUT', body: {} }));
    for (const { status, headers, text } of answers) {
      expect(status).toBe(503);
      expect(headers['retry-after']).toBe('7');
      expect(headers).not.toHaveProperty('x-jari-overloaded');
      expect(text).toContain('overloaded');
    }
    expect(first.passed.length + second.passed.length).toBe(12);
    for (const server of [first, second]) server.handler = works;
    expect((await gateway.send(path, { method: 'PUT', body: {} })).status).toBe(200);
    await first.stop();
  });

  test('a confirmation that was sent is never sent again by the gateway', async () => {
    const first = await EchoServer.start();
    for (const server of [first, second]) server.handler = (request) => request.socket.destroy();
    gateway = await startGateway({ UPSTREAMS: `${first.host},${second.host}` });
    const answer = await gateway.send('/api/v1/events/default/reservations', { method: 'POST', body: {} });
    expect(answer.json()).toMatchObject({ status: 503, reason: 'unavailable' });
    expect(first.passed.length + second.passed.length).toBe(1);
    await first.stop();
  });
});

describe.skipIf(cannotRun)('a stream', () => {
  test('is passed on piece by piece, unpacked, as it is written', async () => {
    const gateway = await startGateway();
    let writeMore = (): unknown => undefined;
    try {
      gateway.echo.handler = (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('id: 1\n\n');
        writeMore = () => response.write('id: 2\n\n');
      };
      const arrivals: string[] = [];
      const sent = request(`${gateway.url}/api/v1/events/default/stream`, {
        headers: { 'accept-encoding': 'gzip' },
      });
      sent.on('response', (response) => {
        expect(response.headers['content-encoding']).toBeUndefined();
        response.on('data', (chunk: Buffer) => arrivals.push(chunk.toString()));
      });
      sent.on('error', () => undefined);
      sent.end();
      // The first piece has come through before there is a second.
      await expect.poll(() => arrivals).toEqual(['id: 1\n\n']);
      writeMore();
      await expect.poll(() => arrivals).toEqual(['id: 1\n\n', 'id: 2\n\n']);
      sent.destroy();
    } finally {
      await gateway.stop();
    }
  });

  test('that is not read is felt by the server, which can cut it, and is not hoarded by the gateway', async () => {
    const gateway = await startGateway();
    try {
      const chunk = Buffer.alloc(65_536, 'x');
      let writtenBytes = 0;
      gateway.echo.handler = (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const writeOn = () => {
          while (writtenBytes < 128_000_000) {
            writtenBytes += chunk.length;
            if (!response.write(chunk)) return void response.once('drain', writeOn);
          }
        };
        writeOn();
      };
      // Nobody listens to its data, so nothing is read once the first buffers are full.
      const sent = request(`${gateway.url}/api/v1/events/default/stream`);
      sent.on('error', () => undefined);
      sent.on('response', (response) => response.on('error', () => undefined));
      sent.end();
      // Until it has stopped: the same for half a second, however many buffers there are to fill.
      let [seenBytes, since] = [0, performance.now()];
      await expect
        .poll(
          () => {
            if (writtenBytes !== seenBytes) [seenBytes, since] = [writtenBytes, performance.now()];
            return writtenBytes > 0 && performance.now() - since > 500;
          },
          { timeout: 10_000 },
        )
        .toBe(true);
      sent.destroy();
      expect(writtenBytes).toBeLessThan(32_000_000);
    } finally {
      await gateway.stop();
    }
  });
});
