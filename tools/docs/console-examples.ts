import { API, curl, data, JSON_TYPE, KEY, ok, TOKEN, type Example } from './example.ts';
import { EPOCH, EVENT, EVENT_OF_GALA, POSITION_4, RESERVATION } from './example-things.ts';

const NOW = '2026-11-22T15:50:34.120Z';
const SEATS = { total: 9, available: 5, held: 1, reserved: 3, blocked: 0 };
const KIM = { name: 'kim', role: 'desk', created_at: NOW, token_made_at: NOW };
const TOLD = { organiser: KIM, token: 'jari_organiser_mYq0r7cZb3UeX1sVtKp5aHwL9nDfGj2e' };
const SESSION = { name: 'kim', role: 'desk', by: 'session', expires_at: '2026-11-23T03:50:34.120Z' };
const USER = 'q7Zc0x1LkP';

const AUDIT = {
  ok: true,
  events: [
    {
      ...{ event: 'default', ok: true, sequence: 41 },
      checked: {
        ...{ changes: 41, seats: 9, reservations: 12, places_in_line: 0 },
        ...{ halls_in_memory: 1, hold_keys: 9, waiting_rooms: 0 },
      },
      findings: [],
      took_ms: 24,
    },
  ],
  took_ms: 25,
};
const REPAIRED = {
  ...{ check: 'holds_in_redis', severity: 'derived', what: 'a held seat has no key', count: 1 },
  ...{ seat_ids: [7], sequence: null, repaired: true },
};

/** The console's routes, by operationId. */
export const consoleExamples: Readonly<Record<string, Example>> = {
  signIn: ok(curl(`-X POST ${API}/admin/session`, JSON_TYPE, data({ token: TOLD.token })), SESSION),
  getOrganiserSession: ok(curl(`${API}/admin/session`, TOKEN), {
    name: 'organiser',
    role: 'owner',
    by: 'token',
    expires_at: null,
  }),
  signOut: ok(`curl -X DELETE ${API}/admin/session`, { success: true }),
  listOrganisers: ok(curl(`${API}/admin/organisers`, TOKEN), { organisers: [KIM] }),
  createOrganiser: ok(
    curl(`-X POST ${API}/admin/organisers`, TOKEN, JSON_TYPE, data({ name: 'kim', role: 'desk' })),
    TOLD,
    201,
  ),
  changeOrganiser: ok(
    curl(`-X PATCH ${API}/admin/organisers/kim`, TOKEN, JSON_TYPE, data({ role: 'organiser' })),
    { ...KIM, role: 'organiser' },
  ),
  renewOrganiserToken: ok(curl(`-X POST ${API}/admin/organisers/kim/token`, TOKEN), TOLD),
  removeOrganiser: ok(curl(`-X DELETE ${API}/admin/organisers/kim`, TOKEN), { success: true }),
  getTrail: ok(curl(`'${API}/admin/trail?event=default'`, TOKEN), {
    entries: [
      { id: 12, at: NOW, actor: 'organiser:kim', action: 'sale.paused', event: 'default', detail: {} },
    ],
    next_before: null,
  }),
  audit: ok(curl(`'${API}/admin/audit?event=default'`, TOKEN), AUDIT),
  auditAndRepair: ok(curl(`-X POST '${API}/admin/audit/repairs?event=default'`, TOKEN), {
    ...AUDIT,
    events: AUDIT.events.map((event) => ({ ...event, findings: [REPAIRED] })),
  }),
  listConsoleEvents: ok(curl(`${API}/admin/events`, TOKEN), {
    server_time: NOW,
    events: [
      { event: { ...EVENT, seat_count: 9, seats_left: 5, price_from: null }, seats: SEATS, revenue: null },
    ],
  }),
  getConsoleEvent: ok(curl(`${API}/admin/events/default`, TOKEN), {
    ...{ event: EVENT, seats: SEATS, revenue: null, sale_paused: false, doors_paused: false },
    ...{ hall_can_change: false, line: null, people_waiting: 0 },
  }),
  copyEvent: ok(
    curl(
      `-X POST ${API}/admin/events/gala/copy`,
      TOKEN,
      JSON_TYPE,
      data({ event: 'gala-2', starts_at: '2030-01-02T19:00:00Z' }),
    ),
    {
      ...{ ...EVENT_OF_GALA, id: 'gala-2', starts_at: '2030-01-02T19:00:00.000Z' },
      ...{ ends_at: null, sale_opens_at: null, sale_closes_at: null, sale: 'open' },
    },
    201,
  ),
  setSale: ok(curl(`-X POST ${API}/admin/events/default/sale`, TOKEN, JSON_TYPE, data({ state: 'paused' })), {
    ...EVENT,
    sale: 'paused',
  }),
  resetEvent: ok(curl(`-X POST ${API}/admin/events/default/reset`, TOKEN), { success: true, changes: 4 }),
  listConsoleSeats: ok(curl(`--compressed ${API}/admin/events/default/seats`, TOKEN), {
    ...{ event: 'default', epoch: EPOCH, position: POSITION_4, sequence: 4, server_time: NOW },
    states: 'rha',
    holds: [
      {
        ...{ user: USER, seat_ids: [2], since: NOW, expires_at: '2026-11-22T15:52:34.120Z' },
        ...{ expires_in_ms: 120_000, extensions_used: 0 },
      },
    ],
    reservations: [{ id: 'default.3', user: 'b2Vt81mXqA', seat_ids: [1], since: NOW, is_desk: false }],
  }),
  releaseHolds: ok(
    curl(
      `-X POST ${API}/admin/events/default/holds/release`,
      TOKEN,
      JSON_TYPE,
      data({ user: USER, reason: 'The seat is broken.' }),
    ),
    { success: true, changes: 1, seat_ids: [2] },
  ),
  sellAtDesk: ok(
    curl(
      `-X POST ${API}/admin/events/default/reservations`,
      TOKEN,
      KEY,
      JSON_TYPE,
      data({ user_name: '김하늘', phone: '010-1234-5678', seat_ids: [5] }),
    ),
    { success: true, reservation: RESERVATION },
    201,
  ),
  cancelForVisitor: ok(
    curl(
      `-X DELETE ${API}/admin/events/default/reservations/default.3`,
      TOKEN,
      JSON_TYPE,
      data({ reason: 'The balcony stays closed.' }),
    ),
    { success: true, changes: 1, seat_ids: [1] },
  ),
  getFigures: ok(curl(`${API}/admin/events/default/figures`, TOKEN), {
    ...{ event: 'default', sequence: 4, server_time: NOW, currency: 'KRW', seats: SEATS, revenue: 165_000 },
    categories: [{ category: 'standard', seats: SEATS, revenue: 165_000 }],
    sales: {
      bucket_seconds: 5,
      buckets: [{ at: '2026-11-22T15:50:30.000Z', reservations: 2, seats: 3, revenue: 165_000 }],
    },
    answers: {
      ...{ bucket_seconds: 5, since: '2026-11-22T14:50:34.120Z' },
      buckets: [{ at: '2026-11-22T15:50:30.000Z', held: 3, confirmed: 2, refused: 1 }],
      refusals: [{ reason: 'seat_held', count: 1 }],
    },
    queue: { state: 'open', waiting: 120, active: 40, admitted: 400, confirmed: 300, conversion: 0.75 },
  }),
  listActions: ok(curl(`${API}/admin/events/default/actions`, TOKEN), {
    event: 'default',
    actions: [
      {
        ...{ sequence: 4, at: NOW, actor: 'organiser:kim', cause: 'cancelled', seat_ids: [1] },
        ...{ user: 'b2Vt81mXqA', reservation: 'default.3' },
      },
    ],
    next_before: null,
  }),
  getDemonstration: ok(curl(`${API}/admin/demonstration`, TOKEN), { failure_rate: 0.01 }),
  setDemonstration: ok(
    curl(`-X PUT ${API}/admin/demonstration`, TOKEN, JSON_TYPE, data({ failure_rate: 0.5 })),
    { failure_rate: 0.5 },
  ),
};
