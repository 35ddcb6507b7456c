import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { cpuSecondsOf, cpuSecondsOfFamily } from '../bench/rig/cpu.ts';
import { treeOf } from '../rig/process-tree.ts';
import { EVENT, type House } from './house.ts';

export interface TableFigures {
  readonly bytes: number;
  readonly indexBytes: number;
  readonly live: number;
  readonly dead: number;
}

/** What the programs and the database look like at one moment. */
export interface Look {
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly externalBytes: number;
  readonly serverCpuSeconds: number;
  readonly database:
    | {
        readonly rssBytes: number;
        readonly cpuSeconds: number;
        readonly walBytes: number;
        readonly keptKeys: number;
        readonly keptChanges: number;
        readonly activeReservations: number;
        readonly sequence: number;
        readonly prunedTo: number;
        readonly tables: Readonly<Record<string, TableFigures>>;
      }
    | undefined;
  readonly folderBytes: number | undefined;
}

const TABLES = `
  select relname as name, pg_table_size(relid)::float8 as bytes, pg_indexes_size(relid)::float8 as index_bytes,
    n_live_tup::float8 as live, n_dead_tup::float8 as dead
  from pg_stat_user_tables
  where relname in ('change', 'reservation', 'seat', 'event', 'ledger', 'trail')`;
const STATE = `
  select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as wal, sequence::float8, pruned_to::float8,
    forgotten_to::float8,
    (select count(*)::float8 from change where event_id = $1 and sequence > event.forgotten_to
      and key_print is not null) as keys,
    (select count(*)::float8 from change where event_id = $1) as changes,
    (select count(distinct reservation)::float8 from seat where event_id = $1 and reservation is not null) as active
  from event where event_id = $1`;
/** Counting costs: it is done every so many looks. */
const COUNT_EVERY = 6;

interface StateRow {
  readonly wal: number;
  readonly sequence: number;
  readonly pruned_to: number;
  readonly keys: number;
  readonly changes: number;
  readonly active: number;
}

export class Sampler {
  private looks = 0;
  private state: StateRow | undefined;

  private constructor(
    private readonly house: House,
    private readonly client: pg.Client | undefined,
  ) {}

  static async open(house: House): Promise<Sampler> {
    const client = house.database && new pg.Client({ connectionString: house.database.url });
    await client?.connect();
    return new Sampler(house, client);
  }

  async look(): Promise<Look> {
    const metrics = await Promise.all(this.house.urls.map(processMetrics));
    const sum = (name: string) => metrics.reduce((total, each) => total + (each.get(name) ?? 0), 0);
    const { pids, dataFolder } = this.house;
    return {
      rssBytes: sum('process_resident_memory_bytes'),
      heapBytes: sum('nodejs_heap_size_used_bytes'),
      externalBytes: sum('nodejs_external_memory_bytes'),
      serverCpuSeconds: pids.reduce((total, pid) => total + cpuSecondsOf(pid), 0),
      database: await this.database(),
      folderBytes: dataFolder === undefined ? undefined : sizeOf(dataFolder),
    };
  }

  close(): Promise<void> {
    return this.client?.end() ?? Promise.resolve();
  }

  private async database(): Promise<Look['database']> {
    const { client } = this;
    const pid = this.house.database?.pid;
    if (client === undefined || pid === undefined) return undefined;
    const tables = await client.query<
      { name: string; index_bytes: number } & Omit<TableFigures, 'indexBytes'>
    >(TABLES);
    if (this.looks++ % COUNT_EVERY === 0) this.state = (await client.query<StateRow>(STATE, [EVENT])).rows[0];
    return {
      rssBytes: proportionalBytes(pid),
      cpuSeconds: cpuSecondsOfFamily(pid),
      walBytes: this.state?.wal ?? 0,
      keptKeys: this.state?.keys ?? 0,
      keptChanges: this.state?.changes ?? 0,
      activeReservations: this.state?.active ?? 0,
      sequence: this.state?.sequence ?? 0,
      prunedTo: this.state?.pruned_to ?? 0,
      tables: Object.fromEntries(
        tables.rows.map(({ name, bytes, index_bytes, live, dead }) => [
          name,
          { bytes, indexBytes: index_bytes, live, dead },
        ]),
      ),
    };
  }
}

async function processMetrics(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = new Map<string, number>();
  for (const [, name = '', value] of text.matchAll(/^((?:process|nodejs)_[a-z_]+) (\S+)$/gm)) {
    found.set(name, Number(value));
  }
  return found;
}

/** Of PostgreSQL with all its backends; what they share is counted once between them. */
function proportionalBytes(pid: number): number {
  let bytes = 0;
  for (const each of treeOf(pid)) {
    try {
      const rollup = readFileSync(`/proc/${each}/smaps_rollup`, 'utf8');
      bytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1_024;
    } catch {
      // It has just ended.
    }
  }
  return bytes;
}

function sizeOf(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    try {
      const stat = statSync(join(folder, name));
      if (stat.isFile()) bytes += stat.size;
    } catch {
      // It has just been removed.
    }
  }
  return bytes;
}
