import type { Problem } from '@jari/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  cannotRun,
  newSessionId,
  sessionCookie,
  startGateway,
  type GatewayUnderTest,
} from './support/gateway.ts';

describe.skipIf(cannotRun)('clicks on held seats', () => {
  let gateway: GatewayUnderTest;
  const id = newSessionId();
  const me = `session:${id}`;
  beforeAll(async () => (gateway = await startGateway()));
  afterAll(() => gateway.stop());
  beforeEach(async () => {
    await gateway.redis.command('FLUSHALL');
    gateway.echo.passed.length = 0;
  });

  const holdKey = (seat: number, user: string, event = 'default') =>
    gateway.redis.command('SET', `seat:{${event}}:${seat}:hold`, user, 'PX', '60000');
  const click = (body: unknown, event = 'default', headers: Record<string, string> = {}) =>
    gateway.send(`/api/v1/events/${event}/hold`, {
      method: 'PUT',
      headers: { cookie: sessionCookie({ id }), ...headers },
      body,
    });

  test('are refused before they reach the server, naming the seats that stood in the way', async () => {
    await Promise.all([holdKey(2, 'session:other'), holdKey(4, 'user:kim')]);
    const answer = await click({ seat_ids: [1, 2, 3, 4] });
    expect(answer.status).toBe(409);
    expect(answer.json()).toMatchObject({ reason: 'seat_held', seat_ids: [2, 4], retryable: true });
    expect(gateway.echo.passed).toEqual([]);
  });

  test('are told how close it was, and how many more wanted the seat, when it was taken a moment ago', async () => {
    await holdKey(2, 'session:other');
    const time = /(\d{10})\r\n\$\d\r\n(\d+)/.exec(await gateway.redis.command('TIME'));
    const takenAt = Number(time?.[1]) * 1_000 + Math.floor(Number(time?.[2]) / 1_000) - 41;
    await gateway.redis.command('HSET', 'seat:{default}:taken', '2', String(takenAt));
    for (let i = 0; i < 3; i++) {
      const rival = newSessionId();
      await click({ seat_ids: [2] }, 'default', { cookie: sessionCookie({ id: rival }) });
    }
    await click({ seat_ids: [2] });
    // Whatever else is asked for, it is told of the seat that was lost.
    for (const seat_ids of [[2], [1, 2]]) {
      const { lost_race } = (await click({ seat_ids })).json<Problem>();
      expect(lost_race?.others).toBe(3);
      expect(lost_race?.earlier_ms).toBeGreaterThanOrEqual(41);
    }
    await gateway.redis.command('HSET', 'seat:{default}:taken', '2', String(takenAt - 10_000));
    expect((await click({ seat_ids: [2] })).json()).not.toHaveProperty('lost_race');
  });

  test('pass when the seats are free or held by the same visitor, with their body whole', async () => {
    let received = '';
    gateway.echo.handler = (request, response) => {
      request.on('data', (chunk: Buffer) => (received += chunk.toString()));
      request.on('end', () => response.end('{}'));
    };
    await holdKey(1, me);
    expect((await click({ seat_ids: [1, 2] })).status).toBe(200);
    expect(JSON.parse(received)).toEqual({ seat_ids: [1, 2] });
  });

  test('a hold of one event says nothing about another', async () => {
    await holdKey(1, 'session:other', 'matinee');
    expect((await click({ seat_ids: [1] })).status).toBe(200);
    expect((await click({ seat_ids: [1] }, 'matinee')).status).toBe(409);
  });

  test('a hold whose time is over refuses no one', async () => {
    await gateway.redis.command('SET', 'seat:{default}:1:hold', 'session:other', 'PX', '50');
    await expect.poll(async () => (await click({ seat_ids: [1] })).status, { timeout: 5_000 }).toBe(200);
  });

  test.each([
    '{"seat_ids":',
    '[]',
    '{"seat_ids":[]}',
    '{"seat_ids":"1"}',
    '{"seat_ids":[1.5]}',
    '{"seat_ids":["1"]}',
    '{"seat_ids":[1,null]}',
    '{"seat_ids":{"a":1}}',
    `{"seat_ids":[${Array.from({ length: 101 }, (_, i) => i + 1).join()}]}`,
    '',
  ])('what cannot be read here is for the server to refuse: %.40s', async (body) => {
    await holdKey(1, 'session:other');
    expect((await click(body)).status).toBe(200);
    expect(gateway.echo.passed).toHaveLength(1);
  });

  test('only clicks are looked at: giving seats back always passes', async () => {
    await holdKey(1, 'session:other');
    const answer = await gateway.send('/api/v1/events/default/hold', {
      method: 'DELETE',
      headers: { cookie: sessionCookie({ id }) },
      body: { seat_ids: [1] },
    });
    expect(answer.status).toBe(200);
  });
});
