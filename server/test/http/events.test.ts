import type { EventDetails, EventList, EventSummary, Reservation, ReservationList } from '@jari/contract';
import type { NewPlan } from '../../src/ports/ledger.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin, createTestApp, type Body, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';
import { planOf, seatsInRow } from '../support/plans.ts';

let server: TestApp;
afterEach(() => server.close());

const PLAN_ID = 'a'.repeat(32);
const UNKNOWN_PLAN = 'b'.repeat(32);
const GALA = '/api/v1/events/gala';
const gala = {
  title: { ko: '갈라', en: 'Gala' },
  venue: 'Opera',
  starts_at: '2099-01-01T19:00:00+09:00',
  plan: PLAN_ID,
  currency: 'KRW',
  prices: { Stalls: 55_000 },
};

/** Seats 1–4 in the stalls, 5–10 in the balcony. */
const document = planOf([
  { name: 'Stalls', rows: [{ name: 'A', category: 'Stalls', seats: seatsInRow(4, 1) }] },
  { name: 'Balcony', rows: [{ name: 'A', category: 'Balcony', seats: seatsInRow(6, 2) }] },
]);
const plan: NewPlan = {
  planId: PLAN_ID,
  name: document.name,
  seatCount: 10,
  document: JSON.stringify(document),
  summary: {
    id: PLAN_ID,
    name: document.name,
    seat_count: 10,
    sections: [
      { name: 'Stalls', seat_count: 4, standing: false },
      { name: 'Balcony', seat_count: 6, standing: false },
    ],
    categories: [
      { name: 'Stalls', color: '#112233', seat_count: 4 },
      { name: 'Balcony', color: '#445566', seat_count: 6 },
    ],
  },
};

async function start(): Promise<void> {
  server = await createTestApp();
  await server.ledger.putPlan(plan);
}

async function call<B = object>(
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  headers: Record<string, string> = {},
  payload?: object,
) {
  const answer = await server.app.inject({
    method,
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
  const body = (answer.body === '' ? {} : answer.json()) as Body<B>;
  return { status: answer.statusCode, headers: answer.headers, body };
}
const put = (given: object = {}) => call<EventDetails>('PUT', GALA, asAdmin, { ...gala, ...given });
const reserve = (user: string, seat_ids: number[], key?: string) =>
  call<{ reservation: Reservation }>(
    'POST',
    `${GALA}/reservations`,
    { ...as(user), ...(key === undefined ? {} : { 'idempotency-key': key }) },
    { ...ALICE, seat_ids },
  );
const summary = async (id: string): Promise<EventSummary | undefined> =>
  (await call<EventList>('GET', '/api/v1/events')).body.events.find((event) => event.id === id);

describe('an event with a plan', () => {
  it('shows the plan, prices, and texts in every language it has', async () => {
    await start();
    const made = await put({
      ends_at: '2099-01-01T21:30:00+09:00',
      sale_closes_at: '2099-01-01T18:00:00+09:00',
      rules: { no_single_seats: true },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      title: { ko: '갈라', en: 'Gala' },
      venue: 'Opera',
      ends_at: '2099-01-01T12:30:00.000Z',
      sale_closes_at: '2099-01-01T09:00:00.000Z',
      sale: 'open',
      hall: null,
      plan: { id: PLAN_ID, seat_count: 10 },
      currency: 'KRW',
      prices: { Stalls: 55_000 },
      rules: { no_single_seats: true },
    });
    expect((await call('GET', GALA)).body).toEqual(made.body);
  });

  it('keeps its plan once it has begun', async () => {
    await start();
    await put();
    const block = { method: 'POST' as const, url: `${GALA}/seats/block`, headers: asAdmin };
    await server.app.inject({ ...block, payload: { seat_ids: [1] } });
    await server.ledger.putPlan({
      ...plan,
      planId: UNKNOWN_PLAN,
      summary: { ...plan.summary, id: UNKNOWN_PLAN },
    });
    const another = await put({ plan: UNKNOWN_PLAN });
    expect([another.status, another.body.errors?.[0]?.field]).toEqual([400, 'plan']);
    const rows = await put({ plan: undefined, hall: { rows: 2, seats_per_row: 5 }, prices: {} });
    expect([rows.status, rows.body.errors?.[0]?.field]).toEqual([400, 'hall']);
  });

  it('is refused with the field that is wrong', async () => {
    await start();
    const wrong: [field: string, given: object][] = [
      ['plan', { plan: UNKNOWN_PLAN }],
      ['plan', { plan: 'theatre' }],
      ['plan', { hall: { rows: 2, seats_per_row: 5 } }],
      ['hall', { plan: undefined }],
      ['prices.Boxes', { prices: { Stalls: 1, Boxes: 2 } }],
      ['prices.standard', { prices: { standard: 1 } }],
      ['prices.Stalls', { prices: { Stalls: -1 } }],
      ['prices.Stalls', { prices: { Stalls: 0.5 } }],
      ['prices.Stalls', { prices: { Stalls: 1_000_000_000_001 } }],
      ['prices.Stalls', { prices: { Stalls: '55000' } }],
      ['prices.Stalls/left~', { prices: { 'Stalls/left~': -1 } }],
      ['currency', { currency: undefined }],
      ['currency', { currency: 'WON' }],
      ['currency', { currency: 'krw' }],
      ['sale_closes_at', { sale_opens_at: '2098-01-01T00:00:00Z', sale_closes_at: '2097-01-01T00:00:00Z' }],
      ['sale_closes_at', { sale_opens_at: '2098-01-01T00:00:00Z', sale_closes_at: '2098-01-01T00:00:00Z' }],
      ['sale_closes_at', { sale_closes_at: 'never' }],
      ['ends_at', { ends_at: '2098-12-31T00:00:00Z' }],
      ['ends_at', { ends_at: gala.starts_at }],
      ['title', { title: {} }],
      ['title.en', { title: { ko: '갈라', en: ' ' } }],
      ['venue', { venue: { fr: 'Opéra' } }],
      ['rules.no_single_seats', { rules: { no_single_seats: 'yes' } }],
    ];
    for (const [field, given] of wrong) {
      const { status, body } = await put(given);
      const fields = body.errors?.map((error) => error.field) ?? [];
      expect([JSON.stringify(given), status, fields[0]?.startsWith(field)]).toEqual([
        JSON.stringify(given),
        400,
        true,
      ]);
    }
    expect((await call('GET', GALA)).status).toBe(404);
  });
});

describe('a reservation', () => {
  const SOLD = {
    seats: [
      { id: 4, label: 'Stalls · A · 4', section: 'Stalls', category: 'Stalls', amount: 55_000 },
      { id: 5, label: 'Balcony · A · 1', section: 'Balcony', category: 'Balcony', amount: null },
    ],
    currency: 'KRW',
    total: 55_000,
  };

  it('tells what its seats cost, and goes on to when prices change', async () => {
    await start();
    await put();
    const made = await reserve('ann', [5, 4], 'k');
    expect([made.status, made.body.reservation]).toMatchObject([201, SOLD]);
    await put({ currency: 'EUR', prices: { Stalls: 9_900, Balcony: 4_950 } });
    const replayed = await reserve('ann', [5, 4], 'k');
    expect(replayed.body.reservation).toEqual(made.body.reservation);
    const listed = await call<ReservationList>('GET', '/api/v1/me/reservations', as('ann'));
    expect(listed.body.reservations).toEqual([made.body.reservation]);
    const shown = await call('GET', `/api/v1/reservations/${made.body.reservation.id}`, as('ann'));
    expect(shown.body).toMatchObject({ reservation: SOLD });
    const later = await reserve('bob', [1, 6]);
    expect(later.body.reservation).toMatchObject({ currency: 'EUR', total: 14_850 });
  });

  it('has no amounts in an event without prices', async () => {
    await start();
    const made = await call<{ reservation: Reservation }>(
      'POST',
      '/api/v1/events/default/reservations',
      as('ann'),
      { ...ALICE, seat_ids: [2] },
    );
    expect(made.body.reservation).toMatchObject({
      seats: [{ id: 2, label: 'A2', section: null, category: 'standard', amount: null }],
      currency: null,
      total: null,
    });
  });
});

describe('the list of events', () => {
  it('tells how many seats are left, from what price, and whether they are on sale', async () => {
    await start();
    await put({ prices: { Stalls: 55_000, Balcony: 33_000 } });
    expect(await summary('gala')).toMatchObject({
      seat_count: 10,
      seats_left: 10,
      price_from: 33_000,
      sale: 'open',
      plan: { id: PLAN_ID },
    });
    expect(await summary('default')).toMatchObject({ seat_count: 9, price_from: null, hall: { rows: 3 } });
    await reserve('ann', [1, 2]);
    expect((await summary('gala'))?.seats_left).toBe(8);
  });

  it('opens no box office', async () => {
    await start();
    await put();
    expect((await summary('gala'))?.seats_left).toBe(10);
    expect(Array.from(server.offices.all(), ({ seatMap }) => seatMap.event.eventId)).toEqual(['default']);
  });

  it('knows what was sold at another instance, and what was made there, a second later', async () => {
    await start();
    await put();
    await summary('gala');
    const other = await createTestApp({ ledger: server.ledger });
    const office = await other.offices.get('gala');
    await office?.submit({ kind: 'hold', userId: 'user:far', seatIds: [1, 2, 3] });
    await server.ledger.putEvent(smallEvent({ eventId: 'new' }));
    server.clock.advance(1_000);
    expect((await summary('gala'))?.seats_left).toBe(7);
    expect(await summary('new')).toBeDefined();
    await other.close();
  });

  it('says on the moment that a sale opens, and that it closes', async () => {
    await start();
    const now = server.clock.wallMs();
    const at = (ms: number) => new Date(now + ms).toISOString();
    await put({ sale_opens_at: at(5_000), sale_closes_at: at(9_000) });
    const sale = async () => [
      (await summary('gala'))?.sale,
      (await call<EventDetails>('GET', GALA)).body.sale,
      (await call('PUT', `${GALA}/hold`, as(`user-${server.clock.wallMs()}`), { seat_ids: [1] })).body.reason,
    ];
    const told = [];
    for (const ms of [4_999, 1, 3_999, 1]) {
      server.clock.advance(ms);
      told.push(await sale());
      await call('DELETE', `${GALA}/hold`, as(`user-${server.clock.wallMs()}`));
    }
    expect(told).toEqual([
      ['before', 'before', 'not_on_sale'],
      ['open', 'open', undefined],
      ['open', 'open', undefined],
      ['closed', 'closed', 'not_on_sale'],
    ]);
  });

  it('is not sent again to who has it, whatever the time, and is once anything changed', async () => {
    await start();
    await put();
    const first = await call('GET', '/api/v1/events');
    const known = { 'if-none-match': String(first.headers['etag']) };
    server.clock.advance(500);
    const again = await call('GET', '/api/v1/events', known);
    expect([again.status, again.headers['etag']]).toEqual([304, first.headers['etag']]);
    await reserve('ann', [1]);
    expect((await call('GET', '/api/v1/events', known)).status).toBe(200);
    const second = await call('GET', '/api/v1/events');
    await put({ title: 'Gala II' });
    const third = await call('GET', '/api/v1/events', { 'if-none-match': String(second.headers['etag']) });
    expect(third.status).toBe(200);
    expect((await summary('gala'))?.title).toBe('Gala II');
  });

  it('tells the time at which it was written', async () => {
    await start();
    await summary('default');
    server.clock.advance(1);
    const now = new Date(server.clock.wallMs()).toISOString();
    expect((await summary('default'))?.server_time).toBe(now);
  });

  it('cannot be had while the ledger does not answer', async () => {
    await start();
    server.ledger.listEvents = () => Promise.reject(new Error('the ledger is down'));
    expect((await call('GET', '/api/v1/events')).body.reason).toBe('unavailable');
  });
});
