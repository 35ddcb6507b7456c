import { afterEach, describe, expect, it } from 'vitest';
import { createLonelyChangeBus } from '../../src/adapters/memory/change-bus.ts';
import type { ChangeBus } from '../../src/ports/change-bus.ts';
import { as, asAdmin, type TestApp, type TestAppOptions } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';
import { startTestApp } from '../support/listening-app.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { newMemoryStore } from '../support/memory-store.ts';
import { PersonalReader } from '../../../tools/rig/personal-reader.ts';
import { TestClock } from '../support/test-clock.ts';

type Server = TestApp & { readonly url: string };
const open: { close(): Promise<void> | void }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function start(options: TestAppOptions = {}): Promise<Server> {
  const server = await startTestApp(options);
  open.push(server);
  return server;
}

async function watch({ url }: Server, user: string, query = ''): Promise<PersonalReader> {
  const reader = await PersonalReader.open(`${url}/api/v1/me/stream${query}`, as(user));
  open.push(reader);
  return reader;
}

async function send({ url }: Server, method: string, user: string, path: string, body?: object) {
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { ...as(user), ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return fetch(`${url}/api/v1${path}`, { method, headers, ...json });
}
const hold = (server: Server, user: string, seat: number, event = 'default') =>
  send(server, 'PUT', user, `/events/${event}/hold`, { seat_ids: [seat] });
const stand = (server: Server, user: string, seat: number, event = 'default') =>
  send(server, 'PUT', user, `/events/${event}/line`, { seat_ids: [seat] });
const release = (server: Server, user: string, event = 'default') =>
  send(server, 'DELETE', user, `/events/${event}/hold`);

describe('the stream about oneself', () => {
  it('tells every device of the user, and nobody else, of an offer', async () => {
    // A ledger whose clock was set back once, so that promises run by another clock than the one on the wall.
    const store = { ...newMemoryStore(), correctionMs: 600_000 };
    const server = await start({ ledger: (clock) => new MemoryLedger(clock, store) });
    const [phone, laptop, stranger] = [
      await watch(server, 'bob'),
      await watch(server, 'bob', '?event=default'),
      await watch(server, 'cem'),
    ];
    await hold(server, 'ann', 5);
    await stand(server, 'bob', 5);
    await stand(server, 'cem', 5);
    await release(server, 'ann');
    for (const reader of [phone, laptop]) {
      const { data } = await reader.until('offered');
      expect(data).toMatchObject({ event: 'default', sequence: 5, seat_ids: [5] });
      const { expires_in_ms, expires_at } = data as { expires_in_ms: number; expires_at: string };
      expect(expires_in_ms).toBeGreaterThan(119_000);
      expect(Date.parse(expires_at) - server.clock.wallMs()).toBe(120_000);
    }
    await release(server, 'bob');
    await stranger.until('offered');
    expect(stranger.events.map(({ data }) => (data as { sequence: number }).sequence)).toEqual([7]);
    expect(phone.events).toHaveLength(1);
  });

  it('tells that the organiser ended a hold, and not what the user or time has ended', async () => {
    const server = await start();
    const reader = await watch(server, 'ann');
    await hold(server, 'ann', 1);
    await release(server, 'ann');
    await hold(server, 'ann', 2);
    await server.app.inject({ method: 'POST', url: '/api/v1/seats/reset', headers: asAdmin });
    expect((await reader.until('hold_ended_by_organiser')).data).toMatchObject({
      ...{ seat_ids: [2], reason: null },
    });
    await hold(server, 'ann', 3);
    await server.app.inject({
      method: 'POST',
      url: '/api/v1/admin/events/default/holds/release',
      headers: asAdmin,
      payload: { seat_ids: [3], reason: 'The seat is broken.' },
    });
    expect((await reader.until('hold_ended_by_organiser', 2)).data).toMatchObject({
      ...{ seat_ids: [3], reason: 'The seat is broken.' },
    });
    await hold(server, 'ann', 3);
    await server.app.inject({ method: 'POST', url: '/api/v1/seats/reset', headers: asAdmin });
    expect((await reader.until('hold_ended_by_organiser', 3)).data).toMatchObject({
      ...{ seat_ids: [3], reason: null },
    });
    expect(reader.events).toHaveLength(3);
  });

  it('tells who gave a ticket away that it is another’s now', async () => {
    const server = await start();
    const reader = await watch(server, 'ann');
    const mine = { user_name: 'Ann', phone: '010-1234-5678', seat_ids: [1, 2] };
    await send(server, 'POST', 'ann', '/events/default/reservations', mine);
    await send(server, 'DELETE', 'ann', '/reservations/default.1');
    await send(server, 'POST', 'ann', '/events/default/reservations', mine);
    const offer = (await send(server, 'POST', 'ann', '/reservations/default.3/transfer')).json();
    const { token } = (await offer) as { token: string };
    const { user_name, phone } = mine;
    await send(server, 'POST', 'bob', '/transfers/accept', { token, user_name, phone });
    const { data } = await reader.until('reservation_given');
    expect(data).toEqual({ event: 'default', sequence: 4, reservation: 'default.3', seat_ids: [1, 2] });
    expect(reader.events).toHaveLength(1);
  });

  it('tells that the organiser cancelled a reservation, and why; not what the user cancelled', async () => {
    const server = await start();
    const reader = await watch(server, 'ann');
    const reserve = async (seat: number) => {
      const person = { user_name: 'Ann', phone: '010-1234-5678', seat_ids: [seat] };
      const answer = await send(server, 'POST', 'ann', '/events/default/reservations', person);
      return ((await answer.json()) as { reservation: { id: string } }).reservation.id;
    };
    await send(server, 'DELETE', 'ann', `/reservations/${await reserve(1)}`);
    const reservation = await reserve(2);
    await server.app.inject({
      method: 'DELETE',
      url: `/api/v1/admin/events/default/reservations/${reservation}`,
      headers: asAdmin,
      payload: { reason: 'The balcony is closed.' },
    });
    expect((await reader.until('reservation_cancelled_by_organiser')).data).toEqual({
      ...{ event: 'default', sequence: 4, reservation, seat_ids: [2] },
      reason: 'The balcony is closed.',
    });
    expect(reader.events).toHaveLength(1);
  });

  it('is of one event where one is named', async () => {
    const server = await start({ events: [smallEvent(), smallEvent({ eventId: 'other' })] });
    const one = await watch(server, 'bob', '?event=other');
    const all = await watch(server, 'bob');
    for (const event of ['default', 'other']) {
      await hold(server, 'ann', 5, event);
      await stand(server, 'bob', 5, event);
      await release(server, 'ann', event);
    }
    await all.until('offered', 2);
    await one.until('offered');
    expect(all.events.map(({ data }) => (data as { event: string }).event)).toEqual(['default', 'other']);
    expect(one.events.map(({ data }) => (data as { event: string }).event)).toEqual(['other']);
  });

  it('has a heartbeat, and ends with the server', async () => {
    const server = await start({ settings: { streamHeartbeatMs: 30 } });
    const reader = await watch(server, 'ann');
    await expect.poll(() => reader.text).toContain('\n:\n\n');
    await server.app.close();
    await expect.poll(() => reader.hasEnded).toBe(true);
  });

  it('is bounded for each user and each address', async () => {
    const server = await start({ settings: { personalStreamsPerUser: 2, streamsPerAddress: 3 } });
    const get = (user: string, query = '') =>
      fetch(`${server.url}/api/v1/me/stream${query}`, { headers: as(user) });
    await watch(server, 'ann');
    const second = await watch(server, 'ann');
    expect((await get('ann')).status).toBe(429);
    await watch(server, 'bob');
    expect((await get('cem')).status).toBe(429);
    second.close();
    await expect
      .poll(async () => {
        const answer = await get('ann');
        void answer.body?.cancel();
        return answer.status;
      })
      .toBe(200);
  });

  it('is for those who are known, and of events that exist', async () => {
    const server = await start();
    expect((await fetch(`${server.url}/api/v1/me/stream`)).status).toBe(400);
    expect((await fetch(`${server.url}/api/v1/me/stream?event=none`, { headers: as('ann') })).status).toBe(
      404,
    );
  });
});

describe('two servers', () => {
  /** News that go from one server to the other, and to itself as Redis does not. */
  function wire(): [ChangeBus, ChangeBus] {
    const listeners: Parameters<ChangeBus['subscribe']>[0][][] = [[], []];
    const end = (own: number): ChangeBus => ({
      ...createLonelyChangeBus(),
      publish: (eventId, changes) => {
        for (const listener of listeners[1 - own] ?? []) listener(eventId, changes);
      },
      subscribe: (listener) => listeners[own]?.push(listener),
    });
    return [end(0), end(1)];
  }

  it.each(['', '?event=other'])('tell at the one what was appended at the other (%s)', async (query) => {
    const ledger = new MemoryLedger(new TestClock());
    const [here, there] = wire();
    const events = [smallEvent(), smallEvent({ eventId: 'other' })];
    const one = await start({ ledger, bus: here, events });
    const two = await start({ ledger, bus: there, events });
    const reader = await watch(two, 'bob', query);
    await hold(one, 'ann', 5, 'other');
    await stand(one, 'bob', 5, 'other');
    const asked = performance.now();
    await release(one, 'ann', 'other');
    expect((await reader.until('offered')).data).toMatchObject({ event: 'other', seat_ids: [5] });
    expect(performance.now() - asked).toBeLessThan(1_000);
  });
});
