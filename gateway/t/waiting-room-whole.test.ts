import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LineStatus } from '@jari/contract';
import { startStack, type Stack } from '../../tools/stack/stack.ts';
import { cannotRun } from './support/gateway.ts';
import { send, type Sending } from './support/http.ts';
import { insist } from './support/visitor.ts';

const ACTIVE_MAX = 5;
const PEOPLE = 30;
/** For what comes by itself, on a machine that is busy with other tests. */
const waiting = { timeout: 30_000, interval: 200 };
const person = { user_name: '김자리', phone: '010-1234-5678' };
const rush = {
  title: 'Rush',
  venue: 'Opera',
  starts_at: '2099-01-01T19:00:00+09:00',
  hall: { rows: 5, seats_per_row: 10 },
  waiting_room: {
    admitted_per_minute: 240,
    active_max: ACTIVE_MAX,
    turn_ttl_seconds: 600,
    pre_queue_minutes: 0,
    order: 'arrival',
  },
};
const HOLD = '/api/v1/events/rush/hold';
const RESERVATIONS = '/api/v1/events/rush/reservations';

interface Act {
  readonly body?: unknown;
  readonly pass?: string;
  readonly key?: string;
  /** The gateway, if left out. */
  readonly base?: string;
}

describe.skipIf(cannotRun)('a waiting room of two servers behind the gateway', { timeout: 90_000 }, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      instances: 2,
      serverEnv: { FAILURE_RATE: '0' },
      gatewayEnv: { RATE_LIMIT_IP: '100000r/s', RATE_LIMIT_USER: '100000r/s', WEB_ROOT: '/nonexistent' },
    });
    const headers = { authorization: `Bearer ${stack.secrets.adminToken}` };
    const put = await ask('/api/v1/events/rush', { method: 'PUT', headers, body: rush });
    expect(put.status, put.text).toBe(201);
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  const ask = (path: string, sending?: Sending) => send(`${stack.gatewayUrl}${path}`, sending);
  const status = async () => (await ask('/fcfs/status?event=rush')).json<LineStatus>();

  async function newVisitor() {
    const me = await ask('/api/v1/me');
    const cookie = me.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const act = (method: string, path: string, { body, pass, key, base = stack.gatewayUrl }: Act = {}) => {
      const headers = {
        cookie,
        ...(pass === undefined ? {} : { 'queue-pass': pass }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      };
      return send(`${base}${path}`, { method, headers, body });
    };
    return {
      join: () => act('POST', '/fcfs/join?event=rush'),
      takePass: () => act('POST', '/fcfs/pass?event=rush'),
      hold: (seat: number, given: Act = {}) => act('PUT', HOLD, { ...given, body: { seat_ids: [seat] } }),
      confirm: (given: Act = {}) => act('POST', RESERVATIONS, { body: person, ...given }),
    };
  }

  test('gets everybody through in their order, though Redis and a server are killed meanwhile', async () => {
    const visitors = await Promise.all(Array.from({ length: PEOPLE }, newVisitor));
    const numbers = await Promise.all(
      visitors.map(async ({ join }) => (await join()).json<{ queue_number: number }>().queue_number),
    );
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
    const inOrder = visitors.toSorted(
      (a, b) => (numbers[visitors.indexOf(a)] ?? 0) - (numbers[visitors.indexOf(b)] ?? 0),
    );

    // Round the gateway, at either server, there is no way in either.
    const last = inOrder.at(-1);
    for (const base of stack.serverUrls) {
      const body = { ...person, seat_ids: [50] };
      for (const answer of [await last?.hold(50, { base }), await last?.confirm({ base, body })]) {
        expect(answer?.json()).toMatchObject({ reason: 'not_admitted' });
      }
    }

    for (const [i, visitor] of inOrder.entries()) {
      if (i === 10) {
        await stack.redis.kill9();
        await stack.redis.start();
      }
      if (i === 20) await stack.servers[0]?.kill9();
      if (i === 25) await stack.servers[0]?.start();
      let pass = '';
      const isIn = async () => {
        const answer = await insist(visitor.takePass);
        if (answer.status === 200) pass = answer.json<{ pass: string }>().pass;
        return answer.status;
      };
      await expect.poll(isIn, waiting).toBe(200);
      // Whoever is more than the number inside behind has to wait: their turn cannot have come.
      const behind = inOrder[i + ACTIVE_MAX];
      if (behind !== undefined) expect((await insist(behind.takePass)).status).toBe(202);
      expect((await status()).active).toBeLessThanOrEqual(ACTIVE_MAX);
      const held = await insist(() => visitor.hold(i + 1, { pass }));
      expect(held.status, held.text).toBe(200);
      const key = randomUUID();
      const confirmed = await insist(() => visitor.confirm({ pass, key }));
      expect(confirmed.status, confirmed.text).toBe(201);
    }
    // Whoever is through is told so, also when the server that served them died before it could tell the line.
    for (const { takePass } of visitors) expect((await insist(takePass)).json().reason).toBe('turn_missed');
    await expect.poll(status, waiting).toMatchObject({ state: 'open', waiting: 0, active: 0 });
  });
});
