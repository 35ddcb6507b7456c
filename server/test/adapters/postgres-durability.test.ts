import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { personKeys } from '../support/person-keys.ts';
import { createPool, openPostgresLedger } from '../../src/adapters/postgres/postgres.ts';
import { eventOf } from '../conformance/ledger.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';

describeOnPostgres('What a ledger acknowledges is kept', (server) => {
  let connectionString: string;
  let sql: pg.Client;
  beforeAll(async () => {
    connectionString = await server().createDatabase();
    sql = new pg.Client({ connectionString: server().connectionString });
    await sql.connect();
    // The standby of a test does not exist: this session must not wait for it.
    await sql.query('set synchronous_commit = local');
  });
  afterAll(async () => {
    await sql.end();
  });

  const ofDatabase = (statement: string) =>
    sql.query(`alter database ${databaseOf(connectionString)} ${statement}`);
  const ofSystem = async (name: string, value: string) => {
    await sql.query(`alter system set ${name} = '${value}'`);
    await sql.query('select pg_reload_conf()');
    const fresh = () =>
      new Promise<string>((resolve, reject) => {
        const client = new pg.Client({ connectionString: server().connectionString });
        client.on('error', reject);
        client
          .connect()
          .then(() => client.query<{ value: string }>('select current_setting($1) as value', [name]))
          .then(async ({ rows }) => {
            await client.end();
            resolve(rows[0]?.value ?? '');
          })
          .catch(reject);
      });
    // A reload is done by and by.
    while ((await fresh()) !== value) continue;
  };
  it.each(['off', 'local', 'remote_write'])(
    'although the database says synchronous_commit = %s, on every connection',
    async (value) => {
      await ofDatabase(`set synchronous_commit = ${value}`);
      try {
        const ledger = await openPostgresLedger({ personKeys, connectionString });
        await ledger.putEvent(eventOf('default'));
        // Whatever a session had, its commits are flushed: nothing that was acknowledged waits in memory.
        const { rows: before } = await sql.query<{ at: string }>('select pg_current_wal_insert_lsn() as at');
        await ledger.probe();
        const { rows: flushed } = await sql.query<{ is: boolean }>(
          'select pg_current_wal_flush_lsn() > $1::pg_lsn as is',
          [before[0]?.at],
        );
        expect(flushed[0]?.is).toBe(true);
        await ledger.close();
      } finally {
        await ofDatabase('reset synchronous_commit');
      }
    },
  );

  it.each(['local', 'remote_write', 'off'])(
    'or refuses synchronous_commit = %s beside a synchronous standby, before it writes anything',
    async (value) => {
      await ofSystem('synchronous_standby_names', 'elsewhere');
      await ofDatabase(`set synchronous_commit = ${value}`);
      try {
        const opening = openPostgresLedger({ personKeys, connectionString });
        await expect(opening).rejects.toThrow(`synchronous_commit = ${value}`);
      } finally {
        await ofDatabase('reset synchronous_commit');
        await ofSystem('synchronous_standby_names', '');
      }
    },
  );

  it.each(['fsync', 'full_page_writes'])('or refuses a server with %s = off, at start', async (name) => {
    await ofSystem(name, 'off');
    try {
      await expect(openPostgresLedger({ personKeys, connectionString })).rejects.toThrow(`${name} = off`);
    } finally {
      await ofSystem(name, 'on');
    }
  });

  it('or refuses a server without a synchronous standby, where one is required', async () => {
    const opening = openPostgresLedger({ personKeys, connectionString, requiresStandby: true });
    await expect(opening).rejects.toThrow('no synchronous standby');
  });

  it.each(['on', 'remote_apply'])(
    'and takes one whose standby is waited for with synchronous_commit = %s, which it leaves so',
    async (value) => {
      await ofDatabase(`set synchronous_commit = ${value}`);
      await ofSystem('synchronous_standby_names', 'elsewhere');
      try {
        // It is let in; whether the standby is there, PostgreSQL itself waits for at each commit.
        const asking = createPool({ connectionString, requiresStandby: true });
        const { rows } = await asking.query(`select current_setting('synchronous_commit') as commits`);
        expect(rows).toEqual([{ commits: value }]);
        await asking.end();
      } finally {
        await ofSystem('synchronous_standby_names', '');
        await ofDatabase('reset synchronous_commit');
      }
    },
  );

  it('or refuses it when it is met again, says so once, and goes on when it is mended', async () => {
    const told: string[] = [];
    const ledger = await openPostgresLedger({
      personKeys,
      connectionString,
      onUnfit: (message) => told.push(message),
    });
    await ofSystem('fsync', 'off');
    try {
      await sql.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'jari'`,
      );
      for (let i = 0; i < 3; i++) {
        await expect(ledger.putEvent(eventOf('default'))).rejects.toThrow(/fsync = off|terminat/);
      }
      await expect(ledger.probe()).rejects.toThrow('fsync = off');
      expect(told).toEqual([expect.stringContaining('fsync = off')]);
    } finally {
      await ofSystem('fsync', 'on');
    }
    await expect(ledger.probe()).resolves.toBeUndefined();
    await ledger.close();
  });
});

function databaseOf(connectionString: string): string {
  return new URL(connectionString).pathname.slice(1);
}
