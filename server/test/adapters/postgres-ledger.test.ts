import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import pg from 'pg';
import { openPostgresLedger } from '../../src/adapters/postgres/postgres.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { BatchWriter } from '../conformance/batch-writer.ts';
import { describeLedger, eventOf } from '../conformance/ledger.ts';
import {
  noPostgres,
  postgresBinaries,
  startPostgresServer,
  type PostgresServer,
} from '../support/postgres-server.ts';

const isMissing = postgresBinaries() === undefined;

describe.skipIf(isMissing)(`PostgreSQL${isMissing ? ` (skipped: ${noPostgres})` : ''}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgresServer();
  });
  afterAll(() => server.stop());

  describeLedger('PostgreSQL', async () => {
    const connectionString = await server.createDatabase();
    const [ledger, other] = await Promise.all([
      openPostgresLedger({ connectionString }),
      openPostgresLedger({ connectionString }),
    ]);
    return { ledger, other, close: async () => void (await Promise.all([ledger.close(), other.close()])) };
  });

  describe('with SQL at hand', () => {
    let connectionString: string;
    let ledger: Ledger;
    let sql: pg.Client;
    beforeAll(async () => {
      connectionString = await server.createDatabase();
      ledger = await openPostgresLedger({ connectionString });
      await ledger.putEvent(eventOf('default'));
      sql = new pg.Client({ connectionString });
      await sql.connect();
    });
    afterAll(async () => {
      await sql.end();
      await ledger.close();
    });

    it('has no place for two reservations of a seat, nor for a seat whose facts contradict its state', async () => {
      await ledger.append(new BatchWriter('default').reserve('r', 'u', [1]).batch());
      const uniqueViolation = { code: '23505' };
      const checkViolation = { code: '23514' };
      await expect(
        sql.query("insert into reserved_seat values ('default', 1, 'other')"),
      ).rejects.toMatchObject(uniqueViolation);
      await expect(
        sql.query("insert into seat (event_id, seat_id) values ('default', 1)"),
      ).rejects.toMatchObject(uniqueViolation);
      for (const facts of [
        "state = 'held'",
        "state = 'held', user_id = 'u', hold_expires_at = 1, extensions_used = 0, reservation_id = 'r'",
        "state = 'reserved', user_id = 'u'",
        "state = 'available', user_id = 'u'",
        "state = 'blocked', reservation_id = 'r'",
        "state = 'sold'",
      ]) {
        const update = sql.query(`update seat set ${facts} where seat_id = 2`);
        await expect(update, facts).rejects.toMatchObject(checkViolation);
      }
    });

    it('judges the clock after it has got the lock, not when it began to wait', async () => {
      const { sequence = 0 } = (await ledger.load('default')) ?? {};
      await sql.query('begin');
      await sql.query("select from event where event_id = 'default' for update");
      const now = await ledger.now();
      const waiting = ledger.append(
        new BatchWriter('default', sequence).block([9]).batch({ notAfter: now + 300 }),
      );
      // The moment has to pass by the ledger's clock while the append waits for the lock.
      await vi.waitFor(async () => expect(await ledger.now()).toBeGreaterThan(now + 300), 5_000);
      await sql.query('rollback');
      expect(await waiting).toMatchObject({ ok: false, why: 'too_late' });
    });

    it('loads a snapshot of one moment while appends go on', async () => {
      await ledger.putEvent(eventOf('busy'));
      let isDone = false;
      const writing = (async () => {
        for (let sequence = 0; !isDone; sequence += 2) {
          const turn = new BatchWriter('busy', sequence).hold('u', [1, 2]).release('u', [2]);
          const back = new BatchWriter('busy', sequence).release('u', [1]).block([2]);
          await ledger.append((sequence % 4 === 0 ? turn : back).batch());
        }
      })();
      for (let i = 0; i < 100; i += 1) {
        const snapshot = await ledger.load('busy');
        const expected =
          (snapshot?.sequence ?? 0) % 4 === 2 ? ['held', 'available'] : ['available', 'blocked'];
        if (snapshot?.sequence === 0) continue;
        expect(snapshot?.seats.slice(0, 2).map(({ state }) => state)).toEqual(expected);
      }
      isDone = true;
      await writing;
    });

    it('finds its rows by their keys while the tables outgrow the statistics', async () => {
      const url = await server.createDatabase();
      const measured = await openPostgresLedger({ connectionString: url, poolMax: 1 });
      await measured.putEvent(eventOf('large', { rows: 200, seatsPerRow: 200 }));
      for (let i = 0; i < 200; i += 1) {
        const writer = new BatchWriter('large', i).reserve(`first-${i}`, 'u', [i + 1]);
        await measured.append(writer.batch());
      }
      for (let i = 0; i < 50; i += 1) {
        const writer = new BatchWriter('large', 200 + 2 * i).cancel(`first-${i}`, 'u', [i + 1]);
        await measured.append(writer.reserve(`second-${i}`, 'v', [i + 1]).batch());
      }
      await measured.findReservation('first-1');
      await measured.changesSince('large', 299, 10);
      // A session adds what it read to these sums when it ends.
      await measured.close();
      const reader = new pg.Client({ connectionString: url });
      await reader.connect();
      await vi.waitFor(async () => {
        const { rows } = await reader.query<{ read: number }>(
          'select (sum(seq_tup_read) + sum(idx_tup_fetch))::float8 as read from pg_stat_user_tables',
        );
        const read = rows[0]?.read ?? 0;
        // A handful per append. One that read all reservations would come to 10 000, all seats to millions.
        expect(read).toBeGreaterThan(500);
        expect(read).toBeLessThan(2_500);
      });
      await reader.end();
    });

    it('does not lose the durability of commits to a setting of the role', async () => {
      const url = await server.createDatabase();
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`alter database ${client.database ?? ''} set synchronous_commit = off`);
      await client.end();
      const opening = openPostgresLedger({ connectionString: url }).then((opened) => opened.close());
      await expect(opening).rejects.toThrow('synchronous_commit');
    });
  });
});
