import type { Hold, ReservationList, ReservationResult } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { ReservationId, ReservationRecord } from '../../src/ports/reservation-record.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { newMemoryStore } from '../support/memory-store.ts';
import { visitorCalls } from '../support/visitor-calls.ts';
import { ALICE, createTestApp, type TestApp } from '../support/app.ts';

let server: TestApp;
afterEach(() => server.close());

const { call, hold, confirm } = visitorCalls(() => server);

describe('a hold', () => {
  it('is shown to its owner with the time that is left, and to nobody else', async () => {
    server = await createTestApp();
    const held = await hold('ann', 3, 1);
    expect(held.status).toBe(200);
    expect(held.body).toMatchObject({ success: true, seat_ids: [1, 3], extensions_left: 2 });
    server.clock.advance(20_000);
    const shown = await call<Hold>('GET', 'ann', '/events/default/hold');
    expect(shown.body.expires_at).toBe(held.body.expires_at);
    expect(shown.body.expires_in_ms).toBe(100_000);
    const other = await call('GET', 'bob', '/events/default/hold');
    expect([other.status, other.text]).toEqual([204, '']);
  });

  it('that ran out is not shown, and called that when it is relied on, whether or not the hall has noticed', async () => {
    server = await createTestApp();
    await hold('ann', 3);
    server.clock.advance(119_999);
    expect((await call('GET', 'ann', '/events/default/hold')).status).toBe(200);
    server.clock.advance(1);
    for (let round = 0; round < 2; round++) {
      expect((await call('GET', 'ann', '/events/default/hold')).status).toBe(204);
      const { status, body } = await call('POST', 'ann', '/events/default/hold/extend');
      expect([status, body.reason, body.seat_ids]).toEqual([409, 'hold_expired', [3]]);
      await server.office.submit({ kind: 'expire', userIds: ['user:ann'] });
    }
  });

  it('ends by the clock on the wall, though what is promised runs by one that is never set', async () => {
    const store = { ...newMemoryStore(), correctionMs: 600_000 };
    server = await createTestApp({ ledger: new MemoryLedger(systemClock, store) });
    const { body } = await hold('ann', 1);
    const secondsFromNow = (Date.parse(body.expires_at) - systemClock.wallMs()) / 1_000;
    expect([Math.round(secondsFromNow / 10), Math.round(body.expires_in_ms / 10_000)]).toEqual([12, 12]);
    const list = await server.app.inject('/api/v1/events/default/seats');
    const serverTime = Date.parse(list.json<{ server_time: string }>().server_time);
    expect(Math.abs(serverTime - systemClock.wallMs())).toBeLessThan(10_000);
  });

  it('in the way of another is named by its seats', async () => {
    server = await createTestApp();
    await hold('ann', 1, 2);
    const refused = await hold('bob', 2, 3);
    expect([refused.status, refused.body.reason, refused.body.seat_ids]).toEqual([409, 'seat_held', [2]]);
    expect(refused.body.retryable).toBe(true);
  });

  it('can be given back twice, with nothing said', async () => {
    server = await createTestApp();
    await hold('ann', 1);
    for (let i = 0; i < 2; i++) {
      const answer = await call('DELETE', 'ann', '/events/default/hold');
      expect([answer.status, answer.text]).toEqual([204, '']);
    }
    expect((await hold('bob', 1)).status).toBe(200);
  });

  it('is extended once, however often the request with one key arrives', async () => {
    server = await createTestApp();
    await hold('ann', 1);
    const extend = (key?: string) =>
      call<Hold>('POST', 'ann', '/events/default/hold/extend', key === undefined ? {} : { key });
    expect((await extend('k')).body.extensions_left).toBe(1);
    expect((await extend('k')).body.extensions_left).toBe(1);
    expect((await extend()).body.extensions_left).toBe(0);
    expect((await extend()).body.reason).toBe('limit_exceeded');
  });
});

describe('a confirmed reservation', () => {
  it('has what was held, in words that can be shown', async () => {
    server = await createTestApp();
    await hold('ann', 5, 4);
    const { status, body } = await confirm('ann', {
      body: { user_name: '  Kim   Min-ji ', phone: '01012345678' },
    });
    expect(status).toBe(201);
    expect(body.reservation).toMatchObject({
      event: 'default',
      status: 'active',
      seats: [
        { id: 4, label: 'B1' },
        { id: 5, label: 'B2' },
      ],
      user_name: 'Kim Min-ji',
      phone: '+821012345678',
      sequence: 2,
    });
    expect(body.reservation.code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    const shown = await call<ReservationResult>('GET', 'ann', `/reservations/${body.reservation.id}`);
    // What the door reads is asked for when it is shown.
    const { proof, ticket, ...shownReservation } = shown.body.reservation;
    expect(ticket).toMatch(/^JARI1\./);
    expect(shownReservation).toEqual(body.reservation);
    expect(proof).toMatch(/^[0-9a-z]+\.[0-9a-f]{64}:2$/);
  });

  it('can take seats that are named, without a hold', async () => {
    server = await createTestApp();
    const { status, body } = await confirm('ann', { body: { ...ALICE, seat_ids: [9, 7] } });
    expect([status, body.reservation.seats.map(({ id }) => id)]).toEqual([201, [7, 9]]);
  });

  it('needs a hold when no seats are named', async () => {
    server = await createTestApp();
    expect((await confirm('ann')).body.reason).toBe('no_hold');
  });

  it('that failed on purpose keeps the hold and does not use the key up', async () => {
    const lots = [0.001, 0.9];
    const random = {
      draw: () => lots.shift() ?? 1,
      reservationCode: () => 'AAAAA-BBBBB',
      queueSeed: () => '0'.repeat(32),
    };
    server = await createTestApp({ failureRate: 0.01, random });
    await hold('ann', 1);
    const failed = await confirm('ann', { key: 'k' });
    expect([failed.status, failed.body.reason, failed.body.retryable]).toEqual([
      503,
      'intentional_failure',
      true,
    ]);
    expect((await confirm('ann', { key: 'k' })).status).toBe(201);
  });
});

describe('first come, first served', () => {
  const fcfs = (user: string, key?: string) =>
    call<{ seat: { id: number }; remaining_seats: number }>('POST', user, '/seats/reservation/fcfs', {
      body: ALICE,
      ...(key === undefined ? {} : { key }),
    });

  it('answers as the brief says, with the order of arrival and what is left', async () => {
    server = await createTestApp();
    const { status, body } = await fcfs('user-123');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      seat: { id: 1, status: true, label: 'A1' },
      sequence: 1,
      remaining_seats: 8,
      reservation: { seats: [{ id: 1, label: 'A1' }] },
    });
  });

  it('gives nine seats to nine of thirty, and says sold_out to the others', async () => {
    server = await createTestApp();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => fcfs(`user-${i}`)));
    const taken = answers.filter(({ status }) => status === 200).map(({ body }) => body.seat.id);
    expect(taken.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.reason}`))).toEqual(
      new Set(['409 sold_out']),
    );
    expect(refused[0]?.body.success).toBe(false);
  });

  it('is given once per user, and the second time names what the user has', async () => {
    server = await createTestApp();
    await fcfs('ann');
    const again = await fcfs('ann');
    expect([again.status, again.body.reason, again.body.seat_ids]).toEqual([409, 'duplicate', [1]]);
    const mine = await call<ReservationList>('GET', 'ann', '/me/reservations');
    expect(again.body.reservation_id).toBe(mine.body.reservations[0]?.id);
  });

  it('with a key gets the same seat again', async () => {
    server = await createTestApp();
    const first = await fcfs('ann', 'k');
    await fcfs('bob');
    expect((await fcfs('ann', 'k')).text).toBe(first.text);
  });
});

describe('my reservations', () => {
  it('are mine only; another’s, an unknown and a malformed id all look the same', async () => {
    server = await createTestApp();
    const { body } = await confirm('ann', { body: { ...ALICE, seat_ids: [1] } });
    const ids = [
      body.reservation.id,
      '00000000-0000-4000-8000-000000000000',
      'x',
      '1',
      'default.2',
      'default.0',
      'nope.1',
      'default.1.1',
      "'; select 1",
      '%00',
    ];
    for (const method of ['GET', 'DELETE'] as const) {
      const answers = await Promise.all(
        ids.map((id) => call(method, 'bob', `/reservations/${encodeURIComponent(id)}`)),
      );
      const seen = answers.map(({ status, body: problem }) => ({ status, ...problem, request_id: '' }));
      expect(new Set(seen.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(seen[0]).toMatchObject({ status: 404, reason: 'not_found' });
    }
    expect((await call<ReservationList>('GET', 'bob', '/me/reservations')).body.reservations).toEqual([]);
    expect(server.office.seatMap.seat(1)?.state).toBe('reserved');
  });

  it('are named by event and sequence, and found by the name they had before version 0.2', async () => {
    const formerId = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
    server = await createTestApp({ ledger: new OldLedger(formerId) });
    const { body } = await confirm('ann', { body: { ...ALICE, seat_ids: [1] } });
    expect(body.reservation.id).toBe('default.1');
    for (const id of ['default.1', formerId]) {
      const found = await call<ReservationResult>('GET', 'ann', `/reservations/${id}`);
      expect([found.status, found.body.reservation.id, found.body.reservation.sequence]).toEqual([
        200,
        formerId,
        1,
      ]);
      expect((await call('GET', 'bob', `/reservations/${id}`)).status).toBe(404);
    }
    const cancelled = await call<ReservationResult>('DELETE', 'ann', `/reservations/${formerId}`);
    expect([cancelled.status, cancelled.body.reservation.status]).toEqual([200, 'cancelled']);
    expect(server.office.seatMap.availableCount).toBe(9);
  });

  it('that I cancel free their seats, and cancelling again says the same', async () => {
    server = await createTestApp();
    const { body } = await confirm('ann', { body: { ...ALICE, seat_ids: [1, 2] } });
    const path = `/reservations/${body.reservation.id}`;
    const first = await call<ReservationResult>('DELETE', 'ann', path);
    expect([first.status, first.body.reservation.status, first.body.reservation.seats.length]).toEqual([
      200,
      'cancelled',
      2,
    ]);
    expect((await call('DELETE', 'ann', path)).text).toBe(first.text);
    const { proof, ...seen } = (await call<ReservationResult>('GET', 'ann', path)).body.reservation;
    expect(seen).toEqual(first.body.reservation);
    expect(proof).toContain(':1');
    expect(server.office.seatMap.availableCount).toBe(9);
    const mine = await call<ReservationList>('GET', 'ann', '/me/reservations');
    expect(mine.body.reservations.map(({ status }) => status)).toEqual(['cancelled']);
  });
});

/** A ledger whose reservations were made before version 0.2. */
class OldLedger extends MemoryLedger {
  constructor(private readonly formerId: string) {
    super(systemClock);
  }

  override async findReservation(id: ReservationId): Promise<ReservationRecord | undefined> {
    const isFormer = 'formerId' in id;
    if (isFormer && id.formerId !== this.formerId) return undefined;
    const record = await super.findReservation(isFormer ? { eventId: 'default', sequence: 1 } : id);
    return record === undefined ? undefined : { ...record, formerId: this.formerId };
  }
}
