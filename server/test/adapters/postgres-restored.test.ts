import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personKeys } from '../support/person-keys.ts';
import { openPostgresLedger } from '../../src/adapters/postgres/postgres.ts';
import { writerOn } from '../conformance/batch-writer.ts';
import { eventOf } from '../conformance/ledger.ts';
import {
  noPostgres,
  postgresBinaries,
  startPostgresServer,
  type PostgresServer,
} from '../support/postgres-server.ts';

const isMissing = postgresBinaries() === undefined;

describe.skipIf(isMissing)(
  `A database that was put back to a copy${isMissing ? ` (skipped: ${noPostgres})` : ''}`,
  () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgresServer();
    });
    afterAll(() => server.stop());

    it('is recognised by a server that knew more, also when another has overtaken it', async () => {
      const connectionString = await server.createDatabase();
      const name = new URL(connectionString).pathname.slice(1);
      const admin = new pg.Client({ connectionString: server.connectionString });
      await admin.connect();

      const first = await openPostgresLedger({ personKeys, connectionString });
      await first.putEvent(eventOf('default'));
      let writer = await writerOn(first, 'default');
      for (const seatId of [1, 2, 3, 4, 5]) writer.hold(`u${seatId}`, [seatId]);
      await first.append(writer.batch());
      const shared = writer.next();
      await first.close();
      await admin.query(`create database copy template ${name}`);

      // Server A goes on to 8; the copy of 5 takes the database's place; A is not restarted.
      const a = await openPostgresLedger({ personKeys, connectionString });
      writer = (await writerOn(a, 'default')).hold('a6', [6]).hold('a7', [7]).hold('a8', [8]);
      await a.append(writer.batch());
      const known = writer.next();
      await admin.query(`drop database ${name} with (force)`);
      await admin.query(`alter database copy rename to ${name}`);

      // Asked at once, it has gone back.
      await expect(a.changesSince('default', known.ground.position, 10)).resolves.toMatchObject({
        why: 'back',
      });
      // Server B writes to 9, and to the very number that A knows on the way.
      const b = await openPostgresLedger({ personKeys, connectionString });
      for (const count of [3, 1]) {
        const ahead = await writerOn(b, 'default');
        for (let i = 0; i < count; i++) ahead.hold(`b${ahead.sequence + 1}`, [ahead.sequence + 1]);
        await b.append(ahead.batch());
        expect(await a.changesSince('default', known.ground.position, 10)).toMatchObject({
          reload: true,
          why: 'forked',
        });
        expect(await a.append(known.hold('a9', [9]).batch())).toMatchObject({ why: 'conflict' });
      }
      // What both have seen is still common ground.
      expect(await a.changesSince('default', shared.ground.position, 10)).toMatchObject({
        reload: false,
        position: { sequence: 9 },
      });
      await Promise.all([a.close(), b.close()]);
      await admin.end();
    });
  },
);
