import type { Hold } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { ALICE, createTestApp, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';
import { visitorCalls } from '../support/visitor-calls.ts';

let server: TestApp;
afterEach(() => server.close());

const { call, hold, confirm } = visitorCalls(() => server);
const letGo = () => call('DELETE', 'ann', '/events/default/hold');

describe('a seat that its user holds again', () => {
  it('is kept no longer than one hold with all its extensions, whether given back or run out', async () => {
    server = await createTestApp();
    let keptMs = 0;
    for (let i = 0; i < 20; i++) {
      const held = await hold('ann', 5);
      if (held.status !== 200) break;
      const ms = i % 2 === 0 ? Math.min(70_000, held.body.expires_in_ms) : held.body.expires_in_ms;
      server.clock.advance(ms);
      keptMs += ms;
      await letGo();
    }
    expect(keptMs).toBe(3 * 120_000);
    const refused = await hold('ann', 5);
    expect([refused.status, refused.body.reason, refused.body.seat_ids]).toEqual([409, 'hold_expired', [5]]);
    expect(refused.headers['retry-after']).toBe('120');
    expect(refused.body.detail).toContain('120 s');
    server.clock.advance(119_999);
    expect((await hold('ann', 5)).headers['retry-after']).toBe('1');
    server.clock.advance(1);
    expect((await hold('ann', 5)).body).toMatchObject({ expires_in_ms: 120_000, extensions_left: 2 });
  });

  it('is still theirs to reserve at once, and anybody’s to hold', async () => {
    const rules = { ...smallEvent().rules, holdExtensions: 0 };
    server = await createTestApp({ events: [smallEvent({ rules })] });
    await hold('ann', 5);
    server.clock.advance(120_000);
    expect((await hold('ann', 5)).status).toBe(409);
    expect((await hold('bob', 5)).status).toBe(200);
    await call('DELETE', 'bob', '/events/default/hold');
    expect((await confirm('ann', { body: { ...ALICE, seat_ids: [5] } })).status).toBe(201);
  });

  it('after a mistaken click goes on as if nothing had happened', async () => {
    server = await createTestApp();
    await hold('ann', 5);
    server.clock.advance(10_000);
    await letGo();
    expect((await hold('ann', 5)).body).toMatchObject({ expires_in_ms: 110_000, extensions_left: 2 });
  });

  it('in company ends with what it had left, and the answer says so', async () => {
    server = await createTestApp();
    await hold('ann', 5);
    server.clock.advance(30_000);
    await letGo();
    expect((await hold('ann', 6)).body.expires_in_ms).toBe(120_000);
    expect((await hold('ann', 5, 6)).body.expires_in_ms).toBe(90_000);
    expect((await call<Hold>('GET', 'ann', '/events/default/hold')).body.expires_in_ms).toBe(90_000);
    expect((await hold('ann', 6)).body.expires_in_ms).toBe(90_000);
  });

  it('is remembered by another server, and after a restart', async () => {
    server = await createTestApp();
    await hold('ann', 5);
    server.clock.advance(50_000);
    await letGo();
    const other = await createTestApp({ ledger: server.ledger, events: [] });
    try {
      const answer = await other.app.inject({
        method: 'PUT',
        url: '/api/v1/events/default/hold',
        headers: { 'x-user-id': 'ann' },
        payload: { seat_ids: [5] },
      });
      expect(answer.json<Hold>().expires_in_ms).toBeLessThanOrEqual(70_000);
    } finally {
      await other.close();
    }
  });
});
