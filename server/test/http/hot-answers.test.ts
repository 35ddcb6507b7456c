import { Hold, ReservationResult } from '@jari/contract';
import { Value } from 'typebox/value';
import { afterEach, describe, expect, it } from 'vitest';
import { ProblemError, problemText } from '../../src/http/problem.ts';
import { ALICE, as, createTestApp, type TestApp } from '../support/app.ts';

let server: TestApp;
afterEach(() => server.close());

const HOLD = '/api/v1/events/default/hold';
const RESERVATIONS = '/api/v1/events/default/reservations';
const SEATS = '/api/v1/events/default/seats';
const ORIGIN = 'https://elsewhere.example';

const holdOne = (user: string) =>
  server.app.inject({ method: 'PUT', url: HOLD, headers: as(user), payload: { seat_ids: [1] } });

const confirm = (user: string) =>
  server.app.inject({ method: 'POST', url: RESERVATIONS, headers: as(user), payload: ALICE });

type Answer = Awaited<ReturnType<typeof holdOne>>;

/** The headers but for those that differ from one answer to the next. */
function lasting({ headers }: Answer) {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== 'x-request-id' && name !== 'date')
      .sort(),
  );
}

/** What stands in every answer; the rest of a header list belongs to the route. */
function commonOf({ headers }: Answer) {
  const { 'x-request-id': id, ...others } = headers;
  expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  const names = [
    'x-content-type-options',
    'referrer-policy',
    'x-frame-options',
    'connection',
    'content-length',
  ];
  return names.map((name) => [name, name === 'content-length' ? name in others : others[name]]);
}

describe('an answer that is sent past Fastify’s hooks', () => {
  it('carries what every answer carries', async () => {
    server = await createTestApp();
    // Written by its schema's serialiser, on Fastify's way.
    const plain = await server.app.inject('/api/v1/seats/1');
    await holdOne('ann');
    const hot = [
      await server.app.inject('/api/v1/seats'),
      await server.app.inject(SEATS),
      await server.app.inject('/healthz'),
      await server.app.inject('/api/v1/events/default/changes?after=0'),
      await holdOne('bob'),
      await holdOne('ann'),
      await confirm('ann'),
    ];
    expect(hot.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 409, 200, 201]);
    for (const answer of hot) {
      expect(commonOf(answer)).toEqual(commonOf(plain));
      expect(Number(answer.headers['content-length'])).toBe(Buffer.byteLength(answer.body));
    }
  });

  it('is what its schema describes, though no schema has written it', async () => {
    server = await createTestApp();
    const hold: unknown = (await holdOne('ann')).json();
    const made: unknown = (await confirm('ann')).json();
    expect([...Value.Errors(Hold, hold), ...Value.Errors(ReservationResult, made)]).toEqual([]);
    expect([...Value.Errors(Hold, made)]).not.toEqual([]);
  });

  it('is the same on Fastify’s way, which it goes when other origins are let in', async () => {
    const answers: unknown[][] = [];
    for (const corsOrigins of [[], [ORIGIN]]) {
      server = await createTestApp({ settings: { corsOrigins } });
      await holdOne('ann');
      const etag = String((await server.app.inject('/api/v1/seats')).headers['etag']);
      const given = [
        await server.app.inject('/api/v1/seats'),
        await server.app.inject({ url: '/api/v1/seats', headers: { 'if-none-match': etag } }),
        await server.app.inject({ method: 'HEAD', url: '/api/v1/seats' }),
        await server.app.inject('/health'),
        await holdOne('bob'),
      ];
      answers.push(
        given.map(({ statusCode, headers, body }) => {
          // Two ledgers have two epochs, and so two entity tags.
          const { 'x-request-id': id, date, vary, etag: tag, ...others } = headers;
          const etag = tag === undefined ? undefined : 'an entity tag';
          expect(typeof date).toBe('string');
          expect(vary).toBe(corsOrigins.length > 0 ? 'Origin' : undefined);
          const sorted = Object.entries({ ...others, etag })
            .filter(([name]) => !name.startsWith('access-control-'))
            .sort();
          return [statusCode, sorted, body.replace(String(id), 'id')];
        }),
      );
      await server.close();
    }
    expect(answers[0]).toEqual(answers[1]);
    server = await createTestApp({ settings: { corsOrigins: [ORIGIN] } });
    const answer = await server.app.inject({ url: '/api/v1/seats', headers: { origin: ORIGIN } });
    expect(answer.headers['access-control-allow-origin']).toBe(ORIGIN);
  });

  it('to HEAD is its headers alone', async () => {
    server = await createTestApp();
    for (const url of ['/api/v1/seats', '/healthz']) {
      const get = await server.app.inject(url);
      const head = await server.app.inject({ method: 'HEAD', url });
      expect([head.statusCode, head.body, lasting(head)]).toEqual([200, '', lasting(get)]);
    }
  });

  it('is measured under its route, also when it says no or nothing', async () => {
    server = await createTestApp();
    const etag = String((await server.app.inject(SEATS)).headers['etag']);
    await server.app.inject({ url: SEATS, headers: { 'if-none-match': etag } });
    await holdOne('ann');
    await holdOne('bob');
    const { body } = await server.app.inject('/metrics');
    const count = (method: string, route: string, status: number) =>
      body.includes(
        `jari_http_request_seconds_count{method="${method}",route="${route}",status="${status}"} 1\n`,
      );
    expect([
      count('GET', '/api/v1/events/:event/seats', 200),
      count('GET', '/api/v1/events/:event/seats', 304),
      count('PUT', '/api/v1/events/:event/hold', 200),
      count('PUT', '/api/v1/events/:event/hold', 409),
    ]).toEqual([true, true, true, true]);
  });

  it('is logged at level debug, with its id', async () => {
    const lines: string[] = [];
    server = await createTestApp({ logLevel: 'debug', onLog: (line) => lines.push(line) });
    const answer = await server.app.inject('/healthz');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      request_id: answer.headers['x-request-id'],
      route: '/healthz',
      status: 200,
    });
  });
});

it('an answer to an address that cannot be read does not take all the time since the start', async () => {
  server = await createTestApp();
  for (const url of ['/%zz', '/made-up']) await server.app.inject(url);
  const { body } = await server.app.inject('/metrics');
  const sums = [...body.matchAll(/^jari_http_request_seconds_sum\{.*\} (.*)$/gm)].map(([, sum]) =>
    Number(sum),
  );
  expect(sums.length).toBeGreaterThan(0);
  // The process has been running for longer than that.
  expect(Math.max(...sums)).toBeLessThan(performance.now() / 1000 / 2);
});

describe('a refusal', () => {
  it('is the same whether it is sent or thrown', async () => {
    server = await createTestApp();
    await holdOne('ann');
    const sent = await holdOne('bob');
    const { reason, facts } = new ProblemError('seat_held', {
      race: { earlierMs: 0, others: 0 },
      seatIds: [1],
    });
    expect(sent.body).toBe(problemText(reason, facts, String(sent.headers['x-request-id'])));
    // No such event: found by the route, and thrown.
    const other = await server.app.inject({ url: HOLD.replace('default', 'nowhere'), headers: as('bob') });
    expect(other.statusCode).toBe(404);
    expect(Object.keys(other.headers).sort()).toEqual(Object.keys(sent.headers).sort());
  });

  it('escapes what comes from the request', () => {
    const facts = {
      errors: [{ field: 'a"b\\c', message: 'is "odd"\n' }],
      reservationId: '"',
      queueNumber: 7,
    };
    expect(JSON.parse(problemText('validation', facts, 'id'))).toMatchObject({
      detail: 'a"b\\c: is "odd"\n',
      errors: facts.errors,
      reservation_id: '"',
      queue_number: 7,
      request_id: 'id',
    });
  });
});
