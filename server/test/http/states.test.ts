import type { SeatList, SeatStates } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { positionText } from '../../src/domain/log-chain.ts';
import { as, asAdmin, createTestApp, type TestApp } from '../support/app.ts';

let server: TestApp;
afterEach(() => server.close());

const STATES = '/api/v1/events/default/states';
const hold = (...seat_ids: number[]) =>
  server.app.inject({
    method: 'PUT',
    url: '/api/v1/events/default/hold',
    headers: as('ann'),
    payload: { seat_ids },
  });

describe('the states of a hall', () => {
  it('are a letter for each seat, and as new as the list of seats', async () => {
    server = await createTestApp();
    await hold(2, 5);
    await server.app.inject({
      method: 'POST',
      url: '/api/v1/events/default/seats/block',
      headers: asAdmin,
      payload: { seat_ids: [9] },
    });
    await server.app.inject({
      method: 'PUT',
      url: '/api/v1/seats/1',
      headers: asAdmin,
      payload: { status: true },
    });
    const states = (await server.app.inject(STATES)).json<SeatStates>();
    expect(states).toEqual({
      event: 'default',
      epoch: server.office.seatMap.epoch,
      position: positionText(server.office.seatMap),
      sequence: 3,
      server_time: new Date(server.office.wallNow()).toISOString(),
      states: 'rhaahaaab',
    });
    const list = (await server.app.inject('/api/v1/events/default/seats')).json<SeatList>();
    expect(list.seats.map(({ state }) => state[0]).join('')).toBe(states.states);
    expect(list.position).toBe(states.position);
  });

  it('are not sent again to a client that has them, and are once anything changed', async () => {
    server = await createTestApp();
    const first = await server.app.inject(STATES);
    const headers = { 'if-none-match': String(first.headers['etag']) };
    expect(first.headers['cache-control']).toBe('no-cache');
    const again = await server.app.inject({ url: STATES, headers });
    expect([again.statusCode, again.body, again.headers['etag']]).toEqual([304, '', first.headers['etag']]);
    await hold(3);
    const changed = await server.app.inject({ url: STATES, headers });
    expect([changed.statusCode, changed.json<SeatStates>().states]).toEqual([200, 'aahaaaaaa']);
  });

  it('can be asked about without being sent', async () => {
    server = await createTestApp();
    const whole = await server.app.inject(STATES);
    const head = await server.app.inject({ method: 'HEAD', url: STATES });
    expect([head.statusCode, head.body, head.headers['etag'], head.headers['content-length']]).toEqual([
      200,
      '',
      whole.headers['etag'],
      whole.headers['content-length'],
    ]);
  });

  it('are those of an event that exists', async () => {
    server = await createTestApp();
    expect((await server.app.inject(STATES.replace('default', 'none'))).statusCode).toBe(404);
  });
});
