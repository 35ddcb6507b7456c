import { setTimeout as delay } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { RedisChangeBus } from '../../src/adapters/redis/change-bus.ts';
import { silentRedisObserver } from '../../src/adapters/redis/observer.ts';
import { parseRedisUrl } from '../../src/adapters/redis/target.ts';
import { toRow } from '../../src/domain/change-codec.ts';
import { changeBusConformance, heldChange, listenTo } from '../conformance/change-bus.ts';
import { countingObserver } from '../support/redis-observer.ts';
import {
  noRedis,
  redisBinaries,
  startRedisCluster,
  startRedisServer,
  type RedisServer,
} from '../support/redis-server.ts';

const hasRedis = redisBinaries() !== undefined;

/** This process's own processor time: other tests share the machine. */
const workedMs = () => process.cpuUsage().user / 1_000;

/** Quicker than in earnest, so that the tests need not wait as long. */
const timing = { heartbeatMs: 150, patienceMs: 700 };
const CHANNEL = '{jari}:news';
const topologies = [
  { name: 'one server', start: () => startRedisServer() },
  { name: 'a cluster of three', start: () => startRedisCluster() },
];

describe.skipIf(!hasRedis).each(topologies)(
  `the change bus on Redis, $name${hasRedis ? '' : ` (skipped: ${noRedis})`}`,
  ({ name, start }) => {
    let redis: RedisServer;
    const opened: RedisChangeBus[] = [];
    const complaints = vi.spyOn(console, 'error');

    beforeAll(async () => {
      redis = await start();
    });
    afterAll(() => redis.stop());
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((bus) => bus.close()));
      // What ioredis prints when an error event has no listener.
      expect(complaints).not.toHaveBeenCalled();
    });

    const answers = (bus: RedisChangeBus) => vi.waitFor(() => bus.ping(), { timeout: 15_000, interval: 20 });
    const open = async (observer = silentRedisObserver) => {
      const bus = new RedisChangeBus(parseRedisUrl(redis.url), observer, timing);
      opened.push(bus);
      await answers(bus);
      return bus;
    };
    /** Being connected is a gap itself, and one that is due may be announced a little later. */
    const untilCalm = async (gaps: () => number) => {
      let [seen, since] = [gaps(), performance.now()];
      await vi.waitFor(() => {
        if (gaps() !== seen) [seen, since] = [gaps(), performance.now()];
        expect(performance.now() - since).toBeGreaterThan(2 * timing.heartbeatMs);
      }, 5_000);
    };
    const openPair = async () => {
      const counting = countingObserver();
      const teller = countingObserver();
      const [here, there] = await Promise.all([open(teller.observer), open(counting.observer)]);
      return { here, there, told: teller.counts, ...counting, ...listenTo(there) };
    };
    /** Says something on the channel that no bus said. */
    const say = async (...texts: string[]) => {
      const nodes = redis.ports.map((port) => ({ host: '127.0.0.1', port }));
      const client = nodes.length > 1 ? new Cluster(nodes) : new Redis(redis.ports[0] ?? 0);
      for (const text of texts) {
        await (client instanceof Cluster ? client.spublish(CHANNEL, text) : client.publish(CHANNEL, text));
      }
      client.disconnect();
    };

    describe('as every bus', () => {
      changeBusConformance(() => open());
    });

    it('announces a gap when it has connected: what was said before was not heard', async () => {
      const bus = new RedisChangeBus(parseRedisUrl(redis.url));
      opened.push(bus);
      const { gaps } = listenTo(bus);
      await answers(bus);
      expect(gaps()).toBeGreaterThanOrEqual(1);
    });

    // A cluster has but one database.
    if (name === 'one server') {
      it('hears only what is said in its own database', async () => {
        const { here, heard } = await openPair();
        const elsewhere = new RedisChangeBus(parseRedisUrl(`${redis.url}/2`), silentRedisObserver, timing);
        opened.push(elsewhere);
        const other = listenTo(elsewhere);
        await answers(elsewhere);
        elsewhere.publish('default', [heldChange(1)]);
        await elsewhere.ping();
        here.publish('default', [heldChange(2)]);
        await vi.waitFor(() => expect(heard).toEqual([['default', [heldChange(2)]]]), 5_000);
        expect(other.heard).toEqual([]);
      });
    }

    it('ignores and counts what is none of its own', async () => {
      const { here, heard, counts } = await openPair();
      const head = { v: 3, i: 'stranger', n: 0 };
      const change = heldChange(1);
      const row = toRow(change);
      const news = (...rows: unknown[]) => JSON.stringify({ ...head, e: 'default', c: rows });
      await say(
        'hello',
        '{',
        'null',
        '[]',
        '{}',
        JSON.stringify({ ...head, v: 'one' }),
        JSON.stringify({ ...head, n: -1 }),
        JSON.stringify({ ...head, e: 'default' }),
        news({}),
        news(change),
        news({ ...row, cause: 'burnt' }),
        news({ ...row, seat_ids: ['1'] }),
        news({ ...row, user_id: 7 }),
        news({ ...row, hash: 'ab' }),
        news({ ...row, at: 1.5 }),
        news({ ...row, key_print: '1' }),
        news({ ...row, cause: 'reserved' }),
        news(row, null),
      );
      await vi.waitFor(() => expect(counts.unreadable).toBe(18), 5_000);
      here.publish('default', [change]);
      await vi.waitFor(() => expect(heard).toEqual([['default', [change]]]), 5_000);
    });

    it('announces a gap when an instance speaks another version, whose news it cannot read', async () => {
      const { gaps, heard } = await openPair();
      await untilCalm(gaps);
      const before = gaps();
      await say(JSON.stringify({ v: 3, i: 'newer', n: 1, what: 'ever' }));
      await vi.waitFor(() => expect(gaps()).toBe(before + 1), 2_000);
      expect(heard).toEqual([]);
    });

    it('announces a gap when numbers are missing, in news and in heartbeats', async () => {
      const { gaps, heard } = await openPair();
      const news = (n: number) =>
        JSON.stringify({ v: 3, i: 'other', n, e: 'default', c: [toRow(heldChange(n))] });
      await say(news(1), news(2));
      await vi.waitFor(() => expect(heard).toHaveLength(2), 20_000);
      await untilCalm(gaps);
      const before = gaps();
      await say(news(4));
      await vi.waitFor(() => expect(gaps()).toBe(before + 1), 2_000);
      await untilCalm(gaps);
      await say(JSON.stringify({ v: 3, i: 'other', n: 4 }), news(4), news(3));
      // Nothing is missing in these, late and doubled as they are.
      await vi.waitFor(() => expect(heard).toHaveLength(5), 20_000);
      await untilCalm(gaps);
      expect(gaps()).toBe(before + 1);
      await say(JSON.stringify({ v: 3, i: 'other', n: 5 }));
      await vi.waitFor(() => expect(gaps()).toBe(before + 2), 2_000);
    });

    it('tells the others to look in the ledger when news are too large, and again for those that follow at once', async () => {
      const { here, gaps, heard } = await openPair();
      await untilCalm(gaps);
      const before = gaps();
      const seatIds = Array.from({ length: 100_000 }, (_, i) => i);
      for (const sequence of [1, 2, 3]) here.publish('default', [{ ...heldChange(sequence), seatIds }]);
      // The first is told at once, and what comes within a tenth of a second together after it.
      await vi.waitFor(() => expect(gaps()).toBe(before + 2), 800);
      expect(heard).toEqual([]);
    });

    it('sends 10,000 news in a second without holding up the event loop', async () => {
      const { here, heard, told } = await openPair();
      let longestMs = 0;
      let lastMs = workedMs();
      const watch = setInterval(() => {
        longestMs = Math.max(longestMs, workedMs() - lastMs);
        lastMs = workedMs();
      }, 5);
      const startedAt = workedMs();
      for (let sent = 0; sent < 10_000;) {
        for (let i = 0; i < 100; i++) here.publish('default', [heldChange(++sent)]);
        // One turn of the timers: what is measured is whether the bus holds it up.
        await delay(1);
      }
      const publishMs = workedMs() - startedAt;
      await vi.waitFor(() => expect(heard).toHaveLength(10_000), 30_000);
      clearInterval(watch);
      expect(heard.at(-1)).toEqual(['default', [heldChange(10_000)]]);
      expect(told.dropped).toBe(0);
      // It takes about a third of a second.
      expect(publishMs).toBeLessThan(2_000);
      expect(longestMs).toBeLessThan(500);
    });

    it('lets the ledger be read at every beat while Redis is gone, and drops news without waiting', async () => {
      const { there, gaps, counts, states } = await openPair();
      await redis.kill9();
      // The tests that follow need it also when this one fails.
      onTestFinished(() => redis.restart());
      const startedAt = workedMs();
      for (let i = 1; i <= 20_000; i++) there.publish('default', [heldChange(i)]);
      expect(workedMs() - startedAt).toBeLessThan(2_000);
      await vi.waitFor(() => expect(states.at(-1)).toBe('reconnecting'), 10_000);
      const droppedBefore = counts.dropped;
      const gapsBefore = gaps();
      there.publish('default', [heldChange(1)]);
      expect(counts.dropped).toBe(droppedBefore + 1);
      await expect(there.ping()).rejects.toThrow();
      // One at every beat, on a machine that may be busy with other tests.
      await vi.waitFor(() => expect(gaps()).toBeGreaterThanOrEqual(gapsBefore + 3), {
        timeout: 20_000,
      });
    });

    it('comes back by itself when Redis does, announces a gap, and delivers', async () => {
      const { here, there, gaps, heard, states } = await openPair();
      const other = listenTo(here);
      await redis.kill9();
      await vi.waitFor(() => expect(states.at(-1)).toBe('reconnecting'), 10_000);
      const before = gaps();
      await redis.restart();
      const startedAt = performance.now();
      await Promise.all([answers(here), answers(there)]);
      console.log(`${name}: the bus was back ${Math.round(performance.now() - startedAt)} ms after Redis`);
      await vi.waitFor(() => expect(gaps()).toBeGreaterThan(before), 20_000);
      expect(states).toEqual(['connecting', 'connected', 'reconnecting', 'connected']);
      here.publish('default', [heldChange(1)]);
      there.publish('default', [heldChange(2)]);
      await vi.waitFor(() => expect(heard).toEqual([['default', [heldChange(1)]]]), 5_000);
      await vi.waitFor(() => expect(other.heard).toEqual([['default', [heldChange(2)]]]), 5_000);
    });

    it('delivers what was said while Redis was paused, up to a bound, and notices what was not', async () => {
      const { here, heard, gaps, told } = await openPair();
      redis.pause();
      for (let i = 1; i <= 1_000; i++) here.publish('default', [heldChange(i)]);
      // How long it is paused is the point: too short for the bus to think the line dead.
      await delay(timing.patienceMs - 300);
      redis.resume();
      await vi.waitFor(() => expect(heard).toHaveLength(1_000), 5_000);
      const before = gaps();
      redis.pause();
      for (let i = 1; i <= 30_000; i++) here.publish('default', [heldChange(i)]);
      redis.resume();
      await vi.waitFor(() => expect(gaps()).toBeGreaterThan(before), 10_000);
      expect(told.dropped).toBeGreaterThan(1_000);
    });

    it('is replaced when Redis is paused for long, and delivers again', async () => {
      const { here, heard, gaps, states } = await openPair();
      redis.pause();
      // "For long" is longer than the bus is patient, and so the line is given up.
      await vi.waitFor(() => expect(states).toContain('reconnecting'), 10_000);
      here.publish('default', [heldChange(1)]);
      const before = gaps();
      redis.resume();
      await vi.waitFor(() => expect(gaps()).toBeGreaterThan(before), 10_000);
      await vi.waitFor(() => expect(states.at(-1)).toBe('connected'), 10_000);
      await answers(here);
      here.publish('default', [heldChange(2)]);
      await vi.waitFor(() => expect(heard.at(-1)).toEqual(['default', [heldChange(2)]]), 5_000);
    });

    it('replaces a line that has gone deaf although its connection stands', async () => {
      const { here, there, states, heard } = await openPair();
      const line: unknown = Reflect.get(there, 'line');
      const subscriber = Reflect.get(line as object, 'subscriber') as Redis | Cluster;
      await (subscriber instanceof Cluster
        ? subscriber.sunsubscribe(CHANNEL)
        : subscriber.unsubscribe(CHANNEL));
      await vi.waitFor(() => expect(states.slice(2)).toEqual(['reconnecting', 'connected']), 8_000);
      here.publish('default', [heldChange(1)]);
      await vi.waitFor(() => expect(heard).toHaveLength(1), 5_000);
    });

    it('has the ledger read while an instance is silent, and not when it said farewell', async () => {
      const { here, there, gaps } = await openPair();
      await say(JSON.stringify({ v: 3, i: 'cut-off', n: 0 }));
      await untilCalm(gaps);
      const before = gaps();
      await vi.waitFor(() => expect(gaps()).toBeGreaterThanOrEqual(before + 2), 5_000);
      await say(JSON.stringify({ v: 3, i: 'cut-off', n: 0, b: 1 }));
      await here.close();
      await untilCalm(gaps);
      const afterwards = gaps();
      // That nothing happens is the point, for longer than anybody is waited for.
      await delay(2 * timing.patienceMs);
      expect(gaps()).toBe(afterwards);
      await there.ping();
    });
  },
);
