import type { EventDetails, LineStatus } from '@jari/contract';
import { placeInLine } from '@jari/contract/queue-order';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { ALICE, as, asAdmin } from '../support/app.ts';
import { gala, MINUTE_MS, ROOM, waitingRoomUnderTest } from '../support/waiting-room.ts';

const room = waitingRoomUnderTest();
const { call, confirm, doors, hold, inMs, join, joinAll, jump, leave, passOf, put } = room;
const { seconds, soon, start, status, takePass } = room;
afterEach(() => room.server.close());

describe('an event with a waiting room', () => {
  it('says so, and without one nothing changes', async () => {
    await start();
    const { body } = await call<EventDetails>('GET', '/api/v1/events/gala');
    expect(body.waiting_room).toEqual(ROOM);
    expect((await put({ waiting_room: null })).body.waiting_room).toBeNull();
    expect(await status()).toMatchObject({ state: 'off', waiting: 0 });
    expect((await hold('ann', 1)).status).toBe(200);
    expect((await call<EventDetails>('GET', '/api/v1/events/default')).body.waiting_room).toBeNull();
  });

  it('refuses every way to a seat without a pass, and with one that is forged, another’s or another event’s', async () => {
    await start();
    expect((await hold('ann', 1)).body).toMatchObject({ reason: 'not_admitted', status: 403 });
    const best = { best_available: { quantity: 1 } };
    expect((await call('PUT', '/api/v1/events/gala/hold', as('ann'), best)).body.reason).toBe('not_admitted');
    expect((await confirm('ann', undefined, { ...ALICE, seat_ids: [1] })).body.reason).toBe('not_admitted');
    await joinAll('ann', 'bob');
    await seconds(2);
    const mine = await passOf('ann');
    for (const given of ['x', `${mine}x`, mine.replace('gala', 'default'), await passOf('bob')]) {
      expect((await hold('ann', 1, given)).body.reason, given).toBe('not_admitted');
    }
    expect((await hold('ann', 1, mine)).status).toBe(200);
  });

  it('of the default event is at the door of first come, first served, too', async () => {
    await start();
    const event = { ...gala, waiting_room: ROOM };
    expect((await call('PUT', '/api/v1/events/default', asAdmin, event)).status).toBe(200);
    const fcfs = await call('POST', '/api/v1/seats/reservation/fcfs', as('ann'), ALICE);
    expect(fcfs.body.reason).toBe('not_admitted');
  });

  it('lets in by rate and by number inside, in order; whoever is through makes room', async () => {
    await start();
    await joinAll('ann', 'bob', 'cem', 'dan');
    await seconds(1);
    expect((await takePass('ann')).status).toBe(200);
    expect((await takePass('bob')).body).toMatchObject({ success: false, queue_number: 2, place: 2 });
    await seconds(2);
    expect(await status()).toMatchObject({ state: 'open', serving_number: 2, waiting: 2, active: 2 });
    const mine = await passOf('ann');
    await hold('ann', 1, mine);
    expect((await confirm('ann', mine)).status).toBe(201);
    await seconds(2);
    expect(await status()).toMatchObject({ serving_number: 3, active: 2 });
    expect((await takePass('ann')).body).toMatchObject({ reason: 'turn_missed', queue_number: 1 });
    expect((await hold('ann', 2, mine)).body.reason).toBe('turn_missed');
  });

  it('lets in nobody for whom no seat could be left, whose turn would be lost', async () => {
    await start({ waiting_room: { ...ROOM, active_max: 20 } });
    const seats = { seat_ids: [2, 3, 4, 5, 6, 7, 8, 9] };
    const setOffSale = (verb: string) => call('POST', `/api/v1/events/gala/seats/${verb}`, asAdmin, seats);
    expect((await setOffSale('block')).status).toBe(200);
    await joinAll('ann', 'bob', 'cem');
    await seconds(3);
    expect(await status()).toMatchObject({ serving_number: 1, active: 1, waiting: 2, seats_left: 1 });
    const anns = await passOf('ann');
    await hold('ann', 1, anns);
    await seconds(2);
    // Her hold may still come free, but not for two.
    expect(await status()).toMatchObject({ serving_number: 1, seats_left: 0 });
    expect((await confirm('ann', anns)).status).toBe(201);
    await seconds(2);
    expect(await status()).toMatchObject({ serving_number: 1, active: 0, waiting: 2 });
    await setOffSale('unblock');
    await seconds(2);
    expect(await status()).toMatchObject({ serving_number: 3, active: 2, waiting: 0 });
  });

  it('ends a turn when its time is over; what is held can still be reserved, and one may line up again', async () => {
    await start();
    await joinAll('ann', 'bob');
    await seconds(1);
    const mine = await passOf('ann');
    await jump(50_000);
    await hold('ann', 1, mine);
    await jump(11_000);
    expect((await hold('ann', 2, mine)).body).toMatchObject({ reason: 'turn_missed', status: 410 });
    expect((await confirm('ann', mine)).status).toBe(201);
    expect((await takePass('ann')).body.reason).toBe('turn_missed');
    expect((await join('ann')).body.reason).toBe('duplicate');
    await leave('ann');
    expect((await join('ann')).body.queue_number).toBe(3);
  });

  it('gives the place to the next when somebody leaves, waiting or inside', async () => {
    await start({ waiting_room: { ...ROOM, active_max: 1 } });
    await joinAll('ann', 'bob', 'cem');
    await seconds(1);
    expect((await leave('bob')).status).toBe(204);
    expect((await leave('ann')).status).toBe(204);
    await seconds(1);
    expect((await takePass('cem')).status).toBe(200);
    expect((await takePass('ann')).body.reason).toBe('not_found');
  });

  it('opens nothing to a pass that was given back, whoever lets in whom, but what is held can be reserved', async () => {
    await start();
    await joinAll('ann', 'bob');
    await seconds(3);
    const [anns, bobs] = [await passOf('ann'), await passOf('bob')];
    await hold('bob', 2, bobs);
    for (const name of ['ann', 'bob']) expect((await leave(name)).status).toBe(204);
    expect((await hold('ann', 1, anns)).body.reason).toBe('turn_missed');
    expect((await hold('bob', 3, bobs)).body.reason).toBe('turn_missed');
    expect((await confirm('bob', bobs)).status).toBe(201);
    expect((await join('ann')).body.queue_number).toBe(3);
    await seconds(2);
    expect((await hold('ann', 1, anns)).body.reason).toBe('turn_missed');
    expect((await hold('ann', 1, await passOf('ann'))).status).toBe(200);
  });

  it('opens nothing to a pass that was used, also when what was reserved with it is cancelled', async () => {
    await start();
    await joinAll('ann');
    await seconds(1);
    const mine = await passOf('ann');
    await hold('ann', 1, mine);
    const { reservation } = (await confirm('ann', mine)).body;
    expect((await call('DELETE', `/api/v1/reservations/${reservation?.id}`, as('ann'))).status).toBe(200);
    await seconds(1);
    expect((await hold('ann', 1, mine)).body.reason).toBe('turn_missed');
  });

  it('keeps the place of whoever comes again, in another tab or after a reload', async () => {
    await start();
    await joinAll('ann', 'bob');
    expect((await join('bob')).body).toMatchObject({ reason: 'duplicate', queue_number: 2 });
    await seconds(3);
    expect(await passOf('bob')).toBe(await passOf('bob'));
  });

  it('lets people line up before the opening and lets nobody in, in order of arrival', async () => {
    await start({ sale_opens_at: soon(11 * MINUTE_MS) });
    expect((await join('early')).body.reason).toBe('not_on_sale');
    expect((await status()).state).toBe('closed');
    await jump(MINUTE_MS);
    expect(await status()).toMatchObject({ state: 'pre_queue', seed: null, seed_hash: null });
    await joinAll('ann', 'bob');
    expect((await takePass('ann')).body).toMatchObject({ success: false, place: 1 });
    await jump(10 * MINUTE_MS);
    expect((await takePass('ann')).status).toBe(200);
    expect((await takePass('bob')).status).toBe(202);
  });

  it('shuffles those who came early by a seed that was committed to, and puts the others behind them', async () => {
    const shuffled = { ...ROOM, order: 'shuffle', active_max: 100, admitted_per_minute: 120 };
    await start({ sale_opens_at: soon(5 * MINUTE_MS), waiting_room: shuffled });
    const users = Array.from({ length: 8 }, (_, i) => `user-${i + 1}`);
    await joinAll(...users);
    const before = await status();
    expect(before).toMatchObject({ order: 'shuffle', seed: null, pre_queued: null });
    expect((await takePass('user-1')).body).toMatchObject({ place: null });
    await jump(5 * MINUTE_MS);
    await joinAll('late');
    const { seed, pre_queued } = await status();
    expect(
      createHash('sha256')
        .update(seed ?? '')
        .digest('hex'),
    ).toBe(before.seed_hash);
    expect(pre_queued).toBe(8);
    await doors({ doors: 'paused' });
    const places = await Promise.all(
      [...users, 'late'].map(async (user) => (await takePass(user)).body.place ?? 'in'),
    );
    for (const [i, place] of places.entries()) {
      if (place !== 'in') expect(place).toBe(placeInLine(i + 1, 8, seed ?? ''));
    }
    await put({ sale_opens_at: inMs(-1_000), waiting_room: { ...shuffled, active_max: 99 } });
    expect((await status()).seed).toBe(seed);
    const other = await put({ sale_opens_at: inMs(-1_000), waiting_room: { ...shuffled, order: 'arrival' } });
    expect(other.body.errors?.[0]?.field).toBe('waiting_room.order');
  });

  it('answers everybody the same, for a second, and says when to ask again', async () => {
    await start();
    await joinAll('ann');
    const one = await call<LineStatus>('GET', '/fcfs/status?event=gala', as('ann'));
    expect(one.headers['cache-control']).toBe('public, max-age=1');
    expect(one.headers['set-cookie']).toBeUndefined();
    expect(one.body.poll_after_ms).toBeGreaterThanOrEqual(1_000);
    expect(one.body.seats_left).toBe(9);
    await seconds(1);
    await hold('ann', 1, await passOf('ann'));
    expect((await status()).seats_left).toBe(8);
    expect((await call('GET', '/fcfs/status?event=nope')).status).toBe(404);
  });
});

describe('the organiser at the doors', () => {
  it('pauses and opens them while people wait; those inside go on', async () => {
    await start();
    await joinAll('ann', 'bob');
    await seconds(1);
    const mine = await passOf('ann');
    expect((await doors({ doors: 'paused' })).status).toBe(200);
    await jump(30_000);
    expect(await status()).toMatchObject({ state: 'paused', serving_number: 1 });
    expect((await hold('ann', 1, mine)).status).toBe(200);
    await doors({ doors: 'open' });
    await seconds(1);
    expect(await status()).toMatchObject({ state: 'open', serving_number: 2 });
  });

  it('changes the rate and the number inside', async () => {
    await start({ waiting_room: { ...ROOM, active_max: 1 } });
    await joinAll('a', 'b', 'c', 'd', 'e', 'f');
    await seconds(5);
    expect(await status()).toMatchObject({ serving_number: 1, admitted_per_minute: 60 });
    const { body } = await doors({ active_max: 5, admitted_per_minute: 600 });
    expect(body.waiting_room).toEqual({ ...ROOM, active_max: 5, admitted_per_minute: 600 });
    const times = { turn_ttl_seconds: 90, pre_queue_minutes: 45, proof_of_work_bits: 3 };
    const all = { ...ROOM, active_max: 5, admitted_per_minute: 600, ...times };
    expect((await doors(times)).body.waiting_room).toEqual(all);
    await seconds(1);
    expect(await status()).toMatchObject({ serving_number: 5, admitted_per_minute: 600 });
  });

  it('opens before the time, and closes', async () => {
    await start({ sale_opens_at: '2098-01-01T00:00:00Z' });
    expect((await status()).state).toBe('closed');
    expect((await doors({ doors: 'open' })).body.sale).toBe('open');
    expect((await join('ann')).status).toBe(200);
    expect((await doors({ doors: 'closed' })).body.sale).toBe('closed');
    expect((await status()).state).toBe('closed');
    expect((await join('bob')).body.reason).toBe('not_on_sale');
    const { sale_opens_at: openedAt } = (await call<EventDetails>('GET', '/api/v1/events/gala')).body;
    await jump(MINUTE_MS);
    expect((await doors({ doors: 'open' })).body).toMatchObject({
      sale: 'open',
      sale_opens_at: openedAt,
      sale_closes_at: null,
    });
  });

  it('is asked for the token, for something that can be changed, and for a room', async () => {
    await start();
    expect((await call('PATCH', '/api/v1/events/gala/waiting-room', {}, { doors: 'open' })).status).toBe(401);
    expect((await doors({})).status).toBe(400);
    expect((await doors({ order: 'shuffle' })).status).toBe(400);
    const none = await call('PATCH', '/api/v1/events/default/waiting-room', asAdmin, { doors: 'open' });
    expect(none.body.errors?.[0]?.field).toBe('event');
  });
});

describe('while the store of the line is away', () => {
  it('those inside go on, the doors stand still and say so, and nobody who is through is forgotten', async () => {
    await start();
    await joinAll('ann', 'bob', 'cem');
    await seconds(1);
    await seconds(1);
    const mine = await passOf('ann');
    room.store.isAway = true;
    await jump(6_000);
    expect(await status()).toMatchObject({ state: 'stalled', serving_number: 2 });
    const measured = (await room.server.app.inject('/metrics')).body;
    expect(measured).toContain('jari_line_stopped{event="gala"} 1');
    expect(measured).toContain('jari_line_waiting{event="gala"} 1');
    expect(measured).toContain('jari_line_inside{event="gala"} 2');
    expect((await hold('ann', 1, mine)).status).toBe(200);
    expect((await confirm('ann', mine)).status).toBe(201);
    room.store.isAway = false;
    // Her place is free, and the last is let in.
    await expect.poll(async () => (await status()).serving_number, { timeout: 5_000 }).toBe(3);
    expect(await status()).toMatchObject({ state: 'open', active: 2 });
  });
});
