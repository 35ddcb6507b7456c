import type { Problem } from '@jari/contract';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppSettings } from '../../src/app.ts';
import { TokenBucket } from '../../src/http/plugins/token-bucket.ts';
import { asAdmin, createTestApp, type TestApp } from '../support/app.ts';

let server: TestApp;
afterEach(() => server.close());

const reset = (
  authorization: string | undefined,
  headers: Record<string, string> = {},
  remoteAddress = '10.0.0.1',
) =>
  server.app.inject({
    method: 'POST',
    url: '/api/v1/seats/reset',
    headers: { ...(authorization === undefined ? {} : { authorization }), ...headers },
    remoteAddress,
  });
const guess = async (
  count: number,
  headers: (i: number) => Record<string, string> = () => ({}),
  from?: (i: number) => string,
) => {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) {
    statuses.push((await reset(`Bearer guess-number-${i}`, headers(i), from?.(i))).statusCode);
  }
  return {
    answered: statuses.filter((status) => status === 401).length,
    limited: statuses.filter((status) => status === 429).length,
  };
};
const start = async (settings: Partial<AppSettings> = {}) => (server = await createTestApp({ settings }));

describe('wrong organiser’s tokens', () => {
  it('are told so twenty times, then to wait, in words', async () => {
    await start();
    expect(await guess(30)).toEqual({ answered: 20, limited: 10 });
    const answer = await reset('Bearer one-more');
    const problem = answer.json<Problem>();
    expect(problem).toMatchObject({ status: 429, reason: 'rate_limited' });
    expect(problem.detail).toContain('wrong tokens');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('are limited for the server as a whole, from however many addresses they come', async () => {
    await start();
    expect(await guess(60, undefined, (i) => `10.0.${i}.1`)).toEqual({ answered: 20, limited: 40 });
  });

  it('are limited whatever addresses a trusted proxy names', async () => {
    await start({ trustedProxies: ['10.0.0.1'] });
    expect(await guess(60, (i) => ({ 'x-forwarded-for': `203.0.113.${i}` }))).toEqual({
      answered: 20,
      limited: 40,
    });
  });

  it('never keep the right one out, also where the address as such has asked too often', async () => {
    await start({ coldRequestsPerMinute: 30 });
    await guess(50);
    expect((await reset(undefined)).statusCode).toBe(429);
    expect((await reset(asAdmin.authorization)).statusCode).toBe(200);
  });

  it('are answered again when some time has passed', async () => {
    await start();
    await guess(30);
    server.clock.advance(3_100);
    expect(await guess(3)).toEqual({ answered: 1, limited: 2 });
  });

  it('are not what somebody sends who sends none', async () => {
    await start();
    for (let i = 0; i < 30; i++) expect((await reset(undefined)).statusCode).toBe(401);
    expect((await guess(1)).answered).toBe(1);
  });
});

it('each of several organiser’s tokens is good', async () => {
  await start({ adminTokens: ['the-token-of-tomorrow', 'the-token-of-today'] });
  expect((await reset('Bearer the-token-of-tomorrow')).statusCode).toBe(200);
  expect((await reset('Bearer the-token-of-today')).statusCode).toBe(200);
  expect((await reset('Bearer the-token-of-yesterday')).statusCode).toBe(401);
});

it('a bucket never holds more than its capacity, however long nobody guesses', async () => {
  await start();
  let now = 0;
  const guesses = new TokenBucket(3, 1_000, () => now);
  now = 1_000_000;
  expect([1, 2, 3, 4].map(() => guesses.take())).toEqual([true, true, true, false]);
  expect(guesses.waitSeconds).toBe(1);
});
