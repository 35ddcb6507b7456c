import type { Hold, ReservationResult } from '@jari/contract';
import { ALICE, as, type Body, type TestApp } from './app.ts';

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** What visitors send to the server of the test that runs. */
export function visitorCalls(server: () => TestApp) {
  const call = async <B>(
    method: Method,
    user: string,
    path: string,
    given: { body?: object; key?: string } = {},
  ) => {
    const answer = await server().app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...as(user), ...(given.key === undefined ? {} : { 'idempotency-key': given.key }) },
      ...(given.body === undefined ? {} : { payload: given.body }),
    });
    const text = answer.body;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text,
      body: (text === '' ? {} : JSON.parse(text)) as Body<B>,
    };
  };
  const hold = (user: string, ...seat_ids: number[]) =>
    call<Hold>('PUT', user, '/events/default/hold', { body: { seat_ids } });
  const confirm = (user: string, given: { body?: object; key?: string } = {}) =>
    call<ReservationResult>('POST', user, '/events/default/reservations', { body: ALICE, ...given });
  return { call, hold, confirm };
}
