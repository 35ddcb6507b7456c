import { createHmac, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startStack, type Stack } from '../../tools/stack/stack.ts';
import { PersonalReader } from '../../tools/rig/personal-reader.ts';
import { cannotRun } from './support/gateway.ts';
import { send, tally, type Answer, type Sending } from './support/http.ts';

const READ = 'GET /api/v1/me/reservations';
/** For what comes by itself, on a machine that is busy with other tests. */
const waiting = { timeout: 15_000 };
const person = { user_name: '김자리', phone: '010-1234-5678' };

describe.skipIf(cannotRun)('two servers behind the gateway', { timeout: 60_000 }, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      instances: 2,
      serverEnv: { FAILURE_RATE: '0', MAX_SEATS_PER_USER: '2' },
      gatewayEnv: {
        ...{ RATE_LIMIT_IP: '100000r/s', RATE_LIMIT_USER: '100000r/s', RATE_LIMIT_HOLDS: '100000r/s' },
        WEB_ROOT: '/nonexistent',
      },
    });
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  const ask = (path: string, sending?: Sending) => send(`${stack.gatewayUrl}${path}`, sending);

  /** A browser that has opened the page: it has a session, and sends nothing but its cookie. */
  async function newVisitor() {
    const { headers } = await ask('/api/v1/me');
    const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    expect(cookie).toMatch(/^jari_session=v2\./);
    const act = (method: string, path: string, body?: unknown): Promise<Answer> =>
      ask(path, {
        method,
        headers: { cookie, ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}) },
        body,
      });
    return {
      cookie,
      act,
      click: (...seats: number[]) => act('PUT', '/api/v1/events/default/hold', { seat_ids: seats }),
      giveBack: () => act('DELETE', '/api/v1/events/default/hold'),
      confirm: () => act('POST', '/api/v1/events/default/reservations', person),
      reservations: () => act('GET', '/api/v1/me/reservations'),
      join: () => act('POST', '/fcfs/join?event=default'),
    };
  }

  /** Headers as the gateway signs them. */
  function signed(
    request: `${'GET' | 'POST' | 'DELETE'} /${string}`,
    user: string,
    { at = Date.now() / 1000, requestId = randomUUID(), secret = stack.secrets.gatewaySecret } = {},
  ) {
    const timestamp = String(Math.floor(at));
    return {
      'x-request-id': requestId,
      'x-authenticated-user-id': user,
      'x-authenticated-timestamp': timestamp,
      'x-authenticated-signature': `v2=${createHmac('sha256', secret)
        .update(`jari-gateway-v2\n${request.replace(' ', '\n')}\n${user}\n${timestamp}\n${requestId}`)
        .digest('hex')}`,
    };
  }

  const refusedEarly = async () => {
    const { text } = await ask('/gateway/metrics');
    return Number(/refused_total\{reason="seat_held"\} (\d+)/.exec(text)?.[1] ?? 0);
  };

  test('a visitor picks a seat, confirms it, and finds it among their own', async () => {
    const visitor = await newVisitor();
    expect((await visitor.click(1)).status).toBe(200);
    const confirmed = await visitor.confirm();
    expect(confirmed.status).toBe(201);
    const { reservation } = confirmed.json<{ reservation: { id: string } }>();
    expect((await visitor.reservations()).text).toContain(reservation.id);
    expect((await (await newVisitor()).reservations()).text).not.toContain(reservation.id);
  });

  test('of forty visitors on one seat at a time one gets it', async () => {
    const visitors = await Promise.all(Array.from({ length: 40 }, newVisitor));
    const answers = await Promise.all(visitors.map((visitor) => visitor.click(2)));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 1, 409: 39 });
  });

  test('a click on a held seat is refused at the gateway, and passes once the seat is given back', async () => {
    const [first, second] = await Promise.all([newVisitor(), newVisitor()]);
    expect((await first.click(3)).status).toBe(200);
    const before = await refusedEarly();
    const refusals: unknown[] = [];
    const clickAndCount = async () => {
      refusals.push((await second.click(3)).json());
      return refusedEarly();
    };
    await expect.poll(clickAndCount, waiting).toBeGreaterThan(before);
    for (const refusal of refusals) expect(refusal).toMatchObject({ reason: 'seat_held', seat_ids: [3] });
    expect((await first.click(3)).status).toBe(200);
    expect((await first.giveBack()).status).toBe(204);
    await expect.poll(async () => (await second.click(3)).status, waiting).toBe(200);
    await second.giveBack();
  });

  test('whoever waits in line hears of the offer at every server, whichever made it', async () => {
    const [first, second] = await Promise.all([newVisitor(), newVisitor()]);
    expect((await first.click(9)).status).toBe(200);
    const line = '/api/v1/events/default/line';
    expect((await second.act('PUT', line, { seat_ids: [9] })).json()).toMatchObject({ place: 1 });
    const bases = [stack.gatewayUrl, ...stack.serverUrls];
    const readers = await Promise.all(
      bases.map((base) => PersonalReader.open(`${base}/api/v1/me/stream`, { cookie: second.cookie })),
    );
    const offers = readers.map((reader) => reader.until('offered').then(() => performance.now()));
    const askedAt = performance.now();
    expect((await first.giveBack()).status).toBe(204);
    for (const toldAt of await Promise.all(offers)) expect(toldAt - askedAt).toBeLessThan(1_000);
    for (const reader of readers) reader.close();
    expect((await second.act('GET', '/api/v1/events/default/hold')).json()).toMatchObject({ seat_ids: [9] });
    await second.giveBack();
  });

  test('a user with a number from the gateway gets no other from a server', async () => {
    const visitor = await newVisitor();
    const joined = (await visitor.join()).json<{ queue_number: number }>();
    expect(joined.queue_number).toBeGreaterThan(0);
    const id = visitor.cookie.split('.')[1] ?? '';
    const direct = await send(`${stack.serverUrls[0]}/fcfs/join`, {
      method: 'POST',
      headers: signed('POST /fcfs/join', `session:${id}`),
    });
    expect(direct.json()).toMatchObject({ reason: 'duplicate', queue_number: joined.queue_number });
  });

  test('a user with a number from a server gets no other from the gateway', async () => {
    const visitor = await newVisitor();
    const id = visitor.cookie.split('.')[1] ?? '';
    const direct = await send(`${stack.serverUrls[1]}/fcfs/join`, {
      method: 'POST',
      headers: signed('POST /fcfs/join', `session:${id}`),
    });
    const { queue_number: number } = direct.json<{ queue_number: number }>();
    expect((await visitor.join()).json()).toMatchObject({ reason: 'duplicate', queue_number: number });
  });

  test('there is no queue for an event that the servers do not know', async () => {
    const { cookie } = await newVisitor();
    const answer = await ask('/fcfs/join?event=nothing', { method: 'POST', headers: { cookie } });
    expect(answer.json()).toMatchObject({ status: 404, reason: 'not_found' });
  });

  test('a server believes the gateway’s signature for a minute, for this method, address, request and user', async () => {
    const url = `${stack.serverUrls[0]}/api/v1/me/reservations`;
    const statusOf = async (headers: Record<string, string>) => (await send(url, { headers })).status;
    const forged = [
      signed('DELETE /api/v1/me/reservations', 'user:kim'),
      signed('GET /api/v1/me/reservations?x=y', 'user:kim'),
      signed('GET /api/v1/events/default/hold', 'user:kim'),
    ];
    for (const headers of forged) expect(await statusOf(headers)).toBe(401);
    const good = signed(READ, 'user:kim');
    expect(await statusOf(good)).toBe(200);
    expect(await statusOf({ ...good, 'x-authenticated-user-id': 'user:lee' })).toBe(401);
    expect(await statusOf({ ...good, 'x-request-id': 'another' })).toBe(401);
    expect(await statusOf({ ...good, 'x-authenticated-signature': `v2=${'0'.repeat(64)}` })).toBe(401);
    expect(await statusOf(signed(READ, 'user:kim', { at: Date.now() / 1000 - 120 }))).toBe(401);
    expect(await statusOf(signed(READ, 'user:kim', { at: Date.now() / 1000 + 120 }))).toBe(401);
    expect(await statusOf(signed(READ, 'user:kim', { secret: 'guessed-secret-0123456789' }))).toBe(401);
    expect(await statusOf({ 'x-authenticated-user-id': 'user:kim' })).toBe(401);
    expect(await statusOf({ 'x-user-id': 'kim' })).toBe(400);
  });

  test('headers from outside make no one a user', async () => {
    const answer = await ask('/api/v1/me/reservations', {
      headers: { ...signed(READ, 'user:kim'), 'x-user-id': 'kim' },
    });
    expect(answer.json()).toMatchObject({ status: 400, reason: 'missing_user' });
  });

  test('a change made on one server reaches a stream on the other within a second', async () => {
    const arrived: string[] = [];
    const streams = stack.serverUrls.concat(stack.gatewayUrl).map((url) => {
      const stream = request(`${url}/api/v1/events/default/stream`);
      stream.on('response', (response) =>
        response.on('data', (chunk: Buffer) => arrived.push(`${url} ${chunk.toString()}`)),
      );
      stream.on('error', () => undefined);
      stream.end();
      return stream;
    });
    const visitor = await newVisitor();
    await expect.poll(() => arrived.length, waiting).toBeGreaterThanOrEqual(3);
    arrived.length = 0;
    expect((await visitor.click(9)).status).toBe(200);
    const news = () => arrived.filter((text) => text.includes('seat_held')).length;
    await expect.poll(news, waiting).toBeGreaterThanOrEqual(3);
    for (const stream of streams) stream.destroy();
    await visitor.giveBack();
  });

  test('when a server is killed, looks and clicks go on without a single error', async () => {
    const visitor = await newVisitor();
    await stack.servers[0]?.kill9();
    const answers = [];
    for (let i = 0; i < 20; i++) answers.push(await ask('/api/v1/events'), await visitor.click(4));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 40 });
    await visitor.giveBack();
    await stack.servers[0]?.start();
  });

  test('when Redis is killed, seats are still held and reserved', async () => {
    await stack.redis.kill9();
    const visitor = await newVisitor();
    expect((await visitor.click(5)).status).toBe(200);
    expect((await visitor.confirm()).status).toBe(201);
    await stack.redis.start();
    const late = await newVisitor();
    await expect.poll(async () => (await late.join()).status, waiting).toBe(200);
  });

  test('when PostgreSQL is killed, visitors are told to wait, and nothing is lost when it is back', async () => {
    const visitor = await newVisitor();
    expect((await visitor.click(6)).status).toBe(200);
    await stack.postgres.kill9();
    const answer = await visitor.confirm();
    expect(answer.json()).toMatchObject({ status: 503, reason: 'unavailable', retryable: true });
    await stack.postgres.start();
    await expect.poll(async () => (await visitor.confirm()).status, waiting).toBe(201);
  });

  test('a stack that is stopped leaves no process and no folder behind', async () => {
    const other = await startStack({ instances: 1 });
    const members = [other.gateway, ...other.servers, other.redis, other.postgres];
    const otherPids = members.map((member) => member?.pid ?? 0);
    const log = other.gateway?.accessLog ?? '';
    await other.stop();
    expect(otherPids.filter(isAlive)).toEqual([]);
    expect(existsSync(log)).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
