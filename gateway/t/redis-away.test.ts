import { afterEach, describe, expect, test } from 'vitest';
import { cannotRun, sessionCookie, startGateway, type GatewayUnderTest } from './support/gateway.ts';

describe.skipIf(cannotRun)('when Redis is away', () => {
  let gateway: GatewayUnderTest;
  afterEach(() => gateway.stop());

  const cookie = sessionCookie();
  const join = () => gateway.send('/fcfs/join?event=e&ttl=60', { method: 'POST', headers: { cookie } });
  const click = () =>
    gateway.send('/api/v1/events/e/hold', { method: 'PUT', headers: { cookie }, body: { seat_ids: [1] } });

  test('a join is passed on to the server, with their name and their query', async () => {
    gateway = await startGateway();
    await gateway.redis.program.kill9();
    expect((await join()).status).toBe(200);
    expect(gateway.echo.last).toMatchObject({ method: 'POST', url: '/fcfs/join?event=e&ttl=60' });
    expect(gateway.echo.last.headers['x-authenticated-user-id']).toMatch(/^session:/);
  });

  test('what is wrong with the query is still told', async () => {
    gateway = await startGateway();
    await gateway.redis.program.kill9();
    const answer = await gateway.send('/fcfs/join?ttl=x', { method: 'POST', headers: { cookie } });
    expect(answer.json()).toMatchObject({ reason: 'validation' });
  });

  test('clicks pass, because the box office decides anyway', async () => {
    gateway = await startGateway();
    await gateway.redis.program.kill9();
    expect((await click()).status).toBe(200);
  });

  test('no one passes where admission is to fail closed', async () => {
    gateway = await startGateway({ ADMISSION_FAIL: 'closed' });
    await gateway.redis.program.kill9();
    for (const answer of [await join(), await click()]) {
      expect(answer.json()).toMatchObject({ status: 503, reason: 'unavailable' });
    }
    expect(gateway.echo.to('/fcfs')).toEqual([]);
  });

  test('a Redis that hangs costs one short wait a second, not one a request', async () => {
    gateway = await startGateway();
    const { pid } = gateway.redis.program;
    process.kill(pid, 'SIGSTOP');
    try {
      await click();
      const startedAt = performance.now();
      for (let i = 0; i < 20; i++) expect((await click()).status).toBe(200);
      expect(performance.now() - startedAt).toBeLessThan(800);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  test('numbers are given again as soon as it is back, also by a Redis that has forgotten the script', async () => {
    gateway = await startGateway();
    expect((await join()).json()).toMatchObject({ queue_number: 1 });
    await gateway.redis.program.kill9();
    await join();
    await gateway.redis.program.start();
    // The gateway lets a Redis that failed alone for a second, and passes who joins on to the server meanwhile.
    await expect
      .poll(async () => (await join()).json<{ queue_number?: number }>().queue_number, { timeout: 5_000 })
      .toBe(1);
    expect((await join()).json()).toMatchObject({ reason: 'duplicate', queue_number: 1 });
  });

  test('a Redis that is full or refuses counts as away', async () => {
    gateway = await startGateway();
    await gateway.redis.command('CONFIG', 'SET', 'maxmemory', '1');
    expect((await join()).status).toBe(200);
    expect(gateway.echo.last.url).toContain('/fcfs/join');
  });

  test('a gateway without Redis passes everything on', async () => {
    gateway = await startGateway({ REDIS_URL: '' });
    expect((await join()).status).toBe(200);
    expect((await click()).status).toBe(200);
    expect(gateway.echo.to('/fcfs')).toHaveLength(1);
  });

  test('a Redis with a password is asked with it', async () => {
    gateway = await startGateway({}, { password: 'p@ss:w+rd 50%' });
    expect((await join()).json()).toMatchObject({ success: true, queue_number: 1 });
    expect(gateway.echo.to('/fcfs')).toEqual([]);
  });
});
