import type { EventSummary, Hold, ReservationResult } from '@jari/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import type { Hall } from '../../src/domain/hall.ts';
import { concertHallPlan } from '../../src/plans/templates/concert-hall.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { HallWatch, type Choice } from '../support/hall-watch.ts';
import { smallEvent } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { putPlannedEvent } from '../support/planned-event.ts';
import { seededDraw } from '../../../tools/rig/seeded-draw.ts';
import { seedOfThisRun } from '../support/seeded-random.ts';
import { visitorCalls } from '../support/visitor-calls.ts';
import { TestClock } from '../support/test-clock.ts';

const BUYERS = 500;
const AT_ONCE = 25;
const TRIES = 12;
const PRICES: Readonly<Record<string, number>> = { R: 150_000, S: 120_000, A: 90_000, B: 60_000 };
const CATEGORIES = Object.keys(PRICES);

const seed = seedOfThisRun();
const draw = seededDraw(seed);
const below = (n: number) => Math.floor(draw() * n);

let server: TestApp;
let hall: Hall;
const { call } = visitorCalls(() => server);
/** How each buyer came to what was held: what the watch judges it by. */
const choices = new Map<string, Choice>();
const sold: ReservationResult['reservation'][] = [];
const seen = new Map<string, number>();
const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

beforeAll(async () => {
  const ledger = new MemoryLedger(new TestClock());
  await ledger.putEvent(smallEvent());
  const rules = { ...smallEvent().rules, maxSeatsPerUser: 6, noSingleSeats: true };
  await putPlannedEvent(ledger, concertHallPlan(), {
    eventId: 'gala',
    currency: 'KRW',
    prices: PRICES,
    rules,
  });
  server = await createTestApp({ ledger, events: [] });
  hall = (await theGala()).seatMap.hall;
});
afterAll(() => server.close());

async function theGala() {
  const office = await server.offices.get('gala');
  if (office === undefined) throw new Error('no event `gala`');
  return office;
}

async function buy(user: string): Promise<void> {
  const quantity = 1 + below(6);
  const isHeld = below(2) === 0 ? await holdBest(user, quantity) : await holdByClick(user, quantity);
  if (!isHeld) return count('went home');
  if (below(8) === 0 && (await holdByClick(user, quantity))) count('moved');
  if (below(20) === 0) {
    await call('DELETE', user, '/events/gala/hold');
    return count('gave back');
  }
  const body = { user_name: user, phone: '010-1234-5678' };
  const answer = await call<ReservationResult>('POST', user, '/events/gala/reservations', { body });
  expect(answer.status).toBe(201);
  if (below(20) === 0) {
    await call('DELETE', user, `/reservations/${answer.body.reservation.id}`);
    return count('cancelled');
  }
  sold.push(answer.body.reservation);
}

async function hold(user: string, body: object, choice: Choice) {
  const answer = await call<Hold>('PUT', user, '/events/gala/hold', { body });
  const name = `user:${user} ${answer.body.seat_ids?.join() ?? ''}`;
  if (answer.status !== 200) count(answer.body.reason ?? '');
  // Whoever has these seats and is told that they are the best did not come to them by that.
  else if (!choices.has(name)) choices.set(name, choice);
  return answer;
}

async function holdBest(user: string, quantity: number): Promise<boolean> {
  const category = below(3) === 0 ? CATEGORIES[below(4)] : undefined;
  const wish = { quantity, ...(category === undefined ? {} : { category }) };
  const answer = await hold(user, { best_available: wish }, { kind: 'best', quantity, category });
  if (answer.status === 200) return true;
  if (answer.body.reason !== 'not_together' || below(4) === 0) return false;
  // What was offered, if it is still there; apart will do.
  expect(answer.body.seat_ids).toHaveLength(quantity);
  const apart = await hold(user, { best_available: { ...wish, together: false } }, { kind: 'apart' });
  return apart.status === 200;
}

/** Clicks seats side by side somewhere, and elsewhere when told no. */
async function holdByClick(user: string, quantity: number): Promise<boolean> {
  const { seatMap } = await theGala();
  for (let tries = 0; tries < TRIES; tries++) {
    const blocks = freeBlocks(seatMap.stateText(), quantity);
    if (blocks.length === 0) break;
    const answer = await hold(user, { seat_ids: blocks[below(blocks.length)] }, { kind: 'click' });
    if (answer.status === 200) return true;
    expect(['leaves_single_seat', 'seat_held', 'already_reserved']).toContain(answer.body.reason);
  }
  return holdBest(user, quantity);
}

/** Everywhere that so many seats side by side look free. */
function freeBlocks(states: string, quantity: number): number[][] {
  return Array.from({ length: states.length }, (_, i) => i + 1).flatMap((first) => {
    const run = hall.rowOf(first);
    if (first + quantity > run.first + run.count) return [];
    const block = Array.from({ length: quantity }, (_, i) => first + i);
    return block.every((id) => states[id - 1] === 'a') ? [block] : [];
  });
}

describe(`${BUYERS} buyers in a hall of 1,500 seats (SEED=${seed})`, () => {
  it('take groups of one to six by best available and by click: no seat twice, no avoidable single seat, totals right', async () => {
    const changes: Change[] = [];
    const office = await theGala();
    office.onChanges((news) => changes.push(...news));
    for (let i = 0; i < BUYERS; i += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, k) => buy(`buyer-${i + k}`)));
    }

    const watch = new HallWatch(hall);
    for (const change of changes) {
      watch.see(change, (userId, seatIds) => choices.get(`${userId} ${seatIds.join()}`));
    }
    expect(watch.complaints).toEqual([]);

    // Each seat was sold once, at its price, and the hall says the same.
    const ids = sold.flatMap(({ seats }) => seats.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    const reserved = [...office.seatMap.stateText()].flatMap((s, i) => (s === 'r' ? [i + 1] : []));
    expect(ids.toSorted((a, b) => a - b)).toEqual(reserved);
    const worth = reserved.reduce(
      (sum, id) => sum + (PRICES[hall.categories[hall.categoryOf(id)] ?? ''] ?? 0),
      0,
    );
    expect(sold.reduce((sum, { total }) => sum + (total ?? 0), 0)).toBe(worth);
    const events = await call<{ events: EventSummary[] }>('GET', 'anybody', '/events');
    const gala = events.body.events.find(({ id }) => id === 'gala');
    expect(gala?.seats_left).toBe(1_500 - reserved.length);

    // It was a sale worth watching: nearly all is sold, and every kind of thing happened.
    expect(reserved.length).toBeGreaterThan(1_300);
    for (const what of [
      'leaves_single_seat',
      'seat_held',
      'moved',
      'gave back',
      'cancelled',
      'not_together',
    ]) {
      expect(seen.get(what) ?? 0, what).toBeGreaterThan(0);
    }
    expect(watch.judged).toBeGreaterThan(400);
  });
});
