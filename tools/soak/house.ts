import { fileURLToPath } from 'node:url';
import { startOneServer } from '../stack/one-server.ts';
import { startStack } from '../stack/stack.ts';
import type { Options } from './options.ts';

export const EVENT = 'soak';
/** Short, so that holds run out again and again. */
const HOLD_TTL_SECONDS = 20;
const SETTINGS = { TRUST_USER_HEADER: 'true', LOG_LEVEL: 'error', FAILURE_RATE: '0.01' };

export interface House {
  readonly urls: readonly string[];
  readonly pids: readonly number[];
  readonly token: string;
  readonly database: { readonly url: string; readonly pid: number } | undefined;
  /** Where PGlite keeps its files; undefined where there is a PostgreSQL. */
  readonly dataFolder: string | undefined;
  stop(): Promise<void>;
}

/** A set-up with one large hall in it. */
export async function openHouse({ mode, seats, dayMinutes }: Options): Promise<House> {
  const main = fileURLToPath(new URL('server-main.mjs', import.meta.url));
  const args = [main, String(dayMinutes * 60_000)];
  const house = await (mode === 'full' ? openStack(args) : openServer(mode, args));
  try {
    await makeEvent(house.urls[0] ?? '', house.token, seats);
    return house;
  } catch (error) {
    await house.stop();
    throw error;
  }
}

async function openServer(mode: 'server' | 'embedded', args: readonly string[]): Promise<House> {
  const server = await startOneServer({ hasPostgres: mode === 'server', env: SETTINGS, args });
  const { url, program, adminToken, postgres, dataFolder, stop } = server;
  return {
    ...{ urls: [url], pids: [program.pid], token: adminToken, stop },
    database: postgres && { url: postgres.url, pid: postgres.program.pid },
    dataFolder: postgres === undefined ? dataFolder : undefined,
  };
}

async function openStack(serverArgs: readonly string[]): Promise<House> {
  const stack = await startStack({ gateway: false, serverEnv: SETTINGS, serverArgs });
  return {
    ...{ urls: stack.serverUrls, pids: stack.servers.map(({ pid }) => pid), token: stack.secrets.adminToken },
    ...{ database: stack.postgres, dataFolder: undefined, stop: () => stack.stop() },
  };
}

async function makeEvent(url: string, token: string, seats: number): Promise<void> {
  const answer = await fetch(`${url}/api/v1/events/${EVENT}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      ...{ title: 'Soak', venue: 'Here', starts_at: '2090-01-01T19:00:00Z' },
      hall: { rows: seats / 100, seats_per_row: 100 },
      rules: { hold_ttl_seconds: HOLD_TTL_SECONDS },
    }),
  });
  if (answer.status !== 201) throw new Error(`The hall was not made: ${await answer.text()}`);
}
