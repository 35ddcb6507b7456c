import { createHmac } from 'node:crypto';
import { Agent } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import {
  cannotRun,
  newSessionId,
  sessionCookie,
  sessionSecret,
  startGateway,
  type GatewayUnderTest,
} from './support/gateway.ts';
import { tally } from './support/http.ts';

const TEN_MINUTES = 600;
const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;
const settled = () => sessionCookie({ issuedAtSeconds: ago(TEN_MINUTES + 5) });

function passOf(sessionId: string, endsAtMs = Date.now() + 60_000, secret = sessionSecret): string {
  const text = `q1.gala.1.${endsAtMs}.0`;
  const signed = `jari-queue-pass-v1\nsession:${sessionId}\n${text}`;
  return `${text}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

describe.skipIf(cannotRun)('people behind one address', () => {
  let gateway: GatewayUnderTest;
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  afterEach(() => gateway.stop());

  /** With the limits as they are when nobody sets any. */
  const start = async (env: Record<string, string> = {}) => {
    gateway = await startGateway({
      RATE_LIMIT_IP: '',
      RATE_BURST_IP: '',
      RATE_LIMIT_USER: '',
      RATE_BURST_USER: '',
      RATE_LIMIT_HOLDS: '',
      RATE_BURST_HOLDS: '',
      RATE_LIMIT_FRESH: '',
      RATE_BURST_FRESH: '',
      ...env,
    });
  };
  const join = (cookie: string, headers: Record<string, string> = {}) =>
    gateway.send('/fcfs/join?event=e', { method: 'POST', agent, headers: { cookie, ...headers } });
  const hold = (cookie: string, headers: Record<string, string> = {}) =>
    gateway.send('/api/v1/events/e/hold', {
      method: 'PUT',
      agent,
      headers: { cookie, ...headers },
      body: { seat_ids: [1] },
    });
  const statuses = async (answers: Promise<{ status: number }>[]) =>
    tally((await Promise.all(answers)).map(({ status }) => status));

  test('two thousand who have been here for a while line up, look and hold at the same moment, all of them', async () => {
    await start();
    const people = Array.from({ length: 2_000 }, settled);
    const all = people.flatMap((cookie) => [
      join(cookie),
      hold(cookie),
      gateway.send('/api/v1/me/reservations', { agent, headers: { cookie } }),
    ]);
    expect(await statuses(all)).toEqual({ 200: 6_000 });
  });

  test('two thousand sessions made this second are held back, and those who have been here notice nothing', async () => {
    await start();
    const startedAt = Date.now();
    const flood = Array.from({ length: 2_000 }, () => join(sessionCookie()));
    const people = Array.from({ length: 200 }, settled).flatMap((cookie) => [join(cookie), hold(cookie)]);
    expect(await statuses(people)).toEqual({ 200: 400 });
    const answers = await Promise.all(flood);
    const refused = answers.filter(({ status }) => status === 429);
    // A burst of 400 and one of its own, and twenty a second.
    const most = 401 + Math.ceil(((Date.now() - startedAt) / 1_000) * 20);
    expect(answers.length - refused.length).toBeLessThanOrEqual(most);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(400);
    expect(refused[0]?.json()).toMatchObject({ reason: 'rate_limited', retryable: true });
    // They are spread over the time in which the bucket fills.
    const waits = refused.map(({ headers }) => Number(headers['retry-after']));
    expect([Math.min(...waits), Math.max(...waits)]).toEqual([1, 20]);
    // Taking seats is held back as lining up is; looking is not.
    const clicks = await statuses(Array.from({ length: 50 }, () => hold(sessionCookie())));
    expect(clicks[429]).toBeGreaterThan(25);
    expect((await gateway.send('/api/v1/seats', { headers: { cookie: sessionCookie() } })).status).toBe(200);
    expect((await join(settled())).status).toBe(200);
  });

  test('a pass is as good as ten minutes: its holder’s own, signed, and not over', async () => {
    await start({ RATE_LIMIT_FRESH: '1r/m', RATE_BURST_FRESH: '1' });
    const id = newSessionId();
    const cookie = sessionCookie({ id });
    expect(await statuses([join(sessionCookie()), join(sessionCookie()), join(sessionCookie())])).toEqual({
      200: 2,
      429: 1,
    });
    expect((await hold(cookie, { 'queue-pass': passOf(id) })).status).toBe(200);
    for (const pass of [
      passOf(newSessionId()),
      passOf(id, Date.now() - 1),
      passOf(id, undefined, 'another-secret-0123456789'),
      'q1.gala.1.2.3.x',
    ]) {
      expect((await hold(cookie, { 'queue-pass': pass })).status, pass).toBe(429);
    }
  });

  test('a session is new for ten minutes', async () => {
    await start({ RATE_LIMIT_FRESH: '1r/m', RATE_BURST_FRESH: '1' });
    const aged = (seconds: number) => hold(sessionCookie({ issuedAtSeconds: ago(seconds) }));
    await Promise.all([aged(0), aged(0)]);
    expect((await aged(TEN_MINUTES - 5)).status).toBe(429);
    expect((await aged(TEN_MINUTES + 1)).status).toBe(200);
  });

  test('one of them who clicks and clicks is slowed down, and nobody else', async () => {
    await start({ RATE_LIMIT_HOLDS: '12r/m', RATE_BURST_HOLDS: '5' });
    const [kim, lee] = [settled(), settled()];
    expect(await statuses(Array.from({ length: 10 }, () => hold(kim)))).toEqual({ 200: 6, 429: 4 });
    expect((await hold(kim)).headers['retry-after']).toBe('5');
    expect((await hold(lee)).status).toBe(200);
    // Only clicks are meant.
    expect((await gateway.send('/api/v1/me/reservations', { headers: { cookie: kim } })).status).toBe(200);
  });

  test('those who are settled are not without a limit', async () => {
    await start({ RATE_LIMIT_IP: '1r/m', RATE_BURST_IP: '2' });
    expect(await statuses(Array.from({ length: 40 }, () => join(settled())))).toEqual({ 200: 21, 429: 19 });
  });

  test('a shop’s server is limited as those who are settled, and not as somebody new', async () => {
    await start({ RATE_LIMIT_IP: '1r/m', RATE_BURST_IP: '2' });
    const ask = (path: string) =>
      statuses(Array.from({ length: 40 }, () => gateway.send(`/api/v1/${path}`, { agent })));
    expect(await ask('integrations/reservations/gala.1')).toEqual({ 200: 21, 429: 19 });
    // Whoever is new has a bucket of their own, which the shop has not used up.
    expect(await ask('events')).toEqual({ 200: 3, 429: 37 });
  });

  test('servers are told since when a session is, and nobody else can tell them', async () => {
    await start();
    await gateway.send('/api/v1/me/reservations', {
      headers: { cookie: sessionCookie({ issuedAtSeconds: ago(77) }), 'x-session-since': '1' },
    });
    expect(Number(gateway.echo.last.headers['x-session-since'])).toBeCloseTo(ago(77), -1);
    await gateway.send('/api/v1/me/reservations', { headers: { 'x-session-since': '1' } });
    expect(gateway.echo.last.headers['x-session-since']).toBeUndefined();
  });
});
