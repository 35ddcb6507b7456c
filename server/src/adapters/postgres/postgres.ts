import pg from 'pg';
import type { Store } from '../../ports/store.ts';
import { agreeOnKey } from './agree-on-key.ts';
import { AnswerWatch, type Backend, type WatchTimes } from './answer-watch.ts';
import { drop } from './connection.ts';
import { PostgresLedger, type PersonOptions } from './ledger.ts';
import { migrate } from './migrate.ts';
import { networkSettings, pinDurability, sessionSettings, startupOptions, UnfitDatabase } from './session.ts';

const readTimeoutMs = 5_000;
const connectTimeoutMs = 2_000;

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly connectionString: string;
  /** The most connections kept; 10 when not given. An event uses one at a time for its appends. */
  readonly poolMax?: number;
  /** Whether it must have a synchronous standby; not when not given. */
  readonly requiresStandby?: boolean;
  /** Told once when the database, reached again, turns out to be one that may lose what it acknowledges. */
  readonly onUnfit?: (message: string) => void;
  /** For tests that do not want to wait as long. */
  readonly watchTimes?: WatchTimes;
}

/**
 * The ledger in a PostgreSQL 15 or newer, brought to the newest schema first. Rejects when the database cannot be
 * reached, is newer than this code, was written with another key, or would acknowledge what it may lose.
 */
export async function openPostgresLedger(options: PostgresOptions & PersonOptions): Promise<Store> {
  const { pool, watch } = connect(options);
  const { personKeys, personObserver } = options;
  try {
    await migrate(pool);
    await agreeOnKey(pool, personKeys);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return new PostgresLedger(pool, { readTimeoutMs, watch, personKeys, personObserver });
}

/** `migrate` for a database given by its URL, on one connection that is closed again. */
export async function migrateDatabase(connectionString: string): Promise<readonly string[]> {
  const pool = createPool({ connectionString, poolMax: 1 });
  try {
    return await migrate(pool);
  } finally {
    await pool.end();
  }
}

/**
 * A pool that answers within two seconds or rejects, survives the end of its connections, and lends none on
 * which an acknowledged commit could be lost.
 */
export function createPool(options: PostgresOptions): pg.Pool {
  return connect(options).pool;
}

function connect({
  connectionString,
  poolMax = 10,
  requiresStandby = false,
  onUnfit,
  watchTimes,
}: PostgresOptions) {
  const options: pg.PoolConfig = {
    connectionString,
    max: poolMax,
    application_name: 'jari',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // A statement is sent although the one before has not been answered; only append-line.ts makes use of it.
    pipeline: true,
    options: startupOptions([...sessionSettings, ...networkSettings]),
  };
  const backends = new WeakMap<pg.Client, Backend>();
  let lastUnfit: string | undefined;
  const pool = new pg.Pool({
    ...options,
    // The pool waits for this before it lends a new connection.
    verify: (client, done) => {
      pinDurability(client, connectTimeoutMs, { standby: requiresStandby }).then(
        (backend) => {
          backends.set(client, backend);
          lastUnfit = undefined;
          done();
        },
        (error: unknown) => {
          if (error instanceof UnfitDatabase && error.message !== lastUnfit) {
            lastUnfit = error.message;
            onUnfit?.(error.message);
          }
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
  });
  // While a connection is looked at, neither the pool nor we listen to it yet; an error that nobody hears ends the process.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  // An idle connection that breaks is dropped by the pool, and the next call opens another.
  pool.on('error', () => undefined);
  const idle = new Set<pg.Client>();
  pool.on('release', (_, client) => void idle.add(client));
  pool.on('acquire', (client) => void idle.delete(client));
  pool.on('remove', (client) => void idle.delete(client));
  const dropIdle = (why: Error) => {
    for (const client of idle) drop(client, why);
  };
  return { pool, watch: new AnswerWatch(options, (client) => backends.get(client), dropIdle, watchTimes) };
}
