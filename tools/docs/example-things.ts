// What the examples are about: one small hall, one large evening, and one person.

export const ALICE = { user_name: 'Alice', phone: '010-1234-5678' };
export const A1 = { id: 1, status: true, state: 'reserved', label: 'A1' };
export const A2 = { id: 2, status: false, state: 'held', label: 'A2', line_length: 2 };
export const A3 = { id: 3, status: false, state: 'available', label: 'A3' };
export const ONE_ROW = [A1, A2, A3];

export const RESERVATION = {
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
export const HOLD = {
  success: true,
  seat_ids: [5, 6],
  expires_at: '2026-11-22T15:52:33.747Z',
  expires_in_ms: 119_998,
  extensions_left: 2,
};
export const EVENT = {
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
  rules: {
    hold_ttl_seconds: 120,
    hold_extensions: 2,
    max_seats_per_user: 4,
    no_single_seats: false,
    personal_data_days: 30,
  },
  waiting_room: null,
};
export const PLAN_ID = '3f0c9a51be7d42880fa6c1e2d95b7704';
export const GALA = {
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
    proof_of_work_bits: 0,
  },
};
export const EVENT_OF_GALA = {
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
export const PLAN = {
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
export const PLAN_SUMMARY = {
  id: PLAN_ID,
  name: 'Studio',
  seat_count: 2,
  sections: [{ name: 'Stalls', seat_count: 2, standing: false }],
  categories: [{ name: 'R', color: '#c2410c', seat_count: 2 }],
};
export const HELD_CHANGE = { sequence: 5, cause: 'held', state: 'held', seat_ids: [5, 6] };
export const EPOCH = 'k3f09a1c';
export const POSITION_4 = `${EPOCH}.9be21f04:4`;
export const POSITION_5 = `${EPOCH}.27c05e6b:5`;
export const PLACE = {
  event: 'default',
  epoch: EPOCH,
  position: POSITION_4,
  sequence: 4,
  server_time: '2026-11-22T15:50:34.120Z',
};
export const SEAT_LIST = { ...PLACE, line_length: 2, seats: ONE_ROW };
export const SEAT_STATES = { ...PLACE, line_length: 2, states: 'rha' };

export const SNAPSHOT_STREAM = `retry: 1000

id: ${POSITION_4}
event: snapshot
data: ${JSON.stringify(SEAT_LIST)}

id: ${POSITION_5}
event: seat_held
data: ${JSON.stringify(HELD_CHANGE)}

:`;
