import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startStack, type Stack } from '../../tools/stack/stack.ts';
import { cannotRun } from './support/gateway.ts';
import { send, tally, type Answer } from './support/http.ts';
import { insist, Visitor } from './support/visitor.ts';
import { Watcher } from './support/watcher.ts';

const reasonOf = (answer: Answer) => answer.json<{ reason?: string }>().reason ?? String(answer.status);

describe.skipIf(cannotRun)('a sale at three servers behind the gateway', { timeout: 120_000 }, () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      instances: 3,
      serverEnv: { FAILURE_RATE: '0', HOLD_TTL_SECONDS: '600' },
      gatewayEnv: { TRUST_USER_HEADER: 'true', WEB_ROOT: '/nonexistent' },
    });
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);
  afterEach(() => organiser('POST', '/api/v1/seats/reset'));

  const organiser = (method: string, path: string, body?: unknown) =>
    send(`${stack.gatewayUrl}${path}`, {
      method,
      body,
      headers: { authorization: `Bearer ${stack.secrets.adminToken}` },
    });
  const visitor = (name: string, event?: string) => new Visitor(stack.gatewayUrl, name, event);
  const visitors = (count: number) => Array.from({ length: count }, (_, i) => visitor(`u${i}`));

  test('gives one seat that 200 users want to exactly one of them', async () => {
    const answers = await Promise.all(visitors(200).map((each) => each.hold(5)));
    expect(tally(answers.map(reasonOf))).toEqual({ 200: 1, seat_held: 199 });
  });

  test('knows an organiser by one cookie at every server, and at none once they are removed', async () => {
    const made = await organiser('POST', '/api/v1/admin/organisers', { name: 'kim', role: 'organiser' });
    const { token } = made.json<{ token: string }>();
    const signIn = await send(`${stack.gatewayUrl}/api/v1/admin/session`, {
      method: 'POST',
      body: { token },
    });
    const cookie = String(signIn.headers['set-cookie']).split(';')[0] ?? '';
    expect(cookie).toMatch(/^jari_organiser=/);
    // More than there are servers, which take turns.
    const whoAmI = () =>
      Promise.all(
        Array.from({ length: 12 }, () =>
          send(`${stack.gatewayUrl}/api/v1/admin/session`, {
            headers: { cookie: `other=1; ${cookie}`, 'x-user-id': 'kim' },
          }),
        ),
      );
    expect(tally((await whoAmI()).map(({ status }) => status))).toEqual({ 200: 12 });
    await organiser('DELETE', '/api/v1/admin/organisers/kim');
    expect(tally((await whoAmI()).map(({ status }) => status))).toEqual({ 401: 12 });
  });

  test('gives 100 first-come users nine different seats, numbered without gaps', async () => {
    const answers = await Promise.all(visitors(100).map((each) => each.fcfs()));
    expect(tally(answers.map(reasonOf))).toEqual({ 200: 9, sold_out: 91 });
    const won = answers
      .filter(({ status }) => status === 200)
      .map((answer) => answer.json<{ sequence: number; seat: { id: number } }>())
      .sort((a, b) => a.sequence - b.sequence);
    expect(won.map(({ seat }) => seat.id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((won[8]?.sequence ?? 0) - (won[0]?.sequence ?? 0)).toBe(8);
  });

  test('answers one confirm that is posted 20 times with one key 20 times alike', async () => {
    const ann = visitor('ann');
    await ann.hold(1, 2);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ann.confirm('one-key')));
    expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 20 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });

  test('gives 500 users who ask four times each 500 numbers, and each its own again', async () => {
    const asked = await Promise.all(
      [...visitors(500), ...visitors(500), ...visitors(500), ...visitors(500)].map(async (each) => ({
        name: each.name,
        answer: await each.join(),
      })),
    );
    expect(tally(asked.map(({ answer }) => reasonOf(answer)))).toEqual({ 200: 500, duplicate: 1500 });
    const numberOf = (answer: Answer) => answer.json<{ queue_number: number }>().queue_number;
    const given = new Map(
      asked.filter(({ answer }) => answer.status === 200).map(({ name, answer }) => [name, numberOf(answer)]),
    );
    expect([...given.values()].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
    for (const { name, answer } of asked) expect(numberOf(answer)).toBe(given.get(name));
  });

  /** Visitors who each take a seat and confirm it, again and again, until told to stop. */
  async function sellDuring(
    event: string,
    disturb: (untilSold: (more: number) => Promise<void>) => Promise<void>,
  ) {
    const hall = { rows: 30, seats_per_row: 50 };
    const made = { title: event, venue: 'Hall', starts_at: '2030-01-01T19:00:00Z', hall };
    expect((await organiser('PUT', `/api/v1/events/${event}`, made)).status).toBe(201);
    const stream = `/api/v1/events/${event}/stream`;
    const watchers = [stack.gatewayUrl, stack.gatewayUrl, ...stack.serverUrls].map(
      (url) => new Watcher(url + stream),
    );
    const sold = new Map<number, { by: Visitor; id: string }>();
    const surprises: string[] = [];
    let isOver = false;
    let count = 0;
    const selling = Array.from({ length: 20 }, async () => {
      while (!isOver && count < 1400) {
        const seat = ++count;
        const by = visitor(`${event}-${seat}`, event);
        const held = await insist(() => by.hold(seat));
        const confirmed = await insist(() => by.confirm(`key-${seat}`));
        if (held.status !== 200 || confirmed.status !== 201) {
          surprises.push(`${seat}: ${reasonOf(held)}, ${reasonOf(confirmed)}`);
          continue;
        }
        sold.set(seat, { by, id: confirmed.json<{ reservation: { id: string } }>().reservation.id });
        // So that the sale is still going on while everything else is killed and comes back.
        await delay(20);
      }
    });
    const untilSold = (more: number) => {
      const enough = sold.size + more;
      return expect.poll(() => sold.size, { timeout: 30_000 }).toBeGreaterThanOrEqual(Math.min(enough, 1400));
    };
    await disturb(untilSold);
    isOver = true;
    await Promise.all(selling);
    return { watchers, sold, surprises };
  }

  async function expectAllWell(
    event: string,
    { watchers, sold, surprises }: Awaited<ReturnType<typeof sellDuring>>,
  ) {
    expect(surprises).toEqual([]);
    expect(sold.size).toBeGreaterThan(50);
    for (const [seat, { by, id }] of sold) {
      const { reservation } = (await insist(() => by.reservation(id))).json<{
        reservation: { status: string; seats: { id: number }[] };
      }>();
      expect([reservation.status, reservation.seats.map((each) => each.id)]).toEqual(['active', [seat]]);
    }
    const { sequence, seats } = (await send(`${stack.serverUrls[0]}/api/v1/events/${event}/seats`)).json<{
      sequence: number;
      seats: { id: number; state: string }[];
    }>();
    const truth = new Map(seats.map(({ id, state }) => [id, state]));
    for (const watcher of watchers) {
      await expect.poll(() => watcher.sequence, { timeout: 15_000 }).toBe(sequence);
      expect(watcher.faults).toEqual([]);
      expect(watcher.states).toEqual(truth);
      watcher.stop();
    }
  }

  test('loses nothing while Redis, a server and the gateway are killed and come back, and every stream converges', async () => {
    const sale = await sellDuring('killing', async (untilSold) => {
      for (const member of [stack.redis, stack.servers[1], stack.gateway]) {
        await untilSold(20);
        await member?.kill9();
        // How long it is away is the point; without the gateway nothing is sold meanwhile.
        await delay(500);
        await member?.start();
      }
      await untilSold(20);
    });
    await expectAllWell('killing', sale);
  });

  test('loses no request that the gateway accepted while the servers are restarted one after the other', async () => {
    const failed: string[] = [];
    let isOver = false;
    const asking = Array.from({ length: 5 }, async (_, i) => {
      while (!isOver) {
        // Below the gateway's limit of two clicks a second for one user.
        await delay(550);
        // One try each: what the gateway accepts must be answered.
        const answer = await visitor(`rolling-${i}`)
          .hold(1 + i)
          .catch((error: unknown) => String(error));
        if (typeof answer === 'string' || answer.status !== 200) {
          failed.push(typeof answer === 'string' ? answer : reasonOf(answer));
        }
      }
    });
    const sale = await sellDuring('rolling', async (untilSold) => {
      for (const server of stack.servers) {
        await untilSold(20);
        await server.stop();
        await server.start();
      }
      await untilSold(20);
    });
    isOver = true;
    await Promise.all(asking);
    expect(tally(failed)).toEqual({});
    await expectAllWell('rolling', sale);
  });
});
