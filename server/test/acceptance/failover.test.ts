import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPool } from '../../src/adapters/postgres/postgres.ts';
import { ApiUser } from '../support/api-client.ts';
import {
  noPostgres,
  postgresBinaries,
  startPostgresServer,
  startStandby,
  type PostgresServer,
} from '../support/postgres-server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const hasPostgres = postgresBinaries() !== undefined;
const portOf = (url: string) => Number(new URL(url).port);

/** Somebody was told so. */
interface Told {
  readonly user: string;
  readonly reservation: string;
  isCancelled: boolean;
}

describe.skipIf(!hasPostgres)(
  `when the database fails over to its synchronous standby${hasPostgres ? '' : ` (skipped: ${noPostgres})`}`,
  () => {
    let primary: PostgresServer;
    let standby: PostgresServer;
    let replication: TcpProxy;
    let way: TcpProxy;
    let database: string;
    let server: ServerProcess | undefined;
    /** Where the one address of the database leads. */
    const leader = { host: '127.0.0.1', port: 0 };

    beforeAll(async () => {
      primary = await startPostgresServer();
      database = new URL(await primary.createDatabase()).pathname;
      leader.port = portOf(primary.connectionString);
      replication = await startTcpProxy({ ...leader });
      way = await startTcpProxy(leader);
      standby = await startStandby(replication.port);
      const sql = new pg.Client({ connectionString: primary.connectionString });
      await sql.connect();
      await sql.query(`alter system set synchronous_standby_names = 'standby'`);
      await sql.query('select pg_reload_conf()');
      const follows = async () =>
        (await sql.query(`select from pg_stat_replication where sync_state = 'sync'`)).rowCount;
      await vi.waitFor(async () => expect(await follows()).toBe(1), 15_000);
      await sql.end();
    });
    afterAll(async () => {
      await server?.stop();
      await replication.close();
      await way.close();
      await standby.stop();
      await primary.stop();
    });

    const start = async (port: number) =>
      (server = await ServerProcess.start({
        env: { DATABASE_URL: `postgres://jari@127.0.0.1:${port}${database}`, TRUST_USER_HEADER: 'true' },
      }));

    it('nothing that was acknowledged is missing, and a standby is never sold from', async () => {
      const first = await start(way.port);
      const told: Told[] = [];
      let isOver = false;
      const buy = async (name: string) => {
        for (let i = 1; !isOver; i++) {
          const user = new ApiUser(first.api, `${name}-${i}`);
          const seat = 1 + Math.floor(Math.random() * 9);
          const { status, body } = await user.confirm(`key-${name}-${i}`, [seat]);
          if (status !== 201) continue;
          const sold: Told = { user: user.name, reservation: body.reservation.id, isCancelled: false };
          told.push(sold);
          // It makes room for the next.
          if ((await user.cancel(sold.reservation)).status === 200) sold.isCancelled = true;
        }
      };
      const buyers = ['ann', 'bob', 'cem', 'dan'].map(buy);
      await vi.waitFor(() => expect(told.length).toBeGreaterThan(40), 20_000);
      // From here on the standby gets nothing more. Whoever is told of something yet is told what would be lost.
      replication.silence('swallowing', { alsoNew: true });
      await delay(300);
      await primary.kill9();

      leader.port = portOf(standby.connectionString);
      const connectionString = `postgres://jari@127.0.0.1:${way.port}${database}`;
      const pool = createPool({ connectionString });
      await expect(pool.query('select')).rejects.toThrow('standby');
      await pool.end();
      expect((await fetch(`${first.url}/readyz`)).status).toBe(503);

      const sql = new pg.Client({ connectionString: standby.connectionString });
      await sql.connect();
      await sql.query(`alter system set synchronous_standby_names = ''`);
      await sql.query('select pg_promote()');
      await sql.end();
      const before = told.length;
      await vi.waitFor(() => expect(told.length).toBeGreaterThan(before + 5), 20_000);
      isOver = true;
      await Promise.all(buyers);
      await first.stop();

      // A server that remembers nothing says what the database has.
      const second = await start(way.port);
      for (const { user, reservation, isCancelled } of told) {
        const { status, body } = await new ApiUser(second.api, user).reservation(reservation);
        expect(status, reservation).toBe(200);
        if (isCancelled) expect(body.reservation.status, reservation).toBe('cancelled');
      }
    });
  },
);
