import { afterAll, beforeAll, describe } from 'vitest';
import { noPostgres, postgresBinaries, startPostgresServer, type PostgresServer } from './postgres-server.ts';

/** Tests on a PostgreSQL of their own, which is started for them and stopped after them; skipped where there is none. */
export function describeOnPostgres(title: string, tests: (server: () => PostgresServer) => void): void {
  const isMissing = postgresBinaries() === undefined;
  describe.skipIf(isMissing)(`${title}${isMissing ? ` (skipped: ${noPostgres})` : ''}`, () => {
    let started: PostgresServer | undefined;
    beforeAll(async () => {
      started = await startPostgresServer();
    });
    afterAll(() => started?.stop());
    tests(() => {
      if (started === undefined) throw new Error('PostgreSQL has not been started.');
      return started;
    });
  });
}
