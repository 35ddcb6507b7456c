import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runToEnd } from '../rig/child.ts';
import type { Rig } from '../rig/rig.ts';

const DATABASE = 'reference';
/** Fewer do not fill the disk's waits, more wait for each other; the better one counts. */
const CLIENTS = [8, 32] as const;

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const sql = (name: string) => readFileSync(path(name), 'utf8');

export interface PgbenchResult {
  readonly transactions: number;
  readonly perSecond: number;
}

/** Makes the reference's tables, in a database of their own in the same PostgreSQL. */
export async function preparePgbench(rig: Rig): Promise<void> {
  await rig.query(`create database ${DATABASE}`);
  await rig.query(sql('tables.sql'), DATABASE);
}

/**
 * One transaction per reservation for so many seconds, with the better of two numbers of clients.
 * `around` measures what happens during the run that it is given.
 */
export async function runPgbench<Result extends PgbenchResult>(
  rig: Rig,
  name: 'scattered' | 'bumped',
  seconds: number,
  around: (run: () => Promise<PgbenchResult>) => Promise<Result>,
): Promise<Result> {
  const results: Result[] = [];
  for (const clients of CLIENTS) {
    await rig.query(sql('empty-hall.sql'), DATABASE);
    await rig.settle();
    results.push(await around(() => once(rig, name, seconds, clients)));
  }
  return results.reduce((best, result) => (result.perSecond > best.perSecond ? result : best));
}

async function once(rig: Rig, name: string, seconds: number, clients: number): Promise<PgbenchResult> {
  const { hostname, port, username } = new URL(rig.postgres.url);
  const output = await runToEnd(rig.folder, join(rig.postgresBin, 'pgbench'), [
    ...['-h', hostname, '-p', port, '-U', username, '-n', '-M', 'prepared', '-f', path(`${name}.sql`)],
    ...['-c', String(clients), '-j', '1', '-T', String(seconds)],
    ...['-D', 'i=-1', '-D', `clients=${clients}`, DATABASE],
  ]);
  const number = (pattern: RegExp) => Number(pattern.exec(output)?.[1]);
  const transactions = number(/transactions actually processed: (\d+)/);
  const perSecond = number(/^tps = ([\d.]+)/m);
  if (!(transactions > 0) || /failed transactions: [1-9]/.test(output))
    throw new Error(`pgbench:\n${output}`);
  const [{ count } = {}] = await rig.query('select count(*)::integer as count from reservation', DATABASE);
  if (count !== transactions) {
    throw new Error(`pgbench did ${transactions} transactions, of which ${String(count)} made reservations.`);
  }
  return { transactions, perSecond };
}
