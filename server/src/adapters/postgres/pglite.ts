import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import type { Ledger } from '../../ports/ledger.ts';
import { lockFolder } from './folder-lock.ts';
import { PostgresLedger } from './ledger.ts';
import { migrate } from './migrate.ts';
import { sessionSettings } from './session.ts';

/**
 * The ledger in a folder, without a server: PostgreSQL compiled to WebAssembly, spoken to like any other.
 * The database lives in `dataDir/ledger`.
 *
 * Rejects when another process holds the folder, naming it. A write is acknowledged when the operating
 * system has it: a killed process loses nothing, a power cut may.
 */
export async function openPgliteLedger({ dataDir }: { readonly dataDir: string }): Promise<Ledger> {
  await mkdir(dataDir, { recursive: true });
  const lock = await lockFolder(join(dataDir, 'ledger.lock'));
  let lite: PGlite | undefined;
  try {
    lite = await PGlite.create(join(dataDir, 'ledger'));
    await lite.exec(sessionSettings.map(([name, value]) => `set ${name} = '${value}'`).join(';'));
    // PGlite is one session: one connection, never idled out.
    const pool = new pg.Pool(Object.assign(createPgConfig(lite), { max: 1, idleTimeoutMillis: 0 }));
    pool.on('error', () => undefined);
    await migrate(pool);
    const opened = lite;
    // No timeout: a read cannot be given up while it runs on this very thread.
    return new PostgresLedger(pool, undefined, async () => {
      await opened.close();
      await lock.release();
    });
  } catch (error) {
    await lite?.close();
    await lock.release();
    throw error;
  }
}
