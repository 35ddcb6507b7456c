import type { EventDetails } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asAdmin, createTestApp, type TestApp } from '../../support/app.ts';

const PATH = '/api/v1/events/default';
const ROOM = {
  ...{ admitted_per_minute: 600, active_max: 100, turn_ttl_seconds: 600, pre_queue_minutes: 10 },
  order: 'arrival' as const,
};
const described = (holdTtlS: number) => ({
  ...{
    title: 'A play',
    venue: 'Here',
    starts_at: '2030-01-01T19:00:00Z',
    hall: { rows: 3, seats_per_row: 3 },
  },
  rules: { hold_ttl_seconds: holdTtlS },
  waiting_room: ROOM,
});

/** Two servers that have the same ledger; what one has done the other learns within a second, or when it asks. */
let here: TestApp;
let there: TestApp;
beforeEach(async () => {
  here = await createTestApp({ isShared: true });
  there = await createTestApp({ ledger: here.ledger, events: [], isShared: true });
  await change(here, 'PUT', PATH, described(60));
  await change(there, 'PUT', PATH, described(60));
});
afterEach(async () => {
  await there.close();
  await here.close();
});

async function change(
  { app, clock }: TestApp,
  method: 'PUT' | 'PATCH' | 'POST',
  url: string,
  payload: object,
): Promise<EventDetails> {
  // Some time after whatever was asked before, and less than it takes to learn of it by itself.
  clock.advance(1);
  const answer = await app.inject({ method, url, headers: asAdmin, payload });
  expect(answer.statusCode).toBe(200);
  return answer.json<EventDetails>();
}

describe('what an organiser was told by one server', () => {
  it('is not undone by moving the doors at another', async () => {
    await change(here, 'PUT', PATH, described(90));
    const event = await change(there, 'PATCH', `${PATH}/waiting-room`, { active_max: 50 });
    expect(event.rules.hold_ttl_seconds).toBe(90);
    expect(event.waiting_room?.active_max).toBe(50);
  });

  it('is not undone by pausing the sale at another', async () => {
    await change(here, 'PUT', PATH, described(90));
    const event = await change(there, 'POST', '/api/v1/admin/events/default/sale', { state: 'paused' });
    expect([event.rules.hold_ttl_seconds, event.sale]).toEqual([90, 'paused']);
  });

  it('is not undone by describing the event anew at another: a sale that is paused stays so', async () => {
    await change(here, 'POST', '/api/v1/admin/events/default/sale', { state: 'paused' });
    const event = await change(there, 'PUT', PATH, described(90));
    expect([event.rules.hold_ttl_seconds, event.sale]).toEqual([90, 'paused']);
  });
});
