import type { ConsoleEventDetails, ConsoleEventList, EventDetails, Problem } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin, createTestApp, type TestApp } from '../../support/app.ts';
import { smallEvent } from '../../support/hall.ts';

let server: TestApp;
afterEach(() => server.close());

const priced = { currency: 'KRW', prices: { standard: 50_000 } };
const room = {
  ...{ admittedPerMinute: 600, activeMax: 10, turnTtlMs: 60_000, preQueueMs: 0, order: 'arrival' as const },
  ...{ isPaused: false, proofOfWorkBits: 0, seed: '0123456789abcdef0123456789abcdef' },
};
const start = async (...events: Parameters<typeof smallEvent>[0][]) => {
  server = await createTestApp({ events: events.map((event) => smallEvent(event)) });
};
const ask = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, headers = asAdmin) =>
  server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
const sale = (state: string, event = 'default') => ask('POST', `/admin/events/${event}/sale`, { state });
const reserve = (event: string, user: string, ...seat_ids: number[]) =>
  ask('POST', `/events/${event}/reservations`, { ...ALICE, seat_ids }, { ...as(user), authorization: '' });
const hold = (user: string, seat: number, event = 'default') =>
  ask('PUT', `/events/${event}/hold`, { seat_ids: [seat] }, { ...as(user), authorization: '' });

describe('the list of the console', () => {
  it('says how each event sells, whether anybody has opened it here or not', async () => {
    await start(priced, { eventId: 'gala', ...priced }, { eventId: 'free' });
    await reserve('default', 'ann', 1, 2);
    await hold('bob', 3);
    const other = await createTestApp({ ledger: server.ledger, events: [] });
    await reserve('gala', 'ann', 5);
    const list = async ({ app }: TestApp) =>
      (await app.inject({ url: '/api/v1/admin/events', headers: asAdmin })).json<ConsoleEventList>().events;
    for (const each of [server, other]) {
      expect(await list(each)).toMatchObject([
        {
          event: { id: 'default', seat_count: 9, seats_left: 6, price_from: 50_000, sale: 'open' },
          seats: { total: 9, available: 6, held: 1, reserved: 2, blocked: 0 },
          revenue: 100_000,
        },
        { event: { id: 'free' }, seats: { available: 9 }, revenue: null },
        { event: { id: 'gala' }, seats: { available: 8, reserved: 1 }, revenue: 50_000 },
      ]);
    }
    await other.close();
  });
});

describe('an event in the console', () => {
  it('says what its public page does not: whether sale and doors are paused, and whether its hall can change', async () => {
    await start({ rules: { ...smallEvent().rules, waitingRoom: room } });
    const details = async () => (await ask('GET', '/admin/events/default')).json<ConsoleEventDetails>();
    expect(await details()).toMatchObject({
      event: { id: 'default', rules: { max_seats_per_user: 4 }, waiting_room: { active_max: 10 } },
      ...{ sale_paused: false, doors_paused: false, hall_can_change: true, people_waiting: 0 },
      line: { state: 'open', waiting: 0 },
    });
    await sale('paused');
    await ask('POST', '/events/default/seats/block', { seat_ids: [1] });
    expect(await details()).toMatchObject({
      ...{ sale_paused: true, hall_can_change: false },
      seats: { blocked: 1 },
      line: { state: 'paused' },
    });
    expect((await ask('GET', '/admin/events/none')).statusCode).toBe(404);
  });
});

describe('the sale', () => {
  it('waits for the organiser who opens it by hand, also when it is made so', async () => {
    await start({});
    const said = { title: 'New', venue: 'Here', starts_at: '2031-01-01T19:00:00+09:00' };
    const hall = { rows: 3, seats_per_row: 3 };
    const put = (given: object) => ask('PUT', '/events/new', { ...said, hall, ...given });
    expect((await put({ sale_paused: true })).json<EventDetails>().sale).toBe('paused');
    // Whoever says nothing of it changes nothing of it.
    expect((await put({ title: 'Anew' })).json<EventDetails>().sale).toBe('paused');
    expect((await hold('ann', 1, 'new')).json<Problem>().reason).toBe('not_on_sale');
    expect((await sale('open', 'new')).json<EventDetails>().sale).toBe('open');
    expect((await hold('ann', 1, 'new')).statusCode).toBe(200);
    expect((await put({ sale_paused: true })).json<EventDetails>().sale).toBe('paused');
    expect((await put({ sale_paused: false })).json<EventDetails>().sale).toBe('open');
  });

  it('that waits for its time can be told to wait for the organiser instead', async () => {
    const saleOpensAt = Date.now() + 3_600_000;
    await start({ saleOpensAt });
    expect((await sale('paused')).json<EventDetails>().sale).toBe('before');
    server.clock.advance(3_700_000);
    expect((await ask('GET', '/events/default')).json<EventDetails>().sale).toBe('paused');
    expect((await sale('open')).json<EventDetails>().sale).toBe('open');
  });

  it('is paused and goes on: nobody takes seats meanwhile, and what is held is confirmed', async () => {
    await start({});
    await hold('ann', 1);
    expect((await sale('paused')).json<EventDetails>().sale).toBe('paused');
    expect((await ask('GET', '/events/default')).json<EventDetails>().sale).toBe('paused');
    expect((await hold('bob', 2)).json<Problem>().reason).toBe('not_on_sale');
    expect((await reserve('default', 'ann', 1)).statusCode).toBe(201);
    // Who changes a title does not go on with the sale.
    const put = { title: 'Anew', venue: 'Seoul', starts_at: '2026-12-24T19:00:00Z' };
    const changed = await ask('PUT', '/events/default', { ...put, hall: { rows: 3, seats_per_row: 3 } });
    expect(changed.json<EventDetails>()).toMatchObject({ title: 'Anew', sale: 'paused' });
    expect((await sale('open')).json<EventDetails>().sale).toBe('open');
    expect((await hold('bob', 2)).statusCode).toBe(200);
    const trail = await ask('GET', '/admin/trail?event=default');
    const actions = trail.json<{ entries: { action: string }[] }>().entries.map(({ action }) => action);
    expect(actions).toEqual(['sale.open', 'event.changed', 'sale.paused']);
  });

  it('is opened and closed at once, whatever its times were', async () => {
    const inADay = Date.now() + 86_400_000;
    await start({ saleOpensAt: inADay });
    expect((await sale('open')).json<EventDetails>().sale).toBe('open');
    expect((await hold('ann', 1)).statusCode).toBe(200);
    expect((await sale('closed')).json<EventDetails>().sale).toBe('closed');
    expect((await hold('bob', 2)).json<Problem>().reason).toBe('not_on_sale');
    expect((await sale('open')).json<EventDetails>()).toMatchObject({ sale: 'open', sale_closes_at: null });
  });

  it('that is closed before it opened has no opening any more', async () => {
    await start({ saleOpensAt: Date.now() + 86_400_000 });
    expect((await sale('closed')).json<EventDetails>()).toMatchObject({
      sale: 'closed',
      sale_opens_at: null,
    });
  });
});

describe('a copy of an event', () => {
  const times = { starts_at: '2027-01-01T10:00:00.000Z', sale_opens_at: '2026-12-31T10:00:00.000Z' };

  it('has the same hall, prices and rules, and times, seats and a seed of its own', async () => {
    const shuffled = { ...room, order: 'shuffle' as const, isPaused: true };
    await start({ ...priced, rules: { ...smallEvent().rules, salePaused: true, waitingRoom: shuffled } });
    const copied = await ask('POST', '/admin/events/default/copy', { event: 'matinee', ...times });
    expect(copied.statusCode).toBe(201);
    expect(copied.json<EventDetails>()).toMatchObject({
      ...{ id: 'matinee', ...times, ends_at: null, sale_closes_at: null, sale: 'before' },
      ...{ hall: { rows: 3 }, prices: { standard: 50_000 }, waiting_room: { order: 'shuffle' } },
    });
    const seeds = [...(await server.ledger.listEvents())].map(({ rules }) => rules.waitingRoom?.seed);
    expect(new Set(seeds).size).toBe(2);
    const details = (await ask('GET', '/admin/events/matinee')).json<ConsoleEventDetails>();
    expect(details).toMatchObject({ sale_paused: false, doors_paused: false, seats: { available: 9 } });
  });

  it('takes no other event’s id, and no times that cannot be', async () => {
    await start({}, { eventId: 'gala' });
    const copy = (body: object) => ask('POST', '/admin/events/default/copy', body);
    const taken = (await copy({ event: 'gala', ...times })).json<Problem>();
    expect(taken.errors).toMatchObject([{ field: 'event' }]);
    const odd = await copy({ event: 'matinee', ...times, ends_at: '2020-01-01T10:00:00Z' });
    expect(odd.json<Problem>().errors).toMatchObject([{ field: 'ends_at' }]);
  });
});

describe('the hall of an event', () => {
  const put = (rows: number) =>
    ask('PUT', '/events/default', {
      ...{ title: 'A', venue: 'B', starts_at: '2026-12-24T19:00:00Z' },
      hall: { rows, seats_per_row: 3 },
    });

  it('can be another one while nobody depends on it, at every server', async () => {
    await start({});
    const other = await createTestApp({ ledger: server.ledger, events: [] });
    expect((await put(5)).statusCode).toBe(200);
    // Whoever sells from the old hall meanwhile is refused by the ledger, and looks again.
    const sold = await other.app.inject({
      method: 'POST',
      url: '/api/v1/admin/events/default/reservations',
      headers: asAdmin,
      payload: { ...ALICE, seat_ids: [1] },
    });
    expect(sold.statusCode).toBe(201);
    const states = await other.app.inject('/api/v1/events/default/states');
    expect(states.json<{ states: string }>().states).toBe('raaaaaaaaaaaaaa');
    await other.close();
  });

  it('stays as it is once somebody depends on it, and says why', async () => {
    await start({});
    await hold('ann', 9);
    const problem = (await put(5)).json<Problem>();
    expect(problem.errors).toMatchObject([{ field: 'hall' }]);
    expect(problem.detail).toContain('copy the event instead');
  });
});

describe('a reset', () => {
  it('empties the hall of any event, and leaves a trail', async () => {
    await start({}, { eventId: 'gala' });
    await reserve('gala', 'ann', 1, 2);
    const answer = await ask('POST', '/admin/events/gala/reset');
    expect(answer.json()).toEqual({ success: true, changes: 1 });
    const trail = await ask('GET', '/admin/trail?event=gala');
    expect(trail.json()).toMatchObject({ entries: [{ action: 'event.emptied' }] });
  });
});
