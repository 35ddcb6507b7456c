import type { ApiKeyList, EventList } from '@jari/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin } from '../../support/app.ts';
import { createShopApp, type ShopApp } from '../../support/shop-app.ts';

let server: ShopApp;
beforeAll(async () => {
  server = await createShopApp({ settings: { integratorRate: { burst: 3, refillMs: 60_000 } } });
});
afterAll(() => server.close());

const events = (headers: Record<string, string>) => server.call('GET', '/integrations/events', headers);
const reasonOf = (answer: { json<T>(): T }) => answer.json<{ reason?: string }>().reason;

describe('An API key', () => {
  it('is shown once, and afterwards is known by its ending and its last use', async () => {
    const { key, headers } = await server.makeKey('Listed', ['events:read']);
    expect(key).toMatch(/^jari_sk_[\w-]{43}$/);
    const before = await server.call('GET', '/admin/api-keys', asAdmin);
    expect(before.body).not.toContain(key);
    const find = (body: ApiKeyList) => body.api_keys.find(({ name }) => name === 'Listed');
    expect(find(before.json())).toMatchObject({
      ending: key.slice(-4),
      scopes: ['events:read'],
      events: null,
      last_used_at: null,
      revoked_at: null,
    });
    expect((await events(headers)).statusCode).toBe(200);
    const used = async () =>
      find((await server.call('GET', '/admin/api-keys', asAdmin)).json())?.last_used_at;
    await expect.poll(used).toEqual(expect.any(String));
  });

  it('lets in only to what its scopes say', async () => {
    const { headers } = await server.makeKey('Reader', ['reservations:read']);
    const refused = await events(headers);
    expect([refused.statusCode, reasonOf(refused)]).toEqual([403, 'forbidden']);
    expect(refused.json<{ detail: string }>().detail).toContain('events:read');
  });

  it('shows the events that it is for, and no others', async () => {
    const { headers } = await server.makeKey('Elsewhere', ['events:read'], ['gala']);
    expect((await events(headers)).json()).toEqual({ events: [] });
    const all = await server.makeKey('Everywhere', ['events:read']);
    expect((await events(all.headers)).json()).toMatchObject({
      events: [{ id: 'default', seats_left: 9, seat_count: 9, price_from: null }],
    });
  });

  it('are shown rehearsals only by name', async () => {
    const payload = {
      ...{ title: 'Gala', venue: 'Opera', starts_at: '2027-01-01T19:00:00+09:00' },
      ...{ hall: { rows: 1, seats_per_row: 2 }, rules: { is_rehearsal: true } },
    };
    const url = '/api/v1/events/rehearsal-a';
    await server.app.inject({ method: 'PUT', url, headers: asAdmin, payload });
    const listed = async (only?: readonly string[]) => {
      const { headers } = await server.makeKey('Reader', ['events:read'], only);
      return (await events(headers)).json<EventList>().events.map(({ id }) => id);
    };
    expect(await listed()).not.toContain('rehearsal-a');
    expect(await listed(['rehearsal-a'])).toEqual(['rehearsal-a']);
  });

  it('is good no more once it is revoked', async () => {
    const { headers, id } = await server.makeKey('Leaving', ['events:read']);
    expect((await events(headers)).statusCode).toBe(200);
    const revoked = await server.call('DELETE', `/admin/api-keys/${id}`, asAdmin);
    expect(revoked.json()).toMatchObject({ api_key: { id, revoked_at: expect.any(String) as string } });
    const refused = await events(headers);
    expect([refused.statusCode, reasonOf(refused)]).toEqual([401, 'unauthorized']);
    expect((await server.call('DELETE', '/admin/api-keys/ak_none', asAdmin)).statusCode).toBe(404);
  });

  it('is none when it is made up, and makes nobody an organiser', async () => {
    const { headers } = await server.makeKey('Shop', ['events:read']);
    const madeUp = { authorization: `Bearer jari_sk_${'x'.repeat(43)}` };
    for (const wrong of [{}, madeUp, asAdmin, { authorization: 'Bearer jari_sk_short' }]) {
      expect((await events(wrong)).statusCode).toBe(401);
    }
    expect((await server.call('GET', '/admin/api-keys', headers)).statusCode).toBe(401);
  });

  it('may ask so often and no more, whatever others do', async () => {
    const { headers } = await server.makeKey('Loop', ['events:read']);
    const other = await server.makeKey('Other', ['events:read']);
    for (let i = 0; i < 3; i++) expect((await events(headers)).statusCode).toBe(200);
    const refused = await events(headers);
    expect([refused.statusCode, reasonOf(refused)]).toEqual([429, 'rate_limited']);
    expect(refused.headers['retry-after']).toBeDefined();
    expect((await events(other.headers)).statusCode).toBe(200);
  });

  it('has no name with a NUL in it, and neither have webhooks and deliveries: nothing is away because of one', async () => {
    for (const [method, url] of [
      ['DELETE', '/admin/api-keys/a%00b'],
      ['PATCH', '/admin/webhooks/a%00b'],
      ['DELETE', '/admin/webhooks/a%00b'],
      ['GET', '/admin/webhooks/a%00b/deliveries'],
    ] as const) {
      const answer = await server.call(
        method,
        url,
        asAdmin,
        method === 'PATCH' ? { enabled: true } : undefined,
      );
      expect([url, answer.statusCode, answer.json()]).toMatchObject([url, 400, { reason: 'validation' }]);
    }
    const resend = await server.post('/admin/webhooks/x/deliveries/a%00b/resend', asAdmin);
    expect(resend.statusCode).toBe(400);
  });

  it('is made and revoked before witnesses', async () => {
    const { id, key } = await server.makeKey('Watched', ['events:read']);
    await server.call('DELETE', `/admin/api-keys/${id}`, asAdmin);
    const trail = await server.call('GET', '/admin/trail', asAdmin);
    expect(trail.body).toContain('api_key.created');
    expect(trail.body).toContain('api_key.revoked');
    expect(trail.body).not.toContain(key);
  });
});
