import { describe, expect, it } from 'vitest';
import { createApi, streamPath } from '../src/api.ts';
import type { Outcome } from '../src/outcome.ts';
import type { RequestOptions } from '../src/request.ts';

/** What was asked, and whether it was asked in a session. */
function listening() {
  const asked: { path: string; options: RequestOptions; inSession: boolean }[] = [];
  let depth = 0;
  const answer = { ok: true as const, value: undefined, sentAt: 0 };
  const api = createApi({
    request: <T>(path: string, options: RequestOptions = {}) => {
      asked.push({ path, options, inSession: depth > 0 });
      // Nobody looks at what is answered.
      return Promise.resolve(answer as Outcome<T>);
    },
    inSession: async (command) => {
      depth++;
      try {
        return await command();
      } finally {
        depth--;
      }
    },
    passOf: (event) => `pass of ${event}`,
  });
  return { api, asked };
}
type Api = ReturnType<typeof listening>['api'];

const EVENT = 'a b/c';
const at = '/events/a%20b%2Fc';
const pass = `pass of ${EVENT}`;
const wish = { quantity: 2, category: 'R', together: true };
const person = { code: 'AAAAA-BBBBB', phone: '010-1234-5678' };

describe('the API', () => {
  it.each<[string, (api: Api) => Promise<unknown>, string, RequestOptions]>([
    ['events', (api) => api.events(), '/events', { isTimely: true }],
    ['an event', (api) => api.event(EVENT), at, {}],
    ['seats', (api) => api.seats(EVENT), `${at}/seats`, {}],
    ['states', (api) => api.states(EVENT), `${at}/states`, {}],
    ['a plan', (api) => api.plan('p/1'), '/plans/p%2F1', {}],
    ['changes', (api) => api.changes(EVENT, 'e1.ab:7'), `${at}/changes?after=e1.ab%3A7`, {}],
  ])('is asked for %s without a session', async (_what, ask, path, options) => {
    const { api, asked } = listening();
    await ask(api);
    expect(asked).toEqual([{ path, options, inSession: false }]);
  });

  it.each<[string, (api: Api) => Promise<unknown>, string, RequestOptions]>([
    ['what I hold', (api) => api.hold(EVENT), `${at}/hold`, {}],
    [
      'these seats',
      (api) => api.putHold(EVENT, [3, 4]),
      `${at}/hold`,
      { method: 'PUT', body: '{"seat_ids":[3,4]}', pass },
    ],
    [
      'the best seats',
      (api) => api.putBestHold(EVENT, wish),
      `${at}/hold`,
      { method: 'PUT', body: JSON.stringify({ best_available: wish }), pass },
    ],
    ['no seats any more', (api) => api.deleteHold(EVENT), `${at}/hold`, { method: 'DELETE' }],
    [
      'more time',
      (api) => api.extendHold(EVENT, 'key-1'),
      `${at}/hold/extend`,
      { method: 'POST', idempotencyKey: 'key-1' },
    ],
    [
      'a reservation',
      (api) => api.reserve(EVENT, '{"user_name":"A"}', 'key-2', 9_000),
      `${at}/reservations`,
      { method: 'POST', body: '{"user_name":"A"}', idempotencyKey: 'key-2', timeoutMs: 9_000, pass },
    ],
    ['what is mine', (api) => api.myReservations(), '/me/reservations', {}],
    ['one of mine', (api) => api.reservation('e/1.7'), '/reservations/e%2F1.7', {}],
    [
      'one that is found',
      (api) => api.findReservation(person),
      '/reservations/find',
      { method: 'POST', body: JSON.stringify(person) },
    ],
    ['a cancellation', (api) => api.cancelReservation('e.7'), '/reservations/e.7', { method: 'DELETE' }],
  ])('is asked for %s in a session', async (_what, ask, path, options) => {
    const { api, asked } = listening();
    await ask(api);
    expect(asked).toEqual([{ path, options, inSession: true }]);
  });

  it('streams an event’s changes', () => {
    expect(streamPath(EVENT)).toBe(`${at}/stream`);
  });
});
