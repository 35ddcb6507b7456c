import { Problem } from '@jari/contract';
import { reasons } from '@jari/contract/reasons';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { systemRandom } from '../../src/adapters/system/random.ts';
import { retryAfter } from '../../src/http/problem.ts';
import { describeError } from '../../src/http/plugins/errors.ts';
import { ALICE, as, createTestApp, type TestApp } from '../support/app.ts';
import type { ReservationId } from '../../src/ports/reservation-record.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';

let server: TestApp;
afterEach(() => server.close());

const isProblem = TypeBoxValidatorCompiler({ schema: Problem, method: '', url: '' });
const RESERVE = '/api/v1/events/default/reservations';

/** A ledger's error as a database driver makes them: with the row in it. */
class RowError extends Error {
  readonly code = '23514';
  readonly detail = 'Failing row contains (Alice, +821012345678).';
  readonly parameters = ['Alice', '+821012345678'];
}

class BrokenLedger extends MemoryLedger {
  isBroken = false;
  override listEvents() {
    return this.isBroken ? Promise.reject(new RowError('new row violates')) : super.listEvents();
  }
  override findReservation(id: ReservationId) {
    return this.isBroken ? Promise.reject(new RowError('new row violates')) : super.findReservation(id);
  }
  override load(eventId: string) {
    return this.isBroken ? Promise.reject(new RowError('new row violates')) : super.load(eventId);
  }
}

describe('every error', () => {
  it('has the shape of the contract, whoever found it', async () => {
    const random = {
      ...systemRandom,
      draw: () => {
        throw new Error('the dice fell off the table');
      },
    };
    server = await createTestApp({ random });
    const post = (url: string, payload: string | object, headers = {}) => ({
      method: 'POST' as const,
      url,
      payload,
      headers,
    });
    const requests = [
      [404, 'not_found', { url: '/nope' }],
      [404, 'not_found', { url: '/api/v1/nope', headers: { accept: 'text/html' } }],
      [404, 'not_found', { method: 'PATCH' as const, url: '/api/v1/seats' }],
      [404, 'not_found', { url: '/api/v1/seats/10' }],
      [400, 'validation', { url: '/%zz' }],
      [400, 'validation', { url: `/api/v1/events/${'x'.repeat(200)}` }],
      [400, 'validation', { url: '/api/v1/seats/abc' }],
      [400, 'validation', post(RESERVE, '{', { ...as('ann'), 'content-type': 'application/json' })],
      [413, 'too_large', post(RESERVE, { user_name: 'x'.repeat(20_000) }, as('ann'))],
      [401, 'unauthorized', post('/api/v1/seats/reset', {})],
      [400, 'missing_user', post('/fcfs/join', {})],
      [409, 'no_hold', post('/api/v1/events/default/hold/extend', {}, as('ann'))],
      [500, 'internal', post(RESERVE, ALICE, as('ann'))],
    ] as const;
    for (const [status, reason, request] of requests) {
      const answer = await server.app.inject(request);
      const problem = answer.json<Problem>();
      expect([request, answer.statusCode, problem.reason]).toEqual([request, status, reason]);
      expect(isProblem(problem)).toHaveProperty('value');
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(problem).toMatchObject({
        status,
        type: `urn:jari:problem:${reason}`,
        title: reasons[reason].title.en,
        retryable: reasons[reason].retryable,
        request_id: answer.headers['x-request-id'],
      });
      expect(problem.detail).not.toBe('');
      expect(answer.body).not.toMatch(/dice|node_modules|\.ts:|at Object/);
    }
  });

  it('that is temporary says when to come back, also where nobody has thought of how soon', () => {
    expect([429, 503, 404, 409, 500].map(retryAfter)).toEqual(['1', '1', undefined, undefined, undefined]);
  });

  it('that is temporary says when to come back', async () => {
    server = await createTestApp({ failureRate: 1, settings: { coldRequestsPerMinute: 1 } });
    const payload = { ...ALICE, seat_ids: [1] };
    const failed = await server.app.inject({ method: 'POST', url: RESERVE, headers: as('ann'), payload });
    expect([failed.statusCode, failed.headers['retry-after']]).toEqual([503, '1']);
    await server.app.inject('/api/v1/me');
    const limited = await server.app.inject('/api/v1/me');
    expect([limited.statusCode, limited.json<Problem>().reason]).toEqual([429, 'rate_limited']);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('a ledger that does not answer', () => {
  it('is unavailable to the visitor, who is told nothing of its insides', async () => {
    const lines: string[] = [];
    const ledger = new BrokenLedger(systemClock);
    server = await createTestApp({ ledger, onLog: (line) => lines.push(line) });
    ledger.isBroken = true;
    const id = '11111111-1111-4111-8111-111111111111';
    for (const url of [`/api/v1/reservations/${id}`, '/api/v1/events/gala']) {
      const answer = await server.app.inject({ url, headers: as('ann') });
      expect([answer.statusCode, answer.json<Problem>().reason]).toEqual([503, 'unavailable']);
      expect(answer.headers['retry-after']).toBe('1');
      expect(answer.body).not.toContain('row');
    }
    // The operator is told, but not whose row it was.
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('new row violates');
    expect(lines.join()).not.toMatch(/Alice|1012345678/);
  });

  it('is not remembered: the next visitor finds the event', async () => {
    const ledger = new BrokenLedger(systemClock);
    server = await createTestApp({ ledger });
    await ledger.putEvent({ ...server.office.seatMap.event, eventId: 'gala' });
    ledger.isBroken = true;
    expect((await server.app.inject('/api/v1/events/gala')).statusCode).toBe(503);
    ledger.isBroken = false;
    expect((await server.app.inject('/api/v1/events/gala')).statusCode).toBe(200);
  });
});

describe('the request id', () => {
  it('is the caller’s if it is harmless, else ours, and stands in answer, header and log alike', async () => {
    const lines: string[] = [];
    const random = {
      ...systemRandom,
      draw: () => {
        throw new Error('broken');
      },
    };
    server = await createTestApp({ random, onLog: (line) => lines.push(line) });
    const given: [id: string, isKept: boolean][] = [
      ['abc_DEF-123', true],
      ['x'.repeat(64), true],
      ['x'.repeat(65), false],
      ['a b', false],
      ['a"b', false],
      ['', false],
    ];
    const seen = new Set<string>();
    for (const [id, isKept] of given) {
      const answer = await server.app.inject({
        method: 'POST',
        url: RESERVE,
        headers: { ...as('ann'), 'x-request-id': id },
        payload: ALICE,
      });
      const used = answer.json<Problem>().request_id;
      expect([id, used === id]).toEqual([id, isKept]);
      expect(answer.headers['x-request-id']).toBe(used);
      expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ request_id: used, msg: 'request failed' });
      seen.add(used);
    }
    expect(seen.size).toBe(given.length);
    expect((await server.app.inject('/health')).headers['x-request-id']).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  });
});

describe('names and phones', () => {
  it('never come into the log, whatever is wrong with the request and however much is logged', async () => {
    const lines: string[] = [];
    server = await createTestApp({ logLevel: 'trace', onLog: (line) => lines.push(line) });
    const name = 'Zebediah';
    const phone = '010-9876-5432';
    const bodies = [
      { user_name: name, phone, seat_ids: [1] },
      { user_name: name, phone, seat_ids: [10] },
      { user_name: `${name}\u0000`, phone },
      { user_name: name.repeat(100), phone },
      { user_name: name, phone: `${phone}9876` },
      { user_name: name, phone, [name]: phone },
      { user_name: [name], phone: { phone } },
      `{"user_name":"${name}","phone":"${phone}`,
      `${name} ${phone}`,
    ];
    for (const url of [RESERVE, '/api/v1/seats/reservation/fcfs']) {
      for (const payload of bodies) {
        const headers = { ...as('ann'), 'content-type': 'application/json' };
        await server.app.inject({ method: 'POST', url, headers, payload });
      }
    }
    await server.app.inject({ url: '/api/v1/me/reservations', headers: as('ann') });
    expect(lines.length).toBeGreaterThan(bodies.length);
    expect(lines.join('\n')).not.toMatch(/zebediah|9876-?5432/i);
  });

  it('are kept out of a described error, also of its causes', () => {
    const lines: string[] = [];
    const outer = new Error('could not save', { cause: new RowError('new row violates') });
    pino({}, { write: (line: string) => lines.push(line) }).error({ error: describeError(outer) });
    expect(lines[0]).toContain('new row violates');
    expect(lines[0]).not.toMatch(/Alice|1012345678/);
  });
});
