import type { Me, Problem } from '@jari/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signOfProxy } from '../../src/http/identity/local-request.ts';
import { as, changeCount, createTestApp, type TestApp } from '../support/app.ts';

let server: TestApp;
beforeAll(async () => (server = await createTestApp()));
afterAll(() => server.close());

const HOLD = '/api/v1/events/default/hold';
const hold = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  server.app.inject({ method: 'PUT', url: HOLD, headers, payload: { seat_ids: [1] }, remoteAddress });
const release = (headers: Record<string, string>) =>
  server.app.inject({ method: 'DELETE', url: HOLD, headers });

describe('a user header on this machine', () => {
  it.each([
    ['x-forwarded-for', '203.0.113.7'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-host', 'localhost'],
    ['x-forwarded-server', 'edge'],
    ['forwarded', 'for=203.0.113.7'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 edge'],
    ['true-client-ip', '203.0.113.7'],
    ['cf-connecting-ip', '203.0.113.7'],
    ['cf-ray', '1'],
    ['fly-client-ip', '203.0.113.7'],
    ['tailscale-user-login', 'ann@example.com'],
    ['x-envoy-external-address', '203.0.113.7'],
    ['host', 'tickets.example.org'],
    ['host', 'localhost.example.org'],
    ['host', '127.0.0.1.example.org:5800'],
    ['host', '192.168.1.5:5800'],
  ])('is refused in words when %s is “%s”', async (name, value) => {
    const before = await changeCount(server);
    const answer = await hold({ ...as('ann'), [name]: value });
    const problem = answer.json<Problem>();
    expect([answer.statusCode, problem.reason]).toEqual([400, 'missing_user']);
    expect(problem.detail).toContain('x-user-id');
    expect(problem.detail).toContain('proxy');
    expect(problem.detail).toContain(name);
    expect(await changeCount(server)).toBe(before);
  });

  it.each([
    'localhost',
    'LOCALHOST:5800',
    'app.localhost:80',
    '127.0.0.1:5800',
    '127.8.9.1',
    '[::1]',
    '[::1]:5800',
  ])('is believed when the host is %s', async (host) => {
    expect((await hold({ ...as('ann'), host })).statusCode).toBe(200);
  });

  it('is refused and not passed over beside a session, so that nobody books as somebody unexpected', async () => {
    const me = await server.app.inject('/api/v1/me');
    const cookie = String(me.headers['set-cookie']).split(';')[0] ?? '';
    expect((await release({ cookie, 'x-forwarded-for': '203.0.113.7' })).statusCode).toBe(204);
    const both = await release({ ...as('ann'), cookie, 'x-forwarded-for': '203.0.113.7' });
    expect(both.json<Problem>().reason).toBe('missing_user');
    const asked = { ...as('ann'), 'x-forwarded-for': '203.0.113.7' };
    expect((await server.app.inject({ url: '/api/v1/me', headers: asked })).statusCode).toBe(400);
  });

  it('counts as ever where the settings trust it from everybody', async () => {
    const trusting = await createTestApp({ settings: { trustUserHeader: 'always' } });
    const headers = { ...as('ann'), 'x-forwarded-for': '203.0.113.7', host: 'tickets.example.org' };
    const answer = await trusting.app.inject({ url: '/api/v1/me', headers });
    await trusting.close();
    expect(answer.json<Me>().user).toBe('user:ann');
  });
});

it('a user header from another machine is passed over, and who has nothing else is told so', async () => {
  const problem = (await hold(as('ann'), '10.0.0.7')).json<Problem>();
  expect(problem.reason).toBe('missing_user');
  expect(problem.detail).toContain('x-user-id is not believed');
  expect((await hold({}, '10.0.0.7')).json<Problem>().detail).not.toContain('x-user-id');
});

it('HTTP/1.0, which nginx speaks to what stands behind it, is a sign of a proxy; curl’s requests show none', () => {
  const headers = { host: 'localhost:5800', accept: '*/*', 'user-agent': 'curl/8' };
  expect(signOfProxy({ headers, httpVersion: '1.0' })).toBe('HTTP/1.0');
  expect(signOfProxy({ headers, httpVersion: '1.1' })).toBeUndefined();
  expect(signOfProxy({ headers: {}, httpVersion: '1.1' })).toBe('a missing host');
  expect(signOfProxy({ headers: { host: '' }, httpVersion: '1.1' })).toContain('the host');
});
