import type { ForgetMeResult, Hold, MyData } from '@jari/contract';
import { afterEach, expect, it } from 'vitest';
import { as, asAdmin, createTestApp, type TestApp } from '../../support/app.ts';
import { smallEvent } from '../../support/hall.ts';
import { houseCalls } from '../../support/house-calls.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import { newMemoryStore } from '../../support/memory-store.ts';

let server: TestApp;
afterEach(() => server.close());
const { send } = houseCalls(() => server);

const reserve = (event: string, seatId: number) =>
  send(
    'POST',
    `/events/${event}/reservations`,
    { user_name: 'Ann', phone: '010-1234-5678', seat_ids: [seatId] },
    as('ann'),
  );

it('somebody gets what is kept about them, and of nobody else', async () => {
  server = await createTestApp();
  await reserve('default', 1);
  await send('PUT', '/events/default/hold', { seat_ids: [2, 3] }, as('ann'));
  await send('PUT', '/events/default/hold', { seat_ids: [4] }, as('bob'));
  await send('PUT', '/events/default/line', { seat_ids: [4] }, as('ann'));
  const answer = await send('GET', '/me/data', undefined, as('ann'));
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.json<MyData>()).toMatchObject({
    user: 'user:ann',
    reservations: [{ id: 'default.1', user_name: 'Ann', phone: '+821012345678', user: 'user:ann' }],
    holds: [{ event: 'default', seat_ids: [2, 3] }],
    lines: [{ event: 'default', seat_id: 4 }],
  });
  server.clock.advance(200_000);
  expect((await send('GET', '/me/data', undefined, as('ann'))).json<MyData>().holds).toEqual([]);
  expect((await send('GET', '/me/data', undefined, as('eve'))).json()).toMatchObject({
    reservations: [],
    lines: [],
  });
  expect((await send('GET', '/me/data', undefined, {})).statusCode).toBe(400);
});

it('somebody gets also what is kept at an event that nobody has asked this server for', async () => {
  const others = ['gala', 'quiet'].map((eventId) => smallEvent({ eventId }));
  server = await createTestApp({ events: [smallEvent(), ...others] });
  await send('PUT', '/events/gala/hold', { seat_ids: [2] }, as('ann'));
  await send('PUT', '/events/gala/hold', { seat_ids: [4] }, as('bob'));
  await send('PUT', '/events/gala/line', { seat_ids: [4] }, as('ann'));
  const { ledger } = server;
  await server.close();
  server = await createTestApp({ ledger });
  const { holds, lines } = (await send('GET', '/me/data', undefined, as('ann'))).json<MyData>();
  expect(holds).toMatchObject([{ event: 'gala', seat_ids: [2] }]);
  expect(lines).toEqual([{ event: 'gala', seat_id: 4 }]);
  // Anybody may ask: what they have nothing to do with is not opened for it.
  expect(server.offices.peek('quiet')).toBeUndefined();
});

it('somebody gets all of very many reservations, and has the name removed from all', async () => {
  server = await createTestApp();
  for (let i = 0; i < 201; i++) {
    const { id } = (await reserve('default', 1)).json<{ reservation: { id: string } }>().reservation;
    await send('DELETE', `/reservations/${id}`, undefined, as('ann'));
  }
  const answer = await send('GET', '/me/data', undefined, as('ann'));
  expect(answer.json<MyData>().reservations).toHaveLength(201);
  const { erased } = (await send('DELETE', '/me/data', undefined, as('ann'))).json<ForgetMeResult>();
  expect(erased).toHaveLength(201);
});

it('a hold is said to end when its own answer said so, also where the ledger’s clock was put right', async () => {
  const store = { ...newMemoryStore(), correctionMs: 600_000 };
  server = await createTestApp({ ledger: (clock) => new MemoryLedger(clock, store) });
  const held = await send('PUT', '/events/default/hold', { seat_ids: [2] }, as('ann'));
  const [hold] = (await send('GET', '/me/data', undefined, as('ann'))).json<MyData>().holds;
  expect(hold?.expires_at).toBe(held.json<Hold>().expires_at);
});

it('somebody has their name removed where no coming event needs it, and is told where one does', async () => {
  const now = Date.now();
  const DAY_MS = 86_400_000;
  const past = smallEvent({ eventId: 'past', startsAt: now - DAY_MS });
  const coming = smallEvent({ startsAt: now + DAY_MS, endsAt: now + 2 * DAY_MS });
  server = await createTestApp({ events: [past, coming] });
  await reserve('past', 1);
  await reserve('default', 1);
  await reserve('default', 2);
  await send('DELETE', '/reservations/default.2', undefined, as('ann'));
  const answer = await send('DELETE', '/me/data', undefined, as('ann'));
  const { erased, kept } = answer.json<ForgetMeResult>();
  expect(erased.toSorted()).toEqual(['default.2', 'past.1']);
  expect(kept).toEqual([{ id: 'default.1', until: new Date(now + 32 * DAY_MS).toISOString() }]);
  const { reservations } = (await send('GET', '/me/data', undefined, as('ann'))).json<MyData>();
  expect(reservations.map(({ id, personal_data }) => [id, personal_data]).toSorted()).toEqual([
    ['default.1', 'kept'],
    ['default.2', 'removed'],
    ['past.1', 'removed'],
  ]);
  expect((await send('DELETE', '/me/data', undefined, as('ann'))).json<ForgetMeResult>().erased).toEqual([]);
});

it('somebody has removed with their name why an organiser cancelled, also where the name is gone already', async () => {
  server = await createTestApp();
  await reserve('default', 1);
  const payload = { reason: 'Ann is banned' };
  const cancelled = await server.app.inject({
    ...{ method: 'DELETE', url: '/api/v1/admin/events/default/reservations/default.1' },
    ...{ headers: asAdmin, payload },
  });
  expect(cancelled.statusCode).toBe(200);
  while ((await server.ledger.forget('default', Infinity)) > 0);
  const mine = async () => (await send('GET', '/reservations/default.1', undefined, as('ann'))).body;
  expect(await mine()).toContain('banned');
  await send('DELETE', '/me/data', undefined, as('ann'));
  expect(await mine()).not.toContain('banned');
  expect(JSON.stringify(await server.trail.list({ limit: 9 }))).not.toContain('banned');
});
