import { setTimeout as delay } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { RedisAdmissionStore } from '../../src/adapters/redis/admission-store.ts';
import { silentRedisObserver, type RedisState } from '../../src/adapters/redis/observer.ts';
import { parseRedisUrl } from '../../src/adapters/redis/target.ts';
import { admissionStoreConformance, type AdmissionStoreUnderTest } from '../conformance/admission-store.ts';
import { waitingLineConformance } from '../conformance/waiting-line-store.ts';
import {
  noRedis,
  redisBinaries,
  startRedisCluster,
  startRedisServer,
  type RedisServer,
} from '../support/redis-server.ts';

const hasRedis = redisBinaries() !== undefined;
/** For what is not about time, on a machine that is busy with other tests. */
const PATIENT_MS = 15_000;
const topologies = [
  { name: 'one server', start: () => startRedisServer() },
  { name: 'a cluster of three', start: () => startRedisCluster() },
];

describe.skipIf(!hasRedis).each(topologies)(
  `admission in Redis, $name${hasRedis ? '' : ` (skipped: ${noRedis})`}`,
  ({ name, start }) => {
    let redis: RedisServer;

    beforeAll(async () => {
      redis = await start();
    });
    afterAll(() => redis.stop());

    describe('as every store', () => {
      const underTest: AdmissionStoreUnderTest = {
        open: async () => {
          await redis.command('FLUSHALL');
          return new RedisAdmissionStore(parseRedisUrl(redis.url), silentRedisObserver, PATIENT_MS);
        },
        // Redis has a clock of its own, which no test can move.
        pass: (ms) => delay(ms),
        ledgerNowMs: () => Date.now() + 3_600_000,
      };
      admissionStoreConformance(underTest);
      waitingLineConformance(underTest);
    });

    let store: RedisAdmissionStore;
    let reader: Redis | Cluster;
    const states: RedisState[] = [];
    const complaints = vi.spyOn(console, 'error');

    const open = (callTimeoutMs?: number) => {
      states.length = 0;
      const stateChanged = (_part: string, state: RedisState) => states.push(state);
      const observer = { ...silentRedisObserver, stateChanged };
      return new RedisAdmissionStore(parseRedisUrl(redis.url), observer, callTimeoutMs);
    };

    beforeEach(async () => {
      await redis.command('FLUSHALL');
      store = open(PATIENT_MS);
      const nodes = redis.ports.map((port) => ({ host: '127.0.0.1', port }));
      reader = nodes.length > 1 ? new Cluster(nodes) : new Redis(redis.ports[0] ?? 0);
      reader.on('error', () => undefined);
    });
    afterEach(async () => {
      await store.close();
      reader.disconnect();
      // What ioredis prints when an error event has no listener.
      expect(complaints).not.toHaveBeenCalled();
    });

    let requests = 0;
    const join = (userId: string, ip: string | null = null) =>
      store.join({ eventId: 'default', userId, ip, ttlMs: 60_000, requestId: `${++requests}` });

    const timed = async (promise: Promise<unknown>) => {
      const startedAt = performance.now();
      await expect(promise).rejects.toThrow();
      return performance.now() - startedAt;
    };

    describe('keys', () => {
      it('are those of the brief, in one slot, and end by themselves', async () => {
        await join('user:a', '203.0.113.7');
        expect(await reader.get('fcfs:{default}:seq')).toBe('1');
        for (const key of ['fcfs:{default}:user:user:a', 'fcfs:{default}:ip:203.0.113.7']) {
          expect(await reader.pttl(key)).toBeGreaterThan(50_000);
          expect(await reader.pttl(key)).toBeLessThanOrEqual(60_000);
        }
      });

      // A cluster has but one database.
      if (name === 'one server') {
        it('are in the database that the address names', async () => {
          const elsewhere = new RedisAdmissionStore(
            parseRedisUrl(`${redis.url}/2`),
            silentRedisObserver,
            PATIENT_MS,
          );
          const request = { eventId: 'default', userId: 'user:a', ip: null, ttlMs: 60_000, requestId: 'r' };
          expect(await elsewhere.join(request)).toMatchObject({ joined: true });
          expect(await store.numberOf('default', 'user:a')).toBeUndefined();
          expect(await elsewhere.numberOf('default', 'user:a')).toBe(1);
          await elsewhere.close();
        });
      }

      it('of a line end by themselves, but for the numbers that were given', async () => {
        const rules = {
          ...{
            admittedPerMinute: 600_000,
            activeMax: 2,
            turnTtlMs: 60_000,
            opensAtMs: null,
            closesAtMs: null,
          },
          ...{ preQueueMs: 0, isPaused: false, proofOfWorkBits: 0 },
        };
        const leave = (place: number) =>
          store.leaveLine('default', { userId: `user:${place}`, ip: null, number: place, place });
        for (const place of [1, 2, 3, 4]) await join(`user:${place}`);
        await leave(4);
        for (const laterMs of [0, 20]) await store.advanceLine('default', rules, Date.now() + laterMs, 0);
        await store.finishTurn('default', 1);
        await store.advanceLine('default', rules, Date.now() + 40, 0);
        const everlasting: string[] = [];
        const keys = ['', ':steps', ':done', ':gone', ':ended'].map((part) => `line:{default}${part}`);
        for (const key of keys) {
          expect([key, await reader.exists(key)]).toEqual([key, 1]);
          if ((await reader.pttl(key)) < 0) everlasting.push(key);
        }
        expect(everlasting).toEqual([]);
      });

      it('survive that Redis forgets the scripts, in the middle of joins', async () => {
        const users = Array.from({ length: 300 }, (_, i) => `user-${i}`);
        const asked = users.map(async (user, i) => {
          if (i % 50 === 25) await redis.command('SCRIPT', 'FLUSH');
          return join(user);
        });
        const numbers = (await Promise.all(asked)).map(({ queueNumber = 0 }) => queueNumber);
        expect(numbers.sort((a, b) => a - b)).toEqual(users.map((_, i) => i + 1));
        await redis.command('SCRIPT', 'FLUSH');
        await store.noteHolds('default', [{ seatId: 1, sequence: 1, holder: null }]);
        await redis.command('SCRIPT', 'FLUSH');
        await store.reset('default');
        expect(await join('user-7')).toMatchObject({ joined: true, queueNumber: 1 });
      });
    });

    describe('hold keys', () => {
      const note = (seatId: number, sequence: number, userId?: string, remainingMs = 5_000) =>
        store.noteHolds('default', [
          { seatId, sequence, holder: userId === undefined ? null : { userId, remainingMs } },
        ]);
      const holderOf = (seatId: number) => reader.get(`seat:{default}:${seatId}:hold`);

      it('name the holder for as long as the hold lasts', async () => {
        await note(7, 1, 'user:a', 300);
        expect(await holderOf(7)).toBe('user:a');
        const remainingMs = await reader.pttl('seat:{default}:7:hold');
        expect(remainingMs).toBeGreaterThan(100);
        expect(remainingMs).toBeLessThanOrEqual(300);
        await vi.waitFor(async () => expect(await holderOf(7)).toBeNull(), 1_000);
      });

      it('go when the seat is given back, and when the hold is over already', async () => {
        await note(7, 1, 'user:a');
        await note(7, 2);
        expect(await holderOf(7)).toBeNull();
        await note(7, 3, 'user:b', -20);
        expect(await holderOf(7)).toBeNull();
      });

      it('believe the newest change, in whatever order the notes come', async () => {
        await note(7, 12);
        await note(7, 11, 'user:late');
        expect(await holderOf(7)).toBeNull();
        await note(7, 14, 'user:b');
        await note(7, 13);
        expect(await holderOf(7)).toBe('user:b');
        await note(7, 9_007_199_254_740_990, 'user:c');
        expect(await holderOf(7)).toBe('user:c');
      });

      it('remember their order for longer than the hold, and not for ever', async () => {
        await note(7, 1, 'user:a', 100_000);
        await note(8, 2, 'user:b', 1_000);
        const keptMs = await reader.pttl('seat:{default}:noted');
        expect(keptMs).toBeGreaterThan(155_000);
        expect(keptMs).toBeLessThanOrEqual(160_000);
      });

      it('say when a seat was taken by whoever has just taken it, and not of holds that stood before', async () => {
        const holder = { userId: 'user:a', remainingMs: 60_000 };
        await store.noteHolds('default', [{ seatId: 7, sequence: 1, holder }]);
        expect(await reader.hget('seat:{default}:taken', '7')).toBeNull();
        const before = await redisNowMs(reader);
        const note = { seatId: 7, sequence: 2, holder: { ...holder, takenMsAgo: 500 } };
        await store.noteHolds('default', [note]);
        const takenAt = Number(await reader.hget('seat:{default}:taken', '7'));
        expect(takenAt).toBeGreaterThanOrEqual(before - 500);
        expect(takenAt).toBeLessThanOrEqual((await redisNowMs(reader)) - 500);
        expect(await reader.pttl('seat:{default}:taken')).toBeLessThanOrEqual(10_000);
      });

      it('of a hall of 5,000 seats are noted at one go', async () => {
        const holder = { userId: 'user:a', remainingMs: 60_000 };
        const notes = Array.from({ length: 5_000 }, (_, i) => ({ seatId: i + 1, sequence: 1, holder }));
        await store.noteHolds('default', notes);
        expect(await holderOf(1)).toBe('user:a');
        expect(await holderOf(500)).toBe('user:a');
        expect(await holderOf(501)).toBe('user:a');
        expect(await holderOf(5_000)).toBe('user:a');
      });

      it('can begin anew with smaller numbers, when the ledger’s history is another one', async () => {
        await note(7, 12, 'user:a');
        await store.forgetNotes('default');
        await note(7, 3, 'user:b');
        expect(await holderOf(7)).toBe('user:b');
        await store.forgetNotes('default');
        await note(7, 2);
        expect(await holderOf(7)).toBeNull();
      });

      it('tell that they are the first after Redis was emptied', async () => {
        const notes = [{ seatId: 1, sequence: 1, holder: { userId: 'user:a', remainingMs: 5_000 } }];
        expect(await store.noteHolds('default', notes)).toBe(false);
        expect(await store.noteHolds('default', notes)).toBe(true);
        expect(await store.hasNotes('default')).toBe(true);
        await redis.command('FLUSHALL');
        expect(await store.hasNotes('default')).toBe(false);
        expect(await store.noteHolds('default', notes)).toBe(false);
      });
    });

    describe('when Redis fails', () => {
      beforeEach(async () => {
        await store.close();
        store = open();
        await vi.waitFor(() => store.ping(), 10_000);
      });

      it('begins again at 1 when it has been emptied', async () => {
        await join('a');
        await join('b');
        await redis.command('FLUSHALL');
        expect(await join('b')).toMatchObject({ joined: true, queueNumber: 1 });
      });

      it('rejects in about a second while it is paused, and goes on afterwards', async () => {
        expect(await join('a')).toMatchObject({ joined: true });
        redis.pause();
        const rejected = [join('b'), join('b'), store.ping(), store.reset('other')].map(timed);
        for (const ms of await Promise.all(rejected)) expect(ms).toBeLessThan(2_500);
        // Longer than a call may take: what was given up has to be answered late, not never.
        await delay(1_000);
        redis.resume();
        await vi.waitFor(() => store.ping(), 10_000);
        // The join that was given up may have happened; it happened once.
        expect((await join('b')).queueNumber).toBe(2);
        expect((await join('a')).queueNumber).toBe(1);
      });

      it('rejects at once while it is gone, comes back by itself, and tells so', async () => {
        const recovered = vi.fn();
        store.onRecovered(recovered);
        await join('a');
        await redis.kill9();
        await timed(join('b'));
        const impatient = await Promise.all(Array.from({ length: 100 }, () => timed(join('b'))));
        // In a cluster a lost node looks like a failover at first, which is worth waiting for.
        expect(Math.max(...impatient)).toBeLessThan(name === 'one server' ? 700 : 2_500);
        await vi.waitFor(() => expect(states.at(-1)).toBe('reconnecting'), 5_000);

        await redis.restart();
        await vi.waitFor(() => store.ping(), 10_000);
        await vi.waitFor(() => expect(recovered).toHaveBeenCalledTimes(1), 20_000);
        expect(states).toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
        expect(await join('b')).toMatchObject({ joined: true, queueNumber: 1 });
      });
    });
  },
);

/** All nodes run on this machine, so any of them may say. */
async function redisNowMs(reader: Redis | Cluster): Promise<number> {
  const [seconds, micros] = await reader.time();
  return Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
}
