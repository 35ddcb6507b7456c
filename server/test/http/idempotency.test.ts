import { afterEach, describe, expect, it } from 'vitest';
import { ALICE, createTestApp, SESSION_SECRET, type TestApp } from '../support/app.ts';
import { visitorCalls } from '../support/visitor-calls.ts';

let server: TestApp;
afterEach(() => server.close());
const { call, hold, confirm } = visitorCalls(() => server);

describe('the same request, sent again with its key', () => {
  it('gets the very same answer, byte by byte, twenty times at once, and takes effect once', async () => {
    server = await createTestApp();
    await hold('ann', 1, 2);
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm('ann', { key: 'k' })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    expect(server.office.seatMap.sequence).toBe(2);
    server.clock.advance(5_000);
    expect((await confirm('ann', { key: 'k' })).text).toBe(answers[0]?.text);
  });

  it('is the same when the phone is only written differently or the seats in another order', async () => {
    server = await createTestApp();
    const first = await confirm('ann', {
      key: 'k',
      body: { user_name: 'Ann', phone: '010-1234-5678', seat_ids: [1, 2] },
    });
    const again = await confirm('ann', {
      key: 'k',
      body: { user_name: ' Ann ', phone: '+82 10 1234 5678', seat_ids: [2, 1] },
    });
    expect([again.status, again.text]).toEqual([201, first.text]);
  });

  it('is the same while the secret is being changed, whichever of two servers signs with which', async () => {
    const another = 'another-session-secret';
    const body = { ...ALICE, seat_ids: [1] };
    server = await createTestApp({ settings: { sessionSecrets: [SESSION_SECRET, another] } });
    const first = await confirm('ann', { key: 'k', body });
    const { ledger } = server;
    await server.close();
    server = await createTestApp({ ledger, settings: { sessionSecrets: [another, SESSION_SECRET] } });
    const again = await confirm('ann', { key: 'k', body });
    expect([again.status, again.text]).toEqual([201, first.text]);
    const other = await confirm('ann', { key: 'k', body: { ...body, seat_ids: [2] } });
    expect(other.body.reason).toBe('idempotency_mismatch');
  });

  it('is refused when it asks for anything else', async () => {
    server = await createTestApp();
    const body = { ...ALICE, seat_ids: [1] };
    await confirm('ann', { key: 'k', body });
    for (const other of [
      { ...body, seat_ids: [2] },
      { ...body, user_name: 'Bob' },
      { ...body, phone: '010-1234-5679' },
      ALICE,
    ]) {
      const answer = await confirm('ann', { key: 'k', body: other });
      expect([answer.status, answer.body.reason]).toEqual([422, 'idempotency_mismatch']);
    }
    const fcfs = await call('POST', 'ann', '/seats/reservation/fcfs', { key: 'k', body: ALICE });
    expect(fcfs.body.reason).toBe('idempotency_mismatch');
  });

  it('after the reservation was cancelled says so, and takes no seat again', async () => {
    server = await createTestApp();
    const first = await confirm('ann', { key: 'k', body: { ...ALICE, seat_ids: [1] } });
    await call('DELETE', 'ann', `/reservations/${first.body.reservation.id}`);
    const again = await confirm('ann', { key: 'k', body: { ...ALICE, seat_ids: [1] } });
    expect(again.status).toBe(201);
    expect(again.body.reservation).toEqual({ ...first.body.reservation, status: 'cancelled' });
    expect(server.office.seatMap.stateOf(1)).toBe('available');
  });

  it('is a new request a day later', async () => {
    server = await createTestApp();
    await confirm('ann', { key: 'k', body: { ...ALICE, seat_ids: [1] } });
    server.clock.advance(24 * 3_600_000 + 60_000);
    const next = await confirm('ann', { key: 'k', body: { ...ALICE, seat_ids: [2] } });
    expect([next.status, next.body.reservation.seats]).toMatchObject([201, [{ id: 2, label: 'A2' }]]);
  });

  it('takes no key where it is harmless to repeat as it is', async () => {
    server = await createTestApp();
    const path = '/events/default/hold';
    const requests = [
      ['PUT', path, { seat_ids: [1] }],
      ['DELETE', path, undefined],
      ['DELETE', '/reservations/default.1', undefined],
    ] as const;
    for (const [method, url, body] of requests) {
      const answer = await call(method, 'ann', url, { key: 'k', ...(body === undefined ? {} : { body }) });
      const fields = answer.body.errors?.map(({ field }) => field);
      expect([method, url, answer.status, answer.body.reason, fields]).toEqual([
        method,
        url,
        400,
        'validation',
        ['idempotency-key'],
      ]);
    }
    expect(server.office.seatMap.sequence).toBe(0);
  });

  it('belongs to its user: another’s same key is another key', async () => {
    server = await createTestApp();
    await confirm('ann', { key: 'k', body: { ...ALICE, seat_ids: [1] } });
    const bob = await confirm('bob', { key: 'k', body: { ...ALICE, seat_ids: [2] } });
    expect(bob.body.reservation.seats).toMatchObject([{ id: 2, label: 'A2' }]);
  });
});
