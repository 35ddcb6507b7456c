import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { requireProgram } from '../rig/programs.ts';
import { startPostgres } from '../stack/postgres.ts';
import { startRedis } from '../stack/redis.ts';
import { prepareServer, type Server } from '../stack/server.ts';
import { StackFolder } from '../stack/stack-folder.ts';
import type { Options } from './options.ts';

export const EVENT = 'soak';
/** Short, so that holds run out again and again. */
const HOLD_TTL_SECONDS = 20;

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
  const folder = new StackFolder();
  try {
    const token = randomBytes(24).toString('base64url');
    const database =
      mode === 'embedded' ? undefined : await startPostgres(folder, requireProgram('postgresBin'));
    const redis = mode === 'full' ? await startRedis(folder, requireProgram('redisServer')) : undefined;
    const main = fileURLToPath(new URL('server-main.mjs', import.meta.url));
    const dataFolder = mode === 'embedded' ? folder.folder('data') : undefined;
    const env = {
      ...{ ADMIN_TOKEN: token, SESSION_SECRET: randomBytes(24).toString('base64url') },
      ...{ TRUST_USER_HEADER: 'true', LOG_LEVEL: 'error', FAILURE_RATE: '0.01' },
      ...(database === undefined ? {} : { DATABASE_URL: database.url }),
      ...(redis === undefined ? {} : { REDIS_URL: redis.url }),
      ...(dataFolder === undefined ? {} : { DATA_DIR: dataFolder }),
    };
    const servers: Server[] = [];
    for (let number = 1; number <= (mode === 'full' ? 2 : 1); number++) {
      const server = await prepareServer(folder, number, env, [main, String(dayMinutes * 60_000)]);
      await server.program.start();
      servers.push(server);
    }
    const urls = servers.map(({ url }) => url);
    await makeEvent(urls[0] ?? '', token, seats);
    return {
      ...{ urls, token, dataFolder },
      pids: servers.map(({ program }) => program.pid),
      database: database && { url: database.url, pid: database.program.pid },
      stop: () => folder.remove(),
    };
  } catch (error) {
    await folder.remove();
    throw error;
  }
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
