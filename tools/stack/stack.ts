import { randomBytes } from 'node:crypto';
import { requireProgram } from '../rig/programs.ts';
import { prepareGateway, type Gateway } from './gateway.ts';
import { startPostgres, type Postgres } from './postgres.ts';
import type { Program } from './program.ts';
import { startRedis, type Redis } from './redis.ts';
import { prepareServer, type Server } from './server.ts';
import { StackFolder } from './stack-folder.ts';

/**
 * The topology of compose.yaml from programs that are installed on this machine: PostgreSQL, Redis, several
 * servers and the gateway, on free ports of the loopback address, in a temporary folder.
 */
export interface StackOptions {
  /** How many servers; 2 if left out. */
  readonly instances?: number;
  /** Whether a gateway stands in front; true if left out. */
  readonly gateway?: boolean;
  readonly serverEnv?: Readonly<Record<string, string>>;
  /** What node is started with, where that is not the built server. */
  readonly serverArgs?: readonly string[];
  readonly gatewayEnv?: Readonly<Record<string, string>>;
  /** Told what is being done, one line at a time. */
  readonly log?: (line: string) => void;
}

export interface StackSecrets {
  readonly adminToken: string;
  readonly sessionSecret: string;
  readonly gatewaySecret: string;
}

export interface Member {
  readonly url: string;
  readonly pid: number;
  readonly isRunning: boolean;
  /** What it wrote last. */
  readonly log: string;
  kill9(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  restart(): Promise<void>;
}

export interface Stack {
  /** Throws when there is no gateway. */
  readonly gatewayUrl: string;
  readonly serverUrls: readonly string[];
  readonly servers: readonly Member[];
  readonly redis: Member & Pick<Redis, 'port' | 'command'>;
  readonly postgres: Member;
  readonly gateway: (Member & Pick<Gateway, 'accessLog'>) | undefined;
  readonly secrets: StackSecrets;
  /** Called when one of them ended without being asked to. */
  onDeath(listener: (description: string) => void): void;
  /** Ends everything and removes the folder. */
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const programs = {
    postgres: requireProgram('postgresBin'),
    redis: requireProgram('redisServer'),
    nginx: options.gateway === false ? undefined : requireProgram('nginx'),
  };
  const { instances = 2, log = () => undefined } = options;
  const folder = new StackFolder();
  try {
    log('Starting PostgreSQL and Redis …');
    const [postgres, redis] = await Promise.all([
      startPostgres(folder, programs.postgres),
      startRedis(folder, programs.redis),
    ]);
    const secrets = makeSecrets();
    const servers = await startServers(folder, instances, postgres, redis, secrets, options);
    const gateway =
      programs.nginx === undefined
        ? undefined
        : await startGateway(folder, programs.nginx, servers, redis, secrets, options);
    return toStack(folder, { postgres, redis, servers, gateway, secrets });
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

export function makeSecrets(): StackSecrets {
  const secret = () => randomBytes(24).toString('base64url');
  return { adminToken: secret(), sessionSecret: secret(), gatewaySecret: secret() };
}

export async function startServers(
  folder: StackFolder,
  instances: number,
  postgres: Pick<Postgres, 'url'>,
  redis: Pick<Redis, 'url'>,
  secrets: StackSecrets,
  { serverEnv = {}, serverArgs, gateway, log = () => undefined }: StackOptions,
): Promise<Server[]> {
  const env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    ADMIN_TOKEN: secrets.adminToken,
    SESSION_SECRET: secrets.sessionSecret,
    // The gateway comes from this address, and says whose it speaks for.
    ...(gateway === false ? {} : { GATEWAY_SECRET: secrets.gatewaySecret, TRUSTED_PROXIES: '127.0.0.1' }),
    LOG_LEVEL: 'warn',
    ...serverEnv,
  };
  const servers = await Promise.all(
    Array.from({ length: instances }, (_, index) => prepareServer(folder, index + 1, env, serverArgs)),
  );
  // The first brings the database up to date; the others find it done.
  const [first, ...others] = servers;
  log(`Starting ${instances} server${instances === 1 ? '' : 's'} …`);
  await first?.program.start();
  await Promise.all(others.map(({ program }) => program.start()));
  return servers;
}

export async function startGateway(
  folder: StackFolder,
  nginx: string,
  servers: readonly Server[],
  redis: Pick<Redis, 'url'>,
  secrets: StackSecrets,
  { gatewayEnv = {}, log = () => undefined }: StackOptions,
): Promise<Gateway> {
  log('Starting the gateway …');
  const gateway = await prepareGateway(folder, nginx, {
    UPSTREAMS: servers.map(({ url }) => new URL(url).host).join(','),
    REDIS_URL: redis.url,
    SESSION_SECRET: secrets.sessionSecret,
    GATEWAY_SECRET: secrets.gatewaySecret,
    ...gatewayEnv,
  });
  await gateway.program.start();
  return gateway;
}

interface Parts {
  readonly postgres: Postgres;
  readonly redis: Redis;
  readonly servers: readonly Server[];
  readonly gateway: Gateway | undefined;
  readonly secrets: StackSecrets;
}

function toStack(folder: StackFolder, { postgres, redis, servers, gateway, secrets }: Parts): Stack {
  const frontToBack = [...(gateway === undefined ? [] : [gateway]), ...servers, redis, postgres];
  return {
    get gatewayUrl() {
      if (gateway === undefined) throw new Error('This stack has no gateway.');
      return gateway.url;
    },
    serverUrls: servers.map(({ url }) => url),
    servers: servers.map(({ url, program }) => member(url, program)),
    redis: Object.assign(member(redis.url, redis.program), { port: redis.port, command: redis.command }),
    postgres: member(postgres.url, postgres.program),
    gateway: gateway && Object.assign(member(gateway.url, gateway.program), { accessLog: gateway.accessLog }),
    secrets,
    onDeath: (listener) => {
      for (const { program } of frontToBack) program.onDeath(listener);
    },
    // Front to back, so that no part is asked for something after its foundation has gone.
    stop: async () => {
      if (gateway !== undefined) await gateway.program.stop();
      await Promise.all(servers.map(({ program }) => program.stop()));
      await Promise.all([redis.program.stop(), postgres.program.stop()]);
      await folder.remove();
    },
  };
}

export function member(url: string, program: Program): Member {
  return {
    url,
    get pid() {
      return program.pid;
    },
    get isRunning() {
      return program.isRunning;
    },
    get log() {
      return program.log;
    },
    kill9: () => program.kill9(),
    stop: () => program.stop(),
    start: () => program.start(),
    restart: () => program.restart(),
  };
}
