import type pg from 'pg';
import type { Statement } from './statements.ts';

/**
 * Connections that failed in the middle of something. Nobody knows what they are doing now, so they are
 * thrown away, while one on which the database merely refused a statement is sound.
 */
const broken = new WeakMap<pg.ClientBase, Error>();

/** A connection for a while. */
export interface Lent {
  readonly client: pg.PoolClient;
  /** True when it failed in the middle of something: what is sent on it now is lost. */
  isBroken(): boolean;
  giveBack(): void;
}

export async function borrow(pool: pg.Pool): Promise<Lent> {
  const client = await pool.connect();
  const reason = broken.get(client);
  if (reason !== undefined) {
    client.release(reason);
    return borrow(pool);
  }
  // A connection that breaks emits an error besides rejecting its query; unheard, it would end the process.
  const markBroken = (error: Error): void => void broken.set(client, error);
  client.on('error', markBroken);
  return {
    client,
    isBroken: () => broken.has(client),
    giveBack: () => {
      client.off('error', markBroken);
      client.release(broken.get(client));
    },
  };
}

/** Ends a connection that is not lent: whoever is lent it although it has not noticed yet gets another. */
export function drop(client: pg.Client, why: Error): void {
  broken.set(client, why);
  client.connection.stream.destroy();
}

/** Runs a named statement and gives its rows; without a timeout it waits as long as the database takes. */
export function run<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  statement: Statement,
  values: readonly unknown[] = [],
  timeoutMs?: number,
): Promise<Row[]> {
  // The typings lack query_timeout per query, which pg reads: after it the promise rejects.
  const config: pg.QueryConfig & { query_timeout?: number } = { ...statement, values: [...values] };
  if (timeoutMs !== undefined) config.query_timeout = timeoutMs;
  return watched(client, async () => (await client.query<Row>(config)).rows);
}

/** Lends a connection for the time of `use`. */
export async function withClient<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const lent = await borrow(pool);
  try {
    return await use(lent.client);
  } finally {
    lent.giveBack();
  }
}

/**
 * As `withClient`, in a transaction that is committed when `use` resolves and rolled back when it rejects.
 * `over` watches over what may wait for the database as long as it takes.
 */
export function inTransaction<T>(
  pool: pg.Pool,
  begin: 'begin' | 'begin isolation level repeatable read read only',
  use: (client: pg.PoolClient) => Promise<T>,
  over: <A>(client: pg.PoolClient, answer: Promise<A>) => Promise<A> = (_, answer) => answer,
): Promise<T> {
  return withClient(pool, async (client) => {
    const simply = (text: string) =>
      over(
        client,
        watched(client, () => client.query(text)),
      );
    await simply(begin);
    let result: T;
    try {
      result = await use(client);
    } catch (error) {
      // The server rolls back by itself when the connection goes.
      if (!broken.has(client)) await simply('rollback');
      throw error;
    }
    await simply('commit');
    return result;
  });
}

async function watched<T>(client: pg.ClientBase, query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    if (!isRefusal(error)) broken.set(client, error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

/** Told by its severity and not by its class: PGlite's adapter brings a class of its own. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && error.severity === 'ERROR';
}
