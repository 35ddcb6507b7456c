import type { LineStatus } from '@jari/contract';
import { placeInLine } from '@jari/contract/queue-order';
import { afterEach, describe, expect, it } from 'vitest';
import { as, asAdmin, ALICE } from '../support/app.ts';
import { gala, MINUTE_MS, ROOM, waitingRoomUnderTest } from '../support/waiting-room.ts';

const room = waitingRoomUnderTest();
const { call, confirm, doors, hold, inMs, join, joinAll, jump, leave, open, passOf, put } = room;
const { seconds, soon, start, status, takePass } = room;
afterEach(() => room.server.close());

describe('a waiting room of an event that is on sale already', () => {
  it('has no place for numbers that were given before, which were for something else', async () => {
    await start({ waiting_room: null });
    await joinAll('ann', 'bob', 'cem');
    expect((await put()).body.waiting_room).toEqual(ROOM);
    expect((await takePass('ann')).body.reason).toBe('not_found');
    await joinAll('dan');
    await seconds(1);
    expect(await status()).toMatchObject({ joined: 1, serving_number: 1 });
    expect((await takePass('dan')).status).toBe(200);
  });

  it('binds nobody any more when it is taken away', async () => {
    await start({ sale_opens_at: soon(60 * MINUTE_MS) });
    expect((await join('ann')).body.reason).toBe('not_on_sale');
    await put({ waiting_room: null });
    expect((await join('ann')).status).toBe(200);
    expect(await status()).toMatchObject({ state: 'off', joined: 0 });
  });
});

describe('a sale that closes', () => {
  it('lets nobody in meanwhile and gives out no numbers, and goes on in the same order when it opens again', async () => {
    await start();
    await joinAll('ann', 'bob', 'cem');
    await seconds(1);
    const mine = await passOf('ann');
    await leave('ann');
    await doors({ doors: 'closed' });
    await seconds(5);
    expect(await status()).toMatchObject({ state: 'closed', serving_number: 1 });
    expect((await join('dan')).body.reason).toBe('not_on_sale');
    // As the gateway asks, which does not know of sales.
    const late = { eventId: 'gala', userId: 'user:dan', ip: null, ttlMs: 1_000, requestId: 'r' };
    expect(await room.store.join(late)).toEqual({ joined: false, because: 'closed' });
    expect((await hold('ann', 1, mine)).body.reason).toBe('not_on_sale');
    await doors({ doors: 'open' });
    await seconds(1);
    expect((await takePass('bob')).status).toBe(200);
  });
});

describe('an opening that is put off', () => {
  const shuffled = { ...ROOM, order: 'shuffle' };

  it('after it was due gets a new seed, because everybody has seen the old one', async () => {
    await start({ sale_opens_at: soon(MINUTE_MS), waiting_room: shuffled });
    await doors({ doors: 'paused' });
    await joinAll('ann', 'bob');
    const before = await status();
    await jump(MINUTE_MS);
    const due = await status();
    expect(due.seed).not.toBeNull();
    expect(due).toMatchObject({ state: 'paused', pre_queued: 2, seed_hash: before.seed_hash });
    await put({ sale_opens_at: inMs(MINUTE_MS), waiting_room: shuffled });
    const after = await status();
    expect(after).toMatchObject({ state: 'pre_queue', seed: null, pre_queued: null });
    expect(after.seed_hash).not.toBe(before.seed_hash);
  });

  it('keeps seed and order once somebody has been let in', async () => {
    await start({ sale_opens_at: soon(MINUTE_MS), waiting_room: shuffled });
    await joinAll('ann', 'bob');
    await jump(MINUTE_MS);
    await seconds(1);
    const { seed_hash } = await status();
    expect((await put({ sale_opens_at: inMs(MINUTE_MS), waiting_room: shuffled })).status).toBe(200);
    expect((await status()).seed_hash).toBe(seed_hash);
    const other = await put({ sale_opens_at: inMs(MINUTE_MS), waiting_room: ROOM });
    expect(other.body.errors?.[0]?.field).toBe('waiting_room.order');
  });
});

describe('those who left before anybody was let in', () => {
  const wide = { ...ROOM, active_max: 100, admitted_per_minute: 600 };
  const shuffled = { ...wide, order: 'shuffle' };
  const users = Array.from({ length: 8 }, (_, i) => `user-${i + 1}`);
  const leaveAll = async (...numbers: number[]) => {
    for (const i of numbers) expect((await leave(`user-${i}`)).status).toBe(204);
  };
  /** Those who are still there. */
  const expectTurnsOfTheOthers = async () => {
    for (const i of [5, 6, 7, 8]) expect((await takePass(`user-${i}`)).status, `user-${i}`).toBe(200);
    expect(await status()).toMatchObject({ serving_number: 8, active: 4 });
  };

  it('cost nobody the turn who has their place since the opening was put off', async () => {
    await start({ sale_opens_at: soon(MINUTE_MS), waiting_room: shuffled });
    await doors({ doors: 'paused' });
    await joinAll(...users);
    await leaveAll(1, 2);
    await jump(MINUTE_MS);
    expect(await status()).toMatchObject({ state: 'paused', pre_queued: 8 });
    await leaveAll(3, 4);
    expect((await put({ sale_opens_at: inMs(MINUTE_MS), waiting_room: shuffled })).status).toBe(200);
    await jump(MINUTE_MS);
    await doors({ doors: 'open' });
    await seconds(3);
    await expectTurnsOfTheOthers();
  });

  it('cost nobody the turn who has their place since the order was changed', async () => {
    await start({ sale_opens_at: soon(MINUTE_MS), waiting_room: wide });
    await joinAll(...users);
    await leaveAll(1, 2, 3, 4);
    expect((await put({ sale_opens_at: inMs(MINUTE_MS), waiting_room: shuffled })).status).toBe(200);
    await jump(MINUTE_MS);
    await seconds(3);
    await expectTurnsOfTheOthers();
  });
});

it('passes over those who left before they were shuffled', async () => {
  const wide = { ...ROOM, order: 'shuffle', active_max: 100, admitted_per_minute: 60 };
  await start({ sale_opens_at: soon(MINUTE_MS), waiting_room: wide });
  const users = Array.from({ length: 8 }, (_, i) => `user-${i + 1}`);
  await joinAll(...users);
  for (const i of [1, 2, 3, 4, 5, 6]) await leave(`user-${i}`);
  await jump(MINUTE_MS);
  // Two are let in, and nobody waits for the six.
  await seconds(3);
  expect(await status()).toMatchObject({ serving_number: 8, active: 2, pre_queued: 8 });
  const { seed } = await status();
  const isFirst = placeInLine(7, 8, seed ?? '') < placeInLine(8, 8, seed ?? '');
  const [first, second] = isFirst ? ['user-7', 'user-8'] : ['user-8', 'user-7'];
  const ends = [(await takePass(first)).body.expires_at, (await takePass(second)).body.expires_at];
  expect(ends).toEqual(ends.toSorted());
  expect((await join('user-1')).body.queue_number).toBe(9);
});

it('gives whoever is through no second pass, also while the line does not know it yet', async () => {
  await start();
  await joinAll('ann');
  await seconds(1);
  const mine = await passOf('ann');
  room.store.isDeaf = true;
  expect((await confirm('ann', mine, { ...ALICE, seat_ids: [1] })).status).toBe(201);
  expect((await takePass('ann')).body.reason).toBe('turn_missed');
  room.store.isDeaf = false;
  await expect.poll(async () => (await status()).active, { timeout: 5_000 }).toBe(0);
  await leave('ann');
  await joinAll('ann');
  await seconds(1);
  expect((await hold('ann', 2, await passOf('ann'))).status).toBe(200);
});

it('takes a user from the same address again who has left, where addresses count', async () => {
  await start({}, { admissionIpCheck: true });
  await joinAll('ann');
  expect((await join('bob')).body.reason).toBe('duplicate');
  await leave('ann');
  expect((await join('ann')).body.queue_number).toBe(2);
});

it('is known to the line as soon as anybody asks about the event, so that the gateway gives no number early', async () => {
  await start({ sale_opens_at: soon(60 * MINUTE_MS) });
  const { ledger } = room.server;
  await room.server.close();
  await open({ ledger, settings: { doorsIntervalMs: 60_000 } });
  expect((await call('GET', '/api/v1/events/gala')).status).toBe(200);
  const early = { eventId: 'gala', userId: 'user:dan', ip: null, ttlMs: 1_000, requestId: 'r' };
  expect(await room.store.join(early)).toMatchObject({ joined: false, because: 'early' });
});

it('is known to the line as soon as the hall has been emptied, so that nobody joins by no rules', async () => {
  await open({ settings: { doorsIntervalMs: 60_000 } });
  expect((await put({ sale_opens_at: inMs(60 * MINUTE_MS) })).status).toBe(201);
  const event = { ...gala, waiting_room: ROOM };
  expect((await call('PUT', '/api/v1/events/default', asAdmin, event)).status).toBe(200);
  const joinTo = (eventId: string) =>
    room.store.join({ eventId, userId: 'user:dan', ip: null, ttlMs: 1_000, requestId: 'r' });
  for (const url of ['/api/v1/admin/events/gala/reset', '/api/v1/seats/reset']) {
    expect((await call('POST', url, asAdmin)).status).toBe(200);
  }
  expect(await joinTo('gala')).toMatchObject({ joined: false, because: 'early' });
  // For as long as one may have to wait, and not for the second that was asked for.
  expect((await joinTo('default')).expiresInMs).toBeGreaterThan(60 * MINUTE_MS);
});

it('stays paused when the server and the line’s store have begun anew', async () => {
  await start();
  await doors({ doors: 'paused' });
  expect((await put({ title: 'Grand gala' })).status).toBe(200);
  const { ledger } = room.server;
  await room.server.close();
  await open({ ledger });
  await joinAll('ann');
  await seconds(3);
  expect(await status()).toMatchObject({ state: 'paused', serving_number: 0, waiting: 1 });
  await doors({ doors: 'open' });
  await seconds(1);
  expect((await takePass('ann')).status).toBe(200);
});

it('keeps those inside when the server has begun anew', async () => {
  await start();
  await joinAll('ann');
  await seconds(1);
  const mine = await passOf('ann');
  const { ledger } = room.server;
  await room.server.close();
  await open({ ledger });
  expect((await hold('ann', 1, mine)).status).toBe(200);
});

describe('the brief’s own event', () => {
  it('has no waiting room, and numbers, seats and FCFS are had as ever', async () => {
    await open();
    expect((await call<LineStatus>('GET', '/fcfs/status')).body).toMatchObject({
      state: 'off',
      event: 'default',
    });
    expect((await call('POST', '/fcfs/join', as('ann'))).body).toMatchObject({ queue_number: 1 });
    expect((await call('POST', '/api/v1/seats/reservation/fcfs', as('ann'), ALICE)).status).toBe(200);
    expect((await call('POST', '/fcfs/pass', as('ann'))).status).toBe(400);
    expect((await call('DELETE', '/fcfs/pass', as('ann'))).status).toBe(204);
    expect((await call('POST', '/fcfs/join', as('ann'))).body.reason).toBe('duplicate');
  });

  it('takes the greatest numbers that a room may have, and no greater', async () => {
    const most = { ...ROOM, admitted_per_minute: 1_000_000, active_max: 1_000_000, turn_ttl_seconds: 86_400 };
    await start({ waiting_room: most });
    await joinAll('ann');
    await jump(1);
    expect((await takePass('ann')).status).toBe(200);
    for (const wrong of [{ active_max: 0 }, { admitted_per_minute: 1_000_001 }, { turn_ttl_seconds: 1.5 }]) {
      const refused = await call('PUT', '/api/v1/events/gala', asAdmin, {
        ...gala,
        waiting_room: { ...most, ...wrong },
      });
      expect(refused.status).toBe(400);
    }
  });
});
