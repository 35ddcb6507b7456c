import type pg from 'pg';
import { run } from './connection.ts';
import { statements } from './statements.ts';

/**
 * What every connection of the ledger sets for itself, so that no setting of a role or database changes it.
 *
 * Plans: each statement touches a few rows by their primary key, and that is the right plan at any size.
 * In the first minute of a sale tables grow from nothing to a hundred thousand rows between two looks of
 * autovacuum; a plan chosen by statistics may then read whole tables (a test counts the rows read). So plans
 * are made once, and only nested loops over indexes.
 *
 * A transaction that waits for its client holds an event's lock: a client that vanished loses it after 10 s.
 * No statement is ever cancelled: the outcome of an append given up would be unknown.
 */
export const sessionSettings: readonly (readonly [name: string, value: string])[] = [
  ['plan_cache_mode', 'force_generic_plan'],
  ['enable_seqscan', 'off'],
  ['enable_hashjoin', 'off'],
  ['enable_mergejoin', 'off'],
  // A bitmap is read in the order of the table, and what a log or a hall is read for needs the order of the key.
  ['enable_bitmapscan', 'off'],
  // A plan that has to read a whole table is priced beyond reason by the settings above, and would be compiled.
  ['jit', 'off'],
  ['default_transaction_isolation', 'read committed'],
  ['statement_timeout', '0'],
  ['lock_timeout', '0'],
  ['idle_in_transaction_session_timeout', '10000'],
];

/** What a server besides sets on its side of each connection: that it lets go of a client that fell silent. */
export const networkSettings: readonly (readonly [name: string, value: string])[] = [
  ['tcp_keepalives_idle', '5'],
  ['tcp_keepalives_interval', '2'],
  ['tcp_keepalives_count', '3'],
  ['tcp_user_timeout', '10000'],
];

/** As a connection begins with them. */
export function startupOptions(settings: readonly (readonly [name: string, value: string])[]): string {
  return settings.map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`).join(' ');
}

/** Why a database must not be sold from; its message is for the one who runs it. */
export class UnfitDatabase extends Error {}

interface SessionRow {
  readonly version: number;
  readonly synchronous_commit: string;
  readonly has_standby: boolean;
  readonly fsync: boolean;
  readonly full_page_writes: boolean;
  readonly is_standby: boolean;
  readonly pid: number;
  readonly started: string;
}

/** What is asked of a database beside that it keeps what it has acknowledged. */
export interface Demands {
  /** A copy on another machine before anything is acknowledged. */
  readonly standby: boolean;
}

/**
 * Makes sure, before anything else is sent on a new connection, that what it acknowledges is kept, and tells how
 * another connection can ask after it. Rejects with `UnfitDatabase` when the server would lose things.
 *
 * A standby is refused as well, though not for good: while leaders change, the way to the database may for a moment
 * lead to one, or to a former primary that has become one. It would answer questions with what was true a while ago,
 * and a pool that kept such a connection would never sell again.
 */
export async function pinDurability(
  client: pg.ClientBase,
  timeoutMs: number,
  demands: Demands,
): Promise<SessionRow> {
  const [row] = await run<SessionRow>(client, statements.lookAtSession, [], timeoutMs);
  if (row === undefined) throw new Error('The database told nothing about the session.');
  if (row.is_standby) throw new Error('This database is a standby: it takes no writes, and may lag behind.');
  const unfit = unfitness(row, demands);
  if (unfit !== undefined) throw new UnfitDatabase(unfit);
  if (row.synchronous_commit !== 'on' && row.synchronous_commit !== 'remote_apply') {
    await client.query('set synchronous_commit = on');
  }
  return row;
}

function unfitness(row: SessionRow, demands: Demands): string | undefined {
  if (row.version < 150_000) return 'Jari needs PostgreSQL 15 or newer.';
  if (!row.fsync) {
    return 'This database has fsync = off: a power cut could lose or destroy it. Jari does not sell from it.';
  }
  if (!row.full_page_writes) {
    return 'This database has full_page_writes = off: a power cut could destroy it. Jari does not sell from it.';
  }
  if (demands.standby && !row.has_standby) {
    return (
      'This database has no synchronous standby (synchronous_standby_names is empty), and REQUIRE_STANDBY is set: ' +
      'a failover could lose reservations that were confirmed.'
    );
  }
  if (row.has_standby && row.synchronous_commit !== 'on' && row.synchronous_commit !== 'remote_apply') {
    return (
      `This database has a synchronous standby, but synchronous_commit = ${row.synchronous_commit} for the role ` +
      'or database Jari uses: a failover could lose reservations that were confirmed. Set it to on.'
    );
  }
  return undefined;
}
