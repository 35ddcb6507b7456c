import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../../rig/free-port.ts';
import { requireProgram } from '../../rig/programs.ts';
import { startPostgres, type Postgres } from '../../stack/postgres.ts';
import { StackFolder } from '../../stack/stack-folder.ts';
import { MortalServer } from './mortal-server.ts';

export type Mode = 'embedded' | 'server' | 'full';

/** What a sale is played on, and what can be broken in it. */
export interface Rig {
  readonly mode: Mode;
  /** Where visitors ask. */
  readonly urls: readonly string[];
  readonly servers: readonly MortalServer[];
  readonly postgres: Postgres | undefined;
  readonly adminToken: string;
  /** The failpoints that any server came by. */
  readonly seenFile: string;
  stop(): Promise<void>;
}

/** Settings by which nobody is refused for coming too often: faults are what is tried out. */
const NO_LIMITS = {
  ...{ RATE_LIMIT_HOLDS: '10000r/s', RATE_BURST_HOLDS: '99999' },
  ...{ RATE_LIMIT_FRESH: '10000r/s', RATE_BURST_FRESH: '99999' },
};

export async function startRig(mode: Exclude<Mode, 'full'>): Promise<Rig> {
  const folder = new StackFolder();
  try {
    const seenFile = join(folder.path, 'points-seen');
    const adminToken = randomBytes(24).toString('base64url');
    const postgres =
      mode === 'embedded' ? undefined : await startPostgres(folder, requireProgram('postgresBin'));
    const server = new MortalServer(folder, {
      ...{ name: 'server', port: await freePort(), seenFile },
      env: {
        ...{ ...NO_LIMITS, LOG_LEVEL: 'warn', TRUST_USER_HEADER: 'true', ADMIN_TOKEN: adminToken },
        ...{ PERSONAL_DATA_KEYS: randomBytes(32).toString('base64'), DATA_DIR: folder.folder('data') },
        ...(postgres === undefined ? {} : { DATABASE_URL: postgres.url }),
      },
    });
    await server.start();
    return {
      ...{ mode, urls: [server.url], servers: [server], postgres, adminToken, seenFile },
      stop: async () => {
        await server.program.stop();
        await postgres?.program.stop();
        await folder.remove();
      },
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
