import type { EmbedSession, Me, Problem } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { as, createTestApp, type TestApp } from '../support/app.ts';

const SHOP = 'https://shop.example';
let server: TestApp;
afterEach(() => server.close());

const open = (origin?: string) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/embed/session',
    headers: origin === undefined ? {} : { origin },
  });
const newSession = async () => (await open(SHOP)).json<EmbedSession>().session;
const hold = (session: string, origin: string, others: Record<string, string> = {}) =>
  server.app.inject({
    method: 'PUT',
    url: '/api/v1/events/default/hold',
    headers: { 'jari-session': session, 'sec-fetch-site': 'cross-site', origin, ...others },
    payload: { seat_ids: [1] },
  });
const start = async () => {
  server = await createTestApp({ settings: { corsOrigins: [SHOP, 'https://other.example'] } });
};

describe('A session of a page of another site', () => {
  it('is given to pages of listed sites only', async () => {
    await start();
    for (const origin of [undefined, 'https://evil.example', 'null']) {
      const refused = await open(origin);
      expect([refused.statusCode, refused.json<Problem>().reason]).toEqual([403, 'forbidden']);
    }
    const given = await open(SHOP);
    expect([given.statusCode, given.headers['access-control-allow-origin']]).toEqual([201, SHOP]);
    expect(given.headers['set-cookie']).toBeUndefined();
  });

  it('is who holds the seat from then on, though a cookie says another', async () => {
    await start();
    const session = await newSession();
    const cookie = String((await server.app.inject('/api/v1/me')).headers['set-cookie']).split(';')[0] ?? '';
    expect((await hold(session, SHOP, { cookie })).statusCode).toBe(200);
    const me = await server.app.inject({
      url: '/api/v1/me',
      headers: { 'jari-session': session, origin: SHOP },
    });
    expect(me.headers['set-cookie']).toBeUndefined();
    const { user, source } = me.json<Me>();
    expect([user, source]).toEqual([expect.stringMatching(/^session:[\w-]{22}$/), 'session']);
    expect(server.office.seatMap.hold(user)?.seatIds).toEqual([1]);
  });

  it('is good on the site that it was given to and on no other, for a day', async () => {
    await start();
    const session = await newSession();
    const [version, id, issuedAt, signature] = session.split('.');
    const forged = [
      [session, 'https://other.example'],
      [session, 'https://evil.example'],
      [`${version}.${id}.${Number(issuedAt) + 1}.${signature}`, SHOP],
      [`v2.${id}.${issuedAt}.${signature}`, SHOP],
      ['', SHOP],
    ] as const;
    for (const [token, origin] of forged) {
      const refused = await hold(token, origin);
      expect([token, origin, refused.json<Problem>().reason]).toEqual([token, origin, 'missing_user']);
    }
    // It is no cookie either.
    const cookie = `jari_session=${session}; jari_session=v2.${id}.${issuedAt}.${signature}`;
    const asCookie = await server.app.inject({
      method: 'PUT',
      url: '/api/v1/events/default/hold',
      headers: { cookie },
      payload: { seat_ids: [1] },
    });
    expect(asCookie.json<Problem>().reason).toBe('missing_user');
    server.clock.advance(24 * 3_600_000);
    expect((await hold(session, SHOP)).json<Problem>().reason).toBe('missing_user');
  });

  it('stands behind the name that a trusted proxy gives', async () => {
    await start();
    await hold(await newSession(), SHOP, as('ann'));
    expect(server.office.seatMap.hold('user:ann')?.seatIds).toEqual([1]);
  });

  it('lets the page read when to come again, and under which name it asked', async () => {
    await start();
    const { headers } = await server.app.inject({ url: '/api/v1/events/default', headers: { origin: SHOP } });
    const exposed = String(headers['access-control-expose-headers']).split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['etag', 'retry-after', 'x-request-id']));
  });
});
