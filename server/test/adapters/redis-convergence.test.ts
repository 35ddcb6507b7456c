import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { RedisAdmissionStore } from '../../src/adapters/redis/admission-store.ts';
import { RedisChangeBus } from '../../src/adapters/redis/change-bus.ts';
import { HoldKeys } from '../../src/adapters/redis/hold-keys.ts';
import { parseRedisUrl } from '../../src/adapters/redis/target.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { BoxOffice } from '../../src/box-office/box-office.ts';
import { BoxOffices } from '../../src/box-office/box-offices.ts';
import { LedgerClock } from '../../src/box-office/ledger-clock.ts';
import { silentObserver } from '../../src/box-office/observer.ts';
import { defaultBoxOfficeOptions } from '../../src/box-office/options.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import type { Hold } from '../../src/domain/seat.ts';
import type { Snapshot } from '../../src/ports/ledger.ts';
import { Findings } from '../support/audit/findings.ts';
import { LogAuditor } from '../support/audit/log-auditor.ts';
import { reservationFor, rulesOf, smallEvent } from '../support/hall.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { copyStore } from '../support/memory-store.ts';
import { noRedis, redisBinaries, startRedisServer, type RedisServer } from '../support/redis-server.ts';
import { seededDraw } from '../../../tools/rig/seeded-draw.ts';
import { seedOfThisRun } from '../support/seeded-random.ts';

const hasRedis = redisBinaries() !== undefined;
const SEAT_COUNT = 60;
const rules = rulesOf({ holdTtlMs: 60_000, holdExtensions: 5 });
const hall = smallEvent({ layout: { rows: 6, seatsPerRow: 10 }, rules });

/** One server process's part in the sale: its own connections, its own maps. */
interface Instance {
  readonly office: BoxOffice;
  close(): Promise<void>;
}

async function openInstance(ledger: MemoryLedger, redisUrl: string): Promise<Instance> {
  const target = parseRedisUrl(redisUrl);
  const clock = new LedgerClock(systemClock, ledger);
  await clock.synchronise();
  const bus = new RedisChangeBus(target);
  const options = { ...defaultBoxOfficeOptions, failureRate: 0, isShared: true, settleMs: 20 };
  const offices = new BoxOffices(ledger, clock, bus, options, silentObserver);
  const store = new RedisAdmissionStore(target);
  const holdKeys = new HoldKeys(store, offices);
  const office = await offices.get('default');
  if (office === undefined) throw new Error('no event');
  await vi.waitFor(() => Promise.all([bus.ping(), store.ping()]), 5_000);
  return {
    office,
    close: async () => {
      await offices.close();
      holdKeys.close();
      await Promise.all([bus.close(), store.close()]);
    },
  };
}

describe.skipIf(!hasRedis)(
  `three instances on one ledger and one Redis${hasRedis ? '' : ` (skipped: ${noRedis})`}`,
  () => {
    const seed = seedOfThisRun();
    let redis: RedisServer;
    let reader: Redis;
    let ledger: MemoryLedger;
    let instances: Instance[];

    beforeAll(async () => {
      redis = await startRedisServer();
      reader = new Redis(redis.url, { maxRetriesPerRequest: 0, retryStrategy: () => 50 });
      reader.on('error', () => undefined);
    });
    afterAll(async () => {
      reader.disconnect();
      await redis.stop();
    });
    beforeEach(async () => {
      await redis.command('FLUSHALL');
      ledger = new MemoryLedger(systemClock);
      await ledger.putEvent(hall);
      instances = await Promise.all([1, 2, 3].map(() => openInstance(ledger, redis.url)));
    });
    afterEach(() => Promise.all(instances.map((instance) => instance.close())));

    const officeAt = (i: number): BoxOffice => {
      const instance = instances[i % instances.length];
      if (instance === undefined) throw new Error('no instance');
      return instance.office;
    };
    const hold = (i: number, userId: string, ...seatIds: number[]) =>
      officeAt(i).submit({ kind: 'hold', userId, seatIds });

    /** Every map and the ledger say the same. */
    const converged = async () => {
      const truth = await ledger.load('default');
      if (truth === undefined) throw new Error('no event');
      for (const { office } of instances) {
        const { seatMap } = office;
        const { epoch, sequence, head } = seatMap;
        expect({ epoch, sequence, head }).toEqual(truth.position);
        expect(seatMap.stateText()).toBe(truth.states);
        expect(byUser(seatMap.allHolds())).toEqual(byUser(holdsOf(truth)));
      }
      return truth;
    };
    /** The hold keys are exactly the ledger's holds, with no more time than these have left. */
    const keysAreRight = async () => {
      const truth = await ledger.load('default');
      if (truth === undefined) throw new Error('no event');
      const holder = new Map(holdsOf(truth).flatMap((hold) => hold.seatIds.map((id) => [id, hold] as const)));
      for (let seatId = 1; seatId <= SEAT_COUNT; seatId++) {
        const key = `seat:{default}:${seatId}:hold`;
        const [userId, leftMs] = await Promise.all([reader.get(key), reader.pttl(key)]);
        const held = holder.get(seatId);
        expect(userId, key).toBe(held?.userId ?? null);
        if (held !== undefined) {
          expect(Math.abs(held.expiresAt - systemClock.wallMs() - leftMs), key).toBeLessThan(1_500);
        }
      }
    };

    /** Users who pick, change their minds and buy, at whichever instance; returns how many were served. */
    const trade = async (userCount: number, stepCount: number, draw: () => number): Promise<number> => {
      let servedCount = 0;
      const act = async (userId: string) => {
        for (let step = 0; step < stepCount; step++) {
          const office = officeAt(Math.floor(draw() * 3));
          const lot = draw();
          const seatIds = [1 + Math.floor(draw() * SEAT_COUNT)];
          const reservation = reservationFor(userId);
          const outcome =
            lot < 0.6
              ? await office.submit({ kind: 'hold', userId, seatIds })
              : lot < 0.75
                ? await office.submit({ kind: 'release', userId })
                : lot < 0.9
                  ? await office.submit({ kind: 'extend', userId })
                  : await office.submit({ kind: 'confirm', userId, seatIds: undefined, reservation });
          if (!isRefusal(outcome)) servedCount++;
          // A person thinks between two clicks; it is what mixes the users' steps.
          await delay(draw() * 20);
        }
      };
      await Promise.all(Array.from({ length: userCount }, (_, i) => act(`user:${i}`)));
      return servedCount;
    };

    it(`agree after a sale in the middle of which Redis was killed and came back empty (seed ${seed})`, async () => {
      const draw = seededDraw(seed);
      const trading = trade(40, 150, draw);
      const untilChanges = async (more: number) => {
        const enough = officeAt(0).seatMap.sequence + more;
        const looking = { timeout: 10_000, interval: 5 };
        await vi.waitFor(() => expect(officeAt(0).seatMap.sequence).toBeGreaterThan(enough), looking);
      };
      // The hall is full after some five hundred changes; both moments lie well before.
      await untilChanges(100);
      await redis.kill9();
      await untilChanges(100);
      await redis.restart();
      expect(await trading).toBeGreaterThan(500);
      const truth = await vi.waitFor(converged, { timeout: 5_000, interval: 20 });
      await vi.waitFor(keysAreRight, { timeout: 5_000, interval: 50 });
      const { changes } = ledger.store.events.get('default') ?? { changes: [] };
      expect(changes).toHaveLength(truth.position.sequence);
      const findings = new Findings();
      const auditor = new LogAuditor(
        {
          settleMs: 20,
          graceMs: 10_000,
          keptMaxMs: rules.holdTtlMs * (1 + rules.holdExtensions),
          restMs: rules.holdTtlMs,
          lateMs: 0,
          toleranceMs: 50,
          wallErrorMs: 0,
        },
        findings,
      );
      // By when it was decided, which is a little before it was recorded.
      for (const change of changes)
        auditor.see({ change, trueAt: change.at, ledgerAt: change.at + 50, event: truth.event });
      expect(findings.all).toEqual([]);
    });

    it('tell each other in milliseconds', async () => {
      const lagsMs: number[] = [];
      for (let seatId = 1; seatId <= 20; seatId++) {
        await hold(0, `user:${seatId}`, seatId);
        const startedAt = performance.now();
        await vi.waitFor(converged, { timeout: 5_000, interval: 1 });
        lagsMs.push(performance.now() - startedAt);
      }
      // Far below the second after which the ledger would be read anyway.
      expect(lagsMs.sort((a, b) => a - b)[10]).toBeLessThan(100);
    });

    it('sell and agree while Redis is gone, and are quick and shielded again when it is back', async () => {
      await hold(0, 'user:before', 1);
      await vi.waitFor(keysAreRight, 5_000);
      await redis.kill9();
      expect(isRefusal(await hold(1, 'user:meanwhile', 2))).toBe(false);
      expect(isRefusal(await officeAt(2).submit({ kind: 'release', userId: 'user:before' }))).toBe(false);
      // Sooner than the instances would notice that the others are silent.
      await vi.waitFor(converged, { timeout: 2_500, interval: 20 });

      await redis.restart();
      const startedAt = performance.now();
      await vi.waitFor(keysAreRight, { timeout: 5_000, interval: 10 });
      console.log(
        `hold keys were right ${Math.round(performance.now() - startedAt)} ms after Redis was back`,
      );
    });

    it('note all holds again when Redis has been emptied, though no connection was lost', async () => {
      await hold(0, 'user:a', 1, 2);
      await hold(1, 'user:b', 3);
      await vi.waitFor(converged, 5_000);
      await vi.waitFor(keysAreRight, 5_000);
      await redis.command('FLUSHALL');
      await vi.waitFor(keysAreRight, { timeout: 3_000, interval: 20 });
      // A note that comes before anybody has looked must not hide that the others are gone.
      await redis.command('FLUSHALL');
      await hold(2, 'user:c', 4);
      await vi.waitFor(keysAreRight, { timeout: 3_000, interval: 20 });
    });

    it('clear the key of a seat that was given back while Redis took no notes', async () => {
      await hold(0, 'user:a', 1);
      await vi.waitFor(keysAreRight, 5_000);
      await redis.command('CONFIG', 'SET', 'min-replicas-to-write', '1');
      await officeAt(0).submit({ kind: 'release', userId: 'user:a' });
      // That the key stays is the point: the instances go on trying meanwhile.
      await delay(300);
      expect(await reader.get('seat:{default}:1:hold')).toBe('user:a');
      await redis.command('CONFIG', 'SET', 'min-replicas-to-write', '0');
      await vi.waitFor(keysAreRight, { timeout: 3_000, interval: 20 });
    });

    it('note the holds of the ledger that is, when it was put back to an earlier state', async () => {
      await hold(0, 'user:a', 1);
      await vi.waitFor(converged, 5_000);
      const backup = copyStore(ledger.store);
      await hold(1, 'user:b', 2);
      await officeAt(2).submit({ kind: 'release', userId: 'user:a' });
      await vi.waitFor(keysAreRight, 5_000);
      ledger.store = backup;
      await vi.waitFor(converged, { timeout: 5_000, interval: 20 });
      await vi.waitFor(keysAreRight, { timeout: 5_000, interval: 20 });
    });

    it('note again what a failover lost: all notes are told anew after a reconnect', async () => {
      await hold(0, 'user:a', 1, 2);
      await vi.waitFor(keysAreRight, 5_000);
      await reader.del('seat:{default}:2:hold');
      await redis.command('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await vi.waitFor(keysAreRight, { timeout: 5_000, interval: 20 });
    });
  },
);

function holdsOf({ places }: Snapshot): readonly Hold[] {
  return places.flatMap(({ hold }) => (hold === undefined ? [] : [hold]));
}

function byUser<T extends { readonly userId: string }>(holds: Iterable<T>): readonly T[] {
  return [...holds].sort((a, b) => (a.userId < b.userId ? -1 : 1));
}
