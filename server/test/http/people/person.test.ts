import type { EraseResult, PersonExport, Trail } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { as, createTestApp, type TestApp } from '../../support/app.ts';
import { houseCalls } from '../../support/house-calls.ts';

let server: TestApp;
afterEach(() => server.close());
const { send, newOrganiser } = houseCalls(() => server);

const PHONE = '010-1234-5678';
const reserve = (user: string, phone: string, ...seat_ids: number[]) =>
  send('POST', '/events/default/reservations', { user_name: '김철수', phone, seat_ids }, as(user));

beforeEach(async () => {
  server = await createTestApp();
  await reserve('phone', PHONE, 1);
  await reserve('laptop', PHONE, 2);
  await reserve('ann', '010-9999-8888', 3);
  await send('PUT', '/events/default/hold', { seat_ids: [4] }, as('laptop'));
  await send('PUT', '/seats/9', { status: true });
});
const trail = async () => (await send('GET', '/admin/trail')).json<Trail>().entries;

describe('what is kept of one person', () => {
  it('is given out by phone: reservations from every browser, and what the log says of them', async () => {
    const answer = await send('POST', '/admin/persons/export', { phone: '+82 10 1234 5678' });
    const { users, reservations, log } = answer.json<PersonExport>();
    expect(users.toSorted()).toEqual(['user:laptop', 'user:phone']);
    expect(reservations.map(({ id, user_name, phone }) => [id, user_name, phone]).toSorted()).toEqual([
      ['default.1', '김철수', '+821012345678'],
      ['default.2', '김철수', '+821012345678'],
    ]);
    expect(log.map(({ sequence, cause, seat_ids }) => [sequence, cause, seat_ids])).toEqual([
      [1, 'reserved', [1]],
      [2, 'reserved', [2]],
      [4, 'held', [4]],
    ]);
    expect(new Set(log.map(({ mark }) => mark)).size).toBe(2);
    expect(await trail()).toMatchObject([{ action: 'person.exported', detail: { reservations: 2 } }]);
  });

  it('is given out by user, also of one who has no reservation', async () => {
    await send('PUT', '/events/default/hold', { seat_ids: [5] }, as('new'));
    const answer = await send('POST', '/admin/persons/export', { user: 'user:new' });
    expect(answer.json()).toMatchObject({
      users: ['user:new'],
      reservations: [],
      log: [{ event: 'default', cause: 'held' }],
    });
  });

  it('is erased with a reason, and the seats stay sold', async () => {
    const erase = () => send('POST', '/admin/persons/erase', { phone: PHONE, reason: 'asked by letter' });
    expect((await erase()).json<EraseResult>()).toEqual({ success: true, erased: 2 });
    expect((await erase()).json<EraseResult>()).toEqual({ success: true, erased: 0 });
    const ticket = await send('GET', '/reservations/default.1', undefined, as('phone'));
    expect(ticket.json()).toMatchObject({ reservation: { status: 'active', user_name: '', phone: '' } });
    const { code } = ticket.json<{ reservation: { code: string } }>().reservation;
    expect((await send('POST', '/reservations/find', { code, phone: PHONE })).statusCode).toBe(404);
    const other = await send('GET', '/reservations/default.3', undefined, as('ann'));
    expect(other.json()).toMatchObject({ reservation: { user_name: '김철수' } });
    expect((await trail()).at(-1)).toMatchObject({
      action: 'person.erased',
      detail: { reservations: 2, reason: 'asked by letter' },
    });
    expect(JSON.stringify(await trail())).not.toMatch(/1234/);
  });

  it('is asked for by one of the two, by organisers, and never of the desk', async () => {
    for (const body of [
      {},
      { phone: PHONE, user: 'user:ann' },
      { phone: '12' },
      { user: 'desk:organiser' },
    ]) {
      expect((await send('POST', '/admin/persons/export', body)).statusCode).toBe(400);
      expect((await send('POST', '/admin/persons/erase', { ...body, reason: 'x' })).statusCode).toBe(400);
    }
    expect((await send('POST', '/admin/persons/erase', { phone: PHONE })).statusCode).toBe(400);
    const desk = await newOrganiser('dan', 'desk');
    for (const [what, body] of [
      ['export', { phone: PHONE }],
      ['erase', { phone: PHONE, reason: 'x' }],
    ] as const) {
      expect((await send('POST', `/admin/persons/${what}`, body, desk)).statusCode).toBe(403);
    }
  });
});
