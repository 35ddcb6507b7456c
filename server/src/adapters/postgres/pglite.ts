import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Store } from '../../ports/store.ts';
import { lockFolder } from './folder-lock.ts';
import { agreeOnKey } from './agree-on-key.ts';
import { copyEmptyLedger } from './empty-ledger.ts';
import { PostgresLedger, type PersonOptions } from './ledger.ts';
import { migrate } from './migrate.ts';
import { PgliteThread } from './pglite-thread.ts';
import { sessionSettings } from './session.ts';

/** As long as one waits for a server: for the answer to a read, and for the connection to be free. */
const readTimeoutMs = 5_000;
const connectionTimeoutMs = 5_000;

const TAKEN = 'Another process has taken the data folder over, because this one stood still for too long.';

export interface PgliteOptions extends PersonOptions {
  /** The database lives in its folder `ledger`. */
  readonly dataDir: string;
  /** Called at most once, when the database breaks: it answers nothing any more, and this process must end. */
  readonly onLost?: (error: Error) => void;
}

/**
 * The ledger in a folder, without a server: PostgreSQL compiled to WebAssembly, spoken to like any other.
 *
 * Rejects when another process holds the folder, naming it, or when it was written with another key. A write is
 * acknowledged when the operating system has it: a killed process loses nothing, a power cut may.
 */
export async function openPgliteLedger({ dataDir, onLost, ...persons }: PgliteOptions): Promise<Store> {
  await mkdir(dataDir, { recursive: true });
  const lock = await lockFolder(join(dataDir, 'ledger.lock'), () => thread?.abandon(TAKEN));
  let thread: PgliteThread | undefined;
  try {
    const folder = join(dataDir, 'ledger');
    await copyEmptyLedger(folder);
    await closeToOthers(folder);
    thread = await PgliteThread.open({ folder, settings: sessionSettings }, onLost ?? (() => undefined));
    const pool = createPool(thread);
    await migrate(pool);
    await agreeOnKey(pool, persons.personKeys);
    const opened = thread;
    const releaseStore = async () => {
      await opened.close();
      await lock.release();
    };
    return new PostgresLedger(pool, { ...persons, readTimeoutMs, releaseStore });
  } catch (error) {
    await thread?.close();
    await lock.release();
    throw error;
  }
}

/** PGlite lets everybody write to the files that it makes. */
async function closeToOthers(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
}

function createPool(thread: PgliteThread): pg.Pool {
  const pool = new pg.Pool({
    stream: () => thread.connect(),
    // PGlite is one session: one connection, never idled out.
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectionTimeoutMs,
    // Said outright, or the driver would take them from the environment, where they mean another database.
    host: 'embedded',
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    password: 'none',
    ssl: false,
    options: '',
  });
  // A connection that breaks is dropped by the pool, and the next call opens another.
  pool.on('error', () => undefined);
  return pool;
}
