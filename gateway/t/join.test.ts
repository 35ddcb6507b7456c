import { Agent } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cannotRun, sessionCookie, startGateway, type GatewayUnderTest } from './support/gateway.ts';
import { send, tally } from './support/http.ts';

interface Joined {
  readonly success: boolean;
  readonly queue_number: number;
  readonly reason?: string;
}

/** An event the echo knows nothing against, and that no other test uses. */
let event = '';
let eventCount = 0;
beforeEach(() => (event = `event-${++eventCount}`));

describe.skipIf(cannotRun)('POST /fcfs/join', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => (gateway = await startGateway({ TRUST_USER_HEADER: 'true' })));
  afterAll(() => gateway.stop());

  const join = (user: string, query = `event=${event}&ttl=900`, agent?: Agent) =>
    send(`${gateway.url}/fcfs/join?${query}`, {
      method: 'POST',
      headers: { 'x-user-id': user },
      ...(agent === undefined ? {} : { agent }),
    });

  test('gives the first who comes number 1, in the words of the contract', async () => {
    const answer = await join('kim');
    expect(answer.status).toBe(200);
    expect(answer.json()).toEqual({ success: true, event, queue_number: 1, expires_in_ms: 900_000 });
  });

  test('tells a user who comes again their number, and gives no second one', async () => {
    await join('kim');
    const again = await join('kim');
    expect(again.status).toBe(409);
    expect(again.headers['content-type']).toContain('application/problem+json');
    expect(again.json()).toMatchObject({ success: false, reason: 'duplicate', queue_number: 1, status: 409 });
    expect((await join('lee')).json()).toMatchObject({ queue_number: 2 });
  });

  test('a request that comes a second time, by the name that it is passed on with, is told what it was told', async () => {
    const named = (name: string) =>
      send(`${gateway.url}/fcfs/join?event=${event}`, {
        method: 'POST',
        headers: { 'x-user-id': 'kim', 'x-request-id': name },
      });
    const first = await named('the-name-0001');
    expect([first.status, first.headers['x-request-id']]).toEqual([200, 'the-name-0001']);
    expect((await named('the-name-0001')).json()).toMatchObject({ success: true, queue_number: 1 });
    expect((await named('the-name-0002')).json()).toMatchObject({ reason: 'duplicate', queue_number: 1 });
  });

  test('a thousand posts of one user at a time give exactly one number', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => join('eager', undefined, agent)));
    agent.destroy();
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 1, 409: 999 });
    expect(tally(answers.map((answer) => answer.json<Joined>().queue_number))).toEqual({ 1: 1_000 });
    expect(await gateway.redis.command('GET', `fcfs:{${event}}:seq`)).toBe('$1\r\n1');
  });

  test('three hundred users at a time get the numbers 1 to 300, each once', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) => join(`user-${i}`, undefined, agent)),
    );
    agent.destroy();
    const numbers = answers.map((answer) => answer.json<Joined>().queue_number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  });

  test('a place is forgotten when its ttl is over', async () => {
    await join('brief', `event=${event}&ttl=1`);
    expect((await join('brief')).status).toBe(409);
    await expect.poll(async () => (await join('brief')).status, { timeout: 5_000 }).toBe(200);
  });

  test('a place may last a day, and no longer', async () => {
    const answer = await join('patient', `event=${event}&ttl=86400`);
    expect([answer.status, answer.json()]).toMatchObject([200, { expires_in_ms: 86_400_000 }]);
  });

  test('without a query it is the event default, for 900 seconds', async () => {
    expect((await join('plain', '')).json()).toMatchObject({ event: 'default', expires_in_ms: 900_000 });
  });

  test.each([
    ['event=NoSuch', 'event'],
    ['event=', 'event'],
    ['event=a%7Db', 'event'],
    [`event=${'a'.repeat(65)}`, 'event'],
    ['event=a&event=b', 'event'],
    ['ttl=0', 'ttl'],
    ['ttl=-1', 'ttl'],
    ['ttl=1e3', 'ttl'],
    ['ttl=86401', 'ttl'],
    ['ttl=', 'ttl'],
    ['ttl', 'ttl'],
    ['tll=900', 'tll'],
  ])('the query %s is refused, and says that %s is wrong', async (query, field) => {
    const answer = await join('kim', query);
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ reason: 'validation', errors: [{ field }] });
  });

  test('is refused without a name', async () => {
    const answer = await gateway.send(`/fcfs/join?event=${event}`, { method: 'POST' });
    expect(answer.json()).toMatchObject({ status: 400, reason: 'missing_user' });
  });

  test('a session is as good as a name, and is another person', async () => {
    const cookie = sessionCookie();
    const bySession = () =>
      gateway.send(`/fcfs/join?event=${event}`, { method: 'POST', headers: { cookie } });
    expect((await join('kim')).json()).toMatchObject({ queue_number: 1 });
    expect((await bySession()).json()).toMatchObject({ success: true, queue_number: 2 });
    expect((await bySession()).json()).toMatchObject({ reason: 'duplicate', queue_number: 2 });
  });

  test('there is no queue for an event that does not exist', async () => {
    gateway.echo.handler = (_request, response) => response.writeHead(404).end('{}');
    const answer = await join('kim', `event=${event}-missing`);
    gateway.echo.handler = (_request, response) => response.end('{}');
    expect(answer.json()).toMatchObject({ status: 404, reason: 'not_found' });
    expect(await gateway.redis.command('EXISTS', `fcfs:{${event}-missing}:seq`)).toBe(':0');
  });

  test('an event that is made after somebody looked for it can be joined in a moment', async () => {
    gateway.echo.handler = (_request, response) => response.writeHead(404).end('{}');
    expect((await join('kim')).status).toBe(404);
    gateway.echo.handler = (_request, response) => response.end('{}');
    const joined = async () => (await join('kim')).status;
    await expect.poll(joined, { interval: 200, timeout: 10_000 }).toBe(200);
  });

  test('does not join by GET', async () => {
    const answer = await gateway.send(`/fcfs/join?event=${event}`, { headers: { 'x-user-id': 'kim' } });
    expect(answer.status).toBe(404);
    expect(await gateway.redis.command('EXISTS', `fcfs:{${event}}:seq`)).toBe(':0');
  });

  test('the server is asked whether there is such an event, and nothing else', async () => {
    gateway.echo.passed.length = 0;
    await Promise.all(['a', 'b', 'c', 'd'].map((user) => join(user)));
    await join('e');
    expect(gateway.echo.to('/fcfs')).toEqual([]);
    expect(gateway.echo.to(`/api/v1/events/${event}`).length).toBeLessThanOrEqual(4);
  });
});

describe.skipIf(cannotRun)('joining where addresses are checked too', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => (gateway = await startGateway({ TRUST_USER_HEADER: 'true', FCFS_IP_CHECK: 'true' })));
  afterAll(() => gateway.stop());

  const join = (headers: Record<string, string>) =>
    gateway.send(`/fcfs/join?event=${event}`, { method: 'POST', headers });

  test('a second user of the same address is told so', async () => {
    expect((await join({ 'x-user-id': 'kim' })).status).toBe(200);
    const answer = await join({ 'x-user-id': 'lee' });
    expect(answer.json()).toMatchObject({ reason: 'duplicate', queue_number: 1 });
    expect(answer.json<{ detail: string }>().detail).toContain('address');
  });

  test.each(['x-forwarded-for', 'x-real-ip', 'forwarded', 'cf-connecting-ip'])(
    'an address claimed by %s does not help',
    async (header) => {
      await join({ 'x-user-id': 'kim' });
      expect((await join({ 'x-user-id': 'lee', [header]: '203.0.113.9' })).status).toBe(409);
    },
  );
});

describe.skipIf(cannotRun)('joining behind a listed proxy where addresses are checked too', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    gateway = await startGateway({
      TRUST_USER_HEADER: 'true',
      FCFS_IP_CHECK: 'true',
      TRUSTED_PROXIES: '127.0.0.0/8',
    });
  });
  afterAll(() => gateway.stop());

  const join = (user: string, forwardedFor: string) =>
    gateway.send(`/fcfs/join?event=${event}`, {
      method: 'POST',
      headers: { 'x-user-id': user, 'x-forwarded-for': forwardedFor },
    });

  test('the visitor’s address is the one that the proxy names', async () => {
    expect((await join('kim', '203.0.113.1')).status).toBe(200);
    expect((await join('lee', '203.0.113.2')).status).toBe(200);
    expect((await join('park', '203.0.113.2')).status).toBe(409);
  });

  test('an address that the visitor put before it does not count', async () => {
    expect((await join('kim', '198.51.100.7, 203.0.113.1')).status).toBe(200);
    expect((await join('lee', '198.51.100.8, 203.0.113.1')).status).toBe(409);
  });
});
