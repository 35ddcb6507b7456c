import { afterEach, describe, expect, test } from 'vitest';
import { cannotRun, sessionCookie, startGateway, type GatewayUnderTest } from './support/gateway.ts';
import { tally } from './support/http.ts';

describe.skipIf(cannotRun)('rate limits', () => {
  let gateway: GatewayUnderTest;
  afterEach(() => gateway.stop());

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
