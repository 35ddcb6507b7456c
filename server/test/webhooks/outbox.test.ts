import type { WebhookList } from '@jari/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryFailure, DeliveryName } from '../../src/ports/integrations.ts';
import { asAdmin } from '../support/app.ts';
import { createShopApp, type ShopApp } from '../support/shop-app.ts';

// Nobody sends anything here: what the ledger keeps, to whom it is given, and what the owner does about it.
let server: ShopApp;
beforeAll(async () => {
  server = await createShopApp();
});
afterEach(async () => {
  const { webhooks } = (await server.call('GET', '/admin/webhooks', asAdmin)).json<WebhookList>();
  for (const { id } of webhooks) await server.call('DELETE', `/admin/webhooks/${id}`, asAdmin);
});
afterAll(() => server.close());

/** An endpoint and two deliveries to it that a server has taken. */
const claimTwo = async () => {
  const { webhook } = await server.makeWebhook('https://quiet.example/', ['seat.blocked', 'seat.unblocked']);
  await server.setBlocked('block', 9);
  await server.setBlocked('unblock', 9);
  while ((await server.integrations.writeDeliveries()) > 0);
  const [first, second] = await server.integrations.claimDeliveries(9, 0);
  if (first === undefined || second === undefined) throw new Error('There is too little to deliver.');
  return { webhook, first, second };
};
/** Notes that an attempt has failed; what is known of the endpoint then. */
const failed = async (delivery: DeliveryName, given: Partial<DeliveryFailure> = {}) => {
  const failure = { status: 500, what: 'answered 500', againInMs: 0, disableAfterMs: 60_000, ...given };
  await server.integrations.noteFailed(delivery, failure);
  return (await server.integrations.listWebhooks())[0];
};

describe('Webhooks', () => {
  it('are kept in the ledger while they wait, and taken from it only for endpoints that are switched on', async () => {
    const { integrations } = server;
    const { webhook } = await server.makeWebhook('https://quiet.example/', ['seat.blocked']);
    await server.setBlocked('block', 9);
    while ((await integrations.writeDeliveries()) > 0);
    const claimed = () => integrations.claimDeliveries(9, 0);
    // Whatever is over, however new it is.
    const forget = () => integrations.forgetDeliveries(-60_000);
    await forget();
    await integrations.changeWebhook(webhook.id, { isEnabled: false });
    expect(await claimed()).toEqual([]);
    await integrations.changeWebhook(webhook.id, { isEnabled: true });
    const [first] = await claimed();
    expect(first).toMatchObject({ endpointId: webhook.id, attempts: 1, secrets: [expect.any(String)] });
    for (const [formerForMs, count] of [
      [60_000, 2],
      [0, 1],
    ] as const) {
      const secret = { value: `whsec_${Buffer.from(`secret ${count}`).toString('base64')}`, formerForMs };
      await integrations.changeWebhook(webhook.id, { secret });
      expect((await claimed())[0]?.secrets).toHaveLength(count);
    }
    await integrations.noteDelivered(first ?? { endpointId: '', messageId: '' }, 204);
    await forget();
    expect(await server.deliveriesOf(webhook.id)).toEqual([]);
    await server.setBlocked('unblock', 9);
  });

  it('have names of their own where the ledger went back and something else has the same number now', async () => {
    const both = await Promise.all([createShopApp(), createShopApp()]);
    const namesOf = async (
      { integrations, makeWebhook, setBlocked, offices, office }: ShopApp,
      seat: number,
    ) => {
      await makeWebhook('https://quiet.example/', ['seat.blocked', 'event.updated']);
      await setBlocked('block', seat);
      await offices.putEvent({ ...office.seatMap.event, title: `title ${seat}` });
      while ((await integrations.writeDeliveries()) > 0);
      return (await integrations.claimDeliveries(9, 0)).map(({ messageId }) => messageId);
    };
    const [one = [], other = []] = await Promise.all(both.map((each, i) => namesOf(each, i + 1)));
    await Promise.all(both.map((each) => each.close()));
    expect([one.length, other.length]).toEqual([2, 2]);
    expect(one.filter((name) => other.includes(name))).toEqual([]);
  });

  it('that fail keep nobody else waiting: what is for others is taken first', async () => {
    const { integrations } = server;
    const failing = (await server.makeWebhook('https://quiet.example/', ['seat.blocked'])).webhook;
    await server.setBlocked('block', 9);
    while ((await integrations.writeDeliveries()) > 0);
    const [first] = await integrations.claimDeliveries(1, 0);
    const failure = { status: null, what: 'no answer within 15 s', againInMs: 0, disableAfterMs: 60_000 };
    await integrations.noteFailed(first ?? { endpointId: '', messageId: '' }, failure);
    const working = (await server.makeWebhook('https://other.example/', ['seat.unblocked'])).webhook;
    await server.setBlocked('unblock', 9);
    while ((await integrations.writeDeliveries()) > 0);
    const claimed = async (limit: number) =>
      (await integrations.claimDeliveries(limit, 0)).map(({ endpointId }) => endpointId);
    expect(await claimed(1)).toEqual([working.id]);
    expect((await claimed(9)).toSorted()).toEqual([failing.id, working.id].toSorted());
  });

  it('that fail are known to since their first failure, and what fails late is delivered all the same', async () => {
    const { webhook, first, second } = await claimTwo();
    const begun = await failed(first);
    expect(begun).toMatchObject({ failingSince: expect.any(Number) as number, disabledAt: null });
    expect((await failed(second))?.failingSince).toBe(begun?.failingSince);
    await server.integrations.noteDelivered(first, 204);
    expect((await failed(second))?.failingSince).toBeGreaterThan(begun?.failingSince ?? NaN);
    // A server whose lease was over says late what came of its attempt.
    await failed(first);
    const states = (await server.deliveriesOf(webhook.id)).map(({ id, state }) => [id, state]);
    expect(Object.fromEntries(states)).toEqual({
      [first.messageId]: 'delivered',
      [second.messageId]: 'waiting',
    });
  });

  it('that are switched off are so since then and by whoever did it last, whatever fails later', async () => {
    const { webhook, first, second } = await claimTwo();
    const off = await failed(first, { disableAfterMs: 0 });
    expect(off).toMatchObject({ disabledBy: 'failing', disabledAt: expect.any(Number) as number });
    expect((await failed(second, { disableAfterMs: 0 }))?.disabledAt).toBe(off?.disabledAt);
    expect(await server.integrations.claimDeliveries(9, 0)).toEqual([]);
    await server.integrations.changeWebhook(webhook.id, { isEnabled: false });
    const byOwner = await failed(second, { disableAfterMs: 0 });
    expect(byOwner).toMatchObject({ disabledBy: 'owner', disabledAt: off?.disabledAt });
  });

  it('keep what is not said when something else about them is changed', async () => {
    const { integrations } = server;
    const { webhook } = await server.makeWebhook('https://quiet.example/', ['seat.blocked']);
    await server.setBlocked('block', 9);
    while ((await integrations.writeDeliveries()) > 0);
    await integrations.changeWebhook(webhook.id, { secret: { value: 'whsec_bmV3', formerForMs: 60_000 } });
    await integrations.changeWebhook(webhook.id, { isEnabled: true });
    await integrations.changeWebhook(webhook.id, { url: 'https://other.example/' });
    const [claimed] = await integrations.claimDeliveries(9, 0);
    expect(claimed).toMatchObject({
      url: 'https://other.example/',
      secrets: ['whsec_bmV3', expect.any(String)],
    });
    await integrations.changeWebhook(webhook.id, { isEnabled: false });
    await integrations.changeWebhook(webhook.id, { types: ['seat.unblocked'] });
    expect((await integrations.listWebhooks())[0]).toMatchObject({
      ...{ url: 'https://other.example/', types: ['seat.unblocked'], disabledBy: 'owner' },
      disabledAt: expect.any(Number) as number,
    });
    await server.setBlocked('unblock', 9);
  });

  it('that are not there have no deliveries, and quiet ones have none yet', async () => {
    const { webhook } = await server.makeWebhook('https://quiet.example/', ['seat.blocked']);
    const ask = (id: string) => server.call('GET', `/admin/webhooks/${id}/deliveries`, asAdmin);
    const quiet = await ask(webhook.id);
    expect([quiet.statusCode, quiet.json()]).toEqual([200, { deliveries: [] }]);
    const missing = await ask('wh_none');
    expect([missing.statusCode, missing.json()]).toMatchObject([404, { reason: 'not_found' }]);
  });

  it('have a day to change over', async () => {
    const { webhook } = await server.makeWebhook('https://quiet.example/', ['seat.blocked']);
    const changes: unknown[] = [];
    const store = server.integrations;
    const rightful = store.changeWebhook.bind(store);
    store.changeWebhook = (id, change) => {
      changes.push(change);
      return rightful(id, change);
    };
    try {
      await server.post(`/admin/webhooks/${webhook.id}/rotate`, asAdmin);
    } finally {
      store.changeWebhook = rightful;
    }
    expect(changes).toMatchObject([{ secret: { formerForMs: 24 * 60 * 60 * 1_000 } }]);
  });

  it('stand in the trail by their hosts, since an address may hold a secret', async () => {
    const { webhook } = await server.makeWebhook('https://shop.example/hooks/s3cret', ['seat.blocked']);
    const change = { url: 'https://other.example/hooks/s3cret?key=s3cret' };
    await server.call('PATCH', `/admin/webhooks/${webhook.id}`, asAdmin, change);
    const trail = (await server.call('GET', '/admin/trail', asAdmin)).body;
    expect([trail.includes('shop.example'), trail.includes('other.example')]).toEqual([true, true]);
    expect(trail).not.toContain('s3cret');
  });

  it('have addresses that can be webhooks’', async () => {
    const add = (url: string) => server.post('/admin/webhooks', asAdmin, { url, types: ['seat.blocked'] });
    for (const wrong of [
      'shop',
      'ftp://shop.example',
      'http://shop.example/',
      'https://me:secret@shop.example/',
    ]) {
      expect((await add(wrong)).json()).toMatchObject({ reason: 'validation', errors: [{ field: 'url' }] });
    }
    expect(
      (await server.call('PATCH', '/admin/webhooks/wh_none', asAdmin, { enabled: false })).statusCode,
    ).toBe(404);
    expect((await server.post('/admin/webhooks/wh_none/rotate', asAdmin)).statusCode).toBe(404);
    expect((await server.call('DELETE', '/admin/webhooks/wh_none', asAdmin)).statusCode).toBe(404);
  });
});
