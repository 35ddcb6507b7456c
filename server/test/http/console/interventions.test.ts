import type {
  ConsoleSeats,
  Intervention,
  OrganiserWithToken,
  Problem,
  ReservationResult,
} from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin, createTestApp, type TestApp } from '../../support/app.ts';
import { smallEvent } from '../../support/hall.ts';

const REASON = '무대가 좁아졌어요';
let server: TestApp;
beforeEach(async () => {
  server = await createTestApp({
    events: [smallEvent({ currency: 'KRW', prices: { standard: 50_000 } })],
  });
});
afterEach(() => server.close());

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const ask = (method: Method, path: string, headers: Record<string, string>, payload?: object) =>
  server.app.inject({
    method,
    url: `/api/v1${path}`,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
const hold = (user: string, ...seat_ids: number[]) =>
  ask('PUT', '/events/default/hold', as(user), { seat_ids });
const reserve = async (user: string, ...seat_ids: number[]) => {
  const answer = await ask('POST', '/events/default/reservations', as(user), { ...ALICE, seat_ids });
  return answer.json<ReservationResult>().reservation;
};
const seats = async (headers = asAdmin) =>
  (await ask('GET', '/admin/events/default/seats', headers)).json<ConsoleSeats>();
const cancel = (id: string, body: object, headers: Record<string, string> = asAdmin) =>
  ask('DELETE', `/admin/events/default/reservations/${id}`, headers, body);
const sell = (body: object, headers: Record<string, string> = asAdmin) =>
  ask('POST', '/admin/events/default/reservations', headers, body);
const trail = async () =>
  (await ask('GET', '/admin/trail?event=default', asAdmin)).json<{ entries: object[] }>().entries;

describe('the live hall', () => {
  it('says who holds and who has what, since when, without saying who they are', async () => {
    await hold('ann', 1, 2);
    const { id } = await reserve('bob', 5);
    await ask('POST', '/events/default/seats/block', asAdmin, { seat_ids: [9] });
    const answer = await ask('GET', '/admin/events/default/seats', asAdmin);
    expect(answer.body).not.toMatch(/ann|bob|Alice|1234/);
    const now = new Date(server.clock.wallMs());
    expect(answer.json()).toMatchObject({
      states: 'hhaaraaab',
      holds: [{ seat_ids: [1, 2], expires_in_ms: 120_000, since: now.toISOString(), extensions_used: 0 }],
      reservations: [{ id, seat_ids: [5], since: now.toISOString(), is_desk: false }],
    });
    const again = await server.app.inject({
      url: '/api/v1/admin/events/default/seats',
      headers: { ...asAdmin, 'if-none-match': String(answer.headers.etag) },
    });
    expect(again.statusCode).toBe(304);
    await hold('ann', 1);
    const { holds } = await seats();
    expect(holds).toMatchObject([{ user: answer.json<ConsoleSeats>().holds[0]?.user, seat_ids: [1] }]);
  });

  it('shows of a reservation that lost seats those that are left', async () => {
    const { id } = await reserve('bob', 4, 5);
    expect((await seats()).reservations).toMatchObject([{ id, seat_ids: [4, 5] }]);
    expect((await cancel(id, { seat_ids: [4], reason: REASON })).statusCode).toBe(200);
    expect((await seats()).reservations).toMatchObject([{ id, seat_ids: [5] }]);
  });
});

describe('ending holds', () => {
  const release = (body: object) => ask('POST', '/admin/events/default/holds/release', asAdmin, body);

  it('frees seats by number or by user, and leaves the reason in the trail', async () => {
    await hold('ann', 1, 2);
    await hold('bob', 3);
    const bySeat = await release({ seat_ids: [2, 9], reason: REASON });
    expect(bySeat.json<Intervention>()).toEqual({ success: true, changes: 1, seat_ids: [2] });
    const { holds } = await seats();
    const user = holds.find(({ seat_ids }) => seat_ids.includes(3))?.user;
    expect((await release({ user, reason: REASON })).json()).toMatchObject({ changes: 1, seat_ids: [3] });
    expect((await release({ user, reason: REASON })).statusCode).toBe(404);
    expect((await seats()).states).toBe('haaaaaaaa');
    expect(await trail()).toMatchObject([
      { action: 'holds.released', event: 'default', detail: { reason: REASON, seat_ids: [3] } },
      { action: 'holds.released', actor: 'organiser:organiser', detail: { seat_ids: [2] } },
    ]);
  });

  it('is told with its reason to whoever held the seats, for ten minutes, and to nobody else', async () => {
    const ended = (user: string) => ask('GET', '/events/default/hold/ended', as(user));
    await hold('ann', 1, 2);
    await hold('bob', 3);
    const at = new Date(server.clock.wallMs()).toISOString();
    await release({ seat_ids: [2, 9], reason: REASON });
    server.clock.advance(60_000);
    expect((await ended('ann')).json()).toEqual({
      ...{ event: 'default', seat_ids: [2], ended_at: at, ended_ms_ago: 60_000 },
      reason: REASON,
    });
    for (const other of ['bob', 'cem']) expect((await ended(other)).statusCode).toBe(204);
    await release({ seat_ids: [1], reason: 'the other too' });
    expect((await ended('ann')).json()).toMatchObject({ seat_ids: [1], reason: 'the other too' });
    server.clock.advance(10 * 60_000);
    expect((await ended('ann')).statusCode).toBe(200);
    server.clock.advance(1);
    expect((await ended('ann')).statusCode).toBe(204);
    expect((await ask('GET', '/events/default/hold/ended', {})).json<Problem>().reason).toBe('missing_user');
    expect((await ask('GET', '/events/none/hold/ended', as('ann'))).statusCode).toBe(404);
  });

  it('gives no reason to whoever reserved the seats meanwhile', async () => {
    await hold('ann', 1);
    await hold('bob', 2);
    const [reserved, released] = await Promise.all([
      reserve('ann', 1),
      release({ seat_ids: [1, 2], reason: REASON }),
    ]);
    expect(reserved.status).toBe('active');
    expect(released.json()).toMatchObject({ changes: 1, seat_ids: [2] });
    expect((await ask('GET', '/events/default/hold/ended', as('ann'))).statusCode).toBe(204);
    expect((await ask('GET', '/events/default/hold/ended', as('bob'))).statusCode).toBe(200);
  });

  it('takes seats or a user, and a reason', async () => {
    for (const body of [{ reason: REASON }, { seat_ids: [1], user: 'abcdefghij', reason: REASON }]) {
      expect((await release(body)).json<Problem>().errors).toMatchObject([{ field: 'seat_ids' }]);
    }
    expect((await release({ seat_ids: [1] })).json<Problem>().errors).toMatchObject([{ field: 'reason' }]);
    expect((await release({ seat_ids: [1], reason: ' \n ' })).statusCode).toBe(400);
    const moved = await release({ seat_ids: [1], reason: 'a\nb' });
    expect(moved.statusCode).toBe(200);
  });
});

describe('cancelling for somebody', () => {
  it('frees some of the seats or all, and its owner reads why', async () => {
    const { id } = await reserve('ann', 1, 2, 3);
    const part = await cancel(id, { reason: REASON, seat_ids: [2] });
    expect(part.json()).toEqual({ success: true, changes: 1, seat_ids: [2] });
    const mine = async () =>
      (await ask('GET', `/reservations/${id}`, as('ann'))).json<ReservationResult>().reservation;
    expect(await mine()).toMatchObject({
      status: 'active',
      seats: [{ id: 1 }, { id: 3 }],
      total: 100_000,
      cancel_reason: REASON,
    });
    expect((await cancel(id, { reason: 'all of it' })).json()).toMatchObject({ seat_ids: [1, 3] });
    expect(await mine()).toMatchObject({ status: 'cancelled', cancel_reason: 'all of it' });
    expect((await cancel(id, { reason: 'again' })).json()).toMatchObject({ changes: 0, seat_ids: [] });
    expect((await mine()).cancel_reason).toBe('all of it');
    expect(await trail()).toMatchObject([
      { action: 'reservation.cancelled', detail: { reservation: id, seat_ids: [1, 3] } },
      { action: 'reservation.cancelled', detail: { reason: REASON, seat_ids: [2] } },
    ]);
  });

  it('leaves the reason of before where it takes nothing, and says none where the owner was quicker', async () => {
    const { id } = await reserve('ann', 1, 2);
    const reasonOf = async (user: string, of: string) =>
      (await ask('GET', `/reservations/${of}`, as(user))).json<ReservationResult>().reservation.cancel_reason;
    await cancel(id, { reason: REASON, seat_ids: [2] });
    expect((await cancel(id, { reason: 'a slip', seat_ids: [9] })).statusCode).toBe(400);
    expect(await reasonOf('ann', id)).toBe(REASON);
    const bobs = (await reserve('bob', 5)).id;
    const submit = server.office.submit.bind(server.office);
    // Between the moment in which the organiser's request looks and the one in which it takes.
    const ownerIsQuicker = async (command: Parameters<typeof submit>[0]) => {
      Object.assign(server.office, { submit });
      expect((await ask('DELETE', `/reservations/${bobs}`, as('bob'))).statusCode).toBe(200);
      return submit(command);
    };
    Object.assign(server.office, { submit: ownerIsQuicker });
    const late = await cancel(bobs, { reason: REASON });
    expect(late.json()).toMatchObject({ changes: 0, seat_ids: [] });
    expect(await reasonOf('bob', bobs)).toBeUndefined();
  });

  it('leaves a reason where two of the house cancel at once, and where the first answer was lost', async () => {
    const reasonOf = async (user: string, of: string) =>
      (await ask('GET', `/reservations/${of}`, as(user))).json<ReservationResult>().reservation.cancel_reason;
    const anns = (await reserve('ann', 1)).id;
    const both = await Promise.all([cancel(anns, { reason: REASON }), cancel(anns, { reason: REASON })]);
    expect(both.map((each) => each.json<Intervention>().changes).toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await reasonOf('ann', anns)).toBe(REASON);

    const bobs = (await reserve('bob', 2)).id;
    const submit = server.office.submit.bind(server.office);
    const answersTooLate = async (command: Parameters<typeof submit>[0]) => {
      Object.assign(server.office, { submit });
      // The ledger has not answered by then.
      setImmediate(() => void submit(command));
      return Promise.resolve({ refused: 'unavailable' });
    };
    Object.assign(server.office, { submit: answersTooLate });
    expect((await cancel(bobs, { reason: REASON })).statusCode).toBe(503);
    await expect.poll(() => server.office.seatMap.stateOf(2)).toBe('available');
    expect((await cancel(bobs, { reason: REASON })).json()).toMatchObject({ changes: 0 });
    expect(await reasonOf('bob', bobs)).toBe(REASON);
  });

  it('is refused for seats it does not have and for reservations of other events, and then says no reason', async () => {
    const { id } = await reserve('ann', 1);
    const wrong = await cancel(id, { reason: REASON, seat_ids: [2] });
    expect(wrong.json<Problem>()).toMatchObject({ reason: 'validation', seat_ids: [2] });
    const mine = await ask('GET', `/reservations/${id}`, as('ann'));
    expect(mine.json<ReservationResult>().reservation.cancel_reason).toBeUndefined();
    for (const unknown of ['default.99', 'gala.1', 'nonsense']) {
      expect((await cancel(unknown, { reason: REASON })).statusCode).toBe(404);
    }
  });
});

/** What somebody reads who asks as soon as the box office has done what they are told of, before the organiser has an answer. */
async function readAtOnce<T>(
  read: () => Promise<T>,
  intervene: () => Promise<unknown>,
): Promise<T | undefined> {
  const submit = server.office.submit.bind(server.office);
  let found: T | undefined;
  const submitAndRead = async (command: Parameters<typeof submit>[0]) => {
    const outcome = await submit(command);
    found = await read();
    return outcome;
  };
  Object.assign(server.office, { submit: submitAndRead });
  await intervene();
  return found;
}

describe('a reason', () => {
  it('can be read by whoever hears at once what was taken from them', async () => {
    await hold('ann', 1);
    const hers = await readAtOnce(
      () => ask('GET', '/events/default/hold/ended', as('ann')),
      () => ask('POST', '/admin/events/default/holds/release', asAdmin, { seat_ids: [1], reason: REASON }),
    );
    expect(hers?.json()).toMatchObject({ seat_ids: [1], reason: REASON });
    const { id } = await reserve('bob', 5);
    const his = await readAtOnce(
      () => ask('GET', `/reservations/${id}`, as('bob')),
      () => cancel(id, { reason: REASON }),
    );
    expect(his?.json()).toMatchObject({ reservation: { status: 'cancelled', cancel_reason: REASON } });
  });
});

describe('the desk', () => {
  it('sells many seats to somebody by name, with a ticket that they can find', async () => {
    const sold = await sell({ ...ALICE, seat_ids: [6, 1, 2, 3, 4, 5] });
    expect(sold.statusCode).toBe(201);
    const { reservation } = sold.json<ReservationResult>();
    expect(reservation).toMatchObject({ user_name: 'Alice', total: 300_000, status: 'active' });
    const { code } = reservation;
    const found = await ask('POST', '/reservations/find', {}, { code, phone: ALICE.phone });
    expect(found.json<ReservationResult>().reservation.id).toBe(reservation.id);
    expect((await seats()).reservations).toMatchObject([{ is_desk: true, seat_ids: [1, 2, 3, 4, 5, 6] }]);
  });

  it('gets the same answer to the same request, and sells one after the other without limit', async () => {
    const once = { ...asAdmin, 'idempotency-key': 'once' };
    const [first, second] = [
      await sell({ ...ALICE, seat_ids: [1] }, once),
      await sell({ ...ALICE, seat_ids: [1] }, once),
    ];
    expect(second.body).toBe(first.body);
    expect((await sell({ ...ALICE, seat_ids: [2] }, once)).json<Problem>().reason).toBe(
      'idempotency_mismatch',
    );
    for (const id of [2, 3, 4, 5, 6]) expect((await sell({ ...ALICE, seat_ids: [id] })).statusCode).toBe(201);
  });

  it('is refused what somebody holds, and told both fields that are wrong', async () => {
    await hold('ann', 1);
    expect((await sell({ ...ALICE, seat_ids: [1, 2] })).json<Problem>()).toMatchObject({
      reason: 'seat_held',
      seat_ids: [1],
    });
    const wrong = await sell({ user_name: ' ', phone: '1', seat_ids: [2] });
    expect(wrong.json<Problem>().errors).toMatchObject([{ field: 'user_name' }, { field: 'phone' }]);
  });

  it('may sell, cancel and look, and neither ends holds nor changes the hall', async () => {
    const made = await ask('POST', '/admin/organisers', asAdmin, { name: 'lee', role: 'desk' });
    const asDesk = { authorization: `Bearer ${made.json<OrganiserWithToken>().token}` };
    const sold = await sell({ ...ALICE, seat_ids: [1] }, asDesk);
    expect(sold.statusCode).toBe(201);
    const { id } = sold.json<ReservationResult>().reservation;
    expect((await cancel(id, { reason: REASON }, asDesk)).statusCode).toBe(200);
    const body = { seat_ids: [1], reason: REASON };
    const release = await ask('POST', '/admin/events/default/holds/release', asDesk, body);
    expect(release.json<Problem>().reason).toBe('not_your_role');
  });
});
