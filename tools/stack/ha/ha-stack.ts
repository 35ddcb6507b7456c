import { freePort } from '../../rig/free-port.ts';
import { requireProgram } from '../../rig/programs.ts';
import type { Gateway } from '../gateway.ts';
import type { Program } from '../program.ts';
import type { Server } from '../server.ts';
import { StackFolder } from '../stack-folder.ts';
import { makeSecrets, startGateway, startServers, type StackOptions, type StackSecrets } from '../stack.ts';
import { startEtcd, type EtcdMember } from './etcd.ts';
import { leaderConfiguration, prepareHaproxy } from './haproxy.ts';
import { makeDatabase, prepareNode, untilWhole, type DatabaseNode } from './patroni.ts';
import { defaultPatience, type Patience } from './patroni-settings.ts';
import { startRedisCluster, type RedisCluster } from './redis-cluster.ts';

export interface HaStackOptions extends Omit<StackOptions, 'gateway'> {
  readonly patience?: Patience;
}

/** A Jari of which any one part may die: everything is there at least twice, and what must be one is elected. */
export interface HaStack {
  readonly gateway: Gateway;
  readonly servers: readonly Server[];
  readonly etcd: readonly EtcdMember[];
  readonly database: readonly DatabaseNode[];
  /** The database's one address. */
  readonly proxy: { readonly url: string; readonly program: Program };
  readonly redis: RedisCluster;
  readonly secrets: StackSecrets;
  /** Called when one of them ended without being asked to. */
  onDeath(listener: (description: string, log: string) => void): void;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

/**
 * Three PostgreSQL under Patroni with three etcd behind HAProxy, a Redis Cluster of six, servers and a gateway, on free
 * ports of the loopback address, in a temporary folder. What each setting is for: docs/operations.md.
 */
export async function startHaStack(options: HaStackOptions = {}): Promise<HaStack> {
  const programs = {
    patroni: requireProgram('patroni'),
    etcd: requireProgram('etcd'),
    haproxy: requireProgram('haproxy'),
    postgresBin: requireProgram('postgresBin'),
    redis: { server: requireProgram('redisServer'), cli: requireProgram('redisCli') },
    nginx: requireProgram('nginx'),
  };
  const { log = () => undefined, instances = 2, patience = defaultPatience } = options;
  const folder = new StackFolder();
  try {
    log('Starting three etcd and a Redis Cluster of six …');
    const [etcd, redis] = await Promise.all([
      startEtcd(folder, programs.etcd),
      startRedisCluster(folder, programs.redis),
    ]);
    log('Starting three PostgreSQL under Patroni: the first leads, the others copy it …');
    const database: DatabaseNode[] = [];
    for (const number of [1, 2, 3]) {
      database.push(await prepareNode(folder, programs, number, etcd, patience));
    }
    const [first, ...others] = database;
    await first?.patroni.start();
    await Promise.all(others.map(({ patroni }) => patroni.start()));
    await untilWhole({ database, etcd });

    const proxyPort = await freePort();
    const program = prepareHaproxy(folder, {
      name: 'HAProxy',
      file: programs.haproxy,
      configuration: leaderConfiguration(proxyPort, database),
      port: proxyPort,
    });
    await program.start();
    await makeDatabase(programs.postgresBin, proxyPort);
    const proxy = { url: `postgres://jari@127.0.0.1:${proxyPort}/jari`, program };

    const secrets = makeSecrets();
    const serverEnv = { REQUIRE_STANDBY: 'true', ...options.serverEnv };
    const servers = await startServers(folder, instances, proxy, redis, secrets, { ...options, serverEnv });
    const gateway = await startGateway(folder, programs.nginx, servers, redis, secrets, options);
    return toStack(folder, { gateway, servers, etcd, database, proxy, redis, secrets });
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

function toStack(folder: StackFolder, parts: Omit<HaStack, 'onDeath' | 'stop'>): HaStack {
  const { gateway, servers, etcd, database, proxy, redis } = parts;
  // Front to back, so that no part is asked for something after its foundation has gone.
  const rows = [
    [gateway.program],
    servers.map(({ program }) => program),
    [proxy.program, ...redis.nodes.map(({ program }) => program)],
    database.map(({ patroni }) => patroni),
    [
      ...database.flatMap(({ fromPeers, toEtcd }) => [fromPeers, toEtcd]),
      ...etcd.map(({ program }) => program),
    ],
  ];
  return {
    ...parts,
    onDeath: (listener) => {
      for (const program of rows.flat()) program.onDeath((what) => listener(what, program.log));
    },
    stop: async () => {
      for (const programs of rows) await Promise.all(programs.map((program) => program.stop()));
      await folder.remove();
    },
  };
}
