/** One request as it is typed, and the answer to it. A test compares both with the app's schemas. */
export interface Example {
  readonly request: string;
  readonly status: number;
  readonly response: object | string | undefined;
}

const API = 'http://localhost:5800/api/v1';
const JSON_TYPE = "-H 'Content-Type: application/json'";
const USER = "-H 'X-User-Id: user-123'";
const TOKEN = '-H "Authorization: Bearer $ADMIN_TOKEN"';
const KEY = "-H 'Idempotency-Key: 7c9e6679-7425-40de-944b-e07fc1f90ae7'";

/** A request over several lines, as a shell takes it. */
const curl = (first: string, ...others: string[]): string => [`curl ${first}`, ...others].join(' \\\n  ');
const data = (body: object): string => `-d '${JSON.stringify(body)}'`;

const ALICE = { user_name: 'Alice', phone: '010-1234-5678' };
const A1 = { id: 1, status: true, state: 'reserved', label: 'A1' };
const A2 = { id: 2, status: false, state: 'held', label: 'A2' };
const A3 = { id: 3, status: false, state: 'available', label: 'A3' };
const ONE_ROW = [A1, A2, A3];

const RESERVATION = {
  id: 'default.4',
  code: '7KQ4M-2XF8T',
  event: 'default',
  status: 'active',
  seats: [{ id: 3, label: 'A3', section: null, category: 'standard', amount: null }],
  currency: null,
  total: null,
  user_name: 'Alice',
  phone: '+821012345678',
  sequence: 4,
  created_at: '2026-11-22T15:50:33.639Z',
};
const HOLD = {
  success: true,
  seat_ids: [5, 6],
  expires_at: '2026-11-22T15:52:33.747Z',
  expires_in_ms: 119_998,
  extensions_left: 2,
};
const EVENT = {
  id: 'default',
  title: { ko: '첫눈 오는 밤', en: 'First Snow' },
  venue: { ko: '자리 소극장', en: 'Jari Little Theatre' },
  starts_at: '2026-12-22T10:30:00.000Z',
  ends_at: null,
  time_zone: 'Asia/Seoul',
  sale_opens_at: null,
  sale_closes_at: null,
  server_time: '2026-11-22T15:50:34.120Z',
  sale: 'open',
  hall: { rows: 3, seats_per_row: 3 },
  plan: null,
  currency: null,
  prices: {},
  rules: { hold_ttl_seconds: 120, hold_extensions: 2, max_seats_per_user: 4, no_single_seats: false },
  waiting_room: null,
};
const PLAN_ID = '3f0c9a51be7d42880fa6c1e2d95b7704';
const GALA = {
  title: { ko: '갈라', en: 'Gala' },
  venue: 'Great Hall',
  starts_at: '2030-01-01T19:00:00Z',
  sale_opens_at: '2029-12-01T09:00:00Z',
  sale_closes_at: '2030-01-01T18:00:00Z',
  plan: PLAN_ID,
  currency: 'KRW',
  prices: { Stalls: 55_000, Balcony: 33_000 },
  waiting_room: {
    admitted_per_minute: 600,
    active_max: 1_000,
    turn_ttl_seconds: 600,
    pre_queue_minutes: 60,
    order: 'shuffle',
  },
};
const EVENT_OF_GALA = {
  ...EVENT,
  ...GALA,
  id: 'gala',
  starts_at: '2030-01-01T19:00:00.000Z',
  sale_opens_at: '2029-12-01T09:00:00.000Z',
  sale_closes_at: '2030-01-01T18:00:00.000Z',
  sale: 'before',
  hall: null,
  plan: { id: PLAN_ID, seat_count: 1_500 },
};
const PLAN = {
  format: 'jari-plan',
  version: 1,
  name: 'Studio',
  categories: [{ name: 'R', color: '#c2410c' }],
  sections: [
    {
      name: 'Stalls',
      rows: [
        {
          name: 'A',
          category: 'R',
          seats: [
            { number: '1', x: 0, y: 0 },
            { number: '2', x: 25, y: 0, marks: ['wheelchair'] },
          ],
        },
      ],
    },
  ],
};
const PLAN_SUMMARY = {
  id: PLAN_ID,
  name: 'Studio',
  seat_count: 2,
  sections: [{ name: 'Stalls', seat_count: 2, standing: false }],
  categories: [{ name: 'R', color: '#c2410c', seat_count: 2 }],
};
const HELD_CHANGE = { sequence: 5, cause: 'held', state: 'held', seat_ids: [5, 6] };
const EPOCH = 'k3f09a1c';
const POSITION_4 = `${EPOCH}.9be21f04:4`;
const POSITION_5 = `${EPOCH}.27c05e6b:5`;
const PLACE = {
  event: 'default',
  epoch: EPOCH,
  position: POSITION_4,
  sequence: 4,
  server_time: '2026-11-22T15:50:34.120Z',
};
const SEAT_LIST = { ...PLACE, seats: ONE_ROW };
const SEAT_STATES = { ...PLACE, states: 'rha' };

const SNAPSHOT_STREAM = `retry: 1000

id: ${POSITION_4}
event: snapshot
data: ${JSON.stringify(SEAT_LIST)}

id: ${POSITION_5}
event: seat_held
data: ${JSON.stringify(HELD_CHANGE)}

:`;

const ok = (request: string, response: object | string, status = 200): Example => ({
  request,
  status,
  response,
});

/** By operationId. The lists are shortened: a real hall of the brief has nine seats. */
export const examples: Readonly<Record<string, Example>> = {
  listDefaultSeats: ok(`curl ${API}/seats`, ONE_ROW),
  listSeats: ok(`curl ${API}/events/default/seats`, SEAT_LIST),
  listStates: ok(`curl ${API}/events/default/states`, SEAT_STATES),
  getDefaultSeat: ok(`curl ${API}/seats/3`, A3),
  putDefaultSeat: ok(curl(`-X PUT ${API}/seats/3`, TOKEN, JSON_TYPE, data({ status: true })), {
    ...A3,
    status: true,
    state: 'reserved',
  }),
  resetDefaultHall: ok(curl(`-X POST ${API}/seats/reset`, TOKEN), { success: true, changes: 2 }),
  blockSeats: ok(
    curl(`-X POST ${API}/events/default/seats/block`, TOKEN, JSON_TYPE, data({ seat_ids: [9] })),
    { success: true, changes: 1 },
  ),
  unblockSeats: ok(
    curl(`-X POST ${API}/events/default/seats/unblock`, TOKEN, JSON_TYPE, data({ seat_ids: [9] })),
    { success: true, changes: 1 },
  ),
  putEvent: ok(curl(`-X PUT ${API}/events/gala`, TOKEN, JSON_TYPE, data(GALA)), EVENT_OF_GALA, 201),
  importPlan: ok(
    curl(`-X POST ${API}/admin/plans`, TOKEN, JSON_TYPE, data(PLAN)),
    { success: true, plan: PLAN_SUMMARY, ignored: [], notes: [] },
    201,
  ),
  listPlans: ok(curl(`${API}/admin/plans`, TOKEN), { plans: [PLAN_SUMMARY] }),
  exportPlan: ok(curl(`'${API}/admin/plans/${PLAN_ID}/export?format=jari'`, TOKEN), {
    ...PLAN,
    areas: [
      { shape: 'rectangle', x: 0, y: -60, width: 50, height: 30, text: { content: 'Stage', x: 25, y: 15 } },
    ],
    focus: { x: 25, y: -45 },
    kept: { width: 600, height: 400 },
  }),
  getPlan: ok(curl(`--compressed ${API}/plans/${PLAN_ID}`), {
    id: PLAN_ID,
    name: 'Studio',
    seat_count: 2,
    scale: 1,
    pitch: 25,
    focus: { x: 12.5, y: 0 },
    categories: PLAN.categories,
    sections: [
      {
        name: 'Stalls',
        rows: [{ name: 'A', numbers: '1-2', x: [0, 25], y: [0, 0], category: 0, marks: { wheelchair: [1] } }],
      },
    ],
    areas: [],
  }),
  listEvents: ok(`curl ${API}/events`, {
    events: [{ ...EVENT, seat_count: 9, seats_left: 6, price_from: null }],
  }),
  getEvent: ok(`curl ${API}/events/default`, EVENT),
  getMyHold: ok(curl(`${API}/events/default/hold`, USER), HOLD),
  putMyHold: ok(curl(`-X PUT ${API}/events/default/hold`, USER, JSON_TYPE, data({ seat_ids: [5, 6] })), HOLD),
  deleteMyHold: {
    request: curl(`-X DELETE ${API}/events/default/hold`, USER),
    status: 204,
    response: undefined,
  },
  extendMyHold: ok(curl(`-X POST ${API}/events/default/hold/extend`, USER, KEY), {
    ...HOLD,
    expires_at: '2026-11-22T15:54:33.747Z',
    expires_in_ms: 192_743,
    extensions_left: 1,
  }),
  createReservation: ok(
    curl(`-X POST ${API}/events/default/reservations`, USER, KEY, JSON_TYPE, data(ALICE)),
    { success: true, reservation: RESERVATION },
    201,
  ),
  reserveFirstFreeSeat: ok(curl(`-X POST ${API}/seats/reservation/fcfs`, JSON_TYPE, USER, data(ALICE)), {
    success: true,
    seat: { id: 3, status: true, label: 'A3' },
    sequence: 4,
    remaining_seats: 6,
    reservation: RESERVATION,
  }),
  listMyReservations: ok(curl(`${API}/me/reservations`, USER), { reservations: [RESERVATION] }),
  getReservation: ok(curl(`${API}/reservations/${RESERVATION.id}`, USER), {
    success: true,
    reservation: RESERVATION,
  }),
  findReservation: ok(
    curl(`-X POST ${API}/reservations/find`, JSON_TYPE, data({ code: RESERVATION.code, phone: ALICE.phone })),
    { success: true, reservation: RESERVATION },
  ),
  cancelReservation: ok(curl(`-X DELETE ${API}/reservations/${RESERVATION.id}`, USER), {
    success: true,
    reservation: { ...RESERVATION, status: 'cancelled' },
  }),
  getMe: ok(`curl -c cookies.txt ${API}/me`, {
    user: 'session:JvAkX5qJJThcjkVS5EesFQ',
    source: 'session',
    is_new: true,
  }),
  streamChanges: ok(`curl -N ${API}/events/default/stream`, SNAPSHOT_STREAM),
  listChanges: ok(`curl '${API}/events/default/changes?after=${POSITION_4}'`, {
    event: 'default',
    epoch: EPOCH,
    position: POSITION_5,
    sequence: 5,
    changes: [HELD_CHANGE],
    has_more: false,
    reload: false,
  }),
  exportLog: ok(
    curl(`${API}/admin/events/default/log`, TOKEN),
    '{"format":"jari-log","version":1,"event":"default","seat_count":9,…}\n' +
      '[1,1893456000000,"held","user","c1d0…",[2],null,1893456120000,0,null,"9f3a…"]\n',
  ),
  getLineStatus: ok("curl 'http://localhost:5800/fcfs/status?event=gala'", {
    event: 'gala',
    state: 'open',
    server_time: '2029-12-01T09:02:10.000Z',
    opens_at: '2029-12-01T09:00:00.000Z',
    gathers_at: '2029-12-01T08:00:00.000Z',
    joined: 18_204,
    pre_queued: 12_000,
    serving_number: 1_310,
    over_number: 0,
    waiting: 16_894,
    active: 640,
    admitted_per_minute: 600,
    seats_left: 9_204,
    order: 'shuffle',
    seed_hash: 'a1bf4dc2c0cea821798c38e16fcc1667d6f0504afa821b181672035fc5967890',
    seed: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    poll_after_ms: 2_000,
  }),
  takeQueuePass: ok(curl("-X POST 'http://localhost:5800/fcfs/pass?event=gala'", USER), {
    success: true,
    event: 'gala',
    queue_number: 1_310,
    pass: 'q1.gala.1310.1890810730000.0.2nLwzT7sIv1q8m0Q6yqXjDq0c8m0y0b0v9c1vX3pQ4A',
    expires_at: '2029-12-01T09:12:10.000Z',
    expires_in_ms: 599_400,
  }),
  giveBackQueuePass: ok(curl("-X DELETE 'http://localhost:5800/fcfs/pass?event=gala'", USER), '', 204),
  patchWaitingRoom: ok(
    curl(`-X PATCH ${API}/events/gala/waiting-room`, TOKEN, JSON_TYPE, data({ doors: 'paused' })),
    { ...EVENT_OF_GALA, sale: 'open', server_time: '2029-12-01T09:02:10.000Z' },
  ),
  joinQueue: ok(curl("-X POST 'http://localhost:5800/fcfs/join?event=default&ttl=900'", USER), {
    success: true,
    event: 'default',
    queue_number: 12,
    expires_in_ms: 900_000,
  }),
  getHealth: ok('curl http://localhost:5800/health', { status: 'ok' }),
  getHealthz: ok('curl http://localhost:5800/healthz', { status: 'ok' }),
  getReadiness: ok('curl http://localhost:5800/readyz', {
    status: 'ready',
    checks: { ledger: 'ok', change_bus: 'ok', admission: 'ok' },
  }),
  getMetrics: ok(
    'curl http://localhost:5800/metrics',
    '# HELP jari_seats_available Seats that are free\n# TYPE jari_seats_available gauge\njari_seats_available 6',
  ),
};
