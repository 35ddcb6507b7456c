import pg from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { personKeys } from '../support/person-keys.ts';
import { openPostgresLedger } from '../../src/adapters/postgres/postgres.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { writerOn } from '../conformance/batch-writer.ts';
import { eventOf } from '../conformance/ledger.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const watchTimes = { patienceMs: 300, confirmMs: 100, askTimeoutMs: 1_000, giveUpMs: 2_000 };

describeOnPostgres('A ledger whose connection falls silent', (server) => {
  /** A ledger that reaches its database through a proxy, and another that has a way of its own. */
  async function open(): Promise<{ proxy: TcpProxy; ledger: Ledger; direct: Ledger; sql: pg.Client }> {
    const url = new URL(await server().createDatabase());
    const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port) });
    const proxied = new URL(url);
    proxied.port = String(proxy.port);
    const direct = await openPostgresLedger({ personKeys, connectionString: url.href });
    const ledger = await openPostgresLedger({ personKeys, connectionString: proxied.href, watchTimes });
    const sql = new pg.Client({ connectionString: url.href });
    await sql.connect();
    onTestFinished(async () => {
      await proxy.close();
      await sql.end();
      await Promise.all([ledger.close(), direct.close()]);
    });
    await direct.putEvent(eventOf('default'));
    return { proxy, ledger, direct, sql };
  }

  it.each(['swallowing', 'unacknowledged'] as const)(
    'learns in seconds that an append was lost (%s), and goes on without a restart',
    async (silence) => {
      const { proxy, ledger, direct } = await open();
      let writer = await writerOn(ledger, 'default');
      expect(await ledger.append(writer.block([1]).batch())).toMatchObject({ ok: true });
      writer = writer.next().block([2]);
      // Several connections, so that idle ones are silent too.
      await Promise.all([ledger.now(), ledger.now(), ledger.now(), ledger.load('default')]);
      proxy.silence(silence);
      const start = performance.now();
      const second = writer.next().block([3]);
      const results = await Promise.allSettled([
        ledger.append(writer.batch()),
        ledger.append(second.batch()),
      ]);
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      // It asks, and is told: nothing was recorded, on connections that work.
      expect(await ledger.changesSince('default', writer.ground.position, 10)).toMatchObject({
        changes: [],
      });
      expect(await ledger.append(writer.batch())).toMatchObject({ ok: true });
      expect(performance.now() - start).toBeLessThan(4_000);
      expect((await direct.load('default'))?.states).toBe('bbaaaaaaa');
    },
  );

  it('learns that an append was recorded although its answer was lost', async () => {
    const { proxy, ledger } = await open();
    const writer = (await writerOn(ledger, 'default')).block([1]);
    // The connection is there already.
    await ledger.append((await writerOn(ledger, 'default')).batch());
    proxy.silence('deaf');
    await expect(ledger.append(writer.batch())).rejects.toThrow();
    const caughtUp = await ledger.changesSince('default', writer.ground.position, 10);
    expect(caughtUp).toMatchObject({ changes: writer.batch().changes });
    expect(await ledger.append(writer.next().block([2]).batch())).toMatchObject({ ok: true });
  });

  it('waits for an append that is merely slow', async () => {
    const { ledger, sql } = await open();
    const writer = (await writerOn(ledger, 'default')).block([1]);
    await sql.query('begin');
    await sql.query("select from event where event_id = 'default' for update");
    let isOver = false;
    const waiting = ledger.append(writer.batch()).finally(() => (isOver = true));
    const from = performance.now();
    await vi.waitUntil(() => performance.now() - from > 5 * watchTimes.patienceMs, { timeout: 10_000 });
    expect(isOver).toBe(false);
    await sql.query('rollback');
    expect(await waiting).toMatchObject({ ok: true });
  });

  it('lets go of an event it had locked', async () => {
    const { proxy, ledger, direct } = await open();
    const writer = (await writerOn(ledger, 'default')).block([1]);
    const locked = ledger.appendLocked('default', writer.ground.position, () => {
      proxy.silence('swallowing');
      return writer.batch();
    });
    await expect(locked).rejects.toThrow();
    // The server waits for ten seconds for a client that fell silent; this takes one.
    const start = performance.now();
    expect(await direct.append(writer.batch())).toMatchObject({ ok: true });
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it('gives up when nothing answers at all, and works again as soon as something does', async () => {
    const { proxy, ledger } = await open();
    const writer = (await writerOn(ledger, 'default')).block([1]);
    await ledger.append(writer.batch());
    proxy.silence('swallowing', { alsoNew: true });
    const start = performance.now();
    const next = writer.next().block([2]).batch();
    await expect(ledger.append(next)).rejects.toThrow();
    expect(performance.now() - start).toBeLessThan(6_000);
    await expect(ledger.append(next)).rejects.toThrow();
    proxy.heal();
    expect(await ledger.append(next)).toMatchObject({ ok: true });
  });
});
