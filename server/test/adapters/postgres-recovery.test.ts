import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { personKeys } from '../support/person-keys.ts';
import { createPool, openPostgresLedger } from '../../src/adapters/postgres/postgres.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { writerOn } from '../conformance/batch-writer.ts';
import { eventOf } from '../conformance/ledger.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';

describeOnPostgres('A ledger whose database goes away', (server) => {
  let connectionString: string;
  let ledger: Ledger;
  let sequence = 0;
  const nextWriter = () => writerOn(ledger, 'default');
  const append = async (writer: Awaited<ReturnType<typeof nextWriter>>) => {
    const result = await ledger.append(writer.hold('u', [1]).batch());
    if (result.ok) sequence += 1;
    return result;
  };
  const appendOne = async () => append(await nextWriter());
  beforeAll(async () => {
    connectionString = await server().createDatabase();
    ledger = await openPostgresLedger({ personKeys, connectionString });
    await ledger.putEvent(eventOf('default'));
  });
  afterAll(async () => {
    await ledger.close();
  });

  for (const [how, end] of [
    ['was shut down', () => server().shutdown()],
    ['crashed', () => server().kill9()],
  ] as const) {
    it(`rejects soon while it ${how}, and works again by itself, with nothing lost`, async () => {
      // Several connections, so that idle ones break too.
      await Promise.all([appendOne(), ledger.now(), ledger.now(), ledger.load('default')]);
      const writer = await nextWriter();
      await end();
      const start = performance.now();
      await expect(append(writer)).rejects.toThrow();
      await expect(ledger.load('default')).rejects.toThrow();
      const { position } = writer.ground;
      await expect(ledger.appendLocked('default', position, () => undefined)).rejects.toThrow();
      await expect(ledger.now()).rejects.toThrow();
      expect(performance.now() - start).toBeLessThan(4 * 2_500);
      await server().restart();
      expect((await ledger.load('default'))?.position.sequence).toBe(sequence);
      expect(await appendOne()).toMatchObject({ ok: true });
    });
  }

  for (const [name, run] of [
    ['append', (writer: Awaited<ReturnType<typeof nextWriter>>) => ledger.append(writer.batch())],
    [
      'appendLocked',
      (writer: Awaited<ReturnType<typeof nextWriter>>) =>
        ledger.appendLocked('default', writer.ground.position, () => writer.batch()),
    ],
  ] as const) {
    it(`rejects an ${name} whose connection is cut while it runs, and the next one works`, async () => {
      const writer = (await nextWriter()).block([2]);
      const admin = new pg.Client({ connectionString });
      await admin.connect();
      await admin.query('begin');
      await admin.query("select from event where event_id = 'default' for update");
      const waiting = expect(run(writer)).rejects.toThrow();
      await vi.waitFor(async () => {
        const cut = await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
             where application_name = 'jari' and wait_event_type = 'Lock'`,
        );
        expect(cut.rowCount).toBe(1);
      }, 5_000);
      await waiting;
      await admin.query('rollback');
      await admin.end();
      expect((await ledger.load('default'))?.position.sequence).toBe(sequence);
      expect(await appendOne()).toMatchObject({ ok: true });
    });
  }

  it('survives that a new connection is cut before it was ever used', async () => {
    const { port, pathname } = new URL(connectionString);
    // Lets it log in, and cuts it at the first question: what a proxy does whose server just stopped leading.
    const way = createServer((near) => {
      const far = connect(Number(port), '127.0.0.1');
      far.on('data', (bytes) => near.write(bytes));
      near.on('data', (bytes) => {
        if (bytes.toString('latin1', 0, 1) !== 'P') return void far.write(bytes);
        near.destroy();
        far.destroy();
      });
      for (const socket of [near, far]) socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(way, 'listening');
    const { port: wayPort } = way.address() as AddressInfo;
    const pool = createPool({ connectionString: `postgres://jari@127.0.0.1:${wayPort}${pathname}` });
    // Were the error heard by nobody, it would end this process, too.
    await expect(pool.query('select 1')).rejects.toThrow('terminated');
    await pool.end();
    way.close();
  });

  it('gives up a read that takes too long, and does not use its busy connection for the next', async () => {
    const narrow = await openPostgresLedger({ personKeys, connectionString, poolMax: 1 });
    const admin = new pg.Client({ connectionString });
    await admin.connect();
    await admin.query('begin');
    await admin.query('lock table event in access exclusive mode');
    await expect(narrow.listEvents()).rejects.toThrow('timeout');
    expect((await narrow.now()).now).toBeGreaterThan(0);
    await admin.query('rollback');
    await admin.end();
    await narrow.close();
  });

  it('rejects within about two seconds when nothing answers at all', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const start = performance.now();
    const opening = openPostgresLedger({
      personKeys,
      connectionString: `postgres://jari@127.0.0.1:${port}/x`,
    });
    await expect(opening).rejects.toThrow('timeout');
    expect(performance.now() - start).toBeLessThan(3_000);
    silent.close();
  });
});
