import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { personKeys } from '../support/person-keys.ts';
import { migrate, readMigrations } from '../../src/adapters/postgres/migrate.ts';
import { openPgliteLedger } from '../../src/adapters/postgres/pglite.ts';
import { createPool, openPostgresLedger } from '../../src/adapters/postgres/postgres.ts';
import {
  noPostgres,
  postgresBinaries,
  startPostgresServer,
  type PostgresServer,
} from '../support/postgres-server.ts';
import { expectOldData, migrateOldData } from './migration-with-data.ts';
import { dumpSchema } from './schema-dump.ts';

const schemaFile = '../../migrations/schema.sql';

describe('The schema', () => {
  it('is what migrations/schema.sql says, in PGlite', async () => {
    const lite = await PGlite.create();
    const pool = new pg.Pool(Object.assign(createPgConfig(lite), { max: 1 }));
    await migrate(pool);
    await expect(await dumpSchema(pool)).toMatchFileSnapshot(schemaFile);
    await pool.end();
    await lite.close();
  });
});

describe('A folder of version 0.1', () => {
  it('is brought to this version with all it holds', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'jari-old-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const lite = await PGlite.create(join(dataDir, 'ledger'));
    const pool = new pg.Pool(Object.assign(createPgConfig(lite), { max: 1 }));
    await migrateOldData(pool);
    await pool.end();
    await lite.close();
    const ledger = await openPgliteLedger({ personKeys, dataDir });
    await expectOldData(ledger);
    await ledger.close();
  });
});

const isMissing = postgresBinaries() === undefined;

describe.skipIf(isMissing)(`Migrations${isMissing ? ` (skipped: ${noPostgres})` : ''}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgresServer();
  });
  afterAll(() => server.stop());

  async function withPool(use: (pool: pg.Pool, connectionString: string) => Promise<void>): Promise<void> {
    const connectionString = await server.createDatabase();
    const pool = createPool({ connectionString });
    try {
      await use(pool, connectionString);
    } finally {
      await pool.end();
    }
  }

  it('make the schema that migrations/schema.sql says, in PostgreSQL', () =>
    withPool(async (pool) => {
      await migrate(pool);
      await expect(await dumpSchema(pool)).toMatchFileSnapshot(schemaFile);
    }));

  it('bring a database of version 0.1 to this version with all it holds', () =>
    withPool(async (pool, connectionString) => {
      await migrateOldData(pool);
      const ledger = await openPostgresLedger({ personKeys, connectionString });
      await expectOldData(ledger);
      await ledger.close();
    }));

  it('are applied once when eight instances start at once', () =>
    withPool(async (_, connectionString) => {
      const pools = Array.from({ length: 8 }, () => createPool({ connectionString }));
      const applied = await Promise.all(pools.map((pool) => migrate(pool)));
      expect(applied.flat()).toEqual(readMigrations().map(({ name }) => name));
      await Promise.all(pools.map((pool) => pool.end()));
    }));

  it('need no right to create once they are applied', () =>
    withPool(async (pool, connectionString) => {
      await migrate(pool);
      await pool.query(`create role seller login; grant usage on schema public to seller;
        grant select, insert, update, delete on all tables in schema public to seller`);
      const asSeller = createPool({ connectionString: connectionString.replace('//jari@', '//seller@') });
      expect(await migrate(asSeller)).toEqual([]);
      await asSeller.end();
    }));

  it('are applied one after the other, and only those that are missing', () =>
    withPool(async (pool) => {
      const [first] = readMigrations();
      if (first === undefined) throw new Error('There are no migrations.');
      await migrate(pool, [first]);
      const second = {
        version: 2,
        name: '0002_more.sql',
        text: 'alter table event add more text',
        sha256: 'x',
      };
      expect(await migrate(pool, [first, second])).toEqual(['0002_more.sql']);
      expect(await migrate(pool, [first, second])).toEqual([]);
    }));

  it('leave nothing behind when one fails', () =>
    withPool(async (pool) => {
      const broken = {
        version: 1,
        name: '0001_x.sql',
        text: 'create table half (); select nonsense',
        sha256: 'x',
      };
      await expect(migrate(pool, [broken])).rejects.toThrow('nonsense');
      const { rows } = await pool.query("select to_regclass('half') as half");
      expect(rows).toEqual([{ half: null }]);
      expect(await migrate(pool)).not.toEqual([]);
    }));

  it('refuse a database that is newer than the code, and name what is missing here', () =>
    withPool(async (pool) => {
      const migrations = readMigrations();
      await migrate(pool, [
        ...migrations,
        { version: 9999, name: '9999_future.sql', text: 'select 1', sha256: 'x' },
      ]);
      await expect(migrate(pool)).rejects.toThrow(/newer than this version.*9999_future\.sql/);
    }));

  it('refuse a file that was edited after it had been applied', () =>
    withPool(async (pool) => {
      await migrate(pool);
      const edited = readMigrations().map((migration) => ({ ...migration, sha256: 'other' }));
      await expect(migrate(pool, edited)).rejects.toThrow(/0001_ledger\.sql was changed after/);
    }));
});
