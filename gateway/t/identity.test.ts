import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cannotRun,
  embeddedSession,
  gatewaySecret,
  newSessionId,
  sessionCookie,
  startGateway,
  type GatewayUnderTest,
} from './support/gateway.ts';
import type { Passed } from './support/echo-server.ts';

const day = 24 * 3600;
const nowSeconds = () => Math.floor(Date.now() / 1000);
const withOtherLetter = (text: string, at: number) =>
  `${text.slice(0, at)}${text.at(at) === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

/** What the server's gateway-signature.ts documents. */
function expectSigned({ method, url, headers }: Passed, user: string) {
  const timestamp = String(headers['x-authenticated-timestamp']);
  const lines = ['jari-gateway-v2', method, url, user, timestamp, String(headers['x-request-id'])];
  expect(headers['x-authenticated-user-id']).toBe(user);
  expect(Math.abs(Number(timestamp) - nowSeconds())).toBeLessThan(3);
  expect(headers['x-authenticated-signature']).toBe(
    `v2=${createHmac('sha256', gatewaySecret).update(lines.join('\n')).digest('hex')}`,
  );
}

function expectNobody({ headers }: Passed) {
  const names = Object.keys(headers).filter((name) => /^x-(authenticated|user)|^cookie$/.test(name));
  expect(names).toEqual([]);
}

describe.skipIf(cannotRun)('the user that the gateway vouches for', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => (gateway = await startGateway({ CORS_ORIGINS: 'https://friend.example' })));
  afterAll(() => gateway.stop());

  const pass = async (headers: Record<string, string | readonly string[]>, method = 'GET') => {
    const answer = await gateway.send('/api/v1/me/reservations', { method, headers });
    expect(answer.status).toBe(200);
    return gateway.echo.last;
  };

  test('the user of a good session, signed for this very request', async () => {
    const id = newSessionId();
    expectSigned(await pass({ cookie: sessionCookie({ id }) }), `session:${id}`);
  });

  test('the user of a session that was signed by a version before 0.2', async () => {
    const id = newSessionId();
    expectSigned(await pass({ cookie: sessionCookie({ id, version: 'v1' }) }), `session:${id}`);
  });

  test('the user of a session that a listed site’s page keeps', async () => {
    const id = newSessionId();
    const origin = 'https://friend.example';
    const passed = await pass({
      'jari-session': embeddedSession(origin, { id }),
      origin,
      cookie: sessionCookie(),
    });
    expectSigned(passed, `session:${id}`);
    expect(passed.headers.cookie).toBeUndefined();
  });

  test.each([
    ['of another site', embeddedSession('https://friend.example'), 'https://other.example'],
    ['of a site that is not listed', embeddedSession('https://evil.example'), 'https://evil.example'],
    [
      'that is older than a day',
      embeddedSession('https://friend.example', { issuedAtSeconds: nowSeconds() - day }),
      'https://friend.example',
    ],
    ['that is none', 'e1.x.1.y', 'https://friend.example'],
  ])('nobody for a page’s session %s', async (_what, session, origin) => {
    expectNobody(await pass({ 'jari-session': session, origin, cookie: sessionCookie() }));
  });

  test.each([
    ['a foreign secret', sessionCookie({ secret: 'another-secret-0123456789' })],
    ['a session older than half a year', sessionCookie({ issuedAtSeconds: nowSeconds() - 181 * day })],
    ['a changed id', sessionCookie().replace(/v2\.(.)/, (_all, c: string) => `v2.${c === 'A' ? 'B' : 'A'}`)],
    ['the name of the older version', sessionCookie().replace('v2.', 'v1.')],
    ['the name of the newer version', sessionCookie({ version: 'v1' }).replace('v1.', 'v2.')],
    [
      'a later time of issue',
      sessionCookie().replace(/\.(\d+)\./, (_all, at: string) => `.${Number(at) + 1}.`),
    ],
    // Compared to its end, so that it cannot be guessed piece by piece. The last letter has bits that mean nothing.
    ['a signature that is wrong in its middle', withOtherLetter(sessionCookie(), -22)],
    ['a signature that is wrong near its end', withOtherLetter(sessionCookie(), -2)],
    ['no signature', 'jari_session=v2.AAAAAAAAAAAAAAAAAAAAAA.1700000000.'],
    ['nothing at all', 'jari_session='],
  ])('is none by a cookie with %s', async (_what, cookie) => {
    expectNobody(await pass({ cookie }));
  });

  test('the good one of two cookies, as the server would read them', async () => {
    const id = newSessionId();
    const passed = await pass({
      cookie: `${sessionCookie({ secret: 'x'.repeat(20) })}; ${sessionCookie({ id })}`,
    });
    expectSigned(passed, `session:${id}`);
  });

  test('and passes on no cookie but that one', async () => {
    const cookie = sessionCookie();
    expect((await pass({ cookie: `theme=dark; ${cookie}; tracker=1` })).headers.cookie).toBe(cookie);
  });

  test.each([
    ['X-Authenticated-User-Id', 'session:somebody'],
    ['x-authenticated-user-id', 'user:root'],
    ['X-Authenticated-Signature', 'ab'.repeat(32)],
    ['X-Authenticated-Timestamp', '1700000000'],
    ['X-User-Id', 'admin'],
    ['x-user-id', 'admin'],
  ])('the header %s from outside is thrown away', async (name, value) => {
    expectNobody(await pass({ [name]: value }));
  });

  test('a whole set of identity headers, even well signed, is thrown away', async () => {
    const at = String(nowSeconds());
    const forged = {
      'x-request-id': 'known',
      'x-authenticated-user-id': 'session:victim',
      'x-authenticated-timestamp': at,
      'x-authenticated-signature': createHmac('sha256', gatewaySecret)
        .update(`session:victim\n${at}\nknown`)
        .digest('hex'),
    };
    expectNobody(await pass(forged));
  });

  test('identity headers beside a session do not change the user', async () => {
    const id = newSessionId();
    const passed = await pass({
      cookie: sessionCookie({ id }),
      'x-authenticated-user-id': ['session:victim', 'session:other'],
      'x-user-id': 'victim',
    });
    expectSigned(passed, `session:${id}`);
    expect(passed.headers['x-user-id']).toBeUndefined();
  });

  test('headers that only look alike do not become identity headers', async () => {
    expectNobody(await pass({ X_Authenticated_User_Id: 'session:victim', X_User_Id: 'victim' }));
  });

  test.each([
    ['GET', '/api/v1/me/reservations?x=%2F%41&y=a+b;c'],
    ['HEAD', '/api/v1/me/reservations'],
    ['DELETE', '/api/v1//reservations/../reservations/abc'],
    ['POST', '/api/v1/events/default/reservations?'],
    ['PUT', '/api/v1/events/default/hold?a=%C3%A9'],
  ])('%s %s is signed as it is passed on, to the letter', async (method, path) => {
    const id = newSessionId();
    await gateway.send(path, { method, headers: { cookie: sessionCookie({ id }) } });
    expect(gateway.echo.last.method).toBe(method);
    expectSigned(gateway.echo.last, `session:${id}`);
  });

  test('the user of a session under the name that HTTPS allows, whose cookie says so itself', async () => {
    const id = newSessionId();
    const cookie = sessionCookie({ id, isSecure: true });
    expectSigned(await pass({ cookie }), `session:${id}`);
    expect(gateway.echo.last.headers.cookie).toBe(cookie);
    expectNobody(await pass({ cookie: cookie.replace('__Host-', '') }));
    expectNobody(await pass({ cookie: `__Host-${sessionCookie({ id })}` }));
    const both = await pass({ cookie: `${sessionCookie({ id })}; ${cookie}` });
    expect(both.headers.cookie).toBe(cookie);
  });

  test('nobody when two good cookies name two sessions: that is refused, and not passed on', async () => {
    const cookies = [sessionCookie(), sessionCookie(), sessionCookie({ isSecure: true })];
    gateway.echo.passed.length = 0;
    for (const cookie of [cookies.slice(0, 2), cookies.slice(1)].map((two) => two.join('; '))) {
      for (const [method, path] of [
        ['GET', '/api/v1/me'],
        ['DELETE', '/api/v1/events/default/hold'],
        ['POST', '/fcfs/join'],
      ] as const) {
        const answer = await gateway.send(path, { method, headers: { cookie } });
        expect(answer.json()).toMatchObject({
          status: 400,
          reason: 'validation',
          errors: [{ field: 'cookie', message: 'must not hold two different sessions' }],
        });
      }
    }
    expect(gateway.echo.passed).toEqual([]);
    const cookie = sessionCookie();
    expect((await gateway.send('/api/v1/me', { headers: { cookie: `${cookie}; ${cookie}` } })).status).toBe(
      200,
    );
  });

  test('of an organiser’s cookies the one is passed on that no neighbouring site can plant', async () => {
    const cookies = ['jari_organiser=o1.planted.x', '__Host-jari_organiser=o1.own.y'];
    for (const both of [cookies, cookies.toReversed()]) {
      expect((await pass({ cookie: `other=1; ${both.join('; ')}` })).headers.cookie).toBe(cookies[1]);
    }
    expect((await pass({ cookie: cookies[0] ?? '' })).headers.cookie).toBe(cookies[0]);
    const session = sessionCookie();
    const passed = await pass({ cookie: `${session}; ${cookies[1] ?? ''}` });
    expect(passed.headers.cookie).toBe(`${session}; ${cookies[1] ?? ''}`);
  });

  test('at /me the session goes to the server unsigned, because the server renews it there', async () => {
    const cookie = sessionCookie();
    await gateway.send('/api/v1/me', { headers: { cookie } });
    expect(gateway.echo.last.headers.cookie).toBe(cookie);
    expect(gateway.echo.last.headers['x-authenticated-user-id']).toBeUndefined();
  });

  test.each(['/api/v1/seats', '/healthz', '/openapi.json'])(
    '%s is asked for without a user',
    async (path) => {
      await gateway.send(path, { headers: { cookie: sessionCookie(), 'x-user-id': 'kim' } });
      expectNobody(gateway.echo.last);
    },
  );
});

describe.skipIf(cannotRun)('where the user header is trusted', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGateway({ TRUST_USER_HEADER: 'loopback', FCFS_USER_HEADER: 'X-Sso-User' });
  });
  afterAll(() => gateway.stop());

  const pass = async (headers: Record<string, string>) => {
    await gateway.send('/api/v1/me/reservations', { headers });
    return gateway.echo.last;
  };

  test('its user is signed, under a name that can never be a session’s', async () => {
    const passed = await pass({ 'x-sso-user': 'session:victim' });
    expectSigned(passed, 'user:session:victim');
    expect(passed.headers['x-sso-user']).toBeUndefined();
  });

  test('it counts more than a session, because an authenticating proxy knows better', async () => {
    expectSigned(await pass({ 'x-sso-user': 'kim', cookie: sessionCookie() }), 'user:kim');
  });

  test.each([
    ['with a blank', 'kim lee'],
    ['that is too long', 'k'.repeat(121)],
    ['beyond ASCII', 'k\u00ffm'],
  ])('a name %s is refused, not passed over', async (_what, name) => {
    const answer = await gateway.send('/api/v1/me/reservations', {
      headers: { 'x-sso-user': name, cookie: sessionCookie() },
    });
    expect(answer.json()).toMatchObject({
      status: 400,
      reason: 'validation',
      errors: [{ field: 'x-sso-user' }],
    });
  });
});

describe.skipIf(cannotRun)('where the user header is trusted of this machine only', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGateway({ TRUST_USER_HEADER: 'loopback', TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterAll(() => gateway.stop());

  test('what counts is who is at the other end of the line, not for whom they say they speak', async () => {
    const headers = { 'x-user-id': 'kim', 'x-forwarded-for': '203.0.113.9' };
    await gateway.send('/api/v1/me/reservations', { headers });
    expectSigned(gateway.echo.last, 'user:kim');
  });
});

describe.skipIf(cannotRun)('the request’s name', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => (gateway = await startGateway()));
  afterAll(() => gateway.stop());

  test('is the caller’s, passed on and answered, when it is harmless', async () => {
    const answer = await gateway.send('/api/v1/events', { headers: { 'x-request-id': 'from-outside_1' } });
    expect(answer.headers['x-request-id']).toBe('from-outside_1');
    expect(gateway.echo.last.headers['x-request-id']).toBe('from-outside_1');
  });

  test.each(['with blank', 'x'.repeat(65), '{"a":1}', ''])('is a new one for %j', async (given) => {
    const answer = await gateway.send('/api/v1/events', { headers: { 'x-request-id': given } });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
    expect(gateway.echo.last.headers['x-request-id']).toBe(answer.headers['x-request-id']);
  });

  test('is in the problem too', async () => {
    const answer = await gateway.send('/fcfs/join', { method: 'POST', headers: { 'x-request-id': 'mine' } });
    expect(answer.json()).toMatchObject({ request_id: 'mine' });
  });
});
