import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { acquireSingleInstanceLock } from '../../src/adapters/postgres/single-instance-lock.ts';
import {
  noPostgres,
  postgresBinaries,
  startPostgresServer,
  type PostgresServer,
} from '../support/postgres-server.ts';

/** What a connection begins with says how long its server waits for a client that fell silent. */
it('The single-instance lock is let go within seconds of a machine that is gone, and not within hours', async () => {
  const beginnings: string[] = [];
  const database = createServer((socket) => {
    socket.once('data', (bytes: Buffer) => {
      beginnings.push(bytes.toString('latin1'));
      socket.destroy();
    });
  });
  await once(database.listen(0, '127.0.0.1'), 'listening');
  const { port } = database.address() as AddressInfo;
  await expect(acquireSingleInstanceLock(`postgres://jari@127.0.0.1:${port}/jari`)).rejects.toThrow();
  database.close();
  expect(beginnings[0]).toContain('-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2');
});

const isMissing = postgresBinaries() === undefined;

describe.skipIf(isMissing)(`The single-instance lock${isMissing ? ` (skipped: ${noPostgres})` : ''}`, () => {
  let server: PostgresServer;
  let url: string;
  let admin: pg.Client;
  beforeAll(async () => {
    server = await startPostgresServer({ fsync: false });
  });
  afterAll(() => server.stop());

  async function freshDatabase(): Promise<void> {
    url = await server.createDatabase();
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
  }

  const holders = async () =>
    (await admin.query<{ pid: number }>("select pid from pg_locks where locktype = 'advisory'")).rows;

  async function cutHolder(): Promise<void> {
    await admin.query(
      "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted",
    );
  }

  it('refuses a second instance, says who has it, and lets it in once the first has gone', async () => {
    await freshDatabase();
    const first = await acquireSingleInstanceLock(url);
    await expect(acquireSingleInstanceLock(url)).rejects.toThrow(
      /Another instance.*connected from 127\.0\.0\.1 since \d{4}-.*REDIS_URL/,
    );
    await first.release();
    await (await acquireSingleInstanceLock(url)).release();
    await admin.end();
  });

  it('is one per database, not one per server', async () => {
    await freshDatabase();
    const first = await acquireSingleInstanceLock(url);
    const second = await acquireSingleInstanceLock(await server.createDatabase());
    await Promise.all([first.release(), second.release()]);
    await admin.end();
  });

  it('is taken again by itself when its connection was cut', async () => {
    await freshDatabase();
    const onLost = vi.fn();
    const lock = await acquireSingleInstanceLock(url, onLost);
    const before = await holders();
    await cutHolder();
    await vi.waitFor(async () => {
      const now = await holders();
      expect(now).toHaveLength(1);
      expect(now).not.toEqual(before);
    }, 20_000);
    expect(onLost).not.toHaveBeenCalled();
    await lock.release();
    expect(await holders()).toEqual([]);
    await admin.end();
  });

  it('tells when another instance took it meanwhile', async () => {
    await freshDatabase();
    const onLost = vi.fn();
    const lock = await acquireSingleInstanceLock(url, onLost);
    const rival = new pg.Client({ connectionString: url });
    await rival.connect();
    const { rows } = await admin.query<{ classid: string; objid: string }>(
      "select classid, objid from pg_locks where locktype = 'advisory'",
    );
    const waiting = rival.query('select pg_advisory_lock($1, $2)', [rows[0]?.classid, rows[0]?.objid]);
    await vi.waitFor(async () => expect(await holders()).toHaveLength(2), 20_000);
    await cutHolder();
    await waiting;
    await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce(), { timeout: 6_000 });
    await rival.end();
    await lock.release();
    await admin.end();
  });

  it('survives a restart of the database', async () => {
    await freshDatabase();
    const onLost = vi.fn();
    const lock = await acquireSingleInstanceLock(url, onLost);
    admin.on('error', () => undefined);
    await server.shutdown();
    // How long it is away is the point: longer than several tries to connect again.
    await delay(1_000);
    await server.restart();
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await vi.waitFor(async () => expect(await holders()).toHaveLength(1), { timeout: 5_000 });
    expect(onLost).not.toHaveBeenCalled();
    await lock.release();
    await admin.end();
  });
});
