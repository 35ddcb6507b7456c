import type pg from 'pg';
import type { Statement } from './statements.ts';

/** Runs a named statement on a connection of its own and gives its rows. */
export async function run<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  statement: Statement,
  values: readonly unknown[] = [],
  timeoutMs?: number,
): Promise<Row[]> {
  // The typings lack query_timeout per query, which pg reads: after it the promise rejects.
  const config: pg.QueryConfig & { query_timeout?: number } = { ...statement, values: [...values] };
  if (timeoutMs !== undefined) config.query_timeout = timeoutMs;
  const result = await client.query<Row>(config);
  return result.rows;
}

/**
 * Lends a connection for the time of `use`. It goes back to the pool when the database refused something
 * (the connection is sound), and is thrown away after any other failure: nobody knows then what it is doing.
 */
export async function withClient<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  // A connection that breaks emits an error besides rejecting its query; unheard, it would end the process.
  client.on('error', ignore);
  let broken: Error | undefined;
  try {
    return await use(client);
  } catch (error) {
    if (!isRefusal(error)) broken = toError(error);
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

/** As `withClient`, in a transaction that is committed when `use` resolves. */
export function inTransaction<T>(
  pool: pg.Pool,
  begin: 'begin' | 'begin isolation level repeatable read read only',
  use: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return withClient(pool, async (client) => {
    await client.query(begin);
    let result: T;
    try {
      result = await use(client);
    } catch (error) {
      // When even this fails the connection is broken, and the server rolls back by itself.
      await client.query('rollback');
      throw error;
    }
    await client.query('commit');
    return result;
  });
}

/** Told by its severity and not by its class: PGlite's adapter brings a class of its own. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}

function ignore(): void {
  // Reported by the rejected query.
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
