import { startOneServer } from '../stack/one-server.ts';
import { startStack } from '../stack/stack.ts';
import { RULES } from './rules.ts';

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
/** The event `default` follows the settings at every start, and a server that was killed starts anew. */
const DEFAULT_RULES = {
  HOLD_TTL_SECONDS: String(RULES.hold_ttl_seconds),
  MAX_SEATS_PER_USER: String(RULES.max_seats_per_user),
};

/** A set-up with nothing in it yet. */
export async function openHouse(mode: Mode, draw: () => number): Promise<House> {
  return mode === 'stack' ? openStack(draw) : openServer(mode);
}

async function openServer(mode: 'embedded' | 'server'): Promise<House> {
  const { url, adminToken, program, stop } = await startOneServer({
    ...{ hasPostgres: mode === 'server', env: { ...SETTINGS, ...DEFAULT_RULES } },
  });
  return {
    ...{ url, token: adminToken, isOneServer: true, stop },
    crash: async (isGone) => {
      await program.kill9();
      isGone();
      await program.start();
    },
  };
}

async function openStack(draw: () => number): Promise<House> {
  const stack = await startStack({
    serverEnv: { LOG_LEVEL: SETTINGS.LOG_LEVEL, FAILURE_RATE: SETTINGS.FAILURE_RATE, ...DEFAULT_RULES },
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
