import type { GuestList, OfferedTicket, Reservation, ReservationResult, TransferOffer } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin, createTestApp, type Body, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';

const BOB = { user_name: 'Bob', phone: '010-9876-5432' };
let server: TestApp;
beforeEach(async () => {
  server = await createTestApp({ events: [smallEvent({ currency: 'KRW', prices: { standard: 20_000 } })] });
});
afterEach(() => server.close());

const call = async <T>(
  method: 'GET' | 'POST' | 'DELETE' | 'PUT',
  path: string,
  headers: object,
  payload?: object,
) =>
  (
    await server.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...headers },
      ...(payload === undefined ? {} : { payload }),
    })
  ).json<Body<T>>();
const reserve = async (user: string, ...seat_ids: number[]): Promise<Reservation> =>
  (await call<ReservationResult>('POST', '/events/default/reservations', as(user), { ...ALICE, seat_ids }))
    .reservation;
const offer = (id: string, user: string) =>
  call<TransferOffer>('POST', `/reservations/${id}/transfer`, as(user));
const look = (token: string, user: string) =>
  call<OfferedTicket>('POST', '/transfers/look', as(user), { token });
const accept = (token: string, user: string, key?: string) =>
  call<ReservationResult>(
    'POST',
    '/transfers/accept',
    { ...as(user), ...(key === undefined ? {} : { 'idempotency-key': key }) },
    { token, ...BOB },
  );

describe('A ticket that is given away', () => {
  it('is the other’s in one step, for the same seats and amounts, with a code of its own', async () => {
    const given = await reserve('alice', 1, 2);
    const { token } = await offer(given.id, 'alice');
    expect(await look(token, 'bob')).toMatchObject({
      event: 'default',
      seats: [{ label: 'A1' }, { label: 'A2' }],
      is_mine: false,
    });
    const { reservation } = await accept(token, 'bob');
    expect(reservation).toMatchObject({
      user_name: 'Bob',
      status: 'active',
      seats: given.seats,
      total: 40_000,
    });
    expect(reservation.code).not.toBe(given.code);
    expect(server.office.seatMap.availableCount).toBe(7);

    const old = await call<ReservationResult>('GET', `/reservations/${given.id}`, as('alice'));
    expect(old.reservation).toMatchObject({ status: 'cancelled' });
    const { guests } = await call<GuestList>('GET', '/admin/events/default/guests', asAdmin);
    expect(guests.map(({ reservation: number, origin, state }) => [number, origin, state])).toEqual([
      [1, 1, 'transferred'],
      [3, 1, 'active'],
    ]);
  });

  it('passes by whoever waits for its seats', async () => {
    const given = await reserve('alice', 1);
    await call('PUT', '/events/default/line', as('carol'), { seat_ids: [1] });
    const { reservation } = await accept((await offer(given.id, 'alice')).token, 'bob');
    expect(reservation.seats.map(({ id }) => id)).toEqual([1]);
    expect(server.office.seatMap.line.size).toBe(1);
  });

  it('can be taken once, and the same request gets the same answer', async () => {
    const given = await reserve('alice', 1);
    const { token } = await offer(given.id, 'alice');
    const { reservation } = await accept(token, 'bob', 'key-1');
    expect((await accept(token, 'bob', 'key-1')).reservation).toEqual(reservation);
    for (const again of [
      await accept(token, 'carol', 'key-1'),
      await accept(token, 'bob'),
      await look(token, 'bob'),
    ]) {
      expect(again).toMatchObject({
        reason: 'not_found',
        detail: expect.stringContaining('no longer good') as string,
      });
    }
  });

  it('may be handed on again, and the door knows where it came from', async () => {
    const first = await reserve('alice', 1);
    const second = (await accept((await offer(first.id, 'alice')).token, 'bob')).reservation;
    await accept((await offer(second.id, 'bob')).token, 'carol');
    const { guests } = await call<GuestList>('GET', '/admin/events/default/guests', asAdmin);
    expect(guests.map(({ origin, state }) => [origin, state])).toEqual([
      [1, 'transferred'],
      [1, 'transferred'],
      [1, 'active'],
    ]);
  });

  it('is kept by cancelling, by giving it to oneself, and by time', async () => {
    const lost = await reserve('alice', 1);
    const toLost = await offer(lost.id, 'alice');
    await call('DELETE', `/reservations/${lost.id}`, as('alice'));
    expect(await accept(toLost.token, 'bob')).toMatchObject({ reason: 'not_found' });

    const kept = await reserve('alice', 2, 3, 4, 5);
    const toKept = await offer(kept.id, 'alice');
    expect(await look(toKept.token, 'alice')).toMatchObject({ is_mine: true });
    const { reservation } = await accept(toKept.token, 'alice');
    expect(await accept(toKept.token, 'bob')).toMatchObject({ reason: 'not_found' });

    const late = await offer(reservation.id, 'alice');
    server.clock.advance(72 * 3_600_000);
    expect(await accept(late.token, 'bob')).toMatchObject({ reason: 'not_found' });
  });

  it('is nobody’s to give but its owner’s, and nobody’s to forge', async () => {
    const mine = await reserve('alice', 1);
    expect(await offer(mine.id, 'bob')).toMatchObject({ reason: 'not_found' });
    // One that could be had, if its owner gave it away.
    const another = await reserve('carol', 2);
    expect(another.id).toBe('default.2');
    const { token } = await offer(mine.id, 'alice');
    expect(await accept(token.replace('t1.default.1.', 't1.default.2.'), 'bob')).toMatchObject({
      reason: 'not_found',
    });
    expect(await look(token.replace('t1.default.1.', 't1.default.2.'), 'bob')).toMatchObject({
      reason: 'not_found',
    });
  });

  it('is no other that has its number since the ledger went back', async () => {
    const { token } = await offer((await reserve('alice', 1)).id, 'alice');
    await server.close();
    // The same house, with a ledger that knows nothing of it.
    server = await createTestApp();
    server.clock.advance(1_000);
    expect((await reserve('carol', 2)).id).toBe('default.1');
    expect(await look(token, 'bob')).toMatchObject({ reason: 'not_found' });
    expect(await accept(token, 'bob')).toMatchObject({ reason: 'not_found' });
  });

  it('gives nobody more seats than one may have', async () => {
    await reserve('bob', 5, 6, 7);
    const given = await reserve('alice', 1, 2);
    expect(await accept((await offer(given.id, 'alice')).token, 'bob')).toMatchObject({
      reason: 'limit_exceeded',
    });
  });

  it('counts what somebody holds, too', async () => {
    const hold = (...seat_ids: number[]) => call('PUT', '/events/default/hold', as('bob'), { seat_ids });
    await hold(5, 6, 7);
    const given = await reserve('alice', 1, 2);
    const { token } = await offer(given.id, 'alice');
    expect(await accept(token, 'bob')).toMatchObject({ reason: 'limit_exceeded' });
    await hold(5, 6);
    expect(await accept(token, 'bob')).toMatchObject({ success: true });
  });

  it('stays where it is once somebody has come in with it', async () => {
    const given = await reserve('alice', 1);
    const { token } = await offer(given.id, 'alice');
    const now = new Date(server.clock.wallMs()).toISOString();
    const scan = { scan_id: '00000000-0000-4000-8000-000000000000', reservation: 1, count: 1, at: now };
    await call('POST', '/admin/events/default/entries', asAdmin, {
      ...{ door: 'A', device: 'p', sent_at: now },
      entries: [scan],
    });
    for (const answer of [
      await offer(given.id, 'alice'),
      await look(token, 'bob'),
      await accept(token, 'bob'),
    ]) {
      expect(answer).toMatchObject({ reason: 'already_admitted', status: 409 });
    }
  });
});
