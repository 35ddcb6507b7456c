import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from '../../stack/redis.ts';
import type { Fault } from './fault.ts';

/** Redis forgets what it was told: seats must not notice. */

function forgetful(
  name: string,
  group: string,
  forget: (redis: Redis, home: string) => Promise<unknown>,
): Fault {
  return {
    ...{ name, group },
    fits: ({ redis }) => redis !== undefined,
    strike: async ({ rig: { redis, folder } }) => {
      const at = performance.now();
      if (redis !== undefined) await forget(redis, join(folder.path, 'redis'));
      return { at };
    },
  };
}

export const forgettings: readonly Fault[] = [
  forgetful('redis-flush', 'FLUSHALL', (redis) => redis.command('FLUSHALL')),
  forgetful('redis-scripts', 'SCRIPT FLUSH', (redis) => redis.command('SCRIPT', 'FLUSH')),
  forgetful('redis-empty', 'Redis restarted empty', async (redis, home) => {
    await redis.program.kill9();
    rmSync(join(home, 'appendonlydir'), { recursive: true, force: true });
    await redis.program.start();
  }),
];
