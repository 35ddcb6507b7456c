import { expect, it } from 'vitest';
import { SENDING_TIMEOUT_MS } from '../../src/adapters/https/webhook-sender.ts';
import type { Delivery, Webhooks } from '../../src/ports/integrations.ts';
import type { Sent } from '../../src/ports/webhook-sender.ts';
import { WebhookDispatcher } from '../../src/webhooks/dispatcher.ts';
import { turns } from '../support/event-loop.ts';

const CUT: Sent = { ok: false, status: null, what: 'cut short', isGone: false };
const DELIVERED: Sent = { ok: true, status: 204 };

/** A dispatcher with more to tell than it can take, and endpoints that answer when the test says so. */
async function openDispatcher() {
  const claims: { readonly limit: number; readonly leaseMs: number }[] = [];
  const asked: string[] = [];
  const noted: string[] = [];
  const ledger = { isDown: false };
  /** Those on their way, in the order in which they left. */
  const sending = new Map<string, (sent: Sent) => void>();
  const deliveryOf = (number: number): Delivery => ({
    ...{ endpointId: 'wh_1', messageId: `msg_${number}`, eventId: 'default', sequence: number },
    ...{ url: 'https://shop.example/', secrets: ['whsec_'], body: '{}', attempts: 1 },
  });
  // All that a dispatcher asks of the store.
  const store = {
    hasWebhooks: () => Promise.resolve(true),
    writeDeliveries: () => {
      asked.push('write');
      return Promise.resolve(0);
    },
    claimDeliveries: (limit: number, leaseMs: number) => {
      asked.push('claim');
      claims.push({ limit, leaseMs });
      return Promise.resolve(Array.from({ length: limit }, (_, i) => deliveryOf(i + 1)));
    },
    noteDelivered: ({ messageId }: Delivery) => {
      if (ledger.isDown) return Promise.reject(new Error('the ledger is down'));
      return Promise.resolve(void noted.push(`${messageId} delivered`));
    },
    noteFailed: ({ messageId }: Delivery) => {
      noted.push(`${messageId} failed`);
      return Promise.resolve(false);
    },
    forgetDeliveries: () => Promise.resolve(),
  } as unknown as Webhooks;
  const answer = (messageId: string, sent: Sent) => {
    sending.get(messageId)?.(sent);
    sending.delete(messageId);
  };
  const sender = {
    send: ({ messageId }: Pick<Delivery, 'messageId'>) =>
      new Promise<Sent>((resolve) => sending.set(messageId, resolve)),
    // What is on its way when a sender is closed is cut short.
    close: () => {
      for (const messageId of [...sending.keys()]) answer(messageId, CUT);
    },
  };
  const clock = { wallMs: () => 0, monotonicMs: () => 0, after: () => () => undefined };
  const nothing = () => undefined;
  const observer = { delivered: nothing, failed: nothing, disabled: nothing, stood: nothing };
  const dispatcher = new WebhookDispatcher(store, sender, clock, () => 0, observer);
  await turns(3);
  return { dispatcher, ledger, claims, asked, noted, sending, answer };
}

it('a server takes up no more than it can send within the lease, however slow the endpoints are', async () => {
  const { dispatcher, claims, sending, answer } = await openDispatcher();
  const [claim] = claims;
  let rounds = 0;
  // Each endpoint takes as long as one may, all those on their way at the same time.
  for (; sending.size > 0 && claims.length === 1; rounds++) {
    for (const messageId of [...sending.keys()]) answer(messageId, CUT);
    await turns(3);
  }
  expect(claim?.leaseMs).toBeGreaterThan(rounds * SENDING_TIMEOUT_MS);
  await dispatcher.close();
});

it('what happens meanwhile is written out before more is taken up, however much there is to send', async () => {
  const { dispatcher, claims, asked, sending, answer } = await openDispatcher();
  while (claims.length < 3) {
    for (const messageId of [...sending.keys()]) answer(messageId, CUT);
    await turns(3);
  }
  expect(asked).toEqual(['write', 'claim', 'write', 'claim', 'write', 'claim']);
  await dispatcher.close();
});

it('what a server that closes cuts short is nobody’s failure, and nothing else is begun', async () => {
  const { dispatcher, noted, sending, answer } = await openDispatcher();
  const begun = sending.size;
  answer('msg_1', DELIVERED);
  answer('msg_2', CUT);
  await turns(3);
  expect(noted).toEqual(['msg_1 delivered', 'msg_2 failed']);
  expect(sending.size).toBe(begun);
  await dispatcher.close();
  expect(noted).toEqual(['msg_1 delivered', 'msg_2 failed']);
  expect(sending.size).toBe(0);
});

it('nothing more is taken up while something is on its way, also where the ledger has failed for one of them', async () => {
  const { dispatcher, ledger, claims, noted, sending, answer } = await openDispatcher();
  const [first, ...others] = [...sending.keys()];
  ledger.isDown = true;
  answer(first ?? '', DELIVERED);
  await turns(3);
  ledger.isDown = false;
  dispatcher.wake();
  await turns(3);
  expect([claims.length, sending.size]).toEqual([1, others.length]);
  answer(others[0] ?? '', DELIVERED);
  await turns(3);
  expect(noted).toEqual([`${others[0]} delivered`]);
  await dispatcher.close();
});
