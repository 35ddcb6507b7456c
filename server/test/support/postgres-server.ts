/**
 * A throw-away PostgreSQL for tests and benches, from binaries that are installed already.
 *
 * It lives in a temporary folder, listens on 127.0.0.1 only, and never outlives the process that started
 * it: a small watchdog holds the other end of a pipe, and when that pipe closes, however the process ended
 * (kill -9 included), it stops the server and removes the folder.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { eventually } from '../../../tools/rig/eventually.ts';
import { freePort } from '../../../tools/rig/free-port.ts';
import { missingPrograms, requireProgram } from '../../../tools/rig/programs.ts';
import { unprivilegedUser, type UnprivilegedUser } from '../../../tools/rig/unprivileged-user.ts';

export interface PostgresServer {
  /** Of the database `postgres`; tests rather use one of `createDatabase`. */
  readonly connectionString: string;
  /** The postmaster's process id; another one after `restart`. */
  readonly pid: number;
  /** A new, empty database. Resolves to its connection string. */
  createDatabase(): Promise<string>;
  /** Stops it as an administrator would (clients are cut off); the data stay for `restart`. */
  shutdown(): Promise<void>;
  /** Ends the postmaster at once, as a crash would; the data stay for `restart`. */
  kill9(): Promise<void>;
  /** Starts it again on the same port and folder, after a `shutdown` of one that runs. */
  restart(): Promise<void>;
  /** Stops it for good and removes its folder. May be called twice. */
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** false: faster, but a test of durability would prove nothing. */
  readonly fsync?: boolean;
  /** Further settings, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Where PostgreSQL's programs are, or undefined: then the suites that need them are skipped. */
export function postgresBinaries(): string | undefined {
  return missingPrograms('postgresBin').length > 0 ? undefined : requireProgram('postgresBin');
}

/** Why a suite that needs PostgreSQL is skipped; for its title. */
export const noPostgres = 'PostgreSQL was not found';

/** Ends with the pipe: immediate stop of whatever runs on the folder, then the folder goes. */
const watchdogScript = `
cat > /dev/null
pid=$(head -n 1 "$0/data/postmaster.pid" 2> /dev/null)
if [ -n "$pid" ]; then
  kill -QUIT "$pid" 2> /dev/null
  for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2> /dev/null || break; sleep 0.2; done
fi
rm -rf "$0"`;

function startWatchdog(folder: string): ChildProcess {
  // Detached: Ctrl-C in a terminal reaches the whole foreground group, and must not reach the watchdog.
  const watchdog = spawn('sh', ['-c', watchdogScript, folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  return watchdog;
}

export function startPostgresServer(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  return start(options, (data) => [
    'initdb',
    ...['-D', data, '-U', 'jari', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
  ]);
}

/** A copy of a server that goes on following it, over `port`, and calls itself `standby` there. */
export function startStandby(port: number): Promise<PostgresServer> {
  const source = `host=127.0.0.1 port=${port} user=jari application_name=standby`;
  return start({}, (data) => [
    'pg_basebackup',
    ...['-D', data, '-d', source, '--write-recovery-conf', '--checkpoint=fast', '--no-sync'],
  ]);
}

async function start(
  options: PostgresServerOptions,
  filling: (data: string) => readonly string[],
): Promise<PostgresServer> {
  const binaries = requireProgram('postgresBin');
  const owner = unprivilegedUser();
  const folder = mkdtempSync(join(tmpdir(), 'jari-pg-'));
  const watchdog = startWatchdog(folder);
  const [program = '', ...args] = filling(join(folder, 'data'));
  try {
    if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
    // Not by execFileSync: the way to a server that is copied may go through this process.
    const filled = spawn(join(binaries, program), args, { cwd: folder, stdio: 'ignore', ...owner });
    const [code] = (await once(filled, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}.`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    watchdog.stdin?.end();
    throw error;
  }
  const server = new ThrowAwayServer(binaries, folder, await freePort(), owner, watchdog, {
    // On by default, and then not named here, so that a test may turn it off while the server runs.
    ...(options.fsync === false ? { fsync: 'off' } : {}),
    ...options.settings,
  });
  try {
    await server.restart();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

class ThrowAwayServer implements PostgresServer {
  readonly connectionString: string;
  #postmaster: ChildProcess | undefined;
  #log = '';

  constructor(
    private readonly binaries: string,
    private readonly folder: string,
    private readonly port: number,
    private readonly owner: UnprivilegedUser | undefined,
    private readonly watchdog: ChildProcess,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    this.connectionString = this.#urlOf('postgres');
  }

  get pid(): number {
    const pid = this.#postmaster?.pid;
    if (pid === undefined) throw new Error('The server does not run.');
    return pid;
  }

  #urlOf(database: string): string {
    return `postgres://jari@127.0.0.1:${this.port}/${database}`;
  }

  async createDatabase(): Promise<string> {
    const name = `jari_${randomBytes(6).toString('hex')}`;
    const client = new pg.Client({ connectionString: this.connectionString });
    await client.connect();
    try {
      await client.query(`create database ${name}`);
    } finally {
      await client.end();
    }
    return this.#urlOf(name);
  }

  async restart(): Promise<void> {
    await this.shutdown();
    await this.#spawn().catch((error: unknown) => {
      // After a crash the old server's processes may still be about to notice.
      if (!this.#log.includes('pre-existing shared memory block')) throw error;
      return eventually('the old processes are gone', () => this.#spawn().then(() => true as const), {
        withinMs: 20_000,
      });
    });
  }

  async #spawn(): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.port),
      unix_socket_directories: this.folder,
      ...this.settings,
    };
    const postmaster = spawn(
      join(this.binaries, 'postgres'),
      ['-D', join(this.folder, 'data'), ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
      // Detached for the same reason as the watchdog: a Ctrl-C is for the tests, which then stop the server.
      { cwd: this.folder, detached: true, stdio: ['ignore', 'ignore', 'pipe'], ...this.owner },
    );
    postmaster.stderr.on('data', (text: Buffer) => (this.#log = (this.#log + text.toString()).slice(-8_000)));
    postmaster.on('error', (error) => (this.#log += String(error)));
    postmaster.unref();
    this.#postmaster = postmaster;
    await this.#untilItAnswers(postmaster);
  }

  async #untilItAnswers(postmaster: ChildProcess): Promise<void> {
    const hasEnded = () => postmaster.exitCode !== null || postmaster.signalCode !== null;
    try {
      await eventually('PostgreSQL answers', async () => hasEnded() || (await this.#answers()), {
        withinMs: 30_000,
      });
      if (hasEnded()) throw new Error('It ended.');
    } catch (error) {
      throw new Error(`PostgreSQL did not start:\n${this.#log}`, { cause: error });
    }
  }

  async #answers(): Promise<true> {
    const client = new pg.Client({ connectionString: this.connectionString, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    await client.connect();
    await client.end();
    return true;
  }

  shutdown(): Promise<void> {
    return this.#end('SIGINT');
  }

  kill9(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const postmaster = this.#postmaster;
    this.#postmaster = undefined;
    if (postmaster?.exitCode !== null || postmaster.signalCode !== null) return;
    const exited = once(postmaster, 'exit');
    postmaster.ref();
    postmaster.kill(signal);
    await exited;
  }

  async stop(): Promise<void> {
    await this.shutdown();
    if (this.watchdog.exitCode !== null) return;
    const exited = once(this.watchdog, 'exit');
    this.watchdog.ref();
    this.watchdog.stdin?.end();
    await exited;
  }
}
