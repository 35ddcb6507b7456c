import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveryList, HoldToken, NewApiKey, NewWebhook, Scope, WebhookType } from '@jari/contract';
import { openPgliteLedger } from '../../src/adapters/postgres/pglite.ts';
import { as, asAdmin, createTestApp, type TestAppOptions } from './app.ts';
import { personKeys } from './person-keys.ts';

/** The whole server on a ledger that keeps keys and webhooks, with a shop's way to it. */
export async function createShopApp(options: TestAppOptions = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'jari-shop-'));
  const ledger = await openPgliteLedger({ dataDir, personKeys });
  const { integrations } = ledger;
  const server = await createTestApp({ ...options, ledger });
  const { app } = server;
  const post = (url: string, headers: Record<string, string>, payload?: object) =>
    app.inject({ method: 'POST', url: `/api/v1${url}`, headers, ...(payload && { payload }) });
  return {
    ...server,
    integrations,
    post,
    call: (
      method: 'GET' | 'DELETE' | 'PATCH',
      url: string,
      headers: Record<string, string>,
      payload?: object,
    ) => app.inject({ method, url: `/api/v1${url}`, headers, ...(payload && { payload }) }),
    /** Makes a key; the header that it is sent in. */
    makeKey: async (name: string, scopes: readonly Scope[], events?: readonly string[]) => {
      const made = await post('/admin/api-keys', asAdmin, { name, scopes, ...(events && { events }) });
      const { key, api_key } = made.json<NewApiKey>();
      return { headers: { authorization: `Bearer ${key}` }, key, id: api_key.id };
    },
    makeWebhook: async (url: string, types: readonly WebhookType[], events?: readonly string[]) => {
      const made = await post('/admin/webhooks', asAdmin, { url, types, ...(events && { events }) });
      return made.json<NewWebhook>();
    },
    /** Has a visitor hold seats; their token. */
    holdAs: async (user: string, ...seat_ids: number[]) => {
      const url = '/api/v1/events/default/hold';
      const held = await app.inject({ method: 'PUT', url, headers: as(user), payload: { seat_ids } });
      if (held.statusCode !== 200) throw new Error(held.body);
      return (await post('/events/default/hold/token', as(user))).json<HoldToken>().hold_token;
    },
    deliveriesOf: async (webhookId: string) => {
      const url = `/api/v1/admin/webhooks/${webhookId}/deliveries`;
      return (await app.inject({ url, headers: asAdmin })).json<DeliveryList>().deliveries;
    },
    setBlocked: async (what: 'block' | 'unblock', ...seat_ids: number[]) => {
      const answer = await post(`/events/default/seats/${what}`, asAdmin, { seat_ids });
      if (answer.statusCode !== 200) throw new Error(answer.body);
    },
    close: async () => {
      await server.close();
      await ledger.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type ShopApp = Awaited<ReturnType<typeof createShopApp>>;
