/**
 * Throw-away Redis servers and clusters for tests, from binaries that are installed already.
 *
 * Each server lives in a temporary folder, listens on 127.0.0.1 only, keeps nothing unless its settings say so, and never
 * outlives the process that started it: a small watchdog holds the other end of a pipe, and when that pipe
 * closes, however the process ended (kill -9 included), it ends the server and removes the folder.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../tools/rig/eventually.ts';
import { freePort } from '../../../tools/rig/free-port.ts';
import { missingPrograms, requireProgram } from '../../../tools/rig/programs.ts';

/** One server, or all the nodes of a cluster at once. */
export interface RedisServer {
  /** What `REDIS_URL` would be. */
  readonly url: string;
  /** Of the nodes; one for a standalone server. */
  readonly ports: readonly number[];
  /** Sends a command to every node and resolves to the raw replies (RESP). */
  command(...words: readonly string[]): Promise<readonly string[]>;
  /** Ends it at once, as a crash would. Nothing it knew is left, unless it wrote it to disk. */
  kill9(): Promise<void>;
  /** Starts it again on the same ports, empty, unless it wrote to disk; ends it before when it runs. */
  restart(): Promise<void>;
  /** Stops it in its tracks: connections stay, nothing is answered. */
  pause(): void;
  resume(): void;
  /** Ends it for good and removes its folder. May be called twice. */
  stop(): Promise<void>;
}

export interface RedisCluster extends RedisServer {
  /** Each has the same share of the slots, in order. */
  readonly nodes: readonly RedisServer[];
}

/** A node of a cluster also listens on a port that much above its own. */
const CLUSTER_BUS = 10_000;

/** How many slots a cluster has. */
export const SLOTS = 16_384;

/** Where `redis-server` is, or undefined: then the suites that need it are skipped. */
export function redisBinaries(): string | undefined {
  return missingPrograms('redisServer').length > 0 ? undefined : requireProgram('redisServer');
}

/** Why a suite that needs Redis is skipped; for its title. */
export const noRedis = 'redis-server was not found';

/** Starts a standalone server; `settings` as in redis.conf. */
export async function startRedisServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<RedisServer> {
  const binary = requireProgram('redisServer');
  for (let tries = 1; ; tries++) {
    const server = new ThrowAwayServer(binary, await freePort({ alsoAbove: CLUSTER_BUS }), settings);
    try {
      await server.restart();
      return server;
    } catch (error) {
      await server.stop();
      // Somebody else may have taken the port since we looked.
      if (tries === 3) throw error;
    }
  }
}

/** Starts three masters that share the slots, without replicas. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': '2000',
  };
  const nodes = await Promise.all([1, 2, 3].map(() => startRedisServer(settings)));
  const cluster = new ThrowAwayCluster(nodes);
  try {
    await cluster.form();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

class ThrowAwayServer implements RedisServer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'jari-redis-'));
  private readonly watchdog = startWatchdog(this.folder);
  private process: ChildProcess | undefined;

  constructor(
    private readonly binary: string,
    private readonly port: number,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get ports(): readonly number[] {
    return [this.port];
  }

  async command(...words: readonly string[]): Promise<readonly string[]> {
    return [await ask(this.port, words)];
  }

  async restart(): Promise<void> {
    await this.kill9();
    const settings = {
      bind: '127.0.0.1',
      port: String(this.port),
      dir: this.folder,
      logfile: join(this.folder, 'log'),
      save: '',
      appendonly: 'no',
      ...this.settings,
    };
    const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    // Detached: a Ctrl-C in the terminal is for the tests, which then stop the server.
    const server = spawn(this.binary, words, { cwd: this.folder, detached: true, stdio: 'ignore' });
    server.unref();
    this.process = server;
    writeFileSync(join(this.folder, 'pid'), String(server.pid));
    const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
    const answers = async () => (await ask(this.port, ['PING'])).startsWith('+PONG');
    try {
      await eventually('Redis answers', async () => hasEnded() || (await answers()), { withinMs: 15_000 });
      if (hasEnded()) throw new Error('It ended.');
    } catch (error) {
      const log = readFileSync(join(this.folder, 'log'), 'utf8');
      throw new Error(`Redis did not start:\n${log}`, { cause: error });
    }
  }

  async kill9(): Promise<void> {
    const server = this.process;
    this.process = undefined;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.ref();
    server.kill('SIGKILL');
    await exited;
    // The number may soon be another process's.
    rmSync(join(this.folder, 'pid'));
  }

  pause(): void {
    this.process?.kill('SIGSTOP');
  }

  resume(): void {
    this.process?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill9();
    if (this.watchdog.exitCode !== null) return;
    const exited = once(this.watchdog, 'exit');
    this.watchdog.ref();
    this.watchdog.stdin?.end();
    await exited;
  }
}

class ThrowAwayCluster implements RedisCluster {
  constructor(readonly nodes: readonly RedisServer[]) {}

  get url(): string {
    return this.nodes.map((node) => node.url).join(',');
  }

  get ports(): readonly number[] {
    return this.nodes.flatMap((node) => node.ports);
  }

  async command(...words: readonly string[]): Promise<readonly string[]> {
    return (await Promise.all(this.nodes.map((node) => node.command(...words)))).flat();
  }

  async form(): Promise<void> {
    const share = Math.ceil(SLOTS / this.nodes.length);
    for (const [i, node] of this.nodes.entries()) {
      const last = Math.min((i + 1) * share, SLOTS) - 1;
      await node.command('CLUSTER', 'ADDSLOTSRANGE', String(i * share), String(last));
      for (const port of this.ports) await node.command('CLUSTER', 'MEET', '127.0.0.1', String(port));
    }
    await this.untilItIsWhole();
  }

  async kill9(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill9()));
  }

  async restart(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.restart()));
    await this.untilItIsWhole();
  }

  pause(): void {
    for (const node of this.nodes) node.pause();
  }

  resume(): void {
    for (const node of this.nodes) node.resume();
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()));
  }

  private async untilItIsWhole(): Promise<void> {
    const isWhole = (info: string) =>
      info.includes('cluster_state:ok') && info.includes(`cluster_size:${this.nodes.length}`);
    const isFormed = async () => (await this.command('CLUSTER', 'INFO')).every(isWhole);
    await eventually('the cluster has formed', isFormed, { withinMs: 20_000, everyMs: 50 });
  }
}

/** One command on a connection of its own, so that no client library stands between a test and the server. */
async function ask(port: number, words: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8').setTimeout(5_000);
  socket.on('timeout', () => socket.destroy(new Error('Redis did not answer')));
  try {
    await once(socket, 'connect');
    const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    socket.write(`*${words.length}\r\n${parts.join('')}`);
    const [reply] = (await once(socket, 'data')) as [string];
    return reply;
  } finally {
    socket.destroy();
  }
}

/** Ends with the pipe: whatever the pid file names is ended, then the folder goes. */
const watchdogScript = `
cat > /dev/null
pid=$(cat "$0/pid" 2> /dev/null)
[ -n "$pid" ] && kill -KILL "$pid" 2> /dev/null
rm -rf "$0"`;

function startWatchdog(folder: string): ChildProcess {
  const watchdog = spawn('sh', ['-c', watchdogScript, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  return watchdog;
}
