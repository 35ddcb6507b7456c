import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { personKeys } from '../support/person-keys.ts';
import { openPgliteLedger } from '../../src/adapters/postgres/pglite.ts';
import { copyEmptyLedger } from '../../src/adapters/postgres/empty-ledger.ts';
import { PgliteThread } from '../../src/adapters/postgres/pglite-thread.ts';
import { sessionSettings } from '../../src/adapters/postgres/session.ts';
import { eventOf } from '../conformance/ledger.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jari-thread-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Some seconds of work on any machine, in one statement. */
const LONG = 'select count(*) from generate_series(1, 10000000)';

describe('PGlite in its thread', { timeout: 180_000 }, () => {
  let thread: PgliteThread;
  beforeAll(async () => {
    await copyEmptyLedger(join(folder, 'thread'));
    thread = await PgliteThread.open(
      { folder: join(folder, 'thread'), settings: sessionSettings },
      (error) => {
        throw error;
      },
    );
  }, 120_000);
  afterAll(() => thread.close());

  it('lets the event loop of this process turn while a long statement runs', async () => {
    const client = await connect(thread);
    let isDone = false;
    const startedAt = performance.now();
    const query = client.query(LONG).finally(() => (isDone = true));
    let turns = 0;
    while (!isDone) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      turns++;
    }
    const tookMs = performance.now() - startedAt;
    expect((await query).rows).toEqual([{ count: '10000000' }]);
    expect(tookMs).toBeGreaterThan(100);
    expect(turns).toBeGreaterThan(10);
    await client.end();
  });

  it('has a fresh session for whoever comes after a connection that was given up', async () => {
    const first = await connect(thread);
    await first.query('create table if not exists note (text text)');
    await first.query({ name: 'answer', text: 'select 42 as answer' });
    await first.query('set enable_seqscan = on');
    await first.query('begin');
    await first.query(`insert into note values ('never committed')`);
    await expect(first.query({ text: LONG, query_timeout: 20 } as pg.QueryConfig)).rejects.toThrow('timeout');
    await first.end();

    const second = await connect(thread);
    expect((await second.query({ name: 'answer', text: 'select 43 as answer' })).rows).toEqual([
      { answer: 43 },
    ]);
    expect((await second.query('select text from note')).rows).toEqual([]);
    for (const [name, value] of sessionSettings) {
      const { rows } = await second.query<{ setting: string }>(
        'select setting from pg_settings where name = $1',
        [name],
      );
      expect([name, rows[0]?.setting]).toEqual([name, value]);
    }
    await second.end();
  });

  it('gives back a large answer whole', async () => {
    const client = await connect(thread);
    const { rows } = await client.query<{ text: string }>(
      `select repeat('자리', n) as text from generate_series(1, 2000) n`,
    );
    expect(rows.map(({ text }) => text.length)).toEqual(Array.from({ length: 2000 }, (_, i) => 2 * (i + 1)));
    await client.end();
  });
});

describe('an embedded database whose thread dies', { timeout: 180_000 }, () => {
  it('is told once, and every statement under way or to come is refused rather than left waiting', async () => {
    const spy = vi.spyOn(Worker.prototype, 'postMessage');
    const losses: string[] = [];
    const dataDir = join(folder, 'dies');
    const ledger = await openPgliteLedger({
      personKeys,
      dataDir,
      onLost: (error) => void losses.push(error.message),
    });
    await ledger.putEvent(eventOf('default'));
    const worker = spy.mock.contexts[0] as Worker;
    spy.mockRestore();

    const underWay = ledger.listEvents();
    const waiting = ledger.now();
    const outcomes = Promise.allSettled([underWay, waiting]);
    await worker.terminate();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(ledger.now()).rejects.toThrow('thread ended');
    expect(losses).toEqual([expect.stringContaining('thread ended')]);

    await ledger.close();
    const again = await openPgliteLedger({ personKeys, dataDir });
    expect((await again.listEvents()).map(({ eventId }) => eventId)).toEqual(['default']);
    await again.close();
    expect(losses).toHaveLength(1);
  });

  it('is ended at once where another process has taken the folder over meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const losses: string[] = [];
    const dataDir = join(folder, 'taken');
    const ledger = await openPgliteLedger({
      personKeys,
      dataDir,
      onLost: ({ message }) => void losses.push(message),
    });
    // As after standing still for a quarter of a minute.
    await rm(join(dataDir, 'ledger.lock'), { recursive: true });
    vi.advanceTimersByTime(2_000);
    await expect.poll(() => losses).toEqual([expect.stringContaining('taken the data folder over')]);
    await expect(ledger.now()).rejects.toThrow('taken the data folder over');
    await ledger.close();
  });

  it('that cannot be opened is an error with a reason', async () => {
    const open = PgliteThread.open({ folder: '/proc/nowhere', settings: [] }, () => undefined);
    await expect(open).rejects.toThrow(/ENOENT|no such file/);
  });
});

async function connect(thread: PgliteThread): Promise<pg.Client> {
  const client = new pg.Client({
    stream: () => thread.connect(),
    ssl: false,
    user: 'postgres',
    host: 'embedded',
  });
  await client.connect();
  return client;
}
