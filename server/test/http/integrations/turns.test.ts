import { randomUUID } from 'node:crypto';
import type { HoldToken, LineStatus, QueuePass } from '@jari/contract';
import { afterEach, expect, it } from 'vitest';
import { ALICE, as } from '../../support/app.ts';
import { smallEvent } from '../../support/hall.ts';
import { createShopApp, type ShopApp } from '../../support/shop-app.ts';

const waitingRoom = {
  ...{ admittedPerMinute: 600_000, activeMax: 1, turnTtlMs: 600_000, preQueueMs: 0 },
  ...{ order: 'arrival' as const, isPaused: false, proofOfWorkBits: 0, seed: '0'.repeat(32) },
};
let server: ShopApp;
afterEach(() => server.close());

/** Ann is inside, and there is room for nobody else. */
async function start(): Promise<{ pass: string }> {
  server = await createShopApp({
    events: [smallEvent({ rules: { ...smallEvent().rules, waitingRoom } })],
    settings: { doorsIntervalMs: 10 },
  });
  for (const user of ['ann', 'bob']) {
    await server.app.inject({ method: 'POST', url: '/fcfs/join', headers: as(user) });
  }
  await expect.poll(async () => (await status()).serving_number).toBe(1);
  const url = '/fcfs/pass';
  const { pass } = (await server.app.inject({ method: 'POST', url, headers: as('ann') })).json<QueuePass>();
  return { pass };
}
const status = async () => {
  server.clock.advance(20);
  return (await server.app.inject('/fcfs/status')).json<LineStatus>();
};
/** Ten minutes before Ann’s turn is over, and without her asking for anything. */
const nextIsLetIn = () => expect.poll(async () => (await status()).serving_number).toBe(2);

it('whoever was assigned a seat makes room for the next', async () => {
  const headers = { ...as('ann'), 'queue-pass': (await start()).pass };
  expect((await server.post('/seats/reservation/fcfs', headers, ALICE)).statusCode).toBe(200);
  await nextIsLetIn();
});

it('whoever has paid at a shop makes room for the next', async () => {
  const headers = { ...as('ann'), 'queue-pass': (await start()).pass };
  const url = '/api/v1/events/default/hold';
  await server.app.inject({ method: 'PUT', url, headers, payload: { seat_ids: [1] } });
  const { hold_token } = (await server.post('/events/default/hold/token', as('ann'))).json<HoldToken>();
  const shop = (await server.makeKey('Shop', ['reservations:write'])).headers;
  const booked = await server.post(
    '/integrations/events/default/reservations',
    { ...shop, 'idempotency-key': randomUUID() },
    { hold_token, ...ALICE },
  );
  expect(booked.statusCode).toBe(201);
  await nextIsLetIn();
});
