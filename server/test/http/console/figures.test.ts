import type { Figures, OrganiserActions, Problem, QueuePass, ReservationResult } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin, createTestApp, type TestApp } from '../../support/app.ts';
import { smallEvent } from '../../support/hall.ts';

let server: TestApp;
afterEach(() => server.close());

const ask = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  headers: Record<string, string>,
  payload?: object,
) =>
  server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
const reserve = async (user: string, ...seat_ids: number[]) =>
  (
    await ask('POST', '/events/default/reservations', as(user), { ...ALICE, seat_ids })
  ).json<ReservationResult>().reservation;
const hold = (user: string, ...seat_ids: number[]) =>
  ask('PUT', '/events/default/hold', as(user), { seat_ids });
const figures = async () => (await ask('GET', '/admin/events/default/figures', asAdmin)).json<Figures>();

describe('the figures of an event', () => {
  it('count seats and money, by category and by when they were sold, and follow the sale', async () => {
    server = await createTestApp({
      events: [smallEvent({ currency: 'KRW', prices: { standard: 50_000 } })],
    });
    const { id } = await reserve('ann', 1, 2);
    await reserve('bob', 3);
    await hold('cem', 4);
    const first = await figures();
    expect(first).toMatchObject({
      ...{ event: 'default', sequence: 3, currency: 'KRW', revenue: 150_000, queue: null },
      seats: { total: 9, available: 5, held: 1, reserved: 3, blocked: 0 },
      categories: [{ category: 'standard', seats: { reserved: 3 }, revenue: 150_000 }],
      sales: { bucket_seconds: 5, buckets: [{ reservations: 2, seats: 3, revenue: 150_000 }] },
    });
    await ask('DELETE', `/reservations/${id}`, as('ann'));
    await reserve('dan', 2);
    expect(await figures()).toMatchObject({
      revenue: 100_000,
      sales: { buckets: [{ reservations: 2, seats: 2, revenue: 100_000 }] },
    });
  });

  it('follow the prices, too: without a currency there is no money', async () => {
    const priced = smallEvent({ currency: 'KRW', prices: { standard: 50_000 } });
    server = await createTestApp({ events: [priced] });
    await reserve('ann', 1);
    expect(await figures()).toMatchObject({ currency: 'KRW', revenue: 50_000 });
    const event = { title: 'Free', venue: 'Here', starts_at: '2099-01-01T10:00:00Z' };
    await ask('PUT', '/events/default', asAdmin, { ...event, hall: { rows: 3, seats_per_row: 3 } });
    expect(await figures()).toMatchObject({
      ...{ currency: null, revenue: null, sequence: 1 },
      categories: [{ category: 'standard', seats: { reserved: 1 }, revenue: null }],
    });
  });

  it('count what this server refused, the most frequent first', async () => {
    server = await createTestApp();
    await hold('ann', 1);
    await hold('bob', 1);
    await hold('cem', 1);
    await reserve('dan', 2);
    await hold('eve', 2);
    const { answers, revenue } = await figures();
    expect(revenue).toBeNull();
    expect(answers).toMatchObject({
      bucket_seconds: 5,
      refusals: [
        { reason: 'seat_held', count: 2 },
        { reason: 'already_reserved', count: 1 },
      ],
    });
    const sum = (of: 'held' | 'confirmed' | 'refused') =>
      answers.buckets.reduce((total, bucket) => total + bucket[of], 0);
    expect([sum('held'), sum('confirmed'), sum('refused')]).toEqual([1, 1, 3]);
  });

  it('say how many of those admitted have reserved something', async () => {
    const waitingRoom = {
      ...{ admittedPerMinute: 60_000, activeMax: 100, turnTtlMs: 60_000, preQueueMs: 0 },
      ...{ order: 'arrival' as const, isPaused: false, proofOfWorkBits: 0 },
      seed: '0123456789abcdef0123456789abcdef',
    };
    server = await createTestApp({
      events: [smallEvent({ rules: { ...smallEvent().rules, waitingRoom } })],
      settings: { doorsIntervalMs: 10 },
    });
    expect((await figures()).queue).toMatchObject({ state: 'open', admitted: 0, conversion: null });
    for (const user of ['ann', 'bob']) {
      await server.app.inject({ method: 'POST', url: '/fcfs/join', headers: as(user) });
    }
    await ask('GET', '/events/default/hold', as('ann'));
    const admitted = async () => {
      server.clock.advance(1_000);
      return (await figures()).queue?.admitted;
    };
    await expect.poll(admitted).toBe(2);
    const { pass } = (
      await server.app.inject({ method: 'POST', url: '/fcfs/pass', headers: as('ann') })
    ).json<QueuePass>();
    const headers = { ...as('ann'), 'queue-pass': pass };
    const bought = await ask('POST', '/events/default/reservations', headers, { ...ALICE, seat_ids: [1] });
    expect(bought.statusCode).toBe(201);
    // Nobody had to line up for what is sold at the desk.
    await ask('POST', '/admin/events/default/reservations', asAdmin, { ...ALICE, seat_ids: [5] });
    expect((await figures()).queue).toMatchObject({ admitted: 2, confirmed: 1, conversion: 0.5 });
  });
});

describe('what organisers did to seats', () => {
  it('is read from the log, newest first, by pages', async () => {
    server = await createTestApp();
    await hold('ann', 1);
    await ask('POST', '/events/default/seats/block', asAdmin, { seat_ids: [9] });
    await ask('POST', '/admin/events/default/holds/release', asAdmin, { seat_ids: [1], reason: 'x' });
    const sold = await ask('POST', '/admin/events/default/reservations', asAdmin, {
      ...ALICE,
      seat_ids: [5],
    });
    const { id } = sold.json<ReservationResult>().reservation;
    await ask('DELETE', `/admin/events/default/reservations/${id}`, asAdmin, { reason: 'x' });
    const read = async (query = '') =>
      (await ask('GET', `/admin/events/default/actions${query}`, asAdmin)).json<OrganiserActions>();
    const { actions, next_before } = await read();
    expect(actions.map(({ cause, seat_ids }) => [cause, seat_ids])).toEqual([
      ['cancelled', [5]],
      ['reserved', [5]],
      ['released', [1]],
      ['blocked', [9]],
    ]);
    expect(actions[0]).toMatchObject({ actor: 'organiser:organiser', reservation: id });
    expect(actions[3]).toMatchObject({ user: null, reservation: null });
    expect(next_before).toBeNull();
    const page = await read('?limit=3');
    expect(page.next_before).toBe(actions[2]?.sequence);
    expect((await read(`?before=${page.next_before}`)).actions).toEqual(actions.slice(3));
  });
});

describe('the demonstration', () => {
  it('lets attempts fail from now on at this server, for the owner alone', async () => {
    server = await createTestApp();
    const set = (failure_rate: number) => ask('PUT', '/admin/demonstration', asAdmin, { failure_rate });
    expect((await ask('GET', '/admin/demonstration', asAdmin)).json()).toEqual({ failure_rate: 0 });
    expect((await set(1)).json()).toEqual({ failure_rate: 1 });
    const failed = await ask('POST', '/events/default/reservations', as('ann'), { ...ALICE, seat_ids: [1] });
    expect(failed.json<Problem>().reason).toBe('intentional_failure');
    await set(0);
    expect((await reserve('ann', 1)).status).toBe('active');
    expect((await set(1.5)).statusCode).toBe(400);
    const trail = await ask('GET', '/admin/trail', asAdmin);
    expect(trail.json()).toMatchObject({
      entries: [{ action: 'demonstration.changed', detail: { failure_rate: 0 } }, {}],
    });
  });
});
