import type { MyLine, SeatList, SeatStates, StoodInLine } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { as, asAdmin, createTestApp, type Body, type TestApp } from '../support/app.ts';

let server: TestApp;

beforeEach(async () => {
  server = await createTestApp();
});
afterEach(() => server.close());

const LINE = '/api/v1/events/default/line';

async function call<B>(method: 'GET' | 'PUT' | 'DELETE', user: string, url: string, payload?: object) {
  const given = payload === undefined ? {} : { payload };
  const sent = await server.app.inject({ method, url, headers: as(user), ...given });
  return { status: sent.statusCode, body: (sent.body === '' ? {} : sent.json()) as Body<B> };
}
const hold = (user: string, ...seat_ids: number[]) =>
  call('PUT', user, '/api/v1/events/default/hold', { seat_ids });
const release = (user: string) => call('DELETE', user, '/api/v1/events/default/hold');
const stand = (user: string, body: object) => call<StoodInLine>('PUT', user, LINE, body);
const myLine = (user: string) => call<MyLine>('GET', user, LINE);

describe('the line for a seat', () => {
  it('tells each who stands in it their own place, and nobody who the others are', async () => {
    await hold('ann', 5);
    expect(await stand('bob', { seat_ids: [5] })).toEqual({
      status: 200,
      body: { success: true, event: 'default', entry: 2, seat_ids: [5], best_available: null, place: 1 },
    });
    expect((await stand('cem', { seat_ids: [5] })).body).toMatchObject({ entry: 3, place: 2 });
    expect((await stand('cem', { seat_ids: [5] })).body).toMatchObject({ entry: 3, place: 2 });
    expect((await myLine('cem')).body).toEqual({
      event: 'default',
      line_length: 2,
      places: [{ entry: 3, seat_ids: [5], best_available: null, place: 2 }],
    });
    expect((await myLine('dan')).body).toEqual({ event: 'default', line_length: 2, places: [] });
  });

  it('shows in the hall that it exists and how long it is, and nothing where nobody waits', async () => {
    await hold('ann', 5);
    const list = async () => (await server.app.inject('/api/v1/events/default/seats')).json<SeatList>();
    expect(JSON.stringify(await list())).not.toContain('line_length');
    await stand('bob', { seat_ids: [5] });
    await stand('cem', { seat_ids: [5] });
    const { line_length, seats } = await list();
    expect(line_length).toBe(2);
    expect(seats[4]).toEqual({ id: 5, status: false, state: 'held', label: 'B2', line_length: 2 });
    expect(seats.filter((seat) => 'line_length' in seat)).toHaveLength(1);
    const states = (await server.app.inject('/api/v1/events/default/states')).json<SeatStates>();
    expect(states).toMatchObject({ line_length: 2, states: 'aaaahaaaa' });
    expect((await server.app.inject('/api/v1/seats/5')).json()).toMatchObject({ line_length: 2 });
    await call('DELETE', 'bob', LINE);
    expect((await list()).seats[4]).toMatchObject({ line_length: 1 });
  });

  it('is told as it becomes longer and shorter', async () => {
    await hold('ann', 5);
    await stand('bob', { seat_ids: [5] });
    await stand('cem', { best_available: { quantity: 4, together: true, category: 'standard' } });
    await stand('dan', { seat_ids: [5] });
    await call('DELETE', 'dan', LINE);
    await release('ann');
    const { changes } = (await server.app.inject('/api/v1/events/default/changes?after=1')).json<{
      changes: { line?: object }[];
    }>();
    expect(changes).toMatchObject([
      { cause: 'queued', seat_ids: [], line: { seat_id: 5, change: 1 } },
      { cause: 'queued', seat_ids: [], line: { seat_id: null, change: 1 } },
      { cause: 'queued', seat_ids: [], line: { seat_id: 5, change: 1 } },
      { cause: 'left_line', seat_ids: [], line: { seat_id: 5, change: -1 } },
      { cause: 'released', seat_ids: [5] },
      { cause: 'offered', seat_ids: [5], state: 'held', line: { seat_id: 5, change: -1 } },
    ]);
    expect(JSON.stringify(changes)).not.toContain('bob');
  });

  it('gives the seat to the first, who holds it for the full time', async () => {
    await hold('ann', 5);
    await stand('bob', { seat_ids: [5] });
    server.clock.advance(60_000);
    await release('ann');
    const { body } = await call<{ seat_ids: number[]; expires_in_ms: number }>(
      'GET',
      'bob',
      '/api/v1/events/default/hold',
    );
    expect(body).toMatchObject({ seat_ids: [5], extensions_left: 2 });
    expect(body.expires_in_ms).toBeGreaterThan(119_000);
    expect((await myLine('bob')).body.places).toEqual([]);
  });
});

describe('whoever wants to stand in line', () => {
  it('is told what there is no line for', async () => {
    await hold('ann', 5);
    const answers = await Promise.all([
      stand('bob', { seat_ids: [1] }),
      stand('ann', { seat_ids: [5] }),
      stand('bob', { best_available: { quantity: 2 } }),
      stand('bob', { seat_ids: [99] }),
      stand('bob', { seat_ids: [5], best_available: { quantity: 1 } }),
      stand('bob', {}),
      stand('bob', { seat_ids: [5, 6] }),
      stand('bob', { best_available: { quantity: 1, category: 'Gold' } }),
    ]);
    expect(answers.map(({ status, body }) => `${status} ${body.reason}`)).toEqual([
      '409 nothing_to_wait_for',
      '409 nothing_to_wait_for',
      '409 nothing_to_wait_for',
      '400 validation',
      '400 validation',
      '400 validation',
      '400 validation',
      '400 validation',
    ]);
    expect(answers[0]?.body.seat_ids).toEqual([1]);
  });

  it('is told how many places one may have', async () => {
    for (const [i, user] of ['ann', 'bob', 'cem', 'dan'].entries()) await hold(user, i + 1);
    for (const seat of [1, 2, 3]) expect((await stand('eve', { seat_ids: [seat] })).status).toBe(200);
    const { status, body } = await stand('eve', { seat_ids: [4] });
    expect([status, body.reason, body.detail]).toEqual([
      409,
      'limit_exceeded',
      'You wait for as many things as one may here, or would have more seats than one may.',
    ]);
  });

  it('leaves one place or all', async () => {
    await hold('ann', 5);
    await hold('bob', 6);
    await stand('cem', { seat_ids: [5] });
    const { body } = await stand('cem', { seat_ids: [6] });
    expect((await call('DELETE', 'cem', `${LINE}?entry=${body.entry}`)).status).toBe(204);
    expect((await myLine('cem')).body.places).toMatchObject([{ seat_ids: [5] }]);
    expect((await call('DELETE', 'cem', LINE)).status).toBe(204);
    expect((await call('DELETE', 'cem', LINE)).status).toBe(204);
    expect((await myLine('cem')).body.places).toEqual([]);
    expect((await call('DELETE', 'cem', `${LINE}?entry=x`)).status).toBe(400);
  });

  it('is named, and the event exists', async () => {
    expect(
      (await server.app.inject({ method: 'PUT', url: LINE, payload: { seat_ids: [1] } })).json(),
    ).toMatchObject({
      reason: 'missing_user',
    });
    expect((await call('GET', 'ann', '/api/v1/events/none/line')).status).toBe(404);
  });

  it('is sent away when the organiser empties the hall', async () => {
    await hold('ann', 5);
    await stand('bob', { seat_ids: [5] });
    await server.app.inject({ method: 'POST', url: '/api/v1/seats/reset', headers: asAdmin });
    expect((await myLine('bob')).body).toMatchObject({ line_length: 0, places: [] });
    expect(server.office.seatMap.availableCount).toBe(9);
  });
});
