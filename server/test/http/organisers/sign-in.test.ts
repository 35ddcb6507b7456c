import type { OrganiserSession, OrganiserWithToken, Problem, Role } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { ADMIN_TOKEN, asAdmin, createTestApp, type TestApp, type TestAppOptions } from '../../support/app.ts';

const HOUR_MS = 3_600_000;

let server: TestApp;
afterEach(() => server.close());
const start = async (options: TestAppOptions = {}) => (server = await createTestApp(options));

const signIn = (token: string, headers: Record<string, string> = {}, app = server.app) =>
  app.inject({ method: 'POST', url: '/api/v1/admin/session', headers, payload: { token } });
const cookieOf = (answer: { readonly headers: { readonly 'set-cookie'?: string | string[] | undefined } }) =>
  String(answer.headers['set-cookie']).split(';')[0] ?? '';
const whoAmI = (headers: Record<string, string>, app = server.app) =>
  app.inject({ url: '/api/v1/admin/session', headers });
const block = (headers: Record<string, string>) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/events/default/seats/block',
    headers,
    payload: { seat_ids: [1] },
  });
const makeOrganiser = async (name: string, role: Role) => {
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/admin/organisers',
    headers: asAdmin,
    payload: { name, role },
  });
  expect(answer.statusCode).toBe(201);
  return answer.json<OrganiserWithToken>().token;
};

describe('signing in', () => {
  it('gives a session that no script and no other site can use', async () => {
    await start();
    const answer = await signIn(ADMIN_TOKEN);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ name: 'organiser', role: 'owner', by: 'session' });
    expect(answer.headers['set-cookie']).toMatch(
      /^jari_organiser=o1\.[\w-]{22}\.[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    const cookie = cookieOf(answer);
    expect((await whoAmI({ cookie })).json()).toMatchObject({ name: 'organiser', role: 'owner' });
    expect((await block({ cookie })).statusCode).toBe(200);
  });

  it('goes by a name that no neighbouring site can plant where there is HTTPS', async () => {
    await start({ settings: { isSecureCookie: true } });
    const answer = await signIn(ADMIN_TOKEN);
    expect(answer.headers['set-cookie']).toMatch(/^__Host-jari_organiser=.+; SameSite=Strict; Secure$/);
    const value = cookieOf(answer).split('=')[1] ?? '';
    expect((await whoAmI({ cookie: `__Host-jari_organiser=${value}` })).statusCode).toBe(200);
    expect((await whoAmI({ cookie: `jari_organiser=${value}` })).statusCode).toBe(401);
  });

  it('is refused for a foreign page, and so is every write with the session', async () => {
    await start();
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await signIn(ADMIN_TOKEN, foreign)).statusCode).toBe(403);
    const cookie = cookieOf(await signIn(ADMIN_TOKEN));
    expect((await block({ cookie, ...foreign })).json<Problem>().reason).toBe('forbidden');
    const signOut = { method: 'DELETE' as const, url: '/api/v1/admin/session' };
    expect((await server.app.inject({ ...signOut, headers: { cookie, ...foreign } })).statusCode).toBe(403);
    expect((await whoAmI({ cookie })).statusCode).toBe(200);
  });

  it('takes wrong tokens as rarely as everything else does', async () => {
    await start();
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++) statuses.push((await signIn(`guess-number-${i}`)).statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.at(-1)).toBe(429);
    expect((await signIn(ADMIN_TOKEN)).statusCode).toBe(200);
  });

  it('asks the ledger for well-formed tokens only so often, and never keeps those out who were in before', async () => {
    await start();
    const token = await makeOrganiser('kim', 'desk');
    expect((await whoAmI({ authorization: `Bearer ${token}` })).statusCode).toBe(200);
    for (let i = 0; i < 30; i++) {
      await signIn(`jari_organiser_${String(i).padStart(32, '0')}`);
    }
    expect((await signIn(`jari_organiser_${'x'.repeat(32)}`)).statusCode).toBe(429);
    expect((await signIn(token)).statusCode).toBe(200);
  });
});

describe('a session', () => {
  it('ends when it is not used for half a day, and after a week however much it is used', async () => {
    await start();
    const cookie = cookieOf(await signIn(ADMIN_TOKEN));
    const overAt = server.clock.wallMs() + 7 * 24 * HOUR_MS;
    for (let day = 0; day < 7; day++) {
      for (let i = 0; i < 3; i++) {
        server.clock.advance(8 * HOUR_MS - 1_000);
        await server.ledgerClock.synchronise();
        const answer = await whoAmI({ cookie });
        expect(answer.statusCode).toBe(200);
        // Nobody is told that it lasts longer than it will.
        const endsIn = Math.min(12 * HOUR_MS, overAt - server.clock.wallMs());
        const { expires_at } = answer.json<OrganiserSession>();
        expect(Math.abs(Date.parse(expires_at ?? '') - server.clock.wallMs() - endsIn)).toBeLessThan(1_000);
      }
    }
    server.clock.advance(60_000);
    await server.ledgerClock.synchronise();
    expect((await whoAmI({ cookie })).json<Problem>().detail).toContain('Sign in again');
    const unused = cookieOf(await signIn(ADMIN_TOKEN));
    server.clock.advance(12 * HOUR_MS);
    await server.ledgerClock.synchronise();
    expect((await whoAmI({ cookie: unused })).statusCode).toBe(401);
  });

  it('ends with signing out, for whoever has copied the cookie, too', async () => {
    await start();
    const cookie = cookieOf(await signIn(ADMIN_TOKEN));
    const out = await server.app.inject({
      method: 'DELETE',
      url: '/api/v1/admin/session',
      headers: { cookie },
    });
    expect(out.json()).toEqual({ success: true });
    expect(out.headers['set-cookie']).toMatch(/^jari_organiser=; Path=\/; Max-Age=0/);
    expect((await whoAmI({ cookie })).statusCode).toBe(401);
  });

  it('ends when another begins in its place', async () => {
    await start();
    const owners = cookieOf(await signIn(ADMIN_TOKEN));
    const token = await makeOrganiser('kim', 'desk');
    const kims = cookieOf(await signIn(token, { cookie: owners }));
    expect((await whoAmI({ cookie: kims })).json()).toMatchObject({ name: 'kim', role: 'desk' });
    expect((await whoAmI({ cookie: owners })).statusCode).toBe(401);
  });

  it('of the owner ends when the token that opened it is no longer one of the server’s', async () => {
    await start({ settings: { adminTokens: ['the-token-of-today', 'the-token-of-tomorrow'] } });
    const today = cookieOf(await signIn('the-token-of-today'));
    const tomorrow = cookieOf(await signIn('the-token-of-tomorrow'));
    const { ledger } = server;
    const next = await createTestApp({
      ledger,
      settings: { adminTokens: ['the-token-of-tomorrow'] },
      events: [],
    });
    expect((await whoAmI({ cookie: today }, next.app)).statusCode).toBe(401);
    expect((await whoAmI({ cookie: tomorrow }, next.app)).statusCode).toBe(200);
    await next.close();
  });

  it('that was made up is not asked for in the ledger', async () => {
    await start();
    const made = `jari_organiser=o1.${'a'.repeat(22)}.${'b'.repeat(43)}`;
    let asked = 0;
    const { organisers } = server;
    const find = organisers.findSession.bind(organisers);
    organisers.findSession = (...args) => {
      asked += 1;
      return find(...args);
    };
    expect((await whoAmI({ cookie: made })).statusCode).toBe(401);
    expect(asked).toBe(0);
    await whoAmI({ cookie: cookieOf(await signIn(ADMIN_TOKEN)) });
    expect(asked).toBe(1);
  });
});

describe('a named organiser', () => {
  it('signs in with a token of their own, and stands in the log by name', async () => {
    await start();
    const token = await makeOrganiser('kim', 'organiser');
    const answer = await signIn(token);
    expect(answer.json<OrganiserSession>()).toMatchObject({ name: 'kim', role: 'organiser' });
    expect((await block({ cookie: cookieOf(answer) })).statusCode).toBe(200);
    const log = await server.app.inject({ url: '/api/v1/admin/events/default/log', headers: asAdmin });
    expect(log.body).toContain('"organiser:kim"');
  });

  it('may do what the role allows and is told what is missing for more', async () => {
    await start();
    const token = await makeOrganiser('lee', 'desk');
    const headers = { authorization: `Bearer ${token}` };
    expect((await whoAmI(headers)).json()).toMatchObject({ name: 'lee', role: 'desk', by: 'token' });
    const problem = (await block(headers)).json<Problem>();
    expect(problem).toMatchObject({ status: 403, reason: 'not_your_role' });
    expect(problem.detail).toBe('This takes the role organiser; lee has the role desk. Ask the owner.');
  });

  it.each([
    ['removed', { method: 'DELETE', url: '/api/v1/admin/organisers/park' }],
    [
      'given another role',
      { method: 'PATCH', url: '/api/v1/admin/organisers/park', payload: { role: 'desk' } },
    ],
    ['given another token', { method: 'POST', url: '/api/v1/admin/organisers/park/token' }],
  ] as const)('who is %s is out at once, also at another server', async (_, request) => {
    await start();
    const other = await createTestApp({ ledger: server.ledger, events: [] });
    const token = await makeOrganiser('park', 'organiser');
    const cookie = cookieOf(await signIn(token, {}, other.app));
    expect((await whoAmI({ cookie }, other.app)).statusCode).toBe(200);
    const changed = await server.app.inject({ ...request, headers: asAdmin });
    expect(changed.statusCode).toBe(200);
    expect((await whoAmI({ cookie }, other.app)).statusCode).toBe(401);
    const byToken = (await whoAmI({ authorization: `Bearer ${token}` }, other.app)).statusCode;
    expect(byToken).toBe(request.method === 'PATCH' ? 200 : 401);
    await other.close();
  });

  it('is the owner’s affair alone, and has no name that is taken', async () => {
    await start();
    const token = await makeOrganiser('choi', 'organiser');
    const list = (headers: Record<string, string>) =>
      server.app.inject({ url: '/api/v1/admin/organisers', headers });
    expect((await list({ authorization: `Bearer ${token}` })).statusCode).toBe(403);
    expect((await list(asAdmin)).json()).toMatchObject({
      organisers: [{ name: 'choi', role: 'organiser' }],
    });
    const again = (name: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/v1/admin/organisers',
        headers: asAdmin,
        payload: { name, role: 'desk' },
      });
    for (const name of ['choi', 'organiser', 'No Such Form']) {
      expect((await again(name)).json<Problem>()).toMatchObject({ status: 400, errors: [{ field: 'name' }] });
    }
  });

  it('leaves a trail of what was done about them, without any token', async () => {
    await start();
    await makeOrganiser('yoon', 'door');
    await server.app.inject({ method: 'DELETE', url: '/api/v1/admin/organisers/yoon', headers: asAdmin });
    const trail = (query: string) =>
      server.app.inject({ url: `/api/v1/admin/trail?${query}`, headers: asAdmin });
    const first = (await trail('limit=1')).json<{ next_before: number }>();
    expect(first).toMatchObject({
      entries: [{ actor: 'organiser:organiser', action: 'organiser.removed', detail: { name: 'yoon' } }],
    });
    expect((await trail(`before=${first.next_before}`)).json()).toMatchObject({
      entries: [{ action: 'organiser.created', event: null, detail: { name: 'yoon', role: 'door' } }],
      next_before: null,
    });
  });
});
