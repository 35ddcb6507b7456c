import { randomBytes } from 'node:crypto';
import { requireProgram } from '../rig/programs.ts';
import { startPostgres } from '../stack/postgres.ts';
import { prepareServer } from '../stack/server.ts';
import { StackFolder } from '../stack/stack-folder.ts';
import { startStack } from '../stack/stack.ts';

/** What the rounds are played on. */
export type Mode = 'embedded' | 'server' | 'stack';

export interface House {
  readonly url: string;
  readonly token: string;
  /** Whether one server answers everything itself. */
  readonly isOneServer: boolean;
  /** Ends a server as a crash would and starts it again; resolves when it answers. */
  crash(isGone: () => void): Promise<void>;
  stop(): Promise<void>;
}

const SETTINGS = { LOG_LEVEL: 'error', TRUST_USER_HEADER: 'true', FAILURE_RATE: '0.02' };

/** A set-up with nothing in it yet. */
export async function openHouse(mode: Mode, draw: () => number): Promise<House> {
  return mode === 'stack' ? openStack(draw) : openServer(mode);
}

async function openServer(mode: 'embedded' | 'server'): Promise<House> {
  const folder = new StackFolder();
  const token = randomBytes(24).toString('base64url');
  try {
    const ledger =
      mode === 'embedded' ? undefined : await startPostgres(folder, requireProgram('postgresBin'));
    const { url, program } = await prepareServer(folder, 1, {
      ...SETTINGS,
      ADMIN_TOKEN: token,
      ...(ledger === undefined ? {} : { DATABASE_URL: ledger.url }),
    });
    await program.start();
    return {
      ...{ url, token, isOneServer: true },
      crash: async (isGone) => {
        await program.kill9();
        isGone();
        await program.start();
      },
      stop: () => folder.remove(),
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function openStack(draw: () => number): Promise<House> {
  const stack = await startStack({
    serverEnv: { LOG_LEVEL: SETTINGS.LOG_LEVEL, FAILURE_RATE: SETTINGS.FAILURE_RATE },
    gatewayEnv: { TRUST_USER_HEADER: 'true' },
  });
  return {
    ...{ url: stack.gatewayUrl, token: stack.secrets.adminToken, isOneServer: false },
    // The others go on, and so does everybody.
    crash: async () => {
      const server = stack.servers[Math.floor(draw() * stack.servers.length)];
      await server?.kill9();
      await server?.start();
    },
    stop: () => stack.stop(),
  };
}
