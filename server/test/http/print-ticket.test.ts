import type { Problem, ReservationResult } from '@jari/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, createTestApp, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';

let server: TestApp;
let id: string;

beforeAll(async () => {
  const title = { ko: '첫눈 오는 밤', en: 'First Snow' };
  server = await createTestApp({
    events: [smallEvent({ title, currency: 'KRW', prices: { standard: 20_000 } })],
  });
  const made = await server.app.inject({
    method: 'POST',
    url: '/api/v1/events/default/reservations',
    headers: as('alice'),
    payload: { user_name: '김하늘', phone: '010-1234-5678', seat_ids: [1, 2, 3] },
  });
  ({ id } = made.json<ReservationResult>().reservation);
});
afterAll(() => server.close());

const print = (user: string, query = '') =>
  server.app.inject({ url: `/api/v1/reservations/${id}/ticket.pdf${query}`, headers: as(user) });

describe('A ticket on paper', () => {
  it.each([
    ['', '595.28 841.89'],
    ['?format=a6&lang=en', '297.64 419.53'],
  ])('is a PDF that brings its letters along and is kept by nobody on the way: %s', async (query, size) => {
    const { statusCode, headers, rawPayload } = await print('alice', query);
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(headers['cache-control']).toBe('private, no-store');
    const text = rawPayload.toString('latin1');
    expect(text).toMatch(/^%PDF-1\.\d[\s\S]*%%EOF\s*$/);
    expect(text).toContain(`/MediaBox [0 0 ${size}]`);
    expect(text.match(/\/FontFile2/g)).toHaveLength(2);
    // Of two megabytes a font only the letters that it needs.
    expect(rawPayload.length).toBeLessThan(100_000);
  });

  it('is its owner’s alone', async () => {
    expect((await print('bob')).json<Problem>()).toMatchObject({ reason: 'not_found' });
  });

  it('is not printed once it is void', async () => {
    await server.app.inject({ method: 'DELETE', url: `/api/v1/reservations/${id}`, headers: as('alice') });
    expect((await print('alice')).json<Problem>()).toMatchObject({ reason: 'not_found' });
  });
});
