import type { Problem } from '@jari/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin, createTestApp, type TestApp } from '../support/app.ts';

let server: TestApp;
beforeAll(async () => void (server = await createTestApp()));
afterAll(() => server.close());

const HOLD = '/api/v1/events/default/hold';
const RESERVE = '/api/v1/events/default/reservations';
const FCFS = '/api/v1/seats/reservation/fcfs';

const send = async (
  method: 'PUT' | 'POST' | 'DELETE',
  url: string,
  payload?: string | object,
  headers = {},
) => {
  const answer = await server.app.inject({
    method,
    url,
    headers: { ...as('ann'), ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json<Problem>() };
};

describe('a list of seats that cannot be', () => {
  const bodies: Record<string, unknown> = {
    'seat 0': { seat_ids: [0] },
    'seat -1': { seat_ids: [-1] },
    'seat 0.5': { seat_ids: [0.5] },
    'seat "1"': { seat_ids: ['1'] },
    'seat 1e99': { seat_ids: [1e99] },
    'seat null': { seat_ids: [null] },
    'the same seat twice': { seat_ids: [1, 1] },
    'no seats': { seat_ids: [] },
    'thousands of seats': { seat_ids: Array.from({ length: 3_000 }, (_, i) => i + 1) },
    'a number instead': { seat_ids: 1 },
    'nothing about seats': {},
    'a member we do not know': { seat_ids: [1], seat_id: 1 },
    'a seat the hall does not have': { seat_ids: [10] },
    'some seats it has and some it has not': { seat_ids: [1, 10] },
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`is refused with the field that is wrong: ${name}`, async () => {
      const { status, body: problem } = await send('PUT', HOLD, body as object);
      expect([status, problem?.reason]).toEqual([400, 'validation']);
      expect(problem?.errors?.[0]?.field).toMatch(/^seat_id/);
      expect(server.office.seatMap.hold('user:ann')).toBeUndefined();
    });
  }

  it('that is an array or null instead of an object is refused', async () => {
    for (const payload of ['[1]', 'null', '"seat_ids"', '1', 'true']) {
      const { status } = await send('PUT', HOLD, payload, { 'content-type': 'application/json' });
      expect([payload, status]).toEqual([payload, 400]);
    }
  });
});

describe('a body that cannot be read', () => {
  it('is refused as invalid, not as our failure', async () => {
    const json = { 'content-type': 'application/json' };
    const broken = ['{', '{"seat_ids":[1]', '\u0000', '{"seat_ids":[1],"__proto__":{}}', "{'seat_ids':[1]}"];
    for (const payload of broken) {
      const { status, body } = await send('PUT', HOLD, payload, json);
      expect([payload, status, body?.reason]).toEqual([payload, 400, 'validation']);
      expect(body?.errors?.[0]?.field).toBe('body');
    }
  });

  it('is refused when it is another type or says none, so that no foreign form can post here', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'x'];
    for (const type of types) {
      const { status, body } = await send('PUT', HOLD, '{"seat_ids":[1]}', { 'content-type': type });
      expect([type, status, body?.errors?.[0]?.field]).toEqual([type, 400, 'content-type']);
    }
    // inject() adds a type of its own for text, so that an empty one stands for none.
    expect((await send('PUT', HOLD, '{"seat_ids":[1]}', { 'content-type': '' })).status).toBe(400);
  });

  it('is refused as too large above 16 KB, and only above', async () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => i + 1);
    const { status, body } = await send('PUT', HOLD, { seat_ids: ids });
    expect([status, body?.reason]).toEqual([413, 'too_large']);
    const padded = (bytes: number) => `{"seat_ids":[10]${' '.repeat(bytes - 17)}}`;
    const json = { 'content-type': 'application/json' };
    expect((await send('PUT', HOLD, padded(16_384), json)).status).toBe(400);
    expect((await send('PUT', HOLD, padded(16_385), json)).status).toBe(413);
  });
});

describe('a request without a body', () => {
  it('works whatever content type it claims', async () => {
    for (const [i, type] of [undefined, 'application/json', 'text/plain'].entries()) {
      const headers = type === undefined ? {} : { 'content-type': type };
      // Another seat each time: one that is taken again would go on with the extensions it has left.
      await send('PUT', HOLD, { seat_ids: [i + 1] });
      expect([type, (await send('POST', `${HOLD}/extend`, undefined, headers)).status]).toEqual([type, 200]);
      expect([type, (await send('DELETE', HOLD, undefined, headers)).status]).toEqual([type, 204]);
      expect([type, (await send('POST', '/fcfs/join', '', headers)).status]).toEqual([
        type,
        type ? 409 : 200,
      ]);
    }
  });

  it('is refused where one is needed', async () => {
    expect((await send('PUT', HOLD)).status).toBe(400);
    expect((await send('POST', RESERVE, '', { 'content-type': 'application/json' })).status).toBe(400);
  });
});

describe('who will sit there', () => {
  it('is refused with every field that is wrong, so that a form can mark them all', async () => {
    for (const url of [RESERVE, FCFS]) {
      const { status, body } = await send('POST', url, { user_name: ' ', phone: '12' });
      expect([status, body?.reason]).toEqual([400, 'validation']);
      expect(body?.errors?.map(({ field }) => field)).toEqual(['user_name', 'phone']);
    }
  });

  it('is refused when a member is missing, of another kind, or unknown', async () => {
    const { user_name, phone } = ALICE;
    const bodies = [{ user_name }, { phone }, { user_name, phone: 1012345678 }, { ...ALICE, seat: 1 }, {}];
    for (const url of [RESERVE, FCFS]) {
      for (const body of bodies) expect((await send('POST', url, body)).status).toBe(400);
    }
  });
});

it('an idempotency key must be 1 to 200 visible ASCII characters', async () => {
  for (const key of ['', ' ', 'a b', 'é', 'x'.repeat(201)]) {
    const { status, body } = await send('POST', FCFS, ALICE, { 'idempotency-key': key });
    expect([key, status, body?.errors?.[0]?.field]).toEqual([key, 400, 'idempotency-key']);
  }
});

describe('the organiser’s description of an event', () => {
  const good = {
    title: 'Opening',
    venue: 'Hall',
    starts_at: '2027-01-01T19:00:00Z',
    hall: { rows: 2, seats_per_row: 2 },
  };

  it('is refused with the field that is wrong', async () => {
    const wrong: [field: string, body: object][] = [
      ['title', { ...good, title: ' ' }],
      ['title', { ...good, title: 'a\u0000b' }],
      ['starts_at', { ...good, starts_at: 'tomorrow' }],
      ['starts_at', { ...good, starts_at: '2027-02-31T25:00:00Z' }],
      ['hall.rows', { ...good, hall: { rows: 0, seats_per_row: 2 } }],
      ['rules.hold_ttl_seconds', { ...good, rules: { hold_ttl_seconds: 0.5 } }],
      ['rules.wishes', { ...good, rules: { wishes: 3 } }],
    ];
    for (const [field, body] of wrong) {
      const answer = await send('PUT', '/api/v1/events/gala', body, asAdmin);
      expect([field, answer.status, answer.body?.errors?.[0]?.field]).toEqual([field, 400, field]);
    }
  });
});
