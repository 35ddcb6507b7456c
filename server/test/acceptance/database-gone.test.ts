import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiUser } from '../support/api-client.ts';
import {
  noPostgres,
  postgresBinaries,
  startPostgresServer,
  type PostgresServer,
} from '../support/postgres-server.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StreamReader } from '../support/stream-reader.ts';

const hasPostgres = postgresBinaries() !== undefined;

describe.skipIf(!hasPostgres)(
  `when PostgreSQL goes away${hasPostgres ? '' : ` (skipped: ${noPostgres})`}`,
  () => {
    let postgres: PostgresServer;
    let server: ServerProcess;
    beforeAll(async () => {
      postgres = await startPostgresServer();
      const env = { DATABASE_URL: await postgres.createDatabase(), TRUST_USER_HEADER: 'true' };
      server = await ServerProcess.start({ env });
    });
    afterAll(async () => {
      await server.stop();
      await postgres.stop();
    });

    it('refuses honestly, keeps showing the hall, and goes on by itself when it is back', async () => {
      const ann = new ApiUser(server.api, 'ann');
      await ann.hold(5);
      const stream = await StreamReader.open(`${server.api}/events/default/stream`);

      await postgres.kill9();
      const refused = await ann.confirm('key-1');
      expect(refused.status).toBe(503);
      expect(refused.body).toMatchObject({ reason: 'unavailable', retryable: true, success: false });
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
      expect((await ann.seats()).body.seats[4]?.state).toBe('held');

      await postgres.restart();
      await vi.waitFor(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(200), 15_000);
      const confirmed = await ann.confirm('key-1');
      expect(confirmed.status).toBe(201);
      await stream.until(({ event }) => event === 'seat_reserved');
      stream.close();
    });

    it('refuses a second server on the same database', async () => {
      const env = { DATABASE_URL: await postgres.createDatabase() };
      const first = await ServerProcess.start({ env });
      const second = await ServerProcess.spawn({ env });
      expect(await second.exited()).toBe(1);
      expect(second.output).toMatch(/another|already/i);
      expect((await fetch(`${first.api}/seats`)).status).toBe(200);
      await first.stop();
      await second.stop();
    });
  },
);
