import type { Audit, ReservationResult, TransferOffer } from '@jari/contract';
import pg from 'pg';
import { openPostgresLedger } from '../../src/adapters/postgres/postgres.ts';
import type { BoxOffice } from '../../src/box-office/box-office.ts';
import { ALICE, as, asAdmin, createTestApp, type TestAppOptions } from './app.ts';
import { smallEvent } from './hall.ts';
import { personKeys } from './person-keys.ts';

/** A whole server on PostgreSQL, with a way to falsify what lies there behind its back. */
export async function openAuditedHouse(connectionString: string, options: TestAppOptions = {}) {
  const ledger = await openPostgresLedger({ personKeys, connectionString });
  const server = await createTestApp({ ...options, ledger });
  const sql = new pg.Client({ connectionString });
  await sql.connect();
  const { app, offices } = server;
  let events = 0;

  const call = async <T>(
    method: 'PUT' | 'POST' | 'DELETE',
    path: string,
    headers: object,
    payload?: object,
  ): Promise<T> => {
    const url = `/api/v1${path}`;
    const answer = await app.inject({ method, url, headers: { ...headers }, ...(payload && { payload }) });
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.body}`);
    return answer.json<T>();
  };

  /** A new event with a little of everything: see the calls. */
  const sellALittle = async (): Promise<{ readonly id: string; readonly office: BoxOffice }> => {
    const id = `event-${++events}`;
    await offices.putEvent(smallEvent({ eventId: id, currency: 'KRW', prices: { standard: 20_000 } }));
    const office = await offices.get(id);
    if (office === undefined) throw new Error('the event was not made');
    const path = `/events/${id}`;
    const reserve = async (user: string, seat_ids: number[]) => {
      const body = { ...ALICE, seat_ids };
      const headers = { ...as(user), 'idempotency-key': `key of ${user}`.replaceAll(' ', '-') };
      return (await call<ReservationResult>('POST', `${path}/reservations`, headers, body)).reservation.id;
    };
    await call('PUT', `${path}/hold`, as('ann'), { seat_ids: [1, 2] });
    await call('POST', `${path}/hold/extend`, as('ann'));
    await call('POST', `${path}/reservations`, as('ann'), ALICE);
    await call('PUT', `${path}/hold`, as('bob'), { seat_ids: [3] });
    await call('PUT', `${path}/line`, as('ivy'), { seat_ids: [3] });
    await call('DELETE', `/reservations/${await reserve('dan', [6, 7])}`, as('dan'));
    await call('POST', `${path}/seats/block`, asAdmin, { seat_ids: [8, 9] });
    await call('POST', `${path}/seats/unblock`, asAdmin, { seat_ids: [9] });
    const given = await reserve('eve', [4]);
    const { token } = await call<TransferOffer>('POST', `/reservations/${given}/transfer`, as('eve'));
    await call('POST', '/transfers/accept', as('gil'), { token, user_name: 'Gil', phone: '010-9876-5432' });
    return { id, office };
  };

  const ask = async (method: 'GET' | 'POST', path: string) => {
    const answer = await app.inject({ method, url: `/api/v1/admin/audit${path}`, headers: asAdmin });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json<Audit>();
  };
  const onlyEvent = ({ events: [event, ...others] }: Audit) => {
    if (event === undefined || others.length > 0) throw new Error('not one event');
    return event;
  };

  return {
    ...server,
    ledger,
    sql,
    sellALittle,
    /** Whom the routes know and what they answer. */
    audit: async (id: string) => onlyEvent(await ask('GET', `?event=${id}`)),
    repair: async (id: string) => onlyEvent(await ask('POST', `/repairs?event=${id}`)),
    close: async () => {
      await server.close();
      await ledger.close();
      await sql.end();
    },
  };
}

export type AuditedHouse = Awaited<ReturnType<typeof openAuditedHouse>>;
