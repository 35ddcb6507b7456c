import type { Trail } from '@jari/contract';
import { parse } from 'csv-parse/sync';
import { afterEach, expect, it } from 'vitest';
import { as, createTestApp, type TestApp } from '../../support/app.ts';
import { houseCalls } from '../../support/house-calls.ts';

let server: TestApp;
afterEach(() => server.close());
const { send, newOrganiser } = houseCalls(() => server);

const path = '/admin/events/default/reservations.csv';
const reserve = async (user: string, user_name: string, ...seat_ids: number[]) => {
  const body = { user_name, phone: '010-1234-5678', seat_ids };
  expect((await send('POST', '/events/default/reservations', body, as(user))).statusCode).toBe(201);
};

it('a list for spreadsheets has no person in it unless it is asked for', async () => {
  server = await createTestApp();
  await reserve('ann', '김철수', 1, 2);
  await reserve('bob', 'Lee "Bo", Jr.', 3);
  await send('DELETE', '/reservations/default.2', undefined, as('bob'));
  const answer = await send('GET', path);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="default.reservations.csv"',
    'cache-control': 'no-store',
  });
  expect(answer.body.startsWith('\uFEFFreservation,code,status,seats')).toBe(true);
  expect(answer.body).not.toMatch(/철수|Lee|5678/);
  expect(parse(answer.body, { bom: true, columns: true })).toMatchObject([
    { reservation: 'default.2', status: 'cancelled', seats: 'A3', seat_count: '1' },
    { reservation: 'default.1', status: 'active', seats: 'A1, A2', seat_count: '2', cancelled_at: '' },
  ]);
  const personal = await send('GET', `${path}?personal=1&state=cancelled`);
  expect(parse(personal.body, { bom: true, columns: true })).toMatchObject([
    { user_name: 'Lee "Bo", Jr.', phone: "'+821012345678", personal_data: 'kept' },
  ]);
  const { entries } = (await send('GET', '/admin/trail')).json<Trail>();
  expect(entries.map(({ action, event, detail }) => [action, event, detail])).toEqual([
    ['reservations.exported', 'default', { personal: true, state: 'cancelled' }],
    ['reservations.exported', 'default', { personal: false, state: null }],
  ]);
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1'])(
  'a name that a spreadsheet would run comes with an apostrophe before it: %s',
  async (name) => {
    server = await createTestApp();
    await reserve('ann', name, 1);
    const { body } = await send('GET', `${path}?personal=1`);
    expect(parse(body, { bom: true, columns: true })).toMatchObject([{ user_name: `'${name}` }]);
  },
);

it('a list for spreadsheets says why the house has cancelled, and a reason is never a formula', async () => {
  server = await createTestApp();
  await reserve('ann', 'Ann', 1);
  await reserve('bob', 'Bob', 2, 3);
  await reserve('cid', 'Cid', 4);
  await send('DELETE', '/reservations/default.1', undefined, as('ann'));
  const cancel = (reservation: string, body: object) =>
    send('DELETE', `/admin/events/default/reservations/${reservation}`, body);
  await cancel('default.2', { reason: '=the stage was moved', seat_ids: [3] });
  expect((await cancel('default.3', { reason: '무대 고장' })).statusCode).toBe(200);
  expect(parse((await send('GET', path)).body, { bom: true, columns: true })).toMatchObject([
    { reservation: 'default.3', status: 'cancelled', cancel_reason: '무대 고장' },
    { reservation: 'default.2', status: 'active', cancel_reason: "'=the stage was moved" },
    { reservation: 'default.1', status: 'cancelled', cancel_reason: '' },
  ]);
});

it('a list for spreadsheets is for organisers, and not for the desk', async () => {
  server = await createTestApp();
  expect((await send('GET', path, undefined, await newOrganiser('dan', 'desk'))).statusCode).toBe(403);
  expect((await send('GET', path, undefined, await newOrganiser('olga', 'organiser'))).statusCode).toBe(200);
  expect((await send('GET', '/admin/events/none/reservations.csv')).statusCode).toBe(404);
  expect((await send('GET', `${path}?personal=yes`)).statusCode).toBe(400);
});

it('a list for spreadsheets has everybody, however many they are', async () => {
  server = await createTestApp();
  await reserve('ann', 'Ann', 1);
  const record = await server.ledger.findReservation({ eventId: 'default', sequence: 1 });
  if (record === undefined) throw new Error('nothing was sold');
  await server.close();
  // 2,000 of them, the newest first: two portions, of which the last is a full one.
  const listReservations: TestApp['persons']['listReservations'] = ({ before, limit }) => {
    const last = (before ?? 2_001) - 1;
    const count = Math.min(limit, last);
    return Promise.resolve(Array.from({ length: count }, (_, i) => ({ ...record, sequence: last - i })));
  };
  server = await createTestApp({ persons: { ...server.persons, listReservations } });
  const rows = parse<{ reservation: string }>((await send('GET', path)).body, { bom: true, columns: true });
  expect(rows.map(({ reservation }) => reservation)).toEqual(
    Array.from({ length: 2_000 }, (_, i) => `default.${2_000 - i}`),
  );
});
