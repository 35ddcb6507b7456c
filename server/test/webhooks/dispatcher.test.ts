import { randomUUID } from 'node:crypto';
import type { DeliveryList, WebhookList } from '@jari/contract';
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { HttpsWebhookSender } from '../../src/adapters/https/webhook-sender.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { WebhookDispatcher } from '../../src/webhooks/dispatcher.ts';
import { asAdmin } from '../support/app.ts';
import { createShopApp, type ShopApp } from '../support/shop-app.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const ALL = [
  'reservation.created',
  'reservation.cancelled',
  'seat.blocked',
  'seat.unblocked',
  'event.updated',
] as const;

let server: ShopApp;
let shop: Record<string, string>;
let wake: () => void = () => undefined;
let noteChange: () => void = () => undefined;
beforeAll(async () => {
  server = await createShopApp({
    settings: { allowsPrivateWebhooks: true },
    webhooks: { wake: () => wake() },
  });
  server.offices.onChanges(() => noteChange());
  shop = (await server.makeKey('Shop', ['reservations:write'])).headers;
});
afterAll(() => server.close());

/** What happens between servers and receivers takes its time on a busy machine. */
const poll: typeof expect.poll = (actual) => expect.poll(actual, { timeout: 20_000 });
const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
  const { webhooks } = (await server.call('GET', '/admin/webhooks', asAdmin)).json<WebhookList>();
  for (const { id } of webhooks) await server.call('DELETE', `/admin/webhooks/${id}`, asAdmin);
});

const receiver = async () => {
  const started = await startReceiver();
  closings.push(() => started.close());
  return started;
};
const dispatch = () => {
  const nothing = () => undefined;
  const observer = {
    delivered: nothing,
    failed: nothing,
    disabled: nothing,
    stood: (error: unknown) => console.error(error),
  };
  const sender = new HttpsWebhookSender({ allowsPrivate: true, userAgent: 'Jari' });
  const dispatcher = new WebhookDispatcher(server.integrations, sender, systemClock, () => 0, observer);
  wake = () => dispatcher.wake();
  noteChange = () => dispatcher.noteChange();
  closings.push(() => dispatcher.close());
  return dispatcher;
};
const book = async (user: string, ...seats: number[]) => {
  const hold_token = await server.holdAs(user, ...seats);
  const buyer = { user_name: 'Private Name', phone: '010-9876-5432' };
  const headers = { ...shop, 'idempotency-key': randomUUID() };
  const answer = await server.post('/integrations/events/default/reservations', headers, {
    hold_token,
    ...buyer,
  });
  return answer.json<{ reservation: { id: string } }>().reservation.id;
};
describe('Webhooks', () => {
  it('are told what happens from when they are added, each event’s in order, and nobody’s name', async () => {
    const { url, received } = await receiver();
    await server.setBlocked('block', 9);
    const { webhook } = await server.makeWebhook(url, ALL);
    dispatch();
    const id = await book('ann', 1, 2);
    await server.call('DELETE', `/integrations/reservations/${id}`, shop);
    await server.setBlocked('unblock', 9);
    await poll(() => received.length).toBe(3);
    const { sequence } = server.office.seatMap;
    const seats = [
      { id: 1, amount: null },
      { id: 2, amount: null },
    ];
    const reservation = { event: 'default', reservation: id, seats, currency: null, through: 'Shop' };
    expect(received.map(({ message: { type, data } }) => [type, data])).toEqual([
      ['reservation.created', { ...reservation, sequence: sequence - 2 }],
      ['reservation.cancelled', { ...reservation, sequence: sequence - 1 }],
      ['seat.unblocked', { event: 'default', sequence, seat_ids: [9] }],
    ]);
    expect(received[0]?.id).toMatch(new RegExp(`^msg_default_${sequence - 2}_[0-9a-f]{8}$`));
    expect(received.map(({ body }) => body).join()).not.toMatch(/Private|9876/);
    await expect
      .poll(async () => (await server.deliveriesOf(webhook.id)).map(({ state }) => state))
      .toEqual([...['delivered', 'delivered', 'delivered']]);
  });

  it('are told what they asked for, where they asked for it, and of events that come later', async () => {
    const { url, received } = await receiver();
    await server.makeWebhook(url, ['event.updated'], ['later']);
    dispatch();
    await server.setBlocked('block', 9);
    await server.setBlocked('unblock', 9);
    const hall = { rows: 1, seats_per_row: 2 };
    const put = (title: string) =>
      server.app.inject({
        method: 'PUT',
        url: '/api/v1/events/later',
        headers: asAdmin,
        payload: { title, venue: 'Opera', starts_at: '2027-01-01T19:00:00+09:00', hall },
      });
    expect((await put('Later')).statusCode).toBe(201);
    await poll(() => received.length).toBe(1);
    await put('Later still');
    await poll(() => received.length).toBe(2);
    expect(received.map(({ message: { data } }) => data)).toMatchObject([
      { event: 'later', version: 1 },
      { event: 'later', version: 2 },
    ]);
  });

  it('are told nothing of rehearsals', async () => {
    const { url, received } = await receiver();
    const { webhook } = await server.makeWebhook(url, ALL);
    await server.makeWebhook(url, ALL, ['rehearsal-a']);
    const hall = { rows: 1, seats_per_row: 2 };
    const rehearsal = await server.app.inject({
      method: 'PUT',
      url: '/api/v1/events/rehearsal-a',
      headers: asAdmin,
      payload: {
        ...{ title: 'Gala', venue: 'Opera', starts_at: '2027-01-01T19:00:00+09:00', hall },
        rules: { is_rehearsal: true },
      },
    });
    expect(rehearsal.statusCode).toBe(201);
    await server.post('/events/rehearsal-a/seats/block', asAdmin, { seat_ids: [1] });
    await server.setBlocked('block', 9);
    dispatch();
    await poll(() => received.length).toBe(1);
    expect((await server.deliveriesOf(webhook.id)).map(({ type }) => type)).toEqual(['seat.blocked']);
    expect(received[0]?.message.data).toMatchObject({ event: 'default' });
    await server.setBlocked('unblock', 9);
  });

  it('miss nothing that was recorded while no server told anybody, nor what a server took and never sent', async () => {
    const { url, received } = await receiver();
    await server.makeWebhook(url, ALL);
    await server.setBlocked('block', 7, 8);
    await server.integrations.writeDeliveries();
    // A server takes it and is gone before it has sent it.
    expect(await server.integrations.claimDeliveries(10, 300)).toHaveLength(1);
    expect(await server.integrations.claimDeliveries(10, 300)).toEqual([]);
    await server.setBlocked('unblock', 7, 8);
    dispatch();
    await poll(() => received.length).toBe(2);
    expect(new Set(received.map(({ message: { type } }) => type))).toEqual(
      new Set(['seat.blocked', 'seat.unblocked']),
    );
  });

  it('are told once, however many servers there are to do it', async () => {
    const { url, received } = await receiver();
    await server.makeWebhook(url, ALL);
    const others = [dispatch(), dispatch(), dispatch()];
    for (let i = 0; i < 5; i++) {
      await server.setBlocked('block', 7);
      await server.setBlocked('unblock', 7);
      for (const each of others) each.wake();
    }
    await poll(() => received.length).toBe(10);
    expect(new Set(received.map(({ id }) => id)).size).toBe(10);
  });

  it('that fail are shown with why, tried again, and sent again when the owner says so', async () => {
    const { url, received, state } = await receiver();
    state.answer = 500;
    const { webhook } = await server.makeWebhook(url, ['seat.blocked']);
    dispatch();
    await server.setBlocked('block', 9);
    await poll(async () => (await server.deliveriesOf(webhook.id))[0]?.failure).toBe('answered 500');
    const [failed] = await server.deliveriesOf(webhook.id);
    expect(failed).toMatchObject({ state: 'waiting', attempts: 1, answer_status: 500 });
    const inState = async (state: string) => {
      const answer = await server.call(
        'GET',
        `/admin/webhooks/${webhook.id}/deliveries?state=${state}`,
        asAdmin,
      );
      return answer.json<DeliveryList>().deliveries.map(({ id }) => id);
    };
    expect([await inState('waiting'), await inState('delivered')]).toEqual([[failed?.id], []]);
    const listed = async () =>
      (await server.call('GET', '/admin/webhooks', asAdmin)).json<WebhookList>().webhooks[0];
    expect(await listed()).toMatchObject({
      state: 'failing',
      waiting: 1,
      failing_since: expect.any(String) as string,
    });

    state.answer = 204;
    const resend = `/admin/webhooks/${webhook.id}/deliveries/${failed?.id ?? ''}/resend`;
    expect((await server.post(resend, asAdmin)).statusCode).toBe(204);
    await poll(async () => (await listed())?.state).toBe('working');
    expect(received.map(({ id }) => id)).toEqual([failed?.id, failed?.id]);
    // As if it were new: it may fail as often as any other before it is given up.
    expect((await server.deliveriesOf(webhook.id))[0]).toMatchObject({ state: 'delivered', attempts: 1 });
    expect((await server.post(resend.replace('msg_', 'msg_x'), asAdmin)).statusCode).toBe(404);
    await server.setBlocked('unblock', 9);
  });

  it('that say they are gone are told nothing more, and everything once they are back', async () => {
    const { url, received, state } = await receiver();
    state.answer = 410;
    const { webhook } = await server.makeWebhook(url, ['seat.blocked', 'seat.unblocked']);
    dispatch();
    await server.setBlocked('block', 9);
    const listed = async () =>
      (await server.call('GET', '/admin/webhooks', asAdmin)).json<WebhookList>().webhooks[0];
    await poll(listed).toMatchObject({ state: 'disabled', disabled_by: 'failing', dead: 1 });
    await server.setBlocked('unblock', 9);
    state.answer = 204;
    const on = await server.call('PATCH', `/admin/webhooks/${webhook.id}`, asAdmin, { enabled: true });
    expect(on.json()).toMatchObject({ webhook: { state: 'working' } });
    await poll(() => received.length).toBe(2);
    expect(received[1]?.message.type).toBe('seat.unblocked');
  });

  it('are signed by the former secret as well while their receiver changes over', async () => {
    const { url, received } = await receiver();
    const { webhook, secret } = await server.makeWebhook(url, ['seat.blocked']);
    const rotated = await server.post(`/admin/webhooks/${webhook.id}/rotate`, asAdmin);
    expect(rotated.json<{ secret: string }>().secret).not.toBe(secret);
    dispatch();
    await server.setBlocked('block', 9);
    await poll(() => received.length).toBe(1);
    expect(String(received[0]?.headers['webhook-signature']).split(' ')).toHaveLength(2);
    await server.setBlocked('unblock', 9);
  });
});
