import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cannotRun, sessionCookie, startGateway, type GatewayUnderTest } from './support/gateway.ts';

const friend = 'https://friend.example';
const cookie = sessionCookie();

describe.skipIf(cannotRun)('a write with a session’s cookie', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => (gateway = await startGateway({ CORS_ORIGINS: friend })));
  afterAll(() => gateway.stop());
  beforeEach(() => void (gateway.echo.passed.length = 0));

  const write = (headers: Record<string, string>, method = 'DELETE', path = '/api/v1/events/default/hold') =>
    gateway.send(path, { method, headers: { cookie, host: 'jari.example:8080', ...headers } });

  const sites = [undefined, 'none', 'same-site', 'cross-site'];
  test.each(
    ['https://evil.example', 'http://jari.example', 'http://jari.example:8081', 'null', 'nonsense'].flatMap(
      (origin) => sites.map((site) => [origin, site] as const),
    ),
  )('is refused from %s with Sec-Fetch-Site %s, and not passed on', async (origin, site) => {
    const answer = await write({ origin, ...(site === undefined ? {} : { 'sec-fetch-site': site }) });
    expect(answer.json()).toMatchObject({ status: 403, reason: 'forbidden' });
    expect(answer.json<{ detail: string }>().detail).toContain(origin);
    expect(gateway.echo.passed).toEqual([]);
  });

  test.each([
    [{ origin: 'http://jari.example:8080' }],
    [{ origin: 'https://JARI.example:8080' }],
    [{ origin: 'http://jari.example:8080', 'sec-fetch-site': 'none' }],
    [{ origin: friend, 'sec-fetch-site': 'cross-site' }],
    [{ origin: 'https://public.example', 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
    [{}],
  ])('passes with %j', async (headers) => {
    expect((await write(headers)).status).toBe(200);
  });

  test('is refused when the browser says that another site asks, without Origin and with our own name', async () => {
    for (const site of ['cross-site', 'same-site']) {
      expect([site, (await write({ 'sec-fetch-site': site })).status]).toEqual([site, 403]);
    }
    expect((await write({ origin: 'null', 'sec-fetch-site': 'same-origin' })).status).toBe(403);
    // Our own name, but without HTTPS: only the browser knows that it is another site.
    const spoofed = { origin: 'http://jari.example:8080', 'sec-fetch-site': 'cross-site' };
    expect((await write(spoofed)).status).toBe(403);
  });

  test('is refused where the gateway answers by itself, and nobody has joined', async () => {
    const foreign = { origin: 'https://evil.example' };
    expect((await write(foreign, 'POST', '/fcfs/join?event=foreign')).status).toBe(403);
    expect(await gateway.redis.command('EXISTS', 'fcfs:{foreign}:seq')).toBe(':0');
    const own = { origin: 'http://jari.example:8080' };
    expect((await write(own, 'POST', '/fcfs/join?event=foreign')).status).toBe(200);
  });

  test('is looked at, a read and a write without a cookie are not', async () => {
    const foreign = { origin: 'https://evil.example' };
    expect((await write(foreign, 'GET')).status).toBe(200);
    expect((await write({ ...foreign, cookie: '' })).status).toBe(200);
  });

  test('counts no host and no scheme that a stranger claims was asked for', async () => {
    const claimed = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    expect((await write({ ...claimed, origin: 'https://evil.example' })).status).toBe(403);
  });
});

describe.skipIf(cannotRun)('behind a listed proxy', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGateway({ TRUSTED_PROXIES: '127.0.0.1', TRUST_USER_HEADER: 'true' });
  });
  afterAll(() => gateway.stop());

  test('the site’s own origin is what the proxy says was asked for', async () => {
    const write = async (origin: string) => {
      const headers = {
        cookie,
        origin,
        host: 'inside:8080',
        'x-forwarded-for': '203.0.113.7',
        'x-forwarded-host': 'jari.example',
        'x-forwarded-proto': 'https',
      };
      return (await gateway.send('/api/v1/events/default/hold', { method: 'DELETE', headers })).status;
    };
    expect(await write('https://jari.example')).toBe(200);
    expect(await write('http://jari.example')).toBe(403);
    expect(await write('https://inside:8080')).toBe(403);
  });

  test('who is signed in by the proxy’s own cookie is not acted for by foreign pages either', async () => {
    const write = async (origin: string) => {
      const headers = { 'x-user-id': 'kim', origin, host: 'jari.example' };
      return (await gateway.send('/api/v1/events/default/hold', { method: 'DELETE', headers })).status;
    };
    expect(await write('https://evil.example')).toBe(403);
    expect(await write('https://jari.example')).toBe(200);
  });
});
