import { describe, expect, it, vi } from 'vitest';
import { RedisAdmissionStore } from '../../src/adapters/redis/admission-store.ts';
import { silentRedisObserver, type RedisState } from '../../src/adapters/redis/observer.ts';
import { parseRedisUrl } from '../../src/adapters/redis/target.ts';
import { noRedis, redisBinaries, startRedisServer } from '../support/redis-server.ts';

const hasRedis = redisBinaries() !== undefined;
/** For what is not about time, on a machine that is busy with other tests. */
const PATIENT_MS = 15_000;

describe.skipIf(!hasRedis)(
  `a line in a Redis that keeps what it knows${hasRedis ? '' : ` (skipped: ${noRedis})`}`,
  () => {
    it('goes on after a crash: the same numbers, the same turns, the same place of the doors', async () => {
      // With `everysec` a crash may lose what came while the disk was busy, for up to two seconds.
      const redis = await startRedisServer({ appendonly: 'yes', appendfsync: 'always' });
      const store = new RedisAdmissionStore(parseRedisUrl(redis.url), silentRedisObserver, PATIENT_MS);
      try {
        const eventId = 'gala';
        const join = (userId: string) =>
          store.join({ eventId, userId, ip: null, ttlMs: 60_000, requestId: `of ${userId}` });
        const rules = {
          ...{ admittedPerMinute: 600_000, activeMax: 2, turnTtlMs: 60_000, preQueueMs: 0 },
          ...{ opensAtMs: null, closesAtMs: null, isPaused: false, proofOfWorkBits: 0 },
        };
        for (const user of ['ann', 'bob', 'cem']) await join(user);
        const startMs = Date.now();
        await store.advanceLine(eventId, rules, startMs, 0);
        const before = await store.advanceLine(eventId, rules, startMs + 100, 0);
        const turn = await store.turnOf(eventId, rules, 2);
        expect(turn.is).toBe('served');

        await redis.kill9();
        await redis.restart();
        await vi.waitFor(() => store.ping(), 10_000);
        expect(await store.numberOf(eventId, 'cem')).toBe(3);
        expect(await store.turnOf(eventId, rules, 2)).toEqual(turn);
        expect(await store.advanceLine(eventId, rules, startMs + 200, 0)).toEqual(before);
        await store.finishTurn(eventId, 1);
        expect(await store.advanceLine(eventId, rules, startMs + 300, 0)).toMatchObject({ serving: 3 });
      } finally {
        await store.close();
        await redis.stop();
      }
    });
  },
);

describe('admission in a Redis that is not there', () => {
  it('rejects in about a second at first, at once when it is closed, and says down after a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
    const states: RedisState[] = [];
    const failed = vi.fn();
    const stateChanged = (_part: string, state: RedisState) => states.push(state);
    const observer = { ...silentRedisObserver, stateChanged, failed };
    const store = new RedisAdmissionStore(parseRedisUrl('redis://127.0.0.1:1'), observer);
    const startedAt = performance.now();
    await expect(store.ping()).rejects.toThrow('longer than 1000 ms');
    expect(performance.now() - startedAt).toBeLessThan(2_500);
    expect(failed).toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(states).toEqual(['connecting', 'down']);
    await store.close();
    vi.useRealTimers();
  });
});
