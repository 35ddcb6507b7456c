import type { Seat, SeatList } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { positionText } from '../../src/domain/log-chain.ts';
import { SeatListCache } from '../../src/views/seat-list.ts';
import { as, createTestApp, type TestApp } from '../support/app.ts';
import { rulesOf, smallEvent } from '../support/hall.ts';
import { seededDraw } from '../../../tools/rig/seeded-draw.ts';
import { seedOfThisRun } from '../support/seeded-random.ts';

let server: TestApp;
afterEach(() => server.close());

const hold = (seatIds: number[], user = 'ann', event = 'default') =>
  server.app.inject({
    method: 'PUT',
    url: `/api/v1/events/${event}/hold`,
    headers: as(user),
    payload: { seat_ids: seatIds },
  });
const list = async () =>
  (await server.app.inject('/api/v1/events/default/seats')).json<SeatList & { position: string }>();

describe('the list of seats', () => {
  it('is a bare array for the brief’s route, and status means reserved, not held', async () => {
    server = await createTestApp();
    await hold([2]);
    const seats = (await server.app.inject('/api/v1/seats')).json<Seat[]>();
    expect(seats).toHaveLength(9);
    expect(seats[0]).toEqual({ id: 1, status: false, state: 'available', label: 'A1' });
    expect(seats[1]).toEqual({ id: 2, status: false, state: 'held', label: 'A2' });
    expect(seats[8]).toEqual({ id: 9, status: false, state: 'available', label: 'C3' });
  });

  it('shows a change to whoever asks after the change was acknowledged', async () => {
    server = await createTestApp();
    expect((await list()).sequence).toBe(0);
    await hold([5]);
    const after = await list();
    expect(after.sequence).toBe(1);
    expect(after.position).toBe(positionText(server.office.seatMap));
    expect(after.seats[4]?.state).toBe('held');
  });

  it('is not sent again to a client that has it, and is once anything changed', async () => {
    server = await createTestApp();
    for (const url of ['/api/v1/seats', '/api/v1/events/default/seats']) {
      const first = await server.app.inject(url);
      const etag = String(first.headers['etag']);
      expect(first.headers['cache-control']).toBe('no-cache');
      const again = await server.app.inject({ url, headers: { 'if-none-match': etag } });
      expect([again.statusCode, again.body]).toEqual([304, '']);
      // One of several, or as a proxy writes it that takes it for a strong one.
      for (const known of [`"other", ${etag}`, String(etag).slice(2), '*']) {
        const headers = { 'if-none-match': known };
        expect((await server.app.inject({ url, headers })).statusCode, known).toBe(304);
      }
      await hold([url.length % 9]);
      const changed = await server.app.inject({ url, headers: { 'if-none-match': etag } });
      expect(changed.statusCode).toBe(200);
    }
  });

  it('is known by another tag when another ledger came to the same sequence', async () => {
    server = await createTestApp();
    await hold([1]);
    const one = (await server.app.inject('/api/v1/seats')).headers['etag'];
    await server.close();
    server = await createTestApp();
    await hold([2]);
    expect((await server.app.inject('/api/v1/seats')).headers['etag']).not.toBe(one);
  });

  it('tells the time of the answer, not of the last change', async () => {
    server = await createTestApp();
    const before = await list();
    server.clock.advance(60_000);
    const elapsed = Date.parse((await list()).server_time) - Date.parse(before.server_time);
    expect(elapsed).toBe(60_000);
  });

  it('is the same, put together piece by piece, as written at once', async () => {
    const seed = seedOfThisRun();
    const draw = seededDraw(seed);
    const rules = rulesOf({ holdTtlMs: 60_000, maxSeatsPerUser: 100 });
    // More seats than a piece has, and not a multiple of it.
    server = await createTestApp({
      events: [smallEvent({ layout: { rows: 13, seatsPerRow: 17 }, rules })],
    });
    const grown = new SeatListCache(server.offices);
    for (let round = 0; round < 40; round++) {
      const seatIds = Array.from({ length: 1 + Math.floor(draw() * 5) }, () => 1 + Math.floor(draw() * 221));
      await hold([...new Set(seatIds)], `user-${Math.floor(draw() * 6)}`);
      if (draw() < 0.5) grown.of(server.office);
      const fresh = new SeatListCache(server.offices).of(server.office);
      expect(grown.of(server.office), `SEED=${seed}`).toEqual(fresh);
      const shown = JSON.parse(fresh.value) as Seat[];
      expect(shown.map((seat) => seat.state)).toEqual(
        shown.map((seat) => server.office.seatMap.seat(seat.id)?.state),
      );
    }
  });
});

describe('one seat', () => {
  it('can be asked for by its number', async () => {
    server = await createTestApp();
    const answer = await server.app.inject('/api/v1/seats/9');
    expect(answer.json()).toEqual({ id: 9, status: false, state: 'available', label: 'C3' });
  });

  it('that the hall does not have is not found', async () => {
    server = await createTestApp();
    for (const id of ['10', '2147483647']) {
      const answer = await server.app.inject(`/api/v1/seats/${id}`);
      expect([id, answer.statusCode, answer.json<{ reason: string }>().reason]).toEqual([
        id,
        404,
        'not_found',
      ]);
    }
  });

  it('with a number that no hall can have is refused', async () => {
    server = await createTestApp();
    const impossible = ['0', '-1', '0.5', 'abc', '1e99', '1e0', '0x1', '01', '+1', '%201', '9'.repeat(30)];
    for (const id of impossible) {
      const answer = await server.app.inject(`/api/v1/seats/${id}`);
      expect([id, answer.statusCode]).toEqual([id, 400]);
      expect(answer.json()).toMatchObject({ reason: 'validation', errors: [{ field: 'id' }] });
    }
  });
});

it('an event that does not exist is not found, and one with an impossible name is refused', async () => {
  server = await createTestApp();
  for (const path of ['', '/seats', '/changes?after=0', '/stream']) {
    const missing = await server.app.inject(`/api/v1/events/nope${path}`);
    expect([path, missing.statusCode]).toEqual([path, 404]);
    const impossible = await server.app.inject(`/api/v1/events/No%20pe${path}`);
    expect([path, impossible.statusCode]).toEqual([path, 400]);
  }
});
