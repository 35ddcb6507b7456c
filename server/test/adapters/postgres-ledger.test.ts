import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import pg from 'pg';
import { personKeys } from '../support/person-keys.ts';
import { openPostgresLedger } from '../../src/adapters/postgres/postgres.ts';
import type { Store } from '../../src/ports/store.ts';
import type { RemovedPortion } from '../../src/ports/log-archive.ts';
import { seatsOf, writerOn } from '../conformance/batch-writer.ts';
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
      openPostgresLedger({ personKeys, connectionString }),
      openPostgresLedger({ personKeys, connectionString }),
    ]);
    return { ledger, other, close: async () => void (await Promise.all([ledger.close(), other.close()])) };
  });

  describe('with SQL at hand', () => {
    let connectionString: string;
    let ledger: Store;
    let sql: pg.Client;
    beforeAll(async () => {
      connectionString = await server.createDatabase();
      ledger = await openPostgresLedger({ personKeys, connectionString });
      await ledger.putEvent(eventOf('default'));
      sql = new pg.Client({ connectionString });
      await sql.connect();
    });
    afterAll(async () => {
      await sql.end();
      await ledger.close();
    });

    it('has no place for a seat whose facts contradict its state, nor for a second ledger', async () => {
      const checkViolation = { code: '23514' };
      for (const facts of [
        "state = 'held'",
        "state = 'held', user_id = 'u', hold_expires_at = 1, extensions_used = 0, reservation = 1",
        "state = 'reserved', user_id = 'u'",
        "state = 'available', user_id = 'u'",
        "state = 'blocked', reservation = 1",
        "state = 'sold'",
      ]) {
        const update = sql.query(`update seat set ${facts} where seat_id = 2`);
        await expect(update, facts).rejects.toMatchObject(checkViolation);
      }
      const second = "insert into ledger (is_only, epoch, log_key) values (true, 'x', 'y')";
      await expect(sql.query(second)).rejects.toMatchObject({ code: '23505' });
      await expect(sql.query(second.replace('true', 'false'))).rejects.toMatchObject(checkViolation);
    });

    it('judges the clock after it has got the lock, not when it began to wait', async () => {
      const writer = await writerOn(ledger, 'default');
      await sql.query('begin');
      await sql.query("select from event where event_id = 'default' for update");
      const { now } = await ledger.now();
      const notAfter = now + 300;
      const waiting = ledger.append(writer.block([9]).batch({ notAfter }));
      await vi.waitFor(async () => expect((await ledger.now()).now).toBeGreaterThan(notAfter), 10_000);
      await sql.query('rollback');
      expect(await waiting).toMatchObject({ ok: false, why: 'too_late' });
    });

    it('takes nothing for forgotten that was recorded while it waited for the event', async () => {
      await ledger.putEvent(eventOf('quiet'));
      const { now, correctionMs } = await ledger.now();
      const wallNow = Math.floor(now - correctionMs);
      await sql.query('begin');
      await sql.query(`update event set sequence = 1, head = sha256('1') where event_id = 'quiet'`);
      await sql.query(
        `insert into change (
           event_id, sequence, at, cause, seat_ids, user_id, expires_at, extensions_used, actor, hash, key_print, wish_print
         ) values ('quiet', 1, $1, 'extended', '{1}', 'u', 2e12, 1, 'user', sha256('1'), 7, 7)`,
        [wallNow],
      );
      const forgetting = ledger.forget('quiet', wallNow - 24 * 3_600_000);
      await vi.waitFor(async () => {
        expect((await sql.query('select from pg_locks where not granted')).rowCount).toBeGreaterThan(0);
      }, 10_000);
      await sql.query('commit');
      expect(await forgetting).toBe(0);
      // Sent again, what was asked for with it is known.
      const keys = (await ledger.load('quiet'))?.places[0]?.keys;
      expect(keys).toMatchObject([{ keyPrint: 7, wishPrint: 7, sequence: 1 }]);
    });

    it('lets nothing be archived that a webhook was not told of, be it switched off', async () => {
      await ledger.putEvent(eventOf('told'));
      const batch = (await writerOn(ledger, 'told')).hold('u', [1]).block([2]).block([3]).batch();
      await ledger.append(batch);
      await ledger.forget('told', 2e12);
      const { epoch } = batch.expected;
      const at = (sequence: number) => ({ epoch, sequence, head: batch.changes[sequence - 1]?.hash ?? '' });
      await sql.query(`
        insert into webhook_endpoint (endpoint_id, url, types, secret, created_at, disabled_at, disabled_by) values
          ('on', 'https://shop.example', '{}', 's', 0, null, null), ('off', 'https://shop.example', '{}', 's', 0, 1, 'owner')`);
      expect(await ledger.archive.reach('told', 2e12)).toMatchObject({ sequence: 0 });
      await sql.query("insert into webhook_cursor values ('told', 'on', 3, 1), ('told', 'off', 2, 1)");
      expect(await ledger.archive.reach('told', 2e12)).toEqual(at(2));
      expect(await ledger.archive.moveFloor('told', at(3))).toBe('needed');
      expect(await ledger.archive.moveFloor('told', at(2))).toBe('moved');
      await sql.query("delete from webhook_endpoint where endpoint_id = 'off'");
      expect(await ledger.archive.moveFloor('told', at(3))).toBe('moved');
      await sql.query('delete from webhook_endpoint');
    });

    it('removes in steps what lies below the floor of a long log', async () => {
      await ledger.putEvent(eventOf('long'));
      await sql.query(`
        insert into change (event_id, sequence, at, cause, seat_ids, user_id, actor, hash)
        select 'long', n, 1, case when n % 2 = 0 then 'released' else 'held' end, '{1}', 'u', 'user', sha256(n::text::bytea)
        from generate_series(1, 12000) as n`);
      await sql.query(`
        update event set sequence = 12000, head = sha256('12000'), forgotten_to = 12000 where event_id = 'long'`);
      const to = await ledger.archive.reach('long', 2);
      expect(to?.sequence).toBe(12_000);
      if (to !== undefined) expect(await ledger.archive.moveFloor('long', to)).toBe('moved');
      const portions: number[] = [];
      for (let from: number | null = 0; from !== null;) {
        const portion: RemovedPortion = await ledger.archive.removeBelow('long', from);
        portions.push(portion.removed);
        from = portion.next;
      }
      expect(portions).toEqual([5_000, 5_000, 1_999]);
      expect((await sql.query("select from change where event_id = 'long'")).rowCount).toBe(1);
    });

    it('loads a snapshot of one moment while appends go on', async () => {
      await ledger.putEvent(eventOf('busy'));
      let isDone = false;
      const writing = (async () => {
        let writer = await writerOn(ledger, 'busy');
        for (let turn = 0; !isDone; turn += 1) {
          if (turn % 2 === 0) writer.hold('u', [1, 2]).release('u', [2]);
          else writer.release('u', [1]).block([2]);
          await ledger.append(writer.batch());
          writer = writer.next();
        }
      })();
      try {
        for (let i = 0; i < 100; i += 1) {
          const snapshot = await ledger.load('busy');
          const sequence = snapshot?.position.sequence ?? 0;
          if (snapshot === undefined || sequence === 0) continue;
          const expected = sequence % 4 === 2 ? ['held', 'available'] : ['available', 'blocked'];
          const [first, second] = seatsOf(snapshot);
          expect([first?.state, second?.state]).toEqual(expected);
        }
      } finally {
        isDone = true;
      }
      await writing;
    });

    it('finds its rows by their keys while the tables outgrow the statistics', async () => {
      const url = await server.createDatabase();
      const measured = await openPostgresLedger({ personKeys, connectionString: url, poolMax: 1 });
      await measured.putEvent(eventOf('large', { layout: { rows: 200, seatsPerRow: 200 } }));
      let writer = await writerOn(measured, 'large');
      // The load above has read every seat once.
      const readByLoad = 200 * 200;
      for (let i = 0; i < 200; i += 1) {
        await measured.append(writer.reserve('u', [i + 1]).batch());
        writer = writer.next();
      }
      for (let i = 0; i < 50; i += 1) {
        await measured.append(
          writer
            .cancel(i + 1, 'u', [i + 1])
            .reserve('v', [i + 1])
            .batch(),
        );
        writer = writer.next();
      }
      await measured.findReservation({ eventId: 'large', sequence: 1 });
      await measured.findReservation({ formerId: 'none' });
      await measured.recall('large', 1);
      await measured.changesSince('large', { sequence: 299 }, 10);
      await measured.forget('large', 1);
      // A session adds what it read to these sums when it ends.
      await measured.close();
      const reader = new pg.Client({ connectionString: url });
      onTestFinished(() => reader.end());
      await reader.connect();
      await vi.waitFor(async () => {
        const { rows } = await reader.query<{ read: number }>(
          'select (sum(seq_tup_read) + sum(idx_tup_fetch))::float8 as read from pg_stat_user_tables',
        );
        const read = (rows[0]?.read ?? 0) - readByLoad;
        // A handful per append. One that read all reservations would come to 10 000, all seats to millions.
        expect(read).toBeGreaterThan(500);
        expect(read).toBeLessThan(3_500);
      });
    });

    it('gives up its only connection to a reader although appends never stop', async () => {
      const narrow = await openPostgresLedger({ personKeys, connectionString, poolMax: 1 });
      onTestFinished(() => narrow.close());
      await narrow.putEvent(eventOf('narrow'));
      let writer = await writerOn(narrow, 'narrow');
      let isDone = false;
      const appendNext = () => {
        const sent = narrow.append(writer.hold('u', [1]).batch());
        writer = writer.next();
        return sent;
      };
      const appending = (async () => {
        // So many that their answers never come all at once.
        const onTheWay = Array.from({ length: 8 }, appendNext);
        while (!isDone) {
          expect(await onTheWay.shift()).toMatchObject({ ok: true });
          onTheWay.push(appendNext());
        }
        await Promise.all(onTheWay);
      })();
      try {
        for (let i = 0; i < 5; i += 1) expect((await narrow.now()).now).toBeGreaterThan(0);
      } finally {
        isDone = true;
      }
      await appending;
    });

    it('adds what is not written in full to what a whole list says', async () => {
      // Columns of nulls are sent as empty arrays, so these must not shorten the others.
      await ledger.putEvent(eventOf('sparse'));
      const writer = (await writerOn(ledger, 'sparse'))
        .block([1])
        .hold('u', [2])
        .block([3])
        .reserve('v', [4]);
      expect(await ledger.append(writer.batch())).toMatchObject({ ok: true });
      const caughtUp = await ledger.changesSince('sparse', writer.ground.position, 10);
      expect(caughtUp.reload ? undefined : caughtUp.changes).toEqual(writer.batch().changes);
    });
  });
});
