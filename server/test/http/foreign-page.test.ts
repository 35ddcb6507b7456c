import type { Problem } from '@jari/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AppSettings } from '../../src/app.ts';
import { as, changeCount, createTestApp, type TestApp } from '../support/app.ts';

const LISTED = 'https://tickets.example';
const HOLD = '/api/v1/events/default/hold';

let server: TestApp;
let cookie: string;
const start = async (settings: Partial<AppSettings> = {}) => {
  server = await createTestApp({ settings: { corsOrigins: [LISTED], ...settings } });
  const me = await server.app.inject('/api/v1/me');
  cookie = String(me.headers['set-cookie']).split(';')[0] ?? '';
};
const write = (headers: Record<string, string>, method: 'PUT' | 'DELETE' = 'PUT') =>
  server.app.inject({
    method,
    url: HOLD,
    headers: { cookie, host: 'jari.example:5800', ...headers },
    ...(method === 'PUT' ? { payload: { seat_ids: [1] } } : {}),
  });

describe('a write with a session’s cookie', () => {
  beforeAll(() => start());
  afterAll(() => server.close());

  const sites = [undefined, 'none', 'same-site', 'cross-site'];
  it.each(
    ['https://evil.example', 'http://jari.example', 'http://jari.example:5801', 'null', 'nonsense'].flatMap(
      (origin) => sites.map((site) => [origin, site] as const),
    ),
  )('is refused from %s with Sec-Fetch-Site %s', async (origin, site) => {
    const answer = await write({ origin, ...(site === undefined ? {} : { 'sec-fetch-site': site }) });
    expect([answer.statusCode, answer.json<Problem>().reason]).toEqual([403, 'forbidden']);
    expect(answer.json<Problem>().detail).toContain(origin);
    expect(await changeCount(server)).toBe(0);
  });

  it.each([
    [{ origin: 'http://jari.example:5800' }],
    [{ origin: 'https://JARI.example:5800' }],
    [{ origin: 'http://jari.example:5800', 'sec-fetch-site': 'none' }],
    [{ origin: LISTED, 'sec-fetch-site': 'cross-site' }],
    [{ origin: LISTED }],
    // Only the browser itself can say so; the proxy in front may have rewritten Host.
    [{ origin: 'https://public.example', 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'same-origin' }],
    [{ 'sec-fetch-site': 'none' }],
    [{}],
  ])('passes with %j', async (headers) => {
    expect((await write(headers)).statusCode).toBe(200);
  });

  it('is refused when the browser says that another site asks, without Origin and with our own name', async () => {
    for (const site of ['cross-site', 'same-site', 'something-new']) {
      expect([site, (await write({ 'sec-fetch-site': site })).statusCode]).toEqual([site, 403]);
    }
    expect((await write({ origin: 'null', 'sec-fetch-site': 'same-origin' })).statusCode).toBe(403);
    // Our own name, but without HTTPS: only the browser knows that it is another site.
    const spoofed = { origin: 'http://jari.example:5800', 'sec-fetch-site': 'cross-site' };
    expect((await write(spoofed)).statusCode).toBe(403);
  });

  it('is looked at whatever it writes, and a read is not', async () => {
    expect((await write({ origin: 'https://evil.example' }, 'DELETE')).statusCode).toBe(403);
    const headers = { cookie, host: 'jari.example:5800', origin: 'https://evil.example' };
    expect((await server.app.inject({ url: '/api/v1/me/reservations', headers })).statusCode).toBe(200);
  });

  it('with a user header is looked at too: a proxy that signs people in has a cookie of its own', async () => {
    const headers = { ...as('ann'), host: 'localhost:5800', cookie: '' };
    expect((await write({ ...headers, origin: 'https://evil.example' }, 'DELETE')).statusCode).toBe(403);
    expect((await write({ ...headers, origin: 'http://localhost:5800' }, 'DELETE')).statusCode).toBe(204);
  });
});

describe('the site’s own origin', () => {
  afterEach(() => server.close());

  it('has HTTPS where the server knows that the site has', async () => {
    await start({ isSecureCookie: true });
    expect((await write({ origin: 'http://jari.example:5800' })).statusCode).toBe(403);
    expect((await write({ origin: 'https://jari.example:5800' })).statusCode).toBe(200);
    expect((await write({ host: 'jari.example', origin: 'https://jari.example' })).statusCode).toBe(200);
    expect((await write({ host: 'jari.example:443', origin: 'https://jari.example' })).statusCode).toBe(200);
  });

  it('is what a trusted proxy says was asked for, and nobody else', async () => {
    const forwarded = {
      'x-forwarded-host': 'public.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '203.0.113.7',
    };
    await start();
    expect((await write({ ...forwarded, origin: 'https://public.example' })).statusCode).toBe(403);
    await server.close();
    await start({ trustedProxies: ['127.0.0.1'] });
    expect((await write({ ...forwarded, origin: 'https://public.example' })).statusCode).toBe(200);
    expect((await write({ ...forwarded, origin: 'http://public.example' })).statusCode).toBe(403);
    expect((await write({ ...forwarded, origin: 'https://jari.example:5800' })).statusCode).toBe(403);
  });
});
