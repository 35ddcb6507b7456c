import { describe, expect, it, vi } from 'vitest';
import { RedisChangeBus } from '../../src/adapters/redis/change-bus.ts';
import { parseRedisUrl } from '../../src/adapters/redis/target.ts';
import { heldChange, listenTo } from '../conformance/change-bus.ts';
import { countingObserver } from '../support/redis-observer.ts';
import { redisBinaries, SLOTS, startRedisCluster } from '../support/redis-server.ts';

const hasRedis = redisBinaries() !== undefined;
const CHANNEL = '{jari}:news';

describe.skipIf(!hasRedis)('the change bus on a cluster that loses one shard', () => {
  it('notices at once when it is the shard of the news, and comes back with it', async () => {
    const redis = await startRedisCluster();
    const { observer, states } = countingObserver();
    const target = parseRedisUrl(redis.url);
    const here = new RedisChangeBus(target, observer);
    const there = new RedisChangeBus(target);
    try {
      const { gaps } = listenTo(here);
      const { heard } = listenTo(there);
      const bothAnswer = () => Promise.all([here.ping(), there.ping()]);
      await vi.waitFor(bothAnswer, 5_000);
      const [reply = ''] = await redis.command('CLUSTER', 'KEYSLOT', CHANNEL);
      const shard = redis.nodes[Math.floor(Number(reply.slice(1)) / Math.ceil(SLOTS / 3))];
      await shard?.kill9();
      await vi.waitFor(() => expect(states.at(-1)).toBe('reconnecting'), 1_000);
      const before = gaps();
      await vi.waitFor(() => expect(gaps()).toBeGreaterThanOrEqual(before + 2), 3_500);
      await shard?.restart();
      await vi.waitFor(bothAnswer, 10_000);
      here.publish('default', [heldChange(1)]);
      await vi.waitFor(() => expect(heard).toEqual([['default', [heldChange(1)]]]), 5_000);
    } finally {
      await Promise.all([here.close(), there.close()]);
      await redis.stop();
    }
  });
});
