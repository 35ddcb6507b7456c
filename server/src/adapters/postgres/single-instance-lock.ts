import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { advisoryLocks } from './advisory-locks.ts';
import { networkSettings, startupOptions } from './session.ts';

export interface SingleInstanceLock {
  /** May be called twice. */
  release(): Promise<void>;
}

/** How long to wait for the server to notice that the last holder is gone, as after a kill -9. */
const patienceMs = 3_000;
const retryMs = 500;

/**
 * Makes this the only instance on a database, for set-ups without a bus between instances. The lock lives as
 * long as a connection of its own; rejects with an error that names the holder when another has it.
 *
 * Should that connection be lost, the lock is taken again as soon as the database answers, and sales go on
 * meanwhile: seats do not depend on this lock, only watchers do. When another instance was quicker,
 * `onLost` is called once, and this one should stop.
 */
export async function acquireSingleInstanceLock(
  connectionString: string,
  onLost: (error: Error) => void = () => undefined,
): Promise<SingleInstanceLock> {
  const lock = new ReacquiredLock(connectionString, onLost);
  await lock.acquire();
  return lock;
}

class ReacquiredLock implements SingleInstanceLock {
  #client: pg.Client | undefined;
  #released = false;

  constructor(
    private readonly connectionString: string,
    private readonly onLost: (error: Error) => void,
  ) {}

  async acquire(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'jari single-instance lock',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      // Or a machine that is gone would hold the lock for as long as systems wait by themselves, which is two hours.
      options: startupOptions(networkSettings),
    });
    let lost = false;
    client.on('error', () => undefined);
    client.on('end', () => {
      lost = true;
      if (this.#client === client) void this.#reacquire();
    });
    try {
      await client.connect();
      const deadline = performance.now() + patienceMs;
      while (!(await tryLock(client))) {
        if (performance.now() > deadline) throw new HeldElsewhere(await describeHolder(client));
        await delay(retryMs);
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.#released) await client.end();
    else if (lost) throw new Error('The connection of the single-instance lock was lost at once.');
    else this.#client = client;
  }

  async #reacquire(): Promise<void> {
    this.#client = undefined;
    while (!this.#released && this.#client === undefined) {
      try {
        await this.acquire();
      } catch (error) {
        if (error instanceof HeldElsewhere) {
          this.onLost(error);
          return;
        }
        // The database is away. Not a reason to stop: the ledger says so to whoever asks.
        await delay(retryMs, undefined, { ref: false });
      }
    }
  }

  async release(): Promise<void> {
    this.#released = true;
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }
}

class HeldElsewhere extends Error {
  constructor(holder: string) {
    super(
      `Another instance of Jari uses this database: ${holder}. ` +
        'Stop it, or give all instances a REDIS_URL, so that they can tell each other what changes.',
    );
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const result = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1, $2) as locked', [
    ...advisoryLocks.singleInstance,
  ]);
  return result.rows[0]?.locked ?? false;
}

async function describeHolder(client: pg.Client): Promise<string> {
  const result = await client.query<{ pid: number; address: string | null; since: Date | null }>(
    `select activity.pid, host(activity.client_addr) as address, activity.backend_start as since
     from pg_locks
     join pg_stat_activity as activity using (pid)
     where locktype = 'advisory' and granted and classid = $1 and objid = $2
       and pg_locks.database = (select oid from pg_database where datname = current_database())`,
    [...advisoryLocks.singleInstance],
  );
  const [holder] = result.rows;
  if (holder === undefined) return 'it has just ended';
  const since = holder.since?.toISOString() ?? 'an unknown time';
  return `connected from ${holder.address ?? 'this machine'} since ${since} (backend ${holder.pid})`;
}
