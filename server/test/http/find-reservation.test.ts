import type { Problem, ReservationResult } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LookUpLimit } from '../../src/http/plugins/look-up-limit.ts';
import { readCode } from '../../src/http/reservations/code.ts';
import { ALICE, as, createTestApp, type TestApp } from '../support/app.ts';
import { systemRandom } from '../../src/adapters/system/random.ts';

const CODE = '01HJK-2XF8T';
let server: TestApp;
let id: string;

beforeEach(async () => {
  server = await createTestApp({ random: { ...systemRandom, reservationCode: () => CODE } });
  const made = await server.app.inject({
    method: 'POST',
    url: '/api/v1/events/default/reservations',
    headers: as('alice'),
    payload: { ...ALICE, seat_ids: [1] },
  });
  ({ id } = made.json<ReservationResult>().reservation);
});
afterEach(() => server.close());

const find = (code: string, phone: string, remoteAddress = '10.0.0.1', headers = {}) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/reservations/find',
    payload: { code, phone },
    remoteAddress,
    headers,
  });

describe('A reservation is found by code and phone', () => {
  it('by anybody who knows both, whoever they are', async () => {
    for (const headers of [{}, as('bob')]) {
      const answer = await find(CODE, ALICE.phone, '127.0.0.1', headers);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.json<ReservationResult>().reservation).toMatchObject({
        id,
        code: CODE,
        event: 'default',
        status: 'active',
        seats: [{ id: 1, label: 'A1' }],
      });
    }
  });

  it('which does not make it theirs', async () => {
    await find(CODE, ALICE.phone, '127.0.0.1', as('bob'));
    const url = `/api/v1/reservations/${id}`;
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await server.app.inject({ method, url, headers: as('bob') })).statusCode).toBe(404);
    }
  });

  it.each(['01hjk2xf8t', ' oIhjk 2xf8t ', '0lHJK–2XF8T', '０１ＨＪＫ－２ＸＦ８Ｔ', 'O1HJK.2XF8T'])(
    'however the code is written: %s',
    async (code) => expect((await find(code, '+82 10 1234 5678')).statusCode).toBe(200),
  );

  it('and after it was cancelled, as cancelled', async () => {
    await server.app.inject({ method: 'DELETE', url: `/api/v1/reservations/${id}`, headers: as('alice') });
    expect((await find(CODE, ALICE.phone)).json()).toMatchObject({ reservation: { status: 'cancelled' } });
  });

  it('and wrong, unknown and impossible are one and the same answer', async () => {
    const answers = [];
    for (const [code, phone] of [
      [CODE, '010-9999-5678'],
      ['11HJK-2XF8T', ALICE.phone],
      ['no code at all', ALICE.phone],
      [CODE, 'no phone'],
      [CODE, '-'],
      ['00000-00000', '-'],
    ] as const) {
      const { statusCode, headers, body } = await find(code, phone);
      const problem = { ...(JSON.parse(body) as Problem), request_id: '' };
      answers.push({ statusCode, problem, headers: Object.keys(headers).toSorted() });
    }
    expect(answers[0]).toMatchObject({ statusCode: 404, problem: { reason: 'not_found', retryable: false } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('but not with less, or more, than is asked for', async () => {
    for (const payload of [{ code: CODE }, { phone: ALICE.phone }, { code: CODE, phone: ALICE.phone, id }]) {
      const answer = await server.app.inject({ method: 'POST', url: '/api/v1/reservations/find', payload });
      expect([answer.statusCode, answer.json<Problem>().reason]).toEqual([400, 'validation']);
    }
  });
});

describe('Trying codes', () => {
  const tries = async (count: number, from: (i: number) => string) => {
    let limited = 0;
    for (let i = 0; i < count; i += 1) {
      if ((await find('22222-22222', ALICE.phone, from(i))).statusCode === 429) limited += 1;
    }
    return limited;
  };

  it('is limited for each address, which is told how long to wait', async () => {
    expect(await tries(25, () => '10.0.0.1')).toBe(5);
    const answer = await find(CODE, ALICE.phone);
    expect([answer.statusCode, answer.json<Problem>().reason]).toEqual([429, 'rate_limited']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await find(CODE, ALICE.phone, '10.0.0.2')).statusCode).toBe(200);
    server.clock.advance(3_100);
    expect((await find(CODE, ALICE.phone)).statusCode).toBe(200);
  });

  it('is limited for the server as a whole, from however many addresses it comes', async () => {
    expect(await tries(220, (i) => `10.0.${i % 250}.1`)).toBe(20);
    server.clock.advance(60);
    expect((await find(CODE, ALICE.phone, '10.1.0.1')).statusCode).toBe(200);
  });

  it('of one address never uses up what is there for the others', async () => {
    expect(await tries(400, () => '10.0.0.1')).toBe(380);
    expect(await tries(1, () => '10.0.0.2')).toBe(0);
  });

  it('remembers a bounded number of addresses', () => {
    let now = 0;
    const limit = new LookUpLimit(() => now, {
      perAddress: { burst: 1, refillMs: 1_000 },
      perServer: { burst: 1_000_000, refillMs: 1 },
    });
    const address = (i: number) => `10.${Math.floor(i / 65_536)}.${Math.floor(i / 256) % 256}.${i % 256}`;
    for (let i = 0; i < 30_000; i += 1) limit.take(address(i));
    expect(limit.addressCount).toBeLessThanOrEqual(10_000);
    now = 10_000;
    for (let i = 30_000; i < 40_001; i += 1) limit.take(address(i));
    expect(limit.addressCount).toBeLessThanOrEqual(10_000);
  });
});

it.each(['', '7KQ4M-2XF8', '7KQ4M-2XF8TT', '7KQ4M-2XF8U', '7KQ4M/2XF8T', '예매번호'])(
  'is no code: %j',
  (text) => expect(readCode(text)).toBeUndefined(),
);

it('every code that is drawn is read as it is', () => {
  for (let i = 0; i < 200; i += 1) {
    const code = systemRandom.reservationCode();
    expect(readCode(code)).toBe(code);
  }
});
