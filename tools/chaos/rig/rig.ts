import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startTcpProxy, type TcpProxy } from '../../../server/test/support/tcp-proxy.ts';
import { freePort } from '../../rig/free-port.ts';
import { requireProgram } from '../../rig/programs.ts';
import { prepareGateway, type Gateway } from '../../stack/gateway.ts';
import { startPostgres, type Postgres } from '../../stack/postgres.ts';
import { startRedis, type Redis } from '../../stack/redis.ts';
import { StackFolder } from '../../stack/stack-folder.ts';
import { makeSecrets } from '../../stack/stack.ts';
import { canMakeHosts, makeHost, type Host } from './host.ts';
import { mortalEntry } from './mortal-entry.ts';
import { MortalServer } from './mortal-server.ts';
import { SettableClock } from './settable-clock.ts';
import { smallDiskAt } from './small-disk.ts';

export type Mode = 'embedded' | 'server' | 'full';

/** What a sale is played on, and what can be broken in it. */
export interface Rig {
  readonly mode: Mode;
  /** Where visitors ask. */
  readonly urls: readonly string[];
  readonly servers: readonly MortalServer[];
  readonly postgres: Postgres | undefined;
  readonly redis: Redis | undefined;
  readonly gateway: Gateway | undefined;
  readonly lines: Lines;
  /** What the servers run on, if each has a host of its own. */
  readonly hosts: readonly Host[];
  /** Clocks that can be set. */
  readonly clocks: {
    readonly servers: readonly SettableClock[];
    readonly postgres: readonly SettableClock[];
  };
  /** Where the ledger lies, if that is a small disk of its own. */
  readonly smallDisk: string | undefined;
  readonly adminToken: string;
  readonly folder: StackFolder;
  /** The failpoints that any server came by. */
  readonly seenFile: string;
  stop(): Promise<void>;
}

/** The proxies between the parts. */
export interface Lines {
  readonly database: readonly TcpProxy[];
  readonly redis: readonly TcpProxy[];
  readonly upstream: readonly TcpProxy[];
  readonly client: readonly TcpProxy[];
}

export interface RigOptions {
  readonly mode: Mode;
  /** In full mode; 2 if left out. */
  readonly instances?: number;
  /** In full mode; true if left out. */
  readonly gateway?: boolean;
  /** Whether the ledger lies on a small disk, where this machine lets us make one; false if left out. */
  readonly smallDisk?: boolean;
  /** Whether each server has a host of its own, in full mode; takes root. */
  readonly hosts?: boolean;
  /** Whether clocks can be set; takes libfaketime. */
  readonly clocks?: boolean;
}

/** Settings by which nobody is refused for coming too often: faults are what is tried out. */
const NO_LIMITS = {
  ...{ RATE_LIMIT_HOLDS: '100000r/s', RATE_BURST_HOLDS: '99999' },
  ...{ RATE_LIMIT_FRESH: '100000r/s', RATE_BURST_FRESH: '99999' },
};
const NO_GATEWAY_LIMITS = {
  ...NO_LIMITS,
  ...{ RATE_LIMIT_IP: '100000r/s', RATE_BURST_IP: '99999' },
  ...{ RATE_LIMIT_USER: '100000r/s', RATE_BURST_USER: '99999' },
};

export async function startRig(options: RigOptions): Promise<Rig> {
  const folder = new StackFolder();
  const proxies: TcpProxy[] = [];
  const hosts: Host[] = [];
  const ledgerFolder = folder.folder(options.mode === 'embedded' ? 'data-1' : 'postgres');
  const disk = options.smallDisk === true ? smallDiskAt(ledgerFolder) : undefined;
  const givesBack = async (): Promise<void> => {
    for (const proxy of proxies) await proxy.close();
    disk?.remove();
    for (const host of hosts) host.remove();
    await folder.remove();
  };
  try {
    return await assemble(options, folder, { proxies, hosts }, disk?.path, givesBack);
  } catch (error) {
    await givesBack();
    throw error;
  }
}

async function assemble(
  { mode, instances = 2, gateway: hasGateway = true, hosts: hasHosts = false, clocks = false }: RigOptions,
  folder: StackFolder,
  { proxies, hosts }: { readonly proxies: TcpProxy[]; readonly hosts: Host[] },
  smallDisk: string | undefined,
  givesBack: () => Promise<void>,
): Promise<Rig> {
  const lineTo = async (url: string, from?: Host): Promise<TcpProxy> => {
    const { hostname: host, port } = new URL(url);
    const proxy = await startTcpProxy({ host, port: Number(port) }, from?.storesAddress);
    proxies.push(proxy);
    return proxy;
  };
  const { adminToken, sessionSecret, gatewaySecret } = makeSecrets();
  const entry = mortalEntry(folder);
  const seenFile = join(folder.path, 'points-seen');
  const faketime = clocks ? requireProgram('faketime') : undefined;
  const clockOf = (name: string) =>
    faketime === undefined ? undefined : new SettableClock(folder, name, faketime);
  const postgresClock = mode === 'embedded' ? undefined : clockOf('postgres');
  const serverClocks: SettableClock[] = [];
  const postgres =
    mode === 'embedded'
      ? undefined
      : await startPostgres(folder, requireProgram('postgresBin'), postgresClock?.env);
  const redis = mode === 'full' ? await startRedis(folder, requireProgram('redisServer')) : undefined;
  const isBehindGateway = mode === 'full' && hasGateway;
  const common = {
    ...{ ...NO_LIMITS, LOG_LEVEL: 'warn', ADMIN_TOKEN: adminToken, SESSION_SECRET: sessionSecret },
    PERSONAL_DATA_KEYS: randomBytes(32).toString('base64'),
    ...(isBehindGateway
      ? { GATEWAY_SECRET: gatewaySecret, TRUSTED_PROXIES: '127.0.0.1' }
      : { TRUST_USER_HEADER: 'true' }),
  };
  const database: TcpProxy[] = [];
  const redisLines: TcpProxy[] = [];
  const servers: MortalServer[] = [];
  for (let i = 1; i <= (mode === 'full' ? instances : 1); i++) {
    const host = hasHosts && mode === 'full' && canMakeHosts() ? makeHost(i) : undefined;
    if (host !== undefined) hosts.push(host);
    const clock = clockOf(`server ${String(i)}`);
    if (clock !== undefined) serverClocks.push(clock);
    const near = host?.storesAddress ?? '127.0.0.1';
    const env: Record<string, string> = {
      ...{ ...common, ...clock?.env, DATA_DIR: folder.folder(`data-${String(i)}`) },
      ...(host === undefined ? {} : { TRUSTED_PROXIES: host.callersAddress }),
    };
    if (postgres !== undefined) {
      const line = await lineTo(postgres.url, host);
      database.push(line);
      env['DATABASE_URL'] = `postgres://jari@${near}:${String(line.port)}/jari`;
    }
    if (redis !== undefined) {
      const line = await lineTo(redis.url, host);
      redisLines.push(line);
      env['REDIS_URL'] = `redis://${near}:${String(line.port)}`;
    }
    const server = new MortalServer(folder, {
      ...{ name: `server ${String(i)}`, entry },
      ...{ port: await freePort(), env, seenFile },
      ...(host === undefined ? {} : { host: host.address, prefix: host.prefix }),
    });
    servers.push(server);
    await server.start();
  }
  const upstream = isBehindGateway ? await Promise.all(servers.map(({ url }) => lineTo(url))) : [];
  const gateway = !isBehindGateway
    ? undefined
    : await prepareGateway(folder, requireProgram('nginx'), {
        UPSTREAMS: upstream.map(({ port }) => `127.0.0.1:${String(port)}`).join(','),
        ...{ ...NO_GATEWAY_LIMITS, SESSION_SECRET: sessionSecret, GATEWAY_SECRET: gatewaySecret },
        ...{ REDIS_URL: redis?.url ?? '', TRUST_USER_HEADER: 'true' },
      });
  await gateway?.program.start();
  const client = await Promise.all(
    (gateway === undefined ? servers : [gateway]).map(({ url }) => lineTo(url)),
  );
  return {
    ...{ mode, servers, postgres, redis, gateway, smallDisk, adminToken, folder, seenFile, hosts },
    clocks: { servers: serverClocks, postgres: postgresClock === undefined ? [] : [postgresClock] },
    urls: client.map(({ port }) => `http://127.0.0.1:${String(port)}`),
    lines: { database, redis: redisLines, upstream, client },
    stop: async () => {
      await gateway?.program.stop();
      await Promise.all(servers.map(({ program }) => program.stop()));
      await redis?.program.stop();
      await postgres?.program.stop();
      await givesBack();
    },
  };
}
