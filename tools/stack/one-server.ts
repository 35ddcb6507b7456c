import { requireProgram } from '../rig/programs.ts';
import { startPostgres } from './postgres.ts';
import type { Program } from './program.ts';
import { prepareServer } from './server.ts';
import { StackFolder } from './stack-folder.ts';
import { makeSecrets } from './stack.ts';

export interface OneServerOptions {
  /** Whether its ledger is a PostgreSQL of its own; else it is embedded. */
  readonly hasPostgres?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** What node is started with, where that is not the built server. */
  readonly args?: readonly string[];
}

export interface OneServer {
  readonly url: string;
  readonly adminToken: string;
  readonly program: Program;
  readonly postgres: { readonly url: string; readonly program: Program } | undefined;
  /** Where an embedded one keeps its ledger. */
  readonly dataFolder: string;
  /** Ends it and removes what it kept. */
  readonly stop: () => Promise<void>;
}

/** A single server with nothing before it, on free ports of the loopback address, in a temporary folder. */
export async function startOneServer({
  hasPostgres = false,
  env = {},
  args,
}: OneServerOptions = {}): Promise<OneServer> {
  const folder = new StackFolder();
  try {
    const { adminToken, sessionSecret } = makeSecrets();
    const postgres = hasPostgres ? await startPostgres(folder, requireProgram('postgresBin')) : undefined;
    const dataFolder = folder.folder('data');
    const settings = {
      ...{ ADMIN_TOKEN: adminToken, SESSION_SECRET: sessionSecret, DATA_DIR: dataFolder, LOG_LEVEL: 'warn' },
      ...(postgres === undefined ? {} : { DATABASE_URL: postgres.url }),
      ...env,
    };
    const { url, program } = await prepareServer(folder, 1, settings, args);
    await program.start();
    const stop = async () => {
      await program.stop();
      await postgres?.program.stop();
      await folder.remove();
    };
    return { url, adminToken, program, postgres, dataFolder, stop };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
