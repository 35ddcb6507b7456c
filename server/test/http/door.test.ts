import type { EntryList, GuestList, Problem, ReservationResult } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin, createTestApp, type TestApp } from '../support/app.ts';
import { putPlannedEvent } from '../support/planned-event.ts';
import { rowsPlan } from '../support/plans.ts';

const scanIdOf = (i: number) => `${String(i).padStart(8, '0')}-0000-4000-8000-000000000000`;
const SCANS = Array.from({ length: 9 }, (_, i) => scanIdOf(i));
let server: TestApp;
beforeEach(async () => (server = await createTestApp()));
afterEach(() => server.close());

const reserve = async (user: string, ...seat_ids: number[]) =>
  (
    await server.app.inject({
      method: 'POST',
      url: '/api/v1/events/default/reservations',
      headers: as(user),
      payload: { ...ALICE, user_name: user, seat_ids },
    })
  ).json<ReservationResult>().reservation;
const ask = async <T>(path: string, headers: Record<string, string> = asAdmin): Promise<T> =>
  (await server.app.inject({ url: `/api/v1/admin/events/default${path}`, headers })).json<T>();
const guests = (query = '') => ask<GuestList>(`/guests${query}`);
const entries = (after = 0) => ask<EntryList>(`/entries?after=${after}`);
const tell = (scans: readonly object[], given: object = {}) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/admin/events/default/entries',
    headers: asAdmin,
    payload: { door: 'Door A', device: 'phone-1', sent_at: iso(), entries: scans, ...given },
  });
const iso = (offsetMs = 0) => new Date(server.clock.wallMs() + offsetMs).toISOString();
const scan = (i: number, reservation: number, given: object = {}) => ({
  ...{ scan_id: SCANS[i], reservation, count: 1, at: iso() },
  ...given,
});

describe('The guest list', () => {
  it('names who is expected where, and nobody’s phone', async () => {
    const { code } = await reserve('Jia', 1, 2);
    const list = await guests();
    expect(list).toMatchObject({ sequence: 1, next: null, reload: false });
    const seats = [
      { label: 'A1', section: null },
      { label: 'A2', section: null },
    ];
    expect(list.guests).toEqual([{ reservation: 1, origin: 1, code, name: 'Jia', state: 'active', seats }]);
    expect(JSON.stringify(list)).not.toContain('1234');
  });

  it('is the door’s and the organiser’s alone', async () => {
    for (const path of ['/guests', '/entries']) {
      expect(await ask<Problem>(path, as('alice'))).toMatchObject({ status: 401, reason: 'unauthorized' });
    }
  });

  it('tells what has changed since it was read', async () => {
    const { id } = await reserve('Jia', 1);
    await reserve('Minsu', 2);
    expect(await guests('?after=2')).toMatchObject({ guests: [], reload: false });
    await reserve('Sora', 3);
    await server.app.inject({ method: 'DELETE', url: `/api/v1/reservations/${id}`, headers: as('Jia') });
    const changed = await guests('?after=2');
    expect(changed.guests.map(({ reservation, state }) => [reservation, state])).toEqual([
      [1, 'cancelled'],
      [3, 'active'],
    ]);
    expect(changed.sequence).toBe(4);
    // A phone that knows more than the server has heard of another history.
    expect(await guests('?after=5')).toMatchObject({ reload: true, guests: [] });
    expect(await ask<Problem>('/guests?after=2&from=0')).toMatchObject({ errors: [{ field: 'after' }] });
  });

  it('is to be read anew by a phone that was away while the ledger went back and on', async () => {
    await reserve('Jia', 1);
    const { position } = await guests();
    await reserve('Sora', 2);
    expect(await guests(`?after=${position}`)).toMatchObject({ reload: false, guests: [{ name: 'Sora' }] });
    expect((await entries()).position).toBe((await guests()).position);
    await server.close();
    // The same house, with a ledger that knows nothing of Jia.
    server = await createTestApp();
    for (const [i, user] of ['Mina', 'Hana', 'Yuna'].entries()) await reserve(user, i + 1);
    expect(await guests(`?after=${position}`)).toMatchObject({ reload: true, guests: [] });
  });

  it('leaves whoever buys while it is read to what is asked for after it', async () => {
    const { ledger } = server;
    const whole = ledger.reservationsFrom.bind(ledger);
    const changed = ledger.reservationsTouched.bind(ledger);
    const buyers = ['Jia', 'Minsu', 'Sora'];
    const meanwhile = async <T>(reading: Promise<T>): Promise<T> => {
      const found = await reading;
      const seat = 4 - buyers.length;
      await reserve(buyers.shift() ?? '', seat);
      return found;
    };
    ledger.reservationsFrom = (...asked) => meanwhile(whole(...asked));
    ledger.reservationsTouched = (...asked) => meanwhile(changed(...asked));
    const lists = [await guests()];
    for (let i = 0; i < 2; i++) lists.push(await guests(`?after=${lists[i]?.sequence}`));
    expect(lists.map((list) => list.guests.map(({ name }) => name))).toEqual([[], ['Jia'], ['Minsu']]);
  });

  it('is to be read anew, and not cut off, where more has changed than a phone reads in a moment', async () => {
    await reserve('Jia', 1);
    const read = await server.ledger.reservationsTouched('default', 0, 1);
    const asked: number[] = [];
    const found = (count: number) => (_event: string, _after: number, limit: number) => {
      asked.push(limit);
      return Promise.resolve(Array.from({ length: count }, () => read ?? []).flat());
    };
    server.ledger.reservationsTouched = found(2_000);
    expect((await guests('?after=0')).guests).toHaveLength(2_000);
    server.ledger.reservationsTouched = found(2_001);
    expect(await guests('?after=0')).toMatchObject({ guests: [], next: null, reload: true });
    expect(asked).toEqual([2_001, 2_001]);
  });

  it('names the section of a seat where the hall has sections', async () => {
    await putPlannedEvent(server.ledger, rowsPlan(2, 1, 2), { eventId: 'opera' });
    const url = '/api/v1/events/opera/reservations';
    await server.app.inject({
      method: 'POST',
      url,
      headers: as('Jia'),
      payload: { ...ALICE, seat_ids: [3] },
    });
    const list = await server.app.inject({ url: '/api/v1/admin/events/opera/guests', headers: asAdmin });
    expect(list.json<GuestList>().guests).toMatchObject([{ seats: [{ section: 'Block 2' }] }]);
  });
});

describe('Entries', () => {
  it('are kept once, however often they are told, in order of arrival', async () => {
    await reserve('Jia', 1, 2);
    expect((await tell([scan(0, 1)])).json()).toEqual({ success: true, clock_error_ms: 0 });
    await tell([scan(0, 1), scan(1, 1)]);
    await tell([scan(1, 1, { count: 2 })], { door: 'Door B' });
    const known = await entries();
    expect(known.entries.map(({ scan_id, count, door }) => [scan_id, count, door])).toEqual([
      [SCANS[0], 1, 'Door A'],
      [SCANS[1], 1, 'Door A'],
    ]);
    const [first] = known.entries;
    expect((await entries(first?.number)).entries.map(({ scan_id }) => scan_id)).toEqual([SCANS[1]]);
  });

  it('are told a thousand at a time, and whether there are more', async () => {
    const letIn = { reservation: 1, count: 1, door: 'Door A', device: 'phone-1', at: 1, undoes: null };
    const thousand = Array.from({ length: 1_000 }, (_, i) => ({ scanId: scanIdOf(i), ...letIn }));
    await server.entries.record('default', thousand, 1, 'organiser:kim');
    const page = await entries();
    expect([page.entries.length, page.has_more]).toEqual([1_000, false]);
    await server.entries.record('default', [{ scanId: scanIdOf(1_000), ...letIn }], 1, 'organiser:kim');
    expect(await entries()).toMatchObject({ entries: page.entries, has_more: true });
    expect(await entries(page.entries.at(-1)?.number)).toMatchObject({
      entries: [{ scan_id: scanIdOf(1_000) }],
      has_more: false,
    });
  });

  it('have the server’s time, whatever the phone’s clock says', async () => {
    await reserve('Jia', 1);
    const hour = 3_600_000;
    // The phone is an hour ahead, and let somebody in ten minutes ago.
    const told = await tell(
      [scan(0, 1, { at: iso(hour - 600_000) }), scan(1, 1, { at: iso(hour + 5_000) })],
      {
        sent_at: iso(hour),
      },
    );
    expect(told.json()).toMatchObject({ clock_error_ms: hour });
    expect((await entries()).entries.map(({ at }) => at)).toEqual([iso(-600_000), iso()]);
  });

  it('are taken back by name, once in the trail, and then the ticket can be given away again', async () => {
    const { id } = await reserve('Jia', 1, 2);
    await reserve('Mina', 3);
    await tell([scan(0, 1, { count: 2 }), scan(1, 2)]);
    const offer = async () =>
      (
        await server.app.inject({
          ...{ method: 'POST', url: `/api/v1/reservations/${id}/transfer`, headers: as('Jia') },
        })
      ).json<Partial<Problem>>().reason;
    expect(await offer()).toBe('already_admitted');
    const undo = scan(2, 1, { count: 2, undoes: SCANS[0] });
    await tell([undo], { door: 'Door B' });
    await tell([undo], { door: 'Door B' });
    const actor = 'organiser:organiser';
    expect((await ask<EntryList>('/entries?reservation=1')).entries).toMatchObject([
      { scan_id: SCANS[0], undoes: null, actor, door: 'Door A' },
      { scan_id: SCANS[2], undoes: SCANS[0], actor, door: 'Door B' },
    ]);
    expect((await server.trail.list({ limit: 9 })).map(({ action, detail }) => [action, detail])).toEqual([
      ['entry.undone', { reservation: 1, people: 2, door: 'Door B' }],
    ]);
    expect(await offer()).toBeUndefined();
  });
});
