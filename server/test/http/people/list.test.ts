import type { OpenedResult, ReservationPage, Trail } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { as, createTestApp, type TestApp } from '../../support/app.ts';
import { smallEvent } from '../../support/hall.ts';
import { houseCalls } from '../../support/house-calls.ts';

let server: TestApp;
afterEach(() => server.close());
const { send, newOrganiser } = houseCalls(() => server);

const people = [
  ['ann', '김철수', '010-1111-5678'],
  ['bob', 'Kim  Lee', '010-2222-5678'],
  ['cat', '김철', '010-3333-9999'],
] as const;

async function sell(): Promise<void> {
  server = await createTestApp({ events: [smallEvent({ layout: { rows: 3, seatsPerRow: 9 } })] });
  for (const [i, [user, user_name, phone]] of people.entries()) {
    const seat_ids = [i * 2 + 1, i * 2 + 2];
    const sold = await send('POST', '/events/default/reservations', { user_name, phone, seat_ids }, as(user));
    expect(sold.statusCode).toBe(201);
  }
}
const list = async (query = '') =>
  (await send('GET', `/admin/events/default/reservations${query}`)).json<ReservationPage>();
const foundBy = async (q: string) => {
  const { reservations, searched } = await list(`?q=${encodeURIComponent(q)}`);
  return { searched, found: reservations.map(({ sequence }) => sequence) };
};

describe('the organiser’s list of reservations', () => {
  beforeEach(sell);

  it('has the newest first, with masked names and phones', async () => {
    const { reservations, next, searched } = await list();
    expect({ next, searched }).toEqual({ next: null, searched: 'all' });
    expect(reservations.map((each) => [each.id, each.user_name, each.phone, each.personal_data])).toEqual([
      ['default.3', '김*', '010-****-9999', 'kept'],
      ['default.2', 'K** L**', '010-****-5678', 'kept'],
      ['default.1', '김*수', '010-****-5678', 'kept'],
    ]);
    expect(reservations[2]?.seats.map(({ label }) => label)).toEqual(['A1', 'A2']);
    expect(JSON.stringify(reservations)).not.toMatch(/철수|Lee|1111/);
  });

  it('comes in pages, and of one state', async () => {
    await send('DELETE', '/reservations/default.2', undefined, as('bob'));
    const first = await list('?limit=2');
    expect(first.reservations.map(({ sequence }) => sequence)).toEqual([3, 2]);
    const second = await list(`?limit=2&after=${first.next ?? ''}`);
    expect(second.reservations.map(({ sequence }) => sequence)).toEqual([1]);
    expect(second.next).toBeNull();
    // The last page may be a full one.
    expect(await list('?limit=3')).toMatchObject({ reservations: [{}, {}, {}], next: null });
    expect((await list('?state=cancelled')).reservations).toMatchObject([
      { id: 'default.2', status: 'cancelled', cancelled_at: expect.any(String) as string },
    ]);
    expect((await list('?state=active')).reservations).toHaveLength(2);
  });

  it('finds whole values: a name, a phone, a code, a seat', async () => {
    expect(await foundBy('kimlee')).toEqual({ searched: 'whole', found: [2] });
    expect(await foundBy('김 철')).toEqual({ searched: 'whole', found: [3] });
    expect(await foundBy('01011115678')).toEqual({ searched: 'whole', found: [1] });
    expect(await foundBy('a4')).toEqual({ searched: 'whole', found: [2] });
    const code = (await list()).reservations[0]?.code ?? '';
    expect(await foundBy(code.toLowerCase().replace('-', ' '))).toEqual({ searched: 'whole', found: [3] });
  });

  it('finds parts where nothing has it as a whole: of a name, and the end of a phone', async () => {
    expect(await foundBy('김')).toEqual({ searched: 'parts', found: [3, 1] });
    expect(await foundBy('LEE')).toEqual({ searched: 'parts', found: [2] });
    expect(await foundBy('5678')).toEqual({ searched: 'parts', found: [2, 1] });
    // The last digits are what people say to be found by; any others find nobody by chance.
    expect(await foundBy('2222-56')).toEqual({ searched: 'parts', found: [] });
    expect(await foundBy('nobody')).toEqual({ searched: 'parts', found: [] });
    // People say the last digits, and not some in the middle.
    expect(await foundBy('1115')).toEqual({ searched: 'parts', found: [] });
    const first = await list('?q=5678&limit=1');
    expect(first).toMatchObject({ reservations: [{ sequence: 2 }], next: 's2' });
    expect(await list('?q=5678&limit=1&after=s2')).toMatchObject({ reservations: [{ sequence: 1 }] });
  });

  it('says of whom names were removed', async () => {
    await server.persons.erasePersons([{ eventId: 'default', sequence: 3 }]);
    expect((await list('?limit=1')).reservations).toMatchObject([
      { user_name: '', phone: '', personal_data: 'removed', status: 'active' },
    ]);
  });

  it('is for those who sell, and asks for an event that there is', async () => {
    const path = '/admin/events/default/reservations';
    expect((await send('GET', path, undefined, {})).statusCode).toBe(401);
    expect((await send('GET', path, undefined, await newOrganiser('dora', 'door'))).statusCode).toBe(403);
    expect((await send('GET', path, undefined, await newOrganiser('dan', 'desk'))).statusCode).toBe(200);
    expect((await send('GET', '/admin/events/none/reservations')).statusCode).toBe(404);
    for (const query of ['?limit=201', '?after=1', '?state=held', '?q=', '?name=x']) {
      expect((await send('GET', path + query)).statusCode, query).toBe(400);
    }
  });
});

describe('a search through a large event', () => {
  it('looks at some thousands at a time and goes on from there', async () => {
    server = await createTestApp();
    const asked: (number | null)[] = [];
    const record = await (async () => {
      await send(
        'POST',
        '/events/default/reservations',
        { user_name: 'A', phone: '01011112222', seat_ids: [1] },
        as('a'),
      );
      return server.ledger.findReservation({ eventId: 'default', sequence: 1 });
    })();
    if (record === undefined) throw new Error('nothing was sold');
    await server.close();
    // Sequences 50,000 down to 1, of which the very first is the one that is looked for.
    const listReservations: TestApp['persons']['listReservations'] = ({ before, limit, having }) => {
      if (having !== undefined) return Promise.resolve([]);
      asked.push(before);
      const from = (before ?? 50_001) - 1;
      const count = Math.min(limit, from);
      return Promise.resolve(
        Array.from({ length: count }, (_, i) => ({
          ...{ ...record, sequence: from - i },
          userName: from - i === 1 ? 'Needle' : 'Hay',
        })),
      );
    };
    server = await createTestApp({ persons: { ...server.persons, listReservations } });
    const first = await list('?q=needl');
    expect(first).toMatchObject({ reservations: [], next: 's30001', searched: 'parts' });
    expect(asked).toHaveLength(20);
    const second = await list(`?q=needl&after=${first.next ?? ''}`);
    const third = await list(`?q=needl&after=${second.next ?? ''}`);
    expect(third).toMatchObject({ reservations: [{ sequence: 1, user_name: 'N**' }], next: null });
  });
});

describe('a reservation that is opened', () => {
  beforeEach(sell);
  const open = (id: string, headers?: Record<string, string>) =>
    send('POST', `/admin/reservations/${id}/open`, undefined, headers);
  const trail = async () => (await send('GET', '/admin/trail')).json<Trail>().entries;

  it('shows name, phone and user, and that stands in the trail without them', async () => {
    const answer = await open('default.2', await newOrganiser('dan', 'desk'));
    expect(answer.json<OpenedResult>().reservation).toMatchObject({
      id: 'default.2',
      user_name: 'Kim Lee',
      phone: '+821022225678',
      user: 'user:bob',
    });
    const [noted] = await trail();
    expect(noted).toMatchObject({
      actor: 'organiser:dan',
      action: 'person.opened',
      event: 'default',
      detail: { reservation: 'default.2' },
    });
    expect(JSON.stringify(noted)).not.toMatch(/Lee|2222/);
  });

  it('is not shown when that cannot be noted', async () => {
    server.trail.note = () => Promise.reject(new Error('away'));
    const answer = await open('default.2');
    expect([answer.statusCode, answer.body.includes('Lee')]).toEqual([503, false]);
  });

  it('must be one that there is, and is not for the door', async () => {
    for (const id of ['default.9', 'none.1', '..', 'x']) expect((await open(id)).statusCode).toBe(404);
    expect((await open('default.1', await newOrganiser('dora', 'door'))).statusCode).toBe(403);
    expect((await trail()).filter(({ action }) => action === 'person.opened')).toEqual([]);
  });
});
