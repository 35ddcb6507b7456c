import type { Hold } from '@jari/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { smallEvent } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { putPlannedEvent } from '../support/planned-event.ts';
import { planOf, seatsInRow } from '../support/plans.ts';
import { visitorCalls } from '../support/visitor-calls.ts';
import { TestClock } from '../support/test-clock.ts';

let server: TestApp;
const { call, hold, confirm } = visitorCalls(() => server);

const PLAN = planOf(
  [
    {
      name: 'Stalls',
      rows: [
        { name: 'A', category: 'Stalls', seats: seatsInRow(5, 1) },
        { name: 'B', category: 'Balcony', seats: seatsInRow(4, 2) },
      ],
    },
    {
      name: 'Floor',
      standing: {
        capacity: 10,
        category: 'Balcony',
        outline: [
          { x: 0, y: 5 },
          { x: 4, y: 5 },
          { x: 2, y: 9 },
        ],
      },
    },
  ],
  { focus: { x: 0, y: 0 } },
);

beforeEach(async () => {
  const ledger = new MemoryLedger(new TestClock());
  await putPlannedEvent(ledger, PLAN, { rules: { ...smallEvent().rules, noSingleSeats: true } });
  server = await createTestApp({ ledger, events: [] });
});
afterEach(() => server.close());

const best = (user: string, best_available: object) =>
  call<Hold>('PUT', user, '/events/default/hold', { body: { best_available } });

describe('PUT /events/{event}/hold with best_available', () => {
  it('holds the best seats, and tells which', async () => {
    const { status, body } = await best('ann', { quantity: 3 });
    expect([status, body.seat_ids, body.expires_in_ms]).toEqual([200, [1, 2, 3], 120_000]);
    expect(
      (await best('bob', { quantity: 2, category: 'Balcony', section: 'Stalls' })).body.seat_ids,
    ).toEqual([6, 7]);
    expect((await best('cem', { quantity: 4, section: 'Floor' })).body.seat_ids).toEqual([10, 11, 12, 13]);
  });

  it('replaces a hold and is replaced by one', async () => {
    await best('ann', { quantity: 2 });
    expect(
      (await best('ann', { quantity: 4, category: 'Balcony', section: 'Stalls' })).body.seat_ids,
    ).toEqual([6, 7, 8, 9]);
    expect((await hold('ann', 1, 2)).body.seat_ids).toEqual([1, 2]);
    expect(server.office.seatMap.availableCount).toBe(17);
    expect((await confirm('ann')).status).toBe(201);
  });

  it('offers with not_together what there is apart, and gives it when told that apart will do', async () => {
    await hold('bob', 1, 2);
    const { status, body } = await best('ann', { quantity: 4, category: 'Stalls' });
    expect([status, body.reason]).toEqual([409, 'sold_out']);
    await hold('cem', 6, 7);
    const apart = await best('ann', { quantity: 4, section: 'Stalls' });
    expect([apart.status, apart.body.reason, apart.body.seat_ids]).toEqual([
      409,
      'not_together',
      [3, 4, 5, 8],
    ]);
    expect(server.office.seatMap.hold('user:ann')).toBeUndefined();
    const given = await best('ann', { quantity: 4, section: 'Stalls', together: false });
    expect([given.status, given.body.seat_ids]).toEqual([200, [3, 4, 5, 8]]);
  });

  it.each([
    ['neither choice nor wish', {}, 'seat_ids'],
    ['both', { seat_ids: [1], best_available: { quantity: 1 } }, 'seat_ids'],
    ['no quantity', { best_available: {} }, 'best_available.quantity'],
    ['none', { best_available: { quantity: 0 } }, 'best_available.quantity'],
    ['one and a half', { best_available: { quantity: 1.5 } }, 'best_available.quantity'],
    ['more than anybody', { best_available: { quantity: 101 } }, 'best_available.quantity'],
    ['an unknown mark', { best_available: { quantity: 1, marks: ['soft'] } }, 'best_available.marks.0'],
    [
      'an unknown category',
      { best_available: { quantity: 1, category: 'Royal' } },
      'best_available.category',
    ],
    ['an unknown section', { best_available: { quantity: 1, section: 'Moon' } }, 'best_available.section'],
    ['an unknown member', { best_available: { quantity: 1, row: 'A' } }, 'best_available.row'],
  ])('refuses %s, with the field that is wrong', async (_name, body, field) => {
    const answer = await call('PUT', 'ann', '/events/default/hold', { body });
    expect([answer.status, answer.body.reason]).toEqual([400, 'validation']);
    expect(answer.body.errors?.[0]?.field).toBe(field);
  });

  it('says limit_exceeded for more than the event allows', async () => {
    expect((await best('ann', { quantity: 5 })).body.reason).toBe('limit_exceeded');
  });
});

describe('a choice that leaves a seat alone', () => {
  it('is refused, and the seat is named', async () => {
    const { status, body } = await hold('ann', 2, 3);
    expect([status, body.reason, body.seat_ids]).toEqual([409, 'leaves_single_seat', [1]]);
    expect((await hold('ann', 1, 2)).status).toBe(200);
  });

  it('is refused in one step too', async () => {
    const body = { user_name: 'Ann', phone: '010-1234-5678', seat_ids: [8] };
    const answer = await confirm('ann', { body });
    expect([answer.status, answer.body.reason, answer.body.seat_ids]).toEqual([
      409,
      'leaves_single_seat',
      [9],
    ]);
  });
});
