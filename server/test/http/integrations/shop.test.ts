import { randomUUID } from 'node:crypto';
import type { Hold, HoldToken, ReservationResult, SCOPES } from '@jari/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HoldTokens } from '../../../src/http/integrations/hold-tokens.ts';
import { as, asAdmin, SESSION_SECRET } from '../../support/app.ts';
import { rulesOf, smallEvent } from '../../support/hall.ts';
import { createShopApp, type ShopApp } from '../../support/shop-app.ts';

const ALL: readonly (typeof SCOPES)[number][] = ['reservations:write', 'reservations:read', 'holds:extend'];
const BUYER = { user_name: 'Alice', phone: '010-1234-5678' };

let server: ShopApp;
let shop: Record<string, string>;
beforeAll(async () => {
  server = await createShopApp({ failureRate: 0.9 });
  shop = (await server.makeKey('Shop', ALL)).headers;
});
afterAll(() => server.close());

const book = (hold_token: string, key = randomUUID(), buyer = BUYER, headers = shop) =>
  server.post(
    '/integrations/events/default/reservations',
    { ...headers, 'idempotency-key': key },
    { hold_token, ...buyer },
  );
const idOf = (answer: { json<T>(): T }) => answer.json<ReservationResult>().reservation.id;
const reasonOf = (answer: { json<T>(): T }) => answer.json<{ reason?: string }>().reason;
const actors = async () => {
  const log = await server.call('GET', '/admin/events/default/log', asAdmin);
  return log.body
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as unknown[])
    .map(([, , cause, actor]) => `${String(cause)} by ${String(actor)}`);
};

describe('A shop', () => {
  it('reserves for the visitor who gave it a token, and the log says through whom', async () => {
    const token = await server.holdAs('ann', 1, 2);
    const booked = await book(token);
    expect(booked.statusCode).toBe(201);
    expect(booked.json<ReservationResult>().reservation).toMatchObject({
      status: 'active',
      user_name: 'Alice',
      seats: [{ id: 1 }, { id: 2 }],
    });
    const mine = await server.call('GET', '/me/reservations', as('ann'));
    expect(mine.body).toContain(`"id":"${idOf(booked)}"`);
    expect((await actors()).slice(-2)).toEqual(['held by user', 'reserved by integration:Shop']);
  });

  it('has the same answer when it asks again with the same key, and a refusal with another wish', async () => {
    const token = await server.holdAs('bea', 3);
    const key = randomUUID();
    const first = await book(token, key);
    const again = await book(token, key);
    expect(again.body).toBe(first.body);
    const other = await book(token, key, { ...BUYER, user_name: 'Mallory' });
    expect([other.statusCode, reasonOf(other)]).toEqual([422, 'idempotency_mismatch']);
    const without = await server.post('/integrations/events/default/reservations', shop, {
      hold_token: token,
      ...BUYER,
    });
    expect(without.json()).toMatchObject({ reason: 'validation', errors: [{ field: 'idempotency-key' }] });
  });

  it('gives a visitor more time, as often as the rules say', async () => {
    const hold_token = await server.holdAs('eve', 4);
    const extend = () => server.post('/integrations/events/default/holds/extend', shop, { hold_token });
    expect((await extend()).json<Hold>()).toMatchObject({ seat_ids: [4], extensions_left: 1 });
    await extend();
    const last = await extend();
    expect([last.statusCode, reasonOf(last)]).toEqual([409, 'limit_exceeded']);
    expect(await actors()).toContain('extended by integration:Shop');
    await server.call('DELETE', '/events/default/hold', as('eve'));
    expect(reasonOf(await book(hold_token))).toBe('no_hold');
  });

  it('has keys of its own: the same text sent by its visitor is another key', async () => {
    const hold_token = await server.holdAs('joe', 4);
    const key = { 'idempotency-key': randomUUID() };
    await server.post('/events/default/hold/extend', { ...as('joe'), ...key });
    const headers = { ...shop, ...key };
    const extended = await server.post('/integrations/events/default/holds/extend', headers, { hold_token });
    expect(extended.json<Hold>()).toMatchObject({ seat_ids: [4], extensions_left: 0 });
    await server.call('DELETE', '/events/default/hold', as('joe'));
  });

  it('reads and cancels what it has made, and sees nobody else’s', async () => {
    const id = idOf(await book(await server.holdAs('fay', 5)));
    const read = (headers: Record<string, string>) =>
      server.call('GET', `/integrations/reservations/${id}`, headers);
    expect((await read(shop)).json()).toMatchObject({ reservation: { id, phone: '+821012345678' } });
    const rival = (await server.makeKey('Rival', ALL)).headers;
    const elsewhere = (await server.makeKey('Shop', ALL, ['gala'])).headers;
    const sameShop = (await server.makeKey('Shop', ALL)).headers;
    expect((await read(rival)).statusCode).toBe(404);
    const words = ({ statusCode, body }: { statusCode: number; body: string }) =>
      [statusCode, body.replace(/"request_id":"[^"]*"/, '')].join(' ');
    const none = await server.call('GET', '/integrations/reservations/default.999999', elsewhere);
    // What is there in another event, and what is not there at all, sound the same.
    expect(words(await read(elsewhere))).toBe(words(none));
    expect(none.statusCode).toBe(404);
    expect((await read(sameShop)).statusCode).toBe(200);
    const cancel = (headers: Record<string, string>) =>
      server.call('DELETE', `/integrations/reservations/${id}`, headers);
    expect((await cancel(rival)).statusCode).toBe(404);
    for (let i = 0; i < 2; i++) {
      expect((await cancel(shop)).json()).toMatchObject({ reservation: { status: 'cancelled' } });
    }
    expect((await actors()).filter((each) => each === 'cancelled by integration:Shop')).toHaveLength(1);

    const own = await server.app.inject({
      method: 'PUT',
      url: '/api/v1/seats/6',
      headers: asAdmin,
      payload: { status: true },
    });
    expect(own.statusCode).toBe(200);
    const sequence = server.office.seatMap.sequence;
    expect(
      (await server.call('GET', `/integrations/reservations/default.${sequence}`, shop)).statusCode,
    ).toBe(404);
  });

  it('can do nothing with a token that is forged or another event’s, nor where its key is not for', async () => {
    const token = await server.holdAs('gus', 7);
    for (const wrong of [
      'jari_ht_',
      'nonsense',
      token.slice(0, -2),
      `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`,
    ]) {
      expect((await book(wrong)).json()).toMatchObject({ reason: 'validation' });
    }
    await server.ledger.putEvent(smallEvent({ eventId: 'gala' }));
    const url = '/api/v1/events/gala/hold';
    await server.app.inject({ method: 'PUT', url, headers: as('gus'), payload: { seat_ids: [1] } });
    const ofGala = (await server.post('/events/gala/hold/token', as('gus'))).json<HoldToken>();
    expect((await book(ofGala.hold_token)).json()).toMatchObject({ reason: 'validation' });
    const elsewhere = (await server.makeKey('Gala only', ALL, ['gala'])).headers;
    expect((await book(token, randomUUID(), BUYER, elsewhere)).statusCode).toBe(404);
    const reader = (await server.makeKey('Reader', ['reservations:read'])).headers;
    expect((await book(token, randomUUID(), BUYER, reader)).statusCode).toBe(403);
  });

  it('is told that the hold has run out, however good the token is', async () => {
    const token = await server.holdAs('hal', 8);
    expect(token).not.toContain('hal');
    server.clock.advance(200_000);
    expect(reasonOf(await book(token))).toBe('hold_expired');
    server.clock.advance(3_600_000);
    expect(reasonOf(await book(token))).toBe('hold_expired');
  });

  it('reserves with a token from the beginning of a hold that has been extended as often as may be', async () => {
    const rules = rulesOf({ holdTtlMs: 3_600_000, holdExtensions: 2 });
    await server.ledger.putEvent(smallEvent({ eventId: 'long', rules }));
    const page = '/events/long/hold';
    const payload = { seat_ids: [1] };
    await server.app.inject({ method: 'PUT', url: `/api/v1${page}`, headers: as('joy'), payload });
    const { hold_token } = (await server.post(`${page}/token`, as('joy'))).json<HoldToken>();
    for (let i = 0; i < 2; i++) await server.post(`${page}/extend`, as('joy'));
    server.clock.advance(3 * 3_600_000 - 1_000);
    const headers = { ...shop, 'idempotency-key': randomUUID() };
    const body = { hold_token, ...BUYER };
    const booked = await server.post('/integrations/events/long/reservations', headers, body);
    expect(booked.statusCode).toBe(201);
  });

  it('is told what it has reserved also when it asks again after the token is over', async () => {
    await server.ledger.putEvent(smallEvent({ eventId: 'late' }));
    const hold = (seat: number) =>
      server.app.inject({
        ...{ method: 'PUT', url: '/api/v1/events/late/hold', headers: as('kim') },
        payload: { seat_ids: [seat] },
      });
    const tokens = new HoldTokens([SESSION_SECRET]);
    const reserve = (key: string, endsAtMs: number) =>
      server.post(
        '/integrations/events/late/reservations',
        { ...shop, 'idempotency-key': key },
        { hold_token: tokens.write({ eventId: 'late', userId: 'user:kim', endsAtMs }), ...BUYER },
      );
    await hold(1);
    const key = randomUUID();
    const first = await reserve(key, server.office.wallNow() + 3_600_000);
    expect(first.statusCode).toBe(201);
    await hold(2);
    expect((await reserve(key, 1)).body).toBe(first.body);
    expect(reasonOf(await reserve(randomUUID(), 1))).toBe('hold_expired');
  });

  it('can do nothing with a token that is over, whatever its visitor holds by now', async () => {
    await server.holdAs('ida', 9);
    const facts = { eventId: 'default', userId: 'user:ida' };
    const endsAtMs = server.office.wallNow();
    const tokens = new HoldTokens([SESSION_SECRET]);
    expect(reasonOf(await book(tokens.write({ ...facts, endsAtMs })))).toBe('hold_expired');
    const good = await book(tokens.write({ ...facts, endsAtMs: endsAtMs + 60_000 }));
    expect(good.statusCode).toBe(201);
  });
});
