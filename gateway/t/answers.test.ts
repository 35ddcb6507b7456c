import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { reasons } from '@jari/contract/reasons';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCrossOrigin } from '../../server/src/http/plugins/cross-origin.ts';
import { cannotRun, startGateway, type GatewayUnderTest } from './support/gateway.ts';
import type { Answer } from './support/http.ts';

const friend = 'https://friend.example';

function expectSecurityHeaders({ headers }: Answer) {
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
  });
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['permissions-policy']).toContain('geolocation=()');
  expect(headers['x-request-id']).toBeDefined();
  expect(headers.server).toBe('nginx');
}

function expectProblem(answer: Answer, status: number, reason: keyof typeof reasons) {
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers['cache-control']).toBe('no-store');
  const { title, retryable } = reasons[reason];
  expect(answer.json()).toMatchObject({
    type: `urn:jari:problem:${reason}`,
    title: title.en,
    status,
    success: false,
    reason,
    request_id: answer.headers['x-request-id'],
    retryable,
  });
  expectSecurityHeaders(answer);
}

test('the gateway’s words are the contract’s', () => {
  const path = fileURLToPath(new URL('../lua/jari/reasons.json', import.meta.url));
  const expected = Object.fromEntries(
    Object.entries(reasons).map(([reason, { status, retryable, title, advice }]) => [
      reason,
      { status, retryable, title: title.en, advice: advice.en },
    ]),
  );
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(expected);
});

describe.skipIf(cannotRun)('answers', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGateway({
      HSTS: 'max-age=31536000',
      CORS_ORIGINS: `${friend}, https://other.example`,
    });
  });
  afterAll(() => gateway.stop());

  test('of the server carry the security headers, and keep its own policy where it has one', async () => {
    expectSecurityHeaders(await gateway.send('/api/v1/events'));
    const policy = "default-src 'none'; frame-ancestors 'none'";
    gateway.echo.handler = (_request, response) =>
      response
        .setHeader('content-security-policy', policy)
        .setHeader('x-frame-options', 'SAMEORIGIN')
        .end('{}');
    const answer = await gateway.send('/docs');
    gateway.echo.handler = (_request, response) => response.end('{}');
    expect(answer.headers['content-security-policy']).toBe(policy);
    expect(answer.headers['x-frame-options']).toBe('DENY');
  });

  test.each([
    ['/door', '(self)'],
    ['/door/gala', '(self)'],
    ['/doors', '()'],
    ['/', '()'],
    ['/events/gala', '()'],
    ['/api/v1/events', '()'],
    ['/api/v1/door', '()'],
  ])('allow the camera at the door and nowhere else: at %s %s', async (path, camera) => {
    const { headers } = await gateway.send(path);
    expect(headers['permissions-policy']).toBe(`camera=${camera}, geolocation=(), microphone=()`);
  });

  test('of the server that are problems pass as they are', async () => {
    gateway.echo.handler = (_request, response) => {
      response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '7' });
      response.end('{"reason":"intentional_failure"}');
    };
    const answer = await gateway.send('/api/v1/events/default/reservations', { method: 'POST', body: {} });
    gateway.echo.handler = (_request, response) => response.end('{}');
    expect(answer).toMatchObject({ status: 503, text: '{"reason":"intentional_failure"}' });
    expect(answer.headers['retry-after']).toBe('7');
    expectSecurityHeaders(answer);
  });

  test('to a body that is too large: 413', async () => {
    const body = JSON.stringify({ user_name: 'x'.repeat(17_000) });
    expectProblem(
      await gateway.send('/api/v1/events/default/hold', { method: 'PUT', body }),
      413,
      'too_large',
    );
  });

  test('to a plan, which may be larger, only above 16 MB', async () => {
    const send = (length: number) =>
      gateway.send('/api/v1/admin/plans', { method: 'POST', body: ' '.repeat(length) });
    const limit = 16 * 1024 * 1024;
    expect((await send(limit)).status).toBe(200);
    expectProblem(await send(limit + 1), 413, 'too_large');
    const elsewhere = gateway.send('/api/v1/admin/plans/x', { method: 'POST', body: ' '.repeat(17_000) });
    expectProblem(await elsewhere, 413, 'too_large');
  });

  test.each([
    '/fcfs/other',
    '/metrics',
    '/gateway/event?id=default',
    '/gateway/problem',
    '/gateway/',
    '/no/such/file.js',
  ])('at %s there is nothing for the public: 404', async (path) =>
    expectProblem(await gateway.send(path), 404, 'not_found'),
  );

  test('the server’s measurements stay inside', async () => {
    gateway.echo.passed.length = 0;
    for (const path of [
      '/metrics',
      '//metrics',
      '/%6detrics',
      '/x/../metrics',
      '/metrics/',
      '/metrics?x=1',
    ]) {
      await gateway.send(path);
    }
    expect(gateway.echo.passed).toEqual([]);
  });

  test('to an address that is too long: 400', async () => {
    expectProblem(await gateway.send(`/api/v1/${'x'.repeat(9_000)}`), 400, 'validation');
  });

  const say = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });

  test.each([
    [
      'an unknown Transfer-Encoding',
      'POST /fcfs/join HTTP/1.1\r\nTransfer-Encoding: gzip',
      '',
      400,
      'validation',
    ],
    ['two of them', 'POST /fcfs/join HTTP/1.1\r\nTransfer-Encoding: gzip, chunked', '', 400, 'validation'],
    ['TRACE', 'TRACE /api/v1/seats HTTP/1.1', '', 404, 'not_found'],
    ['TRACE with a body', 'TRACE /api/v1/seats HTTP/1.1', 'abc', 404, 'not_found'],
    ['TRACE with a large body', 'TRACE /api/v1/seats HTTP/1.1', 'x'.repeat(20_000), 404, 'not_found'],
    ['CONNECT', 'CONNECT example.org:443 HTTP/1.1', '', 400, 'validation'],
    ['CONNECT with a body', 'CONNECT /api/v1/seats HTTP/1.1', 'abc', 404, 'not_found'],
    ['CONNECT with a large body', 'CONNECT /api/v1/seats HTTP/1.1', 'x'.repeat(20_000), 404, 'not_found'],
  ])('to %s are problems', async (_what, head, body, status, reason) => {
    const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`;
    const answer = await say(`${head}\r\nHost: localhost\r\nConnection: close\r\n${length}\r\n${body}`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n{')))).toMatchObject({
      status,
      reason,
      success: false,
    });
  });

  test('to bytes that are no request: 400, as a problem', async () => {
    const answer = await say('WHAT IS THIS\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('X-Content-Type-Options: nosniff');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      reason: 'validation',
      status: 400,
    });
  });

  test('a listed origin may read and write with its visitor’s cookie', async () => {
    const question = await gateway.send('/api/v1/events/default/hold', {
      method: 'OPTIONS',
      headers: { origin: friend, 'access-control-request-method': 'PUT' },
    });
    expect(question.status).toBe(204);
    expect(question.headers).toMatchObject({
      'access-control-allow-origin': friend,
      'access-control-allow-credentials': 'true',
    });
    expectSecurityHeaders(question);
    const answer = await gateway.send('/api/v1/events', { headers: { origin: friend } });
    expect(answer.headers['access-control-allow-origin']).toBe(friend);
    expect(answer.headers.vary).toContain('Origin');
  });

  test('a listed origin may send and read here what the server lets it send and read, and nothing else', async () => {
    const server = fastify();
    await addCrossOrigin(server, [friend]);
    server.get('/api/v1/events', () => ({}));
    const url = '/api/v1/events';
    const asks = { origin: friend, 'access-control-request-method': 'GET' };
    const [ofServer, ofGateway] = await Promise.all([
      server.inject({ method: 'OPTIONS', url, headers: asks }),
      gateway.send(url, { method: 'OPTIONS', headers: asks }),
    ]);
    const [fromServer, fromGateway] = await Promise.all([
      server.inject({ url, headers: { origin: friend } }),
      gateway.send(url, { headers: { origin: friend } }),
    ]);
    const listed = (value: unknown) =>
      String(value)
        .split(',')
        .map((name) => name.trim().toLowerCase())
        .sort();
    for (const name of ['access-control-allow-methods', 'access-control-allow-headers']) {
      expect(listed(ofGateway.headers[name]), name).toEqual(listed(ofServer.headers[name]));
    }
    const exposed = 'access-control-expose-headers';
    expect(listed(fromGateway.headers[exposed])).toEqual(listed(fromServer.headers[exposed]));
    expect(listed(ofServer.headers['access-control-allow-headers'])).toContain('queue-pass');
  });

  test('problems can be read by a listed origin too', async () => {
    const answer = await gateway.send('/fcfs/join', { method: 'POST', headers: { origin: friend } });
    expect(answer.headers['access-control-allow-origin']).toBe(friend);
  });

  test.each(['https://evil.example', `${friend}.evil.example`, 'null', 'http://friend.example'])(
    'the origin %s may read nothing, whatever the server says',
    async (origin) => {
      gateway.echo.handler = (_request, response) =>
        response.setHeader('access-control-allow-origin', '*').end('{}');
      const question = await gateway.send('/api/v1/events', {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET' },
      });
      const answer = await gateway.send('/api/v1/events', { headers: { origin } });
      gateway.echo.handler = (_request, response) => response.end('{}');
      expect(question.headers['access-control-allow-origin']).toBeUndefined();
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('are counted, for those who are allowed to look', async () => {
    await gateway.send('/fcfs/join', { method: 'POST' });
    const { text, headers } = await gateway.send('/gateway/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toMatch(/^jari_gateway_answers_total\{status="400"\} \d+$/m);
    expect(text).toMatch(/^jari_gateway_refused_total\{reason="missing_user"\} \d+$/m);
    expect(text).toMatch(/^jari_gateway_connections \d+$/m);
  });
});

describe.skipIf(cannotRun)('measurements of the gateway', () => {
  test('are shown to no one else', async () => {
    const gateway = await startGateway({ METRICS_ALLOW: '192.0.2.1', HSTS: 'max-age=31536000' });
    try {
      expectProblem(await gateway.send('/gateway/metrics'), 403, 'forbidden');
    } finally {
      await gateway.stop();
    }
  });
});
