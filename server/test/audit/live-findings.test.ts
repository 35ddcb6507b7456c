import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RedisAdmissionStore } from '../../src/adapters/redis/admission-store.ts';
import { HoldKeys } from '../../src/adapters/redis/hold-keys.ts';
import { parseRedisUrl } from '../../src/adapters/redis/target.ts';
import { checkDoors, type AuditedDoors } from '../../src/audit/check-doors.ts';
import { Findings } from '../../src/audit/findings.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { seededDraw } from '../../../tools/rig/seeded-draw.ts';
import { as } from '../support/app.ts';
import { openAuditedHouse, type AuditedHouse } from '../support/audited-house.ts';
import { reservationFor, rulesOf, smallEvent } from '../support/hall.ts';
import {
  noPostgres,
  postgresBinaries,
  startPostgresServer,
  type PostgresServer,
} from '../support/postgres-server.ts';
import { noRedis, redisBinaries, startRedisServer, type RedisServer } from '../support/redis-server.ts';
import { seedOfThisRun } from '../support/seeded-random.ts';

const missing =
  postgresBinaries() === undefined ? noPostgres : redisBinaries() === undefined ? noRedis : undefined;

describe.skipIf(missing !== undefined)(
  `An audit of a sale with Redis${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let postgres: PostgresServer;
    let redis: RedisServer;
    let reader: Redis;
    let store: RedisAdmissionStore;
    let holdKeys: HoldKeys | undefined;
    let house: AuditedHouse;
    beforeAll(async () => {
      [postgres, redis] = await Promise.all([startPostgresServer(), startRedisServer()]);
      reader = new Redis(redis.url);
      store = new RedisAdmissionStore(parseRedisUrl(redis.url));
      house = await openAuditedHouse(await postgres.createDatabase(), {
        shieldFor: (offices) => (holdKeys = new HoldKeys(store, offices)),
      });
      await vi.waitFor(() => store.ping(), 20_000);
    });
    afterAll(async () => {
      await house.close();
      holdKeys?.close();
      await store.close();
      reader.disconnect();
      await Promise.all([postgres.stop(), redis.stop()]);
    });

    const key = (id: string, seat: number) => `seat:{${id}}:${seat}:hold`;

    it.each([
      ['a hold without a key', 'a held seat has no key', 3, (id: string) => reader.del(key(id, 3))],
      [
        'a key of somebody else',
        'a hold key names another than who holds the seat',
        3,
        (id: string) => reader.set(key(id, 3), 'mallory', 'KEEPTTL'),
      ],
      [
        'a key of a seat that is free',
        'a seat that is not held has a key',
        5,
        (id: string) => reader.set(key(id, 5), 'mallory', 'PX', 60_000),
      ],
      [
        'a key that outlives its hold',
        'a hold key outlives its hold',
        3,
        (id: string) => reader.pexpire(key(id, 3), 500_000),
      ],
      [
        'a key that stays for ever',
        'a hold key would stay for ever',
        3,
        (id: string) => reader.persist(key(id, 3)),
      ],
      [
        'notes that stay for ever',
        'a key of the event would stay for ever',
        undefined,
        (id: string) => reader.persist(`seat:{${id}}:noted`),
      ],
    ] as const)('finds %s, and writes the keys anew', async (_what, sentence, seat, falsify) => {
      const { id } = await house.sellALittle();
      await vi.waitFor(async () => expect(await reader.get(key(id, 3))).toContain('bob'), 20_000);
      await falsify(id);
      const { findings, checked } = await house.audit(id);
      expect(checked).toMatchObject({ hold_keys: 9 });
      expect(findings.map(({ check, what, seat_ids }) => [check, what, seat_ids])).toEqual([
        ['holds_in_redis', sentence, seat === undefined ? [] : [seat]],
      ]);
      const repaired = await house.repair(id);
      expect(repaired.findings).toMatchObject([{ what: sentence, repaired: true }]);
      expect(repaired.ok).toBe(true);
    });

    it('finds nothing while Redis is away, and says that it has not looked there', async () => {
      const { id } = await house.sellALittle();
      redis.pause();
      const { ok, checked } = await house.audit(id);
      redis.resume();
      expect(ok).toBe(true);
      expect(checked).toMatchObject({ hold_keys: 0, halls_in_memory: 1 });
      await vi.waitFor(() => store.ping(), 10_000);
    });

    const seed = seedOfThisRun();
    it(`raises no false alarm in fifty looks at a hall that is sold meanwhile (seed ${seed})`, async () => {
      const seatCount = 400;
      const rules = rulesOf({ holdTtlMs: 60_000, holdExtensions: 3 });
      const layout = { rows: 20, seatsPerRow: 20 };
      await house.offices.putEvent(smallEvent({ eventId: 'busy', layout, rules }));
      const office = await house.offices.get('busy');
      if (office === undefined) throw new Error('no event');
      const draw = seededDraw(seed);
      let isOver = false;
      let served = 0;
      const person = async (userId: string) => {
        while (!isOver) {
          const seatIds = [1 + Math.floor(draw() * seatCount)];
          const lot = draw();
          const reservation = reservationFor(userId);
          const outcome =
            lot < 0.5
              ? await office.submit({ kind: 'hold', userId, seatIds })
              : lot < 0.6
                ? await office.submit({ kind: 'extend', userId })
                : lot < 0.7
                  ? await office.submit({ kind: 'release', userId })
                  : await office.submit({ kind: 'confirm', userId, seatIds: undefined, reservation });
          if (!isRefusal(outcome)) served++;
          const own = office.seatMap.place(userId)?.reservations[0];
          if (own !== undefined && draw() < 0.7) {
            await office.submit({ kind: 'cancel', userId, reservation: own.sequence });
          }
          await delay(draw() * 20);
        }
      };
      const people = Array.from({ length: 30 }, (_, i) => person(`user:${i}`));
      const before = office.seatMap.sequence;
      let changes = 0;
      for (let i = 0; i < 50; i++) {
        const { findings, checked } = await house.audit('busy');
        expect(findings, `audit ${i}`).toEqual([]);
        changes = checked['changes'] ?? 0;
      }
      isOver = true;
      await Promise.all(people);
      expect(office.seatMap.sequence - before).toBeGreaterThan(500);
      expect(changes).toBeGreaterThan(500);
      expect(served).toBeGreaterThan(500);
      expect(
        (await house.app.inject({ url: '/api/v1/events/busy/states', headers: as('x') })).statusCode,
      ).toBe(200);
    }, 120_000);
  },
);

describe('Two readings of a waiting room', () => {
  const doors = (state: Partial<AuditedDoors['state']>): AuditedDoors => ({
    state: { joined: 100, preQueued: 0, serving: 50, overTo: 20, active: 10, ...state },
    activeMax: 10,
  });
  const found = (first: AuditedDoors, second: AuditedDoors) => {
    const findings = new Findings();
    checkDoors(first, second, findings);
    return findings.all().map(({ what }) => what);
  };

  it('agree while it lets in as many as may be inside', () => {
    expect(found(doors({}), doors({ serving: 55, active: 10 }))).toEqual([]);
  });

  it('agree when the bound was lowered and nobody more is let in', () => {
    expect(found(doors({ active: 25 }), doors({ active: 20 }))).toEqual([]);
  });

  it('show that people are let in although it is full', () => {
    expect(found(doors({ active: 11 }), doors({ serving: 51, active: 12 }))).toEqual([
      'people are let in although as many are inside as may be',
    ]);
  });

  it('show numbers that are out of order', () => {
    expect(found(doors({}), doors({ serving: 101 }))).toEqual([
      'the numbers of the waiting room are out of order',
    ]);
    expect(found(doors({}), doors({ overTo: 51, active: 0 }))).toContain(
      'the numbers of the waiting room are out of order',
    );
  });

  it('show more people inside than were let in', () => {
    expect(found(doors({ active: 31 }), doors({ active: 31 }))).toEqual([
      'more people are inside than were let in',
    ]);
  });
});
