import type { Me, Problem } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { SessionCookies } from '../../src/http/identity/session-cookie.ts';
import { CommandLimits, defaultCommandRates } from '../../src/http/plugins/command-limits.ts';
import { ALICE, as, createTestApp, SESSION_SECRET, type TestApp } from '../support/app.ts';
import { TestClock } from '../support/test-clock.ts';

let server: TestApp;
afterEach(() => server.close());

const TEN_MINUTES = 600;
const pair = (header: string | undefined) => header?.split(';')[0] ?? '';
/** A session that was issued so many seconds ago. */
const session = (ageSeconds = 0) => {
  const cookies = new SessionCookies(
    [SESSION_SECRET],
    false,
    () => server.clock.wallMs() - ageSeconds * 1000,
  );
  return { cookie: pair(cookies.toHeader(cookies.create())) };
};
const settled = () => session(TEN_MINUTES);
const send = (
  method: 'PUT' | 'POST' | 'GET' | 'DELETE',
  url: string,
  headers: Record<string, string>,
  payload?: object,
  remoteAddress = '203.0.113.5',
) =>
  server.app.inject({ method, url, headers, remoteAddress, ...(payload === undefined ? {} : { payload }) });
const join = (headers: Record<string, string>, address?: string) =>
  send('POST', '/fcfs/join', headers, undefined, address);
const hold = (headers: Record<string, string>, ...seat_ids: number[]) =>
  send('PUT', '/api/v1/events/default/hold', headers, { seat_ids });
const reserve = (headers: Record<string, string>, ...seat_ids: number[]) =>
  send('POST', '/api/v1/events/default/reservations', headers, { ...ALICE, seat_ids });
const fill = async () => {
  for (let i = 0; i < defaultCommandRates.fresh.burst; i++) await join(session());
};

describe('people behind one address, with no gateway in front', () => {
  it('line up and click, two thousand at once, when they have been here for a while', async () => {
    server = await createTestApp();
    const people = Array.from({ length: 2_000 }, settled);
    const answers = await Promise.all(people.flatMap((who) => [join(who), hold(who, 1)]));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 409]));
    expect(answers.filter((_, i) => i % 2 === 0).every(({ statusCode }) => statusCode === 200)).toBe(true);
  });

  it('are not hindered by two thousand sessions that were made this second, which are held back', async () => {
    server = await createTestApp();
    const flood = await Promise.all(Array.from({ length: 2_000 }, () => join(session())));
    const refused = flood.filter(({ statusCode }) => statusCode === 429);
    expect(refused).toHaveLength(1_600);
    expect(refused[0]?.json<Problem>()).toMatchObject({ reason: 'rate_limited', retryable: true });
    const waits = refused.map(({ headers }) => Number(headers['retry-after']));
    expect([Math.min(...waits), Math.max(...waits)]).toEqual([1, 20]);
    for (const act of [
      () => hold(session(), 1),
      () => reserve(session(), 1),
      () => send('POST', '/api/v1/seats/reservation/fcfs', session(), ALICE),
    ]) {
      expect((await act()).statusCode).toBe(429);
    }
    expect((await join(settled())).statusCode).toBe(200);
    expect((await join(session(), '203.0.113.6')).statusCode).toBe(200);
    expect((await join(as('header'), '127.0.0.1')).statusCode).toBe(200);
    expect((await send('GET', '/api/v1/seats', session())).statusCode).toBe(200);
    server.clock.advance(1_000);
    const next = await Promise.all(Array.from({ length: 30 }, () => join(session())));
    expect(next.filter(({ statusCode }) => statusCode === 200)).toHaveLength(20);
  });

  it('can always confirm what they hold, and ask again for an answer that was lost', async () => {
    server = await createTestApp();
    const who = session();
    expect((await hold(who, 5)).statusCode).toBe(200);
    await fill();
    expect((await hold(who, 6)).statusCode).toBe(429);
    expect((await reserve(who, 5)).statusCode).toBe(201);
    expect((await reserve(who, 6)).statusCode).toBe(201);
  });

  it('stay settled when the session is renewed', async () => {
    server = await createTestApp();
    const who = session(31 * 86_400);
    const { headers } = await send('GET', '/api/v1/me', who);
    const renewed = { cookie: pair([headers['set-cookie']].flat()[0]) };
    expect(renewed.cookie).not.toBe(who.cookie);
    expect((await send('GET', '/api/v1/me', renewed)).json<Me>().is_new).toBe(false);
    await fill();
    expect((await join(renewed)).statusCode).toBe(200);
  });
});

describe('one person', () => {
  it('may click as people do, and is told when to go on', async () => {
    server = await createTestApp();
    const who = settled();
    const clicks = async (count: number) => {
      const statuses = [];
      for (let i = 0; i < count; i++) statuses.push((await hold(who, 1 + (i % 9))).statusCode);
      return statuses;
    };
    expect(new Set(await clicks(30))).toEqual(new Set([200]));
    const refused = await hold(who, 1);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
    expect((await hold(settled(), 9)).statusCode).toBe(200);
    server.clock.advance(1_000);
    expect(await clicks(3)).toEqual([200, 200, 429]);
    expect((await send('DELETE', '/api/v1/events/default/hold', who)).statusCode).toBe(204);
  });
});

describe('the limits of commands', () => {
  const make = () => {
    const rates = { holds: { burst: 2, refillMs: 1_000 }, fresh: { burst: 1, refillMs: 1_000 } };
    return new CommandLimits(rates, new TestClock(), () => 0);
  };
  const now = () => Math.floor(Date.now() / 1000);
  const ann = () => ({ id: 'session:ann', source: 'session', sessionSince: now() }) as const;
  const from = (ip: string, remoteAddress = '10.0.0.1') => ({ ip, socket: { remoteAddress } }) as never;
  const isLimited = (act: () => void) => {
    try {
      act();
      return false;
    } catch {
      return true;
    }
  };

  it('take a pass for as good as ten minutes, but nobody has more than two hands', async () => {
    server = await createTestApp();
    const limits = make();
    const click = (hasPass: boolean) => isLimited(() => limits.takeHold(from('192.0.2.1'), ann(), hasPass));
    expect([click(false), click(true), click(true)]).toEqual([false, false, true]);
    const join2 = (hasPass: boolean) => isLimited(() => limits.takePart(from('192.0.2.1'), ann(), hasPass));
    expect([join2(false), join2(true)]).toEqual([true, false]);
  });

  it('leave to the gateway what it has counted, and count what only the server can tell', async () => {
    server = await createTestApp();
    const limits = make();
    const vouched = { ...ann(), source: 'gateway' } as const;
    const visitor = from('192.0.2.1', '10.0.0.1');
    for (let i = 0; i < 5; i++) {
      limits.takeHold(visitor, vouched, false);
      limits.takePart(visitor, vouched, false);
    }
    const direct = (request: never) => isLimited(() => limits.takeDirectly(request, vouched, false));
    expect([direct(visitor), direct(visitor)]).toEqual([false, true]);
    // Not believed: all would share the gateway's own address.
    expect(direct(from('10.0.0.1', '10.0.0.1'))).toBe(false);
    expect(direct(from('10.0.0.1', '10.0.0.1'))).toBe(false);
  });
});
