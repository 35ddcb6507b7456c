import type { ConsoleEventList, EventDetails, EventList, Problem, ReservationResult } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin, createTestApp, type Body, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';

let server: TestApp;
beforeEach(async () => {
  server = await createTestApp();
});
afterEach(() => server.close());

const performance = {
  title: 'Rehearsal',
  venue: 'Small stage',
  starts_at: '2099-01-01T19:00:00+09:00',
  hall: { rows: 2, seats_per_row: 2 },
};
const INVENTED = { user_name: 'Nobody 1', phone: '+1 202 555 0142' };

async function put(id: string, rules: object = { is_rehearsal: true }) {
  const url = `/api/v1/events/${id}`;
  const answer = await server.app.inject({
    ...{ method: 'PUT', url, headers: asAdmin },
    payload: { ...performance, rules },
  });
  return { status: answer.statusCode, body: answer.json<Body<EventDetails>>() };
}

async function reserve(id: string, person: object) {
  const url = `/api/v1/events/${id}/reservations`;
  const payload = { ...person, seat_ids: [1] };
  const answer = await server.app.inject({ method: 'POST', url, headers: as('r1'), payload });
  return { status: answer.statusCode, body: answer.json<Body<ReservationResult>>() };
}

const listed = async () =>
  (await server.app.inject('/api/v1/events')).json<EventList>().events.map(({ id }) => id);

describe('a rehearsal', () => {
  it('is in no list, and can be asked for by its address', async () => {
    expect(await put('rehearsal-a')).toMatchObject({ status: 201, body: { rules: { is_rehearsal: true } } });
    expect(await listed()).toEqual(['default']);
    expect((await server.app.inject('/api/v1/events/rehearsal-a')).statusCode).toBe(200);
  });

  it('is marked in the console’s list', async () => {
    await put('rehearsal-a');
    const list = await server.app.inject({ url: '/api/v1/admin/events', headers: asAdmin });
    expect(list.json<ConsoleEventList>().events.map(({ event }) => [event.id, event.rules])).toMatchObject([
      ['default', expect.not.objectContaining({ is_rehearsal: true })],
      ['rehearsal-a', { is_rehearsal: true }],
    ]);
  });

  it('has no doors: nobody is expected, and nobody comes in', async () => {
    await put('rehearsal-a');
    await reserve('rehearsal-a', INVENTED);
    const now = new Date(server.clock.wallMs()).toISOString();
    const scan = { scan_id: '00000000-0000-4000-8000-000000000000', reservation: 1, count: 1, at: now };
    const payload = { door: 'A', device: 'phone', sent_at: now, entries: [scan] };
    const url = '/api/v1/admin/events/rehearsal-a';
    const answers = [
      await server.app.inject({ url: `${url}/guests`, headers: asAdmin }),
      await server.app.inject({ url: `${url}/entries`, headers: asAdmin }),
      await server.app.inject({ method: 'POST', url: `${url}/entries`, headers: asAdmin, payload }),
    ];
    for (const answer of answers) {
      expect(answer.json<Problem>()).toMatchObject({
        reason: 'not_found',
        detail: expect.stringContaining('rehearsal') as string,
      });
    }
  });

  it('shows in its id what it is', async () => {
    expect(await put('gala')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'rules.is_rehearsal' }] },
    });
    expect((await put('rehearsal-dinner', {})).body.rules).not.toHaveProperty('is_rehearsal');
    expect(await listed()).toContain('rehearsal-dinner');
  });

  it('stays one, and no other event becomes one', async () => {
    await put('rehearsal-a');
    await put('rehearsal-dinner', {});
    const refused = { status: 400, body: { errors: [{ field: 'rules.is_rehearsal' }] } };
    expect(await put('rehearsal-a', { is_rehearsal: false })).toMatchObject(refused);
    expect(await put('rehearsal-dinner', { is_rehearsal: true })).toMatchObject(refused);
    expect(await put('rehearsal-a', {})).toMatchObject({
      status: 200,
      body: { rules: { is_rehearsal: true } },
    });
  });

  it('is not copied to an id that does not show it', async () => {
    await put('rehearsal-a');
    const copied = await server.app.inject({
      ...{ method: 'POST', url: '/api/v1/admin/events/rehearsal-a/copy', headers: asAdmin },
      payload: { event: 'gala', starts_at: performance.starts_at },
    });
    expect(copied.json<Problem>()).toMatchObject({ status: 400, errors: [{ field: 'event' }] });
    expect((await server.app.inject('/api/v1/events/gala')).statusCode).toBe(404);
  });

  it('stays one also for a server that has not heard of it', async () => {
    await put('rehearsal-a');
    const { event } = (await server.offices.get('rehearsal-a'))?.seatMap ?? expect.unreachable();
    const { rules } = smallEvent();
    expect(await server.ledger.putEvent({ ...event, rules })).toEqual({ outcome: 'hall_differs' });
  });

  it('gives out codes that say so, and that nobody finds a ticket by', async () => {
    await put('rehearsal-a');
    const { status, body } = await reserve('rehearsal-a', INVENTED);
    expect(status).toBe(201);
    expect(body.reservation.code).toMatch(/^REHEARSAL-[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    const found = await server.app.inject({
      ...{ method: 'POST', url: '/api/v1/reservations/find' },
      payload: { code: body.reservation.code, phone: INVENTED.phone },
    });
    expect(found.statusCode).not.toBe(200);
  });

  it('writes down nobody who is not invented', async () => {
    await put('rehearsal-a');
    expect(await reserve('rehearsal-a', ALICE)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'phone' }] },
    });
    expect((await server.ledger.load('rehearsal-a'))?.position.sequence).toBe(0);
  });
});
