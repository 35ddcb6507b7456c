import type { EventDetails, JoinResult, Seat } from '@jari/contract';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { GatedLedger } from '../support/box-office.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { ALICE, as, asAdmin, createTestApp, type Body, type TestApp } from '../support/app.ts';

let server: TestApp;
afterEach(() => server.close());

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';
const call = async <B>(method: Method, url: string, headers: Record<string, string>, payload?: object) => {
  const answer = await server.app.inject({
    method,
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Body<B>>(), headers: answer.headers };
};
const put = (seat: number, status: boolean) =>
  call<Seat>('PUT', `/api/v1/seats/${seat}`, asAdmin, { status });
const hold = (user: string, ...seat_ids: number[]) =>
  call('PUT', '/api/v1/events/default/hold', as(user), { seat_ids });
const state = (seat: number) => server.office.seatMap.seat(seat)?.state;

const GALA = {
  title: 'Gala',
  venue: 'Opera',
  starts_at: '2027-01-01T19:00:00+09:00',
  hall: { rows: 2, seats_per_row: 5 },
};

describe('the organiser’s routes', () => {
  it('are closed to everybody without the token, before anything else is looked at', async () => {
    server = await createTestApp();
    const routes = [
      ['PUT', '/api/v1/seats/1', { status: true }],
      ['PUT', '/api/v1/seats/abc', { status: 'maybe' }],
      ['POST', '/api/v1/seats/reset', {}],
      ['PUT', '/api/v1/events/gala', GALA],
      ['POST', '/api/v1/events/default/seats/block', { seat_ids: [1] }],
      ['POST', '/api/v1/events/default/seats/unblock', { seat_ids: [1] }],
    ] as const;
    const token = asAdmin.authorization.slice('Bearer '.length);
    const wrong = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Basic ${token}`,
      token,
    ];
    for (const [method, url, payload] of routes) {
      for (const authorization of wrong) {
        const given = { ...as('ann'), ...(authorization === undefined ? {} : { authorization }) };
        const { status, body, headers } = await call(method, url, given, payload);
        expect([url, authorization, status, body.reason]).toEqual([url, authorization, 401, 'unauthorized']);
        expect(headers['www-authenticate']).toMatch(/^Bearer/);
      }
    }
    expect(server.office.seatMap.sequence).toBe(0);
  });

  it('cannot be tried for long: wrong tokens count against the address', async () => {
    server = await createTestApp({ settings: { coldRequestsPerMinute: 3 } });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) {
      statuses.push((await call('POST', '/api/v1/seats/reset', { authorization: `Bearer ${i}` })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });
});

describe('a seat that the organiser sets', () => {
  it('is reserved or free, as often as it is said', async () => {
    server = await createTestApp();
    for (const status of [true, true, false, false]) {
      expect((await put(4, status)).body).toEqual({
        id: 4,
        status,
        state: status ? 'reserved' : 'available',
        label: 'B1',
      });
    }
    expect(server.office.seatMap.sequence).toBe(2);
  });

  it('is not taken from somebody who holds it', async () => {
    server = await createTestApp();
    await hold('ann', 4);
    expect([(await put(4, true)).body.reason, (await put(4, false)).body.reason]).toEqual([
      'seat_held',
      'seat_held',
    ]);
  });

  it('frees one seat of a reservation, and its owner sees what is left', async () => {
    server = await createTestApp();
    const made = await call<{ reservation: { id: string } }>(
      'POST',
      '/api/v1/events/default/reservations',
      as('ann'),
      {
        ...ALICE,
        seat_ids: [1, 2],
      },
    );
    await put(1, false);
    const shown = await call('GET', `/api/v1/reservations/${made.body.reservation.id}`, as('ann'));
    expect(shown.body).toMatchObject({ reservation: { status: 'active', seats: [{ id: 2, label: 'A2' }] } });
  });

  it('must exist, and its status must be true or false', async () => {
    server = await createTestApp();
    expect((await put(10, true)).status).toBe(404);
    for (const payload of [
      {},
      { status: 'true' },
      { status: 1 },
      { status: null },
      { status: true, id: 2 },
    ]) {
      expect((await call('PUT', '/api/v1/seats/1', asAdmin, payload)).status).toBe(400);
    }
  });

  it('is never left to chance: the intentional failure is for the audience', async () => {
    server = await createTestApp({ failureRate: 1 });
    expect((await put(1, true)).status).toBe(200);
  });
});

describe('emptying the hall', () => {
  it('frees held and reserved seats, keeps blocked ones, and begins the queue numbers anew', async () => {
    server = await createTestApp();
    const join = (user: string) => call<JoinResult>('POST', '/fcfs/join', as(user));
    await join('ann');
    await join('bob');
    await hold('ann', 1, 2);
    await put(3, true);
    await call('POST', '/api/v1/events/default/seats/block', asAdmin, { seat_ids: [4] });
    const answer = await call('POST', '/api/v1/seats/reset', asAdmin);
    expect([answer.status, answer.body]).toEqual([200, { success: true, changes: 2 }]);
    expect([1, 2, 3, 4].map(state)).toEqual(['available', 'available', 'available', 'blocked']);
    expect((await join('bob')).body.queue_number).toBe(1);
    expect((await call('POST', '/api/v1/seats/reset', asAdmin)).body).toEqual({ success: true, changes: 0 });
  });

  it('also ends what was on its way when it began', async () => {
    const gate = new GatedLedger(new MemoryLedger(systemClock));
    server = await createTestApp({ ledger: gate.ledger });
    const open = gate.hold();
    const append = vi.spyOn(gate.ledger, 'append');
    const held = hold('ann', 1);
    // The hold's append is under way, and nothing of it is in the map yet.
    await vi.waitFor(() => expect(append).toHaveBeenCalled(), 20_000);
    const reset = call('POST', '/api/v1/seats/reset', asAdmin);
    await expect.poll(() => server.office.queueLength).toBe(1);
    open();
    expect([(await held).status, (await reset).status]).toEqual([200, 200]);
    expect(server.office.seatMap.availableCount).toBe(9);
  });
});

describe('blocked seats', () => {
  it('are off sale until they are put back', async () => {
    server = await createTestApp();
    const block = (kind: 'block' | 'unblock', ...seat_ids: number[]) =>
      call('POST', `/api/v1/events/default/seats/${kind}`, asAdmin, { seat_ids });
    expect((await block('block', 1, 2)).body).toEqual({ success: true, changes: 1 });
    expect((await block('block', 2)).body).toEqual({ success: true, changes: 0 });
    expect((await hold('ann', 2)).body).toMatchObject({ reason: 'seat_blocked', seat_ids: [2] });
    await block('unblock', 2);
    expect((await hold('ann', 2)).status).toBe(200);
    const refused = await block('block', 2, 3);
    expect([refused.status, refused.body.reason, state(3)]).toEqual([409, 'seat_held', 'available']);
    expect((await block('block', 10)).body.errors?.[0]?.field).toBe('seat_ids');
  });
});

describe('an event', () => {
  const url = '/api/v1/events/gala';

  it('is created, shown, listed and sold', async () => {
    server = await createTestApp();
    const made = await call<EventDetails>('PUT', url, asAdmin, { ...GALA, rules: { max_seats_per_user: 1 } });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: 'gala',
      title: 'Gala',
      venue: 'Opera',
      starts_at: '2027-01-01T10:00:00.000Z',
      ends_at: null,
      time_zone: 'Asia/Seoul',
      sale_opens_at: null,
      sale_closes_at: null,
      server_time: new Date(server.clock.wallMs()).toISOString(),
      sale: 'open',
      hall: { rows: 2, seats_per_row: 5 },
      plan: null,
      currency: null,
      prices: {},
      rules: {
        hold_ttl_seconds: 120,
        hold_extensions: 2,
        max_seats_per_user: 1,
        no_single_seats: false,
        personal_data_days: 30,
      },
      waiting_room: null,
    });
    expect((await call('GET', url, {})).body).toEqual(made.body);
    const listed = await call<{ events: EventDetails[] }>('GET', '/api/v1/events', {});
    expect(listed.body.events.map(({ id }) => id)).toEqual(['default', 'gala']);
    const two = await call('PUT', `${url}/hold`, as('ann'), { seat_ids: [9, 10] });
    expect(two.body.reason).toBe('limit_exceeded');
  });

  it('that was asked for before it existed is found once it does', async () => {
    server = await createTestApp();
    expect((await call('GET', url, {})).status).toBe(404);
    await call('PUT', url, asAdmin, GALA);
    expect((await call('GET', url, {})).status).toBe(200);
  });

  it('can change all but a hall that people depend on, and the change counts at once', async () => {
    server = await createTestApp();
    await call('PUT', url, asAdmin, GALA);
    await call('GET', url, {});
    const later = { ...GALA, title: 'Gala II', sale_opens_at: '2099-01-01T00:00:00Z' };
    expect((await call('PUT', url, asAdmin, later)).status).toBe(200);
    expect((await call<EventDetails>('GET', url, {})).body.title).toBe('Gala II');
    expect((await call('PUT', `${url}/hold`, as('ann'), { seat_ids: [1] })).body.reason).toBe('not_on_sale');
    await call('POST', `${url}/seats/block`, asAdmin, { seat_ids: [1] });
    const rebuilt = await call('PUT', url, asAdmin, { ...GALA, hall: { rows: 3, seats_per_row: 5 } });
    expect([rebuilt.status, rebuilt.body.errors?.[0]?.field]).toEqual([400, 'hall']);
  });
});
