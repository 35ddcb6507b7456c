import type { Me, Problem } from '@jari/contract';
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { SessionCookies } from '../../src/http/identity/session-cookie.ts';
import { as, createTestApp, type Body, SESSION_SECRET, type TestApp } from '../support/app.ts';

let server: TestApp;
afterEach(() => server.close());

const ME = '/api/v1/me';
const HOLD = '/api/v1/events/default/hold';
const DAY_MS = 86_400_000;

const me = async (headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') => {
  const answer = await server.app.inject({ url: '/api/v1/me', headers, remoteAddress });
  const cookie = answer.headers['set-cookie'];
  return {
    status: answer.statusCode,
    body: answer.json<Body<Me>>(),
    setCookie: typeof cookie === 'string' ? cookie : undefined,
  };
};
const hold = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  server.app.inject({ method: 'PUT', url: HOLD, headers, payload: { seat_ids: [1] }, remoteAddress });
const newCookie = async () => (await me()).setCookie?.split(';')[0] ?? '';

describe('without any identity', () => {
  it('commands and looks at one’s own things are refused as missing_user', async () => {
    server = await createTestApp();
    const id = '00000000-0000-4000-8000-000000000000';
    const person = { user_name: 'A', phone: '010-1234-5678' };
    const requests = [
      ['PUT', HOLD, { seat_ids: [1] }],
      ['GET', HOLD],
      ['DELETE', HOLD],
      ['POST', `${HOLD}/extend`],
      ['POST', '/api/v1/events/default/reservations', person],
      ['POST', '/api/v1/seats/reservation/fcfs', person],
      ['POST', '/fcfs/join'],
      ['GET', '/api/v1/me/reservations'],
      ['GET', `/api/v1/reservations/${id}`],
      ['DELETE', `/api/v1/reservations/${id}`],
    ] as const;
    for (const [method, url, payload] of requests) {
      const answer = await server.app.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
      expect([method, url, answer.statusCode, answer.json<Problem>().reason]).toEqual([
        method,
        url,
        400,
        'missing_user',
      ]);
    }
    expect(server.office.seatMap.sequence).toBe(0);
  });
});

describe('the session cookie', () => {
  it('is issued once, and is who holds the seat from then on', async () => {
    server = await createTestApp();
    const first = await me();
    expect(first.body.source).toBe('session');
    expect(first.setCookie).toMatch(/; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/);
    const cookie = await newCookie();
    const again = await me({ cookie: `theme=dark; ${cookie}; x=y` });
    expect(again.setCookie).toBeUndefined();
    expect(again.body.user).not.toBe(first.body.user);
    expect((await hold({ cookie })).statusCode).toBe(200);
    expect(server.office.seatMap.hold(again.body.user)?.seatIds).toEqual([1]);
  });

  it('is Secure where the site is', async () => {
    server = await createTestApp({ settings: { isSecureCookie: true } });
    expect((await me()).setCookie).toMatch(/; Secure$/);
  });

  it('that was forged, changed or cut off counts as none', async () => {
    server = await createTestApp();
    const cookie = await newCookie();
    const [, id = '', issuedAt = '', signature = ''] = cookie.split('.');
    const otherId = (id.startsWith('A') ? 'B' : 'A') + id.slice(1);
    const elsewhere = new SessionCookies(['another-secret-altogether'], false, () => Date.now());
    const forged = [
      `jari_session=v2.${otherId}.${issuedAt}.${signature}`,
      `jari_session=v2.${id}.${Number(issuedAt) + 1}.${signature}`,
      `jari_session=v2.${id}.${issuedAt}.${'A'.repeat(43)}`,
      `jari_session=v2.${id}.${issuedAt}.`,
      `jari_session=v3.${id}.${issuedAt}.${signature}`,
      `jari_session=v1.${id}.${issuedAt}.${signature}`,
      'jari_session=',
      'jari_session',
      elsewhere.toHeader({ id, issuedAtSeconds: Number(issuedAt) }).split(';')[0] ?? '',
    ];
    for (const each of forged) {
      expect([each, (await hold({ cookie: each })).statusCode]).toEqual([each, 400]);
    }
    expect((await hold({ cookie })).statusCode).toBe(200);
  });

  it('cannot be shut out by a forged one that stands before it', async () => {
    server = await createTestApp();
    const cookie = await newCookie();
    const forged = `jari_session=v2.${'A'.repeat(22)}.1.${'A'.repeat(43)}`;
    expect((await hold({ cookie: `${forged}; ${cookie}` })).statusCode).toBe(200);
  });

  it('keeps its user when it is renewed, and ends after 180 days without a visit', async () => {
    server = await createTestApp();
    const cookie = await newCookie();
    const { user } = (await me({ cookie })).body;
    server.clock.advance(31 * DAY_MS);
    const renewed = await me({ cookie });
    expect(renewed.body.user).toBe(user);
    expect(renewed.setCookie).toBeDefined();
    server.clock.advance(150 * DAY_MS);
    expect((await me({ cookie })).body.user).not.toBe(user);
    expect((await me({ cookie: renewed.setCookie?.split(';')[0] ?? '' })).body.user).toBe(user);
  });

  it('does not work for a write that a foreign page asked for', async () => {
    server = await createTestApp({ settings: { corsOrigins: ['https://tickets.example'] } });
    const cookie = await newCookie();
    const foreign = await hold({ cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' });
    expect([foreign.statusCode, foreign.json<Problem>().reason]).toEqual([403, 'forbidden']);
    expect((await hold({ cookie, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await hold({ cookie, 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
    const listed = { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://tickets.example' };
    expect((await hold(listed)).statusCode).toBe(200);
  });
});

describe('the user header', () => {
  it('can never name the user of a session', async () => {
    server = await createTestApp();
    const cookie = await newCookie();
    const { user } = (await me({ cookie })).body;
    expect((await hold({ cookie })).statusCode).toBe(200);
    const impostor = await hold(as(user));
    expect([impostor.statusCode, impostor.json<Problem>().reason]).toEqual([409, 'seat_held']);
    expect((await me(as(user))).body).toEqual({ user: `user:${user}`, source: 'header', is_new: false });
  });

  it('counts before the cookie', async () => {
    server = await createTestApp();
    const cookie = await newCookie();
    expect((await me({ ...as('ann'), cookie })).body).toEqual({
      user: 'user:ann',
      source: 'header',
      is_new: false,
    });
  });

  it('is trusted from this machine only, or always, or never', async () => {
    const expected = {
      loopback: {
        '127.0.0.1': 'header',
        '::1': 'header',
        '::ffff:127.0.0.1': 'header',
        '10.0.0.7': 'session',
      },
      always: { '127.0.0.1': 'header', '10.0.0.7': 'header' },
      never: { '127.0.0.1': 'session', '::1': 'session' },
    } as const;
    for (const [trustUserHeader, sources] of Object.entries(expected)) {
      server = await createTestApp({
        settings: { trustUserHeader: trustUserHeader as keyof typeof expected },
      });
      for (const [address, source] of Object.entries(sources)) {
        expect([trustUserHeader, address, (await me(as('ann'), address)).body.source]).toEqual([
          trustUserHeader,
          address,
          source,
        ]);
      }
      // What a proxy claims about the address does not make it ours.
      const claimed = await me({ ...as('ann'), 'x-forwarded-for': '127.0.0.1' }, '10.0.0.7');
      if (trustUserHeader === 'loopback') expect(claimed.body.source).toBe('session');
      await server.close();
    }
    server = await createTestApp();
  });

  it('must be 1 to 128 visible ASCII characters, and is refused otherwise, not passed over', async () => {
    server = await createTestApp();
    const cookie = await newCookie();
    for (const name of ['', ' ', 'a b', 'é', 'x'.repeat(129)]) {
      const answer = await hold({ ...as(name), cookie });
      expect([name, answer.statusCode, answer.json<Problem>().reason]).toEqual([name, 400, 'validation']);
    }
    expect((await hold(as('x'.repeat(128)))).statusCode).toBe(200);
  });

  it('has the name that the settings give it', async () => {
    server = await createTestApp({ settings: { userHeader: 'x-member' } });
    expect((await me({ 'x-member': 'ann' })).body.user).toBe('user:ann');
    expect((await me(as('ann'))).body.source).toBe('session');
  });
});

describe('the gateway’s signed user', () => {
  const SECRET = 'the-gateway-secret-for-tests';
  const signed = (
    url: string,
    given: { user?: string; ageSeconds?: number; requestId?: string; secret?: string; method?: string } = {},
  ) => {
    const { user = 'kim@example.com', ageSeconds = 0, requestId = 'req-1', secret = SECRET } = given;
    const { method = url === ME ? 'GET' : 'PUT' } = given;
    const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
    const lines = ['jari-gateway-v2', method, url, user, timestamp, requestId];
    const signature = createHmac('sha256', secret).update(lines.join('\n')).digest('hex');
    return {
      'x-request-id': requestId,
      'x-authenticated-user-id': user,
      'x-authenticated-timestamp': timestamp,
      'x-authenticated-signature': `v2=${signature}`,
    };
  };

  it('is believed, and counts before everything else', async () => {
    server = await createTestApp({ settings: { gatewaySecrets: [SECRET] } });
    const cookie = await newCookie();
    const answer = await me({ ...signed(ME), ...as('ann'), cookie });
    expect(answer.body).toEqual({ user: 'gateway:kim@example.com', source: 'gateway', is_new: false });
    expect(answer.setCookie).toBeUndefined();
  });

  it('is the same person as without a gateway: a session, or whom a proxy names', async () => {
    server = await createTestApp({ settings: { gatewaySecrets: [SECRET] } });
    const session = (await me({ cookie: await newCookie() })).body.user;
    const named = (await me(as('kim'))).body.user;
    expect([session.slice(0, 8), named]).toEqual(['session:', 'user:kim']);
    for (const user of [session, named]) {
      expect((await me(signed(ME, { user }))).body).toEqual({ user, source: 'gateway', is_new: false });
    }
    // What only looks a little like it is another gateway's name.
    for (const user of ['users:kim', 'my-user:kim', 'kim', 'gateway:kim']) {
      expect((await me(signed(ME, { user }))).body.user).toBe(`gateway:${user}`);
    }
  });

  it('is refused when the proof is missing, wrong, old, early or another request’s', async () => {
    server = await createTestApp({ settings: { gatewaySecrets: [SECRET] } });
    const cookie = await newCookie();
    const good = signed(HOLD);
    const bad = [
      { 'x-authenticated-user-id': 'kim' },
      { ...good, 'x-authenticated-user-id': 'lee' },
      { ...good, 'x-request-id': 'req-2' },
      { ...good, 'x-authenticated-signature': `v2=${'0'.repeat(64)}` },
      { ...good, 'x-authenticated-signature': 'v2=short' },
      // The form without a version, which was not bound to method and path.
      { ...good, 'x-authenticated-signature': good['x-authenticated-signature'].slice(3) },
      signed(HOLD, { method: 'DELETE' }),
      signed(`${HOLD}?a=b`),
      signed('/api/v1/events/other/hold'),
      { ...good, 'x-authenticated-timestamp': 'now' },
      signed(HOLD, { secret: 'another-secret-altogether' }),
      signed(HOLD, { ageSeconds: 90 }),
      signed(HOLD, { ageSeconds: -90 }),
      signed(HOLD, { user: 'a b' }),
    ];
    for (const headers of bad) {
      const answer = await hold({ ...headers, cookie });
      expect([headers, answer.statusCode, answer.json<Problem>().reason]).toEqual([
        headers,
        401,
        'unauthorized',
      ]);
    }
    expect((await hold(signed(HOLD, { ageSeconds: 30 }))).statusCode).toBe(200);
  });

  it('means nothing where there is no gateway', async () => {
    server = await createTestApp();
    expect((await me(signed(ME))).body.source).toBe('session');
  });
});

it('the secret for sessions is what signs them', async () => {
  server = await createTestApp();
  const cookies = new SessionCookies([SESSION_SECRET], false, () => Date.now());
  const cookie = cookies.toHeader(cookies.create()).split(';')[0] ?? '';
  expect((await hold({ cookie })).statusCode).toBe(200);
});
