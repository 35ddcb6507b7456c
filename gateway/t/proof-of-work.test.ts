import { WorkSearch } from '@jari/contract/proof-of-work';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WorkChallenges } from '../../server/src/http/admission/work-challenge.ts';
import { cannotRun, sessionSecret, startGateway, type GatewayUnderTest } from './support/gateway.ts';

const BITS = 10;
const prove = (challenge: string, bits = BITS) => new WorkSearch(challenge, bits).look(10_000_000) ?? '';
/** The server's own. */
const servers = new WorkChallenges([sessionSecret], () => Date.now());

describe.skipIf(cannotRun)('a waiting room that takes work', () => {
  let gateway: GatewayUnderTest;
  beforeAll(async () => (gateway = await startGateway({ TRUST_USER_HEADER: 'true' })));
  afterAll(() => gateway.stop());
  let event = '';
  let count = 0;
  beforeEach(async () => {
    event = `event-${++count}`;
    const rules = ['gathers_at', '0', 'opens_at', '0', 'memory_ms', '60000', 'offset_ms', '0'];
    await gateway.redis.command('HSET', `line:{${event}}`, ...rules, 'work_bits', `${BITS}`);
    gateway.echo.passed.length = 0;
    gateway.echo.handler = (_request, response) => response.end('{}');
  });
  const as = (user: string) => ({ headers: { 'x-user-id': user } });
  const challenge = async (user: string) => {
    const answer = await gateway.send(`/fcfs/challenge?event=${event}`, as(user));
    return answer.json<{ challenge: string }>().challenge;
  };
  const join = async (user: string, work?: string) => {
    const query = work === undefined ? '' : `&work=${encodeURIComponent(work)}`;
    const answer = await gateway.send(`/fcfs/join?event=${event}${query}`, { method: 'POST', ...as(user) });
    return { status: answer.status, ...answer.json<{ reason?: string; queue_number?: number }>() };
  };

  test('gets its challenges from the gateway, which asks no server for them', async () => {
    const answer = await gateway.send(`/fcfs/challenge?event=${event}`, as('kim'));
    expect(answer.json()).toMatchObject({ success: true, event, expires_in_ms: 600_000 });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(gateway.echo.to('/fcfs/challenge')).toEqual([]);
    expect((await gateway.send(`/fcfs/challenge?event=${event}`)).json()).toMatchObject({
      reason: 'missing_user',
    });
  });

  test('gives a number to who has done the work, and says what is missing to who has not', async () => {
    expect(await join('kim')).toMatchObject({ status: 428, reason: 'challenge_required' });
    const proof = prove(await challenge('kim'));
    expect(await join('lee', proof)).toMatchObject({ status: 428 });
    expect(await join('kim', `${await challenge('kim')}.zz`)).toMatchObject({ status: 428 });
    expect(await join('kim', proof)).toMatchObject({ status: 200, queue_number: 1 });
    expect(await join('kim')).toMatchObject({ status: 409, reason: 'duplicate', queue_number: 1 });
    expect(gateway.echo.to('/fcfs/join')).toEqual([]);
  });

  test('takes proofs for challenges of the servers, as they do for its own', async () => {
    expect(await join('kim', prove(servers.write(event, 'user:kim')))).toMatchObject({ queue_number: 1 });
    const proof = prove(await challenge('lee'));
    const { bits = 0, mark } = servers.read(proof, event, 'user:lee') ?? {};
    expect(bits).toBeGreaterThanOrEqual(BITS);
    await join('lee', proof);
    const visit = await gateway.redis.command('GET', `fcfs:{${event}}:user:user:lee`);
    expect(visit).toMatch(new RegExp(`0:2:.{8}:${mark}$`));
    // Both count the same bits, whatever they are.
    await gateway.redis.command('HSET', `line:{${event}}`, 'work_bits', `${bits + 1}`);
    await gateway.redis.command('DEL', `fcfs:{${event}}:user:user:lee`);
    expect(await join('lee', proof)).toMatchObject({ status: 428 });
  });

  test('takes no proof that is old, forged, or for another event', async () => {
    const madeAt = (ms: number) => new WorkChallenges([sessionSecret], () => ms).write(event, 'user:kim');
    const forged = new WorkChallenges(['another-secret-0123456789'], () => Date.now());
    for (const made of [
      madeAt(Date.now() - 601_000),
      madeAt(Date.now() + 700_000),
      forged.write(event, 'user:kim'),
      servers.write('event-0', 'user:kim'),
    ]) {
      expect(await join('kim', prove(made))).toMatchObject({ status: 428 });
    }
    expect(await join('kim', prove(madeAt(Date.now() - 500_000)))).toMatchObject({ status: 200 });
  });

  test('passes the proof on where Redis cannot be asked', async () => {
    const proof = prove(await challenge('kim'));
    await gateway.redis.program.stop();
    await gateway.send(`/fcfs/join?event=${event}&work=${proof}`, { method: 'POST', ...as('kim') });
    expect(gateway.echo.last.url).toBe(`/fcfs/join?event=${event}&work=${proof}`);
  });
});
