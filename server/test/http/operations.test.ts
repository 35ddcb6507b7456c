import type { Problem } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { createLonelyChangeBus } from '../../src/adapters/memory/change-bus.ts';
import { ALICE, as, createTestApp, type TestApp } from '../support/app.ts';

let server: TestApp;
afterEach(() => server.close());

const metric = async (line: string) => {
  const { body } = await server.app.inject('/metrics');
  return body
    .split('\n')
    .find((each) => each.startsWith(`${line} `))
    ?.slice(line.length + 1);
};

describe('readiness', () => {
  it('is said when everything we depend on answers', async () => {
    server = await createTestApp();
    const answer = await server.app.inject('/readyz');
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { status: 'ready', checks: { ledger: 'ok', change_bus: 'ok', admission: 'ok' } },
    ]);
  });

  it('is denied when the ledger does not answer; being alive is another matter', async () => {
    server = await createTestApp();
    server.ledger.probe = () => Promise.reject(new Error('gone'));
    const answer = await server.app.inject('/readyz');
    expect([answer.statusCode, answer.json<Problem>().reason]).toEqual([503, 'unavailable']);
    for (const url of ['/health', '/healthz']) {
      expect((await server.app.inject(url)).json()).toEqual({ status: 'ok' });
    }
  });

  it('goes on, and says so, when what we could do without does not answer in time', async () => {
    const bus = { ...createLonelyChangeBus(), ping: () => new Promise<void>(() => undefined) };
    server = await createTestApp({ bus });
    const answer = await server.app.inject('/readyz');
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { status: 'degraded', checks: { ledger: 'ok', change_bus: 'away', admission: 'ok' } },
    ]);
  });
});

describe('the measurements', () => {
  it('count answers by what was asked and why not', async () => {
    server = await createTestApp();
    for (const user of ['ann', 'ann']) {
      await server.app.inject({
        method: 'POST',
        url: '/api/v1/seats/reservation/fcfs',
        headers: as(user),
        payload: ALICE,
      });
    }
    expect(await metric('jari_outcomes_total{kind="assignAny",reason="ok"}')).toBe('1');
    expect(await metric('jari_outcomes_total{kind="assignAny",reason="duplicate"}')).toBe('1');
    expect(await metric('jari_changes_total')).toBe('1');
    expect(await metric('jari_append_seconds_count')).toBe('1');
    expect(await metric('jari_change_lag_seconds_count{origin="here"}')).toBe('1');
    expect(await metric('jari_seats_available')).toBe('8');
    expect(await metric('jari_holds')).toBe('0');
  });

  it('count the intentional failures', async () => {
    server = await createTestApp({ failureRate: 1 });
    const url = '/api/v1/seats/reservation/fcfs';
    await server.app.inject({ method: 'POST', url, headers: as('ann'), payload: ALICE });
    expect(await metric('jari_outcomes_total{kind="assignAny",reason="intentional_failure"}')).toBe('1');
  });

  it('name routes, not addresses, so that nobody can fill the memory with made-up paths', async () => {
    server = await createTestApp();
    for (let i = 0; i < 5; i++) {
      await server.app.inject(`/api/v1/seats/${i}`);
      await server.app.inject(`/made-up-${i}`);
    }
    const count = (route: string, status: number) =>
      metric(`jari_http_request_seconds_count{method="GET",route="${route}",status="${status}"}`);
    expect(await count('/api/v1/seats/:id', 200)).toBe('4');
    expect(await count('unknown', 404)).toBe('5');
    expect((await server.app.inject('/metrics')).body).not.toContain('made-up');
  });
});
