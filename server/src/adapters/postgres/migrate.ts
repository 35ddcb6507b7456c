import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { advisoryLocks } from './advisory-locks.ts';
import { inTransaction } from './connection.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

const folder = new URL('../../../migrations/', import.meta.url);

/** The numbered files of server/migrations, in order. */
export function readMigrations(): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map((name) => {
      // A checkout on Windows may have changed the line ends; that is no change of the migration.
      const text = readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n');
      const sha256 = createHash('sha256').update(text).digest('hex');
      return { version: Number(name.slice(0, 4)), name, text, sha256 };
    });
}

/**
 * Brings the database to the schema of this code and resolves to the names of the migrations applied.
 * All of them in one transaction under an advisory lock: many instances may start at once, and one that
 * fails leaves nothing half done.
 *
 * Rejects when the database has a migration this code does not know (it is newer) or knows otherwise
 * (an applied file was edited).
 */
export function migrate(pool: pg.Pool, migrations = readMigrations()): Promise<readonly string[]> {
  return inTransaction(pool, 'begin', async (client) => {
    await client.query('select pg_advisory_xact_lock($1, $2)', [...advisoryLocks.migration]);
    // Looked for first: `create table if not exists` is refused to a role that may not create, even if the
    // table exists, and a server whose database is up to date needs no such right.
    const found = await client.query<{ found: boolean }>(
      `select to_regclass('schema_migration') is not null as found`,
    );
    if (found.rows[0]?.found !== true) await client.query(createSchemaMigration);
    const applied = await client.query<Omit<Migration, 'text'>>(
      'select version, name, sha256 from schema_migration order by version',
    );
    for (const migration of applied.rows) refuseForeign(migration, migrations);
    const missing = migrations.filter(({ version }) => !applied.rows.some((row) => row.version === version));
    for (const { version, name, text, sha256 } of missing) {
      await client.query(text);
      await client.query('insert into schema_migration (version, name, sha256) values ($1, $2, $3)', [
        version,
        name,
        sha256,
      ]);
    }
    return missing.map(({ name }) => name);
  });
}

const createSchemaMigration = `
  create table schema_migration (
    version    integer not null,
    name       text not null,
    sha256     text not null,
    applied_at timestamptz not null default now(),
    constraint schema_migration_pkey primary key (version)
  )`;

function refuseForeign(applied: Omit<Migration, 'text'>, known: readonly Migration[]): void {
  const own = known.find(({ version }) => version === applied.version);
  if (own === undefined) {
    throw new Error(
      `The database is newer than this version of Jari: it has migration ${applied.name}, ` +
        `and the newest known here is ${known.at(-1)?.name ?? 'none'}. Start a newer version of Jari.`,
    );
  }
  if (own.sha256 !== applied.sha256) {
    throw new Error(
      `Migration ${own.name} was changed after it had been applied to this database. ` +
        'Restore the file; put the change into a new migration.',
    );
  }
}
