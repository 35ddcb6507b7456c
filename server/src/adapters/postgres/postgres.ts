import pg from 'pg';
import type { Ledger } from '../../ports/ledger.ts';
import { PostgresLedger } from './ledger.ts';
import { migrate } from './migrate.ts';
import { sessionSettings } from './session.ts';

const readTimeoutMs = 5_000;

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly connectionString: string;
  /** The most connections kept; 10 when not given. An event uses one at a time for its appends. */
  readonly poolMax?: number;
}

/**
 * The ledger in a PostgreSQL 15 or newer, brought to the newest schema first.
 * Rejects when the database cannot be reached, is newer than this code, or would acknowledge what it may lose.
 */
export async function openPostgresLedger(options: PostgresOptions): Promise<Ledger> {
  const pool = createPool(options);
  try {
    await refuseUnfit(pool);
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return new PostgresLedger(pool, readTimeoutMs);
}

async function refuseUnfit(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number; synchronous_commit: string }>(
    `select current_setting('server_version_num')::integer as version,
       current_setting('synchronous_commit') as synchronous_commit`,
  );
  if ((rows[0]?.version ?? 0) < 150_000) throw new Error('Jari needs PostgreSQL 15 or newer.');
  if (rows[0]?.synchronous_commit === 'off') {
    throw new Error(
      'This database has synchronous_commit = off: it would forget reservations that were confirmed. ' +
        'Set it to on for the role and database Jari uses.',
    );
  }
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

/** A pool that answers within two seconds or rejects, and survives the end of its connections. */
export function createPool({ connectionString, poolMax = 10 }: PostgresOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: poolMax,
    application_name: 'jari',
    connectionTimeoutMillis: 2_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: sessionSettings.map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`).join(' '),
  });
  // An idle connection that breaks is dropped by the pool, and the next call opens another.
  pool.on('error', () => undefined);
  return pool;
}
