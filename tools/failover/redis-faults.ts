import { setTimeout as delay } from 'node:timers/promises';
import type { HaStack } from '../stack/ha/ha-stack.ts';
import type { RedisNode } from '../stack/ha/redis-cluster.ts';
import { pauseProgram } from './database-faults.ts';
import type { Fault } from './fault.ts';

/** So long a replica hears nothing before its master dies: much less than a node may be silent. */
const LAG_MS = 1_000;

/** Every way in which a master of the Redis Cluster is lost here. */
export const redisFailovers: readonly Fault[] = [
  ...times(4, 'master of the line killed', async (stack, { lineId }) => killMaster(stack, lineId)),
  // What servers tell each other goes through one shard.
  ...times(2, 'master of the news killed', async (stack) => killMaster(stack, 'jari')),
  ...times(2, 'master of the line paused', async (stack, { lineId }) =>
    pauseProgram((await masterOf(stack, lineId)).program),
  ),
  ...times(2, 'killed while its replica lagged', async (stack, { lineId }) => {
    const master = await masterOf(stack, lineId);
    const replica = await stack.redis.replicaOf(master);
    const goOn = replica === undefined ? undefined : pauseProgram(replica.program);
    await delay(LAG_MS);
    await master.program.kill9();
    await goOn?.();
    return () => master.program.start();
  }),
];

function times(count: number, kind: string, inflict: Fault['inflict']): Fault[] {
  return Array.from(
    { length: count },
    () => ({ kind, family: 'redis', movesLeader: true, inflict }) as const,
  );
}

async function killMaster(stack: HaStack, tag: string) {
  const master = await masterOf(stack, tag);
  await master.program.kill9();
  return () => master.program.start();
}

export async function masterOf({ redis }: HaStack, tag: string): Promise<RedisNode> {
  const master = await redis.masterOf(tag);
  if (master === undefined) throw new Error(`No node leads for {${tag}}.`);
  return master;
}
