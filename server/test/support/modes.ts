import { afterAll, beforeAll, describe } from 'vitest';
import { noPostgres, postgresBinaries, startPostgresServer, type PostgresServer } from './postgres-server.ts';
import { ServerProcess, type ServerProcessOptions } from './server-process.ts';

/** Starts servers of one mode; all that were started are ended after the suite. */
export interface Mode {
  start(options?: ServerProcessOptions): Promise<ServerProcess>;
  /** Settings for another process on the same data as `server`. */
  again(server: ServerProcess, more?: ServerProcessOptions): ServerProcessOptions;
}

/** Runs the same facts against the embedded server and against one with PostgreSQL. */
export function describeModes(name: string, facts: (mode: Mode) => void): void {
  describeEmbedded(name, facts);
  const runner = postgresBinaries() === undefined ? describe.skip : describe;
  runner(`${name} (server${postgresBinaries() === undefined ? `: ${noPostgres}` : ''})`, () =>
    facts(server()),
  );
}

/** Runs facts against the embedded server alone: those that are about the process and not about its ledger. */
export function describeEmbedded(name: string, facts: (mode: Mode) => void): void {
  describe(`${name} (embedded)`, () => facts(embedded()));
}

function embedded(): Mode {
  const started: ServerProcess[] = [];
  afterAll(() => endAll(started));
  return {
    start: async (options) => remember(started, await ServerProcess.start(options)),
    again: (process, more) => ({ ...more, dataDir: process.dataDir, port: process.port }),
  };
}

function server(): Mode {
  const started: ServerProcess[] = [];
  const databases = new Map<string, string>();
  let postgres: PostgresServer | undefined;
  const running = () => {
    if (postgres === undefined) throw new Error('PostgreSQL was not started');
    return postgres;
  };
  beforeAll(async () => {
    postgres = await startPostgresServer();
  });
  afterAll(async () => {
    await endAll(started);
    await postgres?.stop();
  });
  return {
    start: async (options = {}) => {
      const url = databases.get(options.dataDir ?? '') ?? (await running().createDatabase());
      const env = { DATABASE_URL: url, TRUST_USER_HEADER: 'true', ...options.env };
      const process = remember(started, await ServerProcess.start({ ...options, env }));
      databases.set(process.dataDir, url);
      return process;
    },
    again: (process, more) => ({ ...more, dataDir: process.dataDir, port: process.port }),
  };
}

function remember(started: ServerProcess[], process: ServerProcess): ServerProcess {
  started.push(process);
  return process;
}

async function endAll(started: ServerProcess[]): Promise<void> {
  await Promise.all(started.map((process) => process.stop()));
}
