import type { Me, Problem } from '@jari/contract';
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import {
  SessionCookies,
  SETTLED_AFTER_SECONDS,
  type ReceivedSession,
} from '../../src/http/identity/session-cookie.ts';
import { changeCount, createTestApp, SESSION_SECRET, type TestApp } from '../support/app.ts';

const DAY_MS = 86_400_000;
const OLD_SECRET = 'the-session-secret-of-before';
const pair = (header: string) => header.split(';')[0] ?? '';
const cookiesOf = (secrets = [SESSION_SECRET], isSecure = false, nowMs = () => Date.now()) =>
  new SessionCookies(secrets, isSecure, nowMs);
const received = (found: ReturnType<SessionCookies['read']>): ReceivedSession => {
  if (typeof found !== 'object') throw new Error(`no session but ${String(found)}`);
  return found;
};

let server: TestApp | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const me = async (app: TestApp, cookie = '') => {
  const answer = await app.app.inject({ url: '/api/v1/me', headers: { cookie } });
  return { body: answer.json<Me>(), setCookie: [answer.headers['set-cookie'] ?? []].flat() };
};

it('a visitor without a session is told that they are new, once', async () => {
  server = await createTestApp();
  const first = await me(server);
  expect(first.body.is_new).toBe(true);
  const again = await me(server, pair(first.setCookie[0] ?? ''));
  expect(again.body).toEqual({ ...first.body, is_new: false });
  expect((await me(server, 'jari_session=v1.forged.cookie.here')).body.is_new).toBe(true);
});

describe('under HTTPS the session’s cookie', () => {
  it('has the prefix that lets no neighbouring subdomain plant it, and what browsers ask for with it', async () => {
    server = await createTestApp({ settings: { isSecureCookie: true } });
    const { setCookie } = await me(server);
    expect(setCookie).toEqual([
      expect.stringMatching(
        /^__Host-jari_session=v2\.\S+; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
    const again = await me(server, pair(setCookie[0] ?? ''));
    expect(again.setCookie).toEqual([]);
  });

  it('replaces one of before, and the visitor stays the same person', async () => {
    server = await createTestApp({ settings: { isSecureCookie: true } });
    const before = cookiesOf();
    const session = before.create();
    const { body, setCookie } = await me(server, pair(before.toHeader(session)));
    expect(body.user).toBe(`session:${session.id}`);
    expect(setCookie).toHaveLength(2);
    expect(setCookie[0]).toContain(`__Host-jari_session=v2.${session.id}.`);
    expect(setCookie[1]).toMatch(/^jari_session=; Path=\/; Max-Age=0; /);
    expect((await me(server, pair(setCookie[0] ?? ''))).body.user).toBe(body.user);
  });

  it('is worthless under the plain name, so that nobody plants their own session as an old one', () => {
    const cookies = cookiesOf([SESSION_SECRET], true);
    const cookie = pair(cookies.toHeader(cookies.create()));
    expect(cookies.read(cookie)).toBeDefined();
    expect(cookies.read(cookie.replace('__Host-', ''))).toBeUndefined();
    const plain = cookiesOf();
    expect(cookies.read(`__Host-${pair(plain.toHeader(plain.create()))}`)).toBeUndefined();
  });

  it('counts under its own name when both names are there for one session', () => {
    const [plain, secure] = [cookiesOf(), cookiesOf([SESSION_SECRET], true)];
    const session = plain.create();
    const both = [pair(plain.toHeader(session)), pair(secure.toHeader(session))];
    for (const header of [both.join('; '), both.reverse().join('; ')]) {
      expect(received(secure.read(header))).toMatchObject({ id: session.id, isOutdated: false });
    }
  });
});

describe('two sessions in one request', () => {
  it('are refused and not guessed, whatever their order, and nothing is done', async () => {
    server = await createTestApp();
    const cookies = cookiesOf();
    const [one, two] = [pair(cookies.toHeader(cookies.create())), pair(cookies.toHeader(cookies.create()))];
    for (const cookie of [`${one}; ${two}`, `${two}; theme=dark; ${one}`]) {
      const answer = await server.app.inject({
        method: 'PUT',
        url: '/api/v1/events/default/hold',
        headers: { cookie },
        payload: { seat_ids: [1] },
      });
      const problem = answer.json<Problem>();
      expect([answer.statusCode, problem.reason]).toEqual([400, 'validation']);
      expect(problem.errors).toEqual([{ field: 'cookie', message: 'must not hold two different sessions' }]);
      expect(problem.detail).toContain('Clear the site’s cookies');
      const asked = await server.app.inject({ url: '/api/v1/me', headers: { cookie } });
      expect([asked.statusCode, asked.headers['set-cookie']]).toEqual([400, undefined]);
    }
    expect(await changeCount(server)).toBe(0);
  });

  it('are refused under the two names too', () => {
    const [plain, secure] = [cookiesOf(), cookiesOf([SESSION_SECRET], true)];
    const header = `${pair(plain.toHeader(plain.create()))}; ${pair(secure.toHeader(secure.create()))}`;
    expect(secure.read(header)).toBe('ambiguous');
    expect(plain.read(header)).toBe('ambiguous');
  });

  it('are harmless when they are the same one', () => {
    const cookies = cookiesOf();
    const session = cookies.create();
    const cookie = pair(cookies.toHeader(session));
    expect(received(cookies.read(`${cookie}; ${cookie}`)).id).toBe(session.id);
    const renewed = pair(cookies.toHeader({ ...session, issuedAtSeconds: session.issuedAtSeconds - 60 }));
    expect(received(cookies.read(`${cookie}; ${renewed}`)).id).toBe(session.id);
  });
});

describe('a secret that is replaced', () => {
  it('still verifies while it is listed, and the visitor gets the new one’s signature on the next visit', async () => {
    const before = cookiesOf([OLD_SECRET]);
    const session = before.create();
    const cookie = pair(before.toHeader(session));
    server = await createTestApp({ settings: { sessionSecrets: [SESSION_SECRET, OLD_SECRET] } });
    const { body, setCookie } = await me(server, cookie);
    expect(body.user).toBe(`session:${session.id}`);
    expect(received(cookiesOf([SESSION_SECRET]).read(pair(setCookie[0] ?? ''))).id).toBe(session.id);
    expect(cookiesOf([SESSION_SECRET]).read(cookie)).toBeUndefined();
  });

  it('signs nothing as long as it is not the first', () => {
    const cookies = cookiesOf([OLD_SECRET, SESSION_SECRET]);
    const cookie = pair(cookies.toHeader(cookies.create()));
    expect(received(cookiesOf([OLD_SECRET]).read(cookie)).isOutdated).toBe(false);
    expect(cookiesOf([SESSION_SECRET]).read(cookie)).toBeUndefined();
  });
});

describe('a session signed as before version 0.2', () => {
  const text = `v1.${'A'.repeat(22)}.${Math.floor(Date.now() / 1000)}`;
  const v1 = (signed: string, secret = SESSION_SECRET) =>
    createHmac('sha256', secret).update(signed).digest('base64url');

  it('is good, and is handed out anew as the same person’s', async () => {
    server = await createTestApp();
    const { body, setCookie } = await me(server, `jari_session=${text}.${v1(text)}`);
    expect(body.user).toBe(`session:${'A'.repeat(22)}`);
    expect(setCookie).toEqual([expect.stringContaining(`jari_session=v2.${'A'.repeat(22)}.`)]);
    expect((await me(server, pair(setCookie[0] ?? ''))).setCookie).toEqual([]);
  });

  it('is none under the newer version’s name, nor a newer one under its', () => {
    const cookies = cookiesOf();
    expect(cookies.read(`jari_session=${text}.${v1(text)}`)).toBeDefined();
    expect(cookies.read(`jari_session=${text.replace('v1', 'v2')}.${v1(text)}`)).toBeUndefined();
    expect(cookies.read(`jari_session=${text}.${v1(text, OLD_SECRET)}`)).toBeUndefined();
    const cookie = pair(cookies.toHeader(cookies.create()));
    expect(cookies.read(cookie.replace('=v2.', '=v1.'))).toBeUndefined();
  });
});

describe('a session that is handed out anew', () => {
  const RENEWED_AFTER_MS = 31 * DAY_MS;

  it('does not make a regular visitor a new one', () => {
    let now = Date.now();
    const cookies = cookiesOf([SESSION_SECRET], false, () => now);
    const cookie = pair(cookies.toHeader(cookies.create()));
    now += RENEWED_AFTER_MS - 2 * DAY_MS;
    expect(cookies.renew(received(cookies.read(cookie)))).toBeUndefined();
    now += 2 * DAY_MS;
    const renewed = cookies.renew(received(cookies.read(cookie)));
    expect(renewed?.issuedAtSeconds).toBe(Math.floor(now / 1_000) - SETTLED_AFTER_SECONDS);
  });

  it('does not make a new visitor a regular one', () => {
    let now = Date.now();
    const before = cookiesOf([OLD_SECRET], false, () => now);
    const session = before.create();
    now += 60_000;
    const after = cookiesOf([SESSION_SECRET, OLD_SECRET], false, () => now);
    const renewed = after.renew(received(after.read(pair(before.toHeader(session)))));
    expect(renewed).toEqual(session);
  });
});

describe('a session that is half a year old', () => {
  it('is over, though it was good the day before', () => {
    let now = Date.now();
    const cookies = cookiesOf([SESSION_SECRET], false, () => now);
    const cookie = pair(cookies.toHeader(cookies.create()));
    now += 179 * DAY_MS;
    expect(cookies.read(cookie)).toBeDefined();
    now += DAY_MS;
    expect(cookies.read(cookie)).toBeUndefined();
  });
});
