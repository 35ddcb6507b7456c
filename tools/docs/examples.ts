import { integrationExamples } from './integration-examples.ts';
import { type Example, API, JSON_TYPE, USER, TOKEN, KEY, curl, data, ok } from './example.ts';
import { doorExamples } from './door-examples.ts';
import { consoleExamples } from './console-examples.ts';
import { rehearsalExamples } from './rehearsal-examples.ts';
import {
  ALICE,
  A2,
  ONE_ROW,
  RESERVATION,
  HOLD,
  EVENT,
  PLAN_ID,
  GALA,
  EVENT_OF_GALA,
  PLAN,
  PLAN_SUMMARY,
  HELD_CHANGE,
  EPOCH,
  POSITION_4,
  POSITION_5,
  SEAT_LIST,
  SEAT_STATES,
  SNAPSHOT_STREAM,
} from './example-things.ts';
import { peopleExamples } from './people-examples.ts';

import { planTemplateExamples } from './plan-template-examples.ts';

/** By operationId. The lists are shortened: a real hall of the brief has nine seats. */
export const examples: Readonly<Record<string, Example>> = {
  ...integrationExamples,
  ...doorExamples,
  ...planTemplateExamples,
  ...consoleExamples,
  ...rehearsalExamples,
  listDefaultSeats: ok(`curl ${API}/seats`, ONE_ROW),
  listSeats: ok(`curl ${API}/events/default/seats`, SEAT_LIST),
  listStates: ok(`curl ${API}/events/default/states`, SEAT_STATES),
  getDefaultSeat: ok(`curl ${API}/seats/2`, A2),
  putDefaultSeat: ok(curl(`-X PUT ${API}/seats/2`, TOKEN, JSON_TYPE, data({ status: true })), {
    ...A2,
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
  getMyEndedHold: ok(curl(`${API}/events/default/hold/ended`, USER), {
    event: 'default',
    seat_ids: [5, 6],
    ended_at: '2026-11-22T15:51:20.000Z',
    ended_ms_ago: 3_400,
    reason: 'The seat is broken.',
  }),
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
  getMyLine: ok(curl(`${API}/events/default/line`, USER), {
    event: 'default',
    line_length: 5,
    places: [{ entry: 31, seat_ids: [4], best_available: null, place: 2 }],
  }),
  standInLine: ok(curl(`-X PUT ${API}/events/default/line`, USER, JSON_TYPE, data({ seat_ids: [4] })), {
    success: true,
    event: 'default',
    entry: 31,
    seat_ids: [4],
    best_available: null,
    place: 2,
  }),
  leaveLine: {
    request: curl(`-X DELETE '${API}/events/default/line?entry=31'`, USER),
    status: 204,
    response: undefined,
  },
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
  streamMine: ok(
    curl(`-N '${API}/me/stream?event=default'`, USER),
    'retry: 1000\n\nevent: offered\n' +
      'data: {"event":"default","sequence":47,"seat_ids":[4],"expires_at":"2026-11-22T15:54:33.747Z","expires_in_ms":120000}\n\n:\n',
  ),
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
  readArchive: ok(
    curl(`'${API}/admin/events/default/archive?older_than_seconds=172800'`, TOKEN),
    '{"format":"jari-log","version":1,"event":"default","seat_count":9,…}\n' +
      '[1,1893456000000,"held","user","c1d0…",[2],null,1893456120000,0,null,"9f3a…"]\n',
  ),
  removeArchived: ok(
    curl(
      `-X POST ${API}/admin/events/default/archive`,
      TOKEN,
      JSON_TYPE,
      data({ epoch: EPOCH, sequence: 4, head: `9f3a${'0'.repeat(60)}` }),
    ),
    { success: true, archived_to: 4, removed: 3 },
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
    proof_of_work_bits: 0,
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
  getWorkChallenge: ok(curl("'http://localhost:5800/fcfs/challenge?event=gala'", USER), {
    success: true,
    event: 'gala',
    challenge: 'w1.gala.1890810130.rGZ0cS1kb2N1bWVudGF0aW9uLW9ubHktbm90LWEta2V5',
    expires_in_ms: 600_000,
  }),
  joinQueue: ok(curl("-X POST 'http://localhost:5800/fcfs/join?event=default&ttl=900'", USER), {
    success: true,
    event: 'default',
    queue_number: 12,
    expires_in_ms: 900_000,
  }),
  ...peopleExamples,
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
