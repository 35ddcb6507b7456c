import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgres, type Postgres } from '../../stack/postgres.ts';
import type { Program } from '../../stack/program.ts';
import { findPrograms } from '../../rig/programs.ts';
import { startRedis } from '../../stack/redis.ts';
import { prepareServer } from '../../stack/server.ts';
import { StackFolder } from '../../stack/stack-folder.ts';

export interface BenchServer {
  /** Takes the load. */
  readonly url: string;
  readonly pid: number;
  /** Serves the streams: the same server, or with several instances the last. */
  readonly watchedUrl: string;
  readonly watchedPid: number;
  stop(): Promise<void>;
}

/** Whole, so that it does not sell out while it is measured: 250,000 seats. */
export const LARGE_HALL = { rows: 500, seats_per_row: 500 };
export const LARGE_HALL_SEATS = LARGE_HALL.rows * LARGE_HALL.seats_per_row;

/**
 * What everything is measured on: a PostgreSQL with its own settings (a commit is on disk when it is answered),
 * and built servers, started anew for each part, so that none inherits another's garbage.
 */
export class Rig {
  readonly sessionSecret = randomBytes(24).toString('base64url');
  private readonly adminToken = randomBytes(24).toString('base64url');
  private serverCount = 0;

  private constructor(
    readonly folder: StackFolder,
    readonly postgres: Postgres,
    /** The folder with the programs of PostgreSQL, pgbench among them. */
    readonly postgresBin: string,
    private readonly redisUrl: string,
    private readonly instances: number,
  ) {}

  static async start(instances: number): Promise<Rig> {
    const { postgresBin, redisServer } = findPrograms();
    if (postgresBin === undefined) throw new Error('PostgreSQL 15 or newer is needed (Debian: postgresql).');
    const folder = new StackFolder();
    try {
      const postgres = await startPostgres(folder, postgresBin);
      let redisUrl = '';
      if (instances > 1) {
        if (redisServer === undefined)
          throw new Error('Several instances need Redis (Debian: redis-server).');
        redisUrl = (await startRedis(folder, redisServer)).url;
      }
      return new Rig(folder, postgres, postgresBin, redisUrl, instances);
    } catch (error) {
      await folder.remove();
      throw error;
    }
  }

  async startServer(env: Readonly<Record<string, string>> = {}): Promise<BenchServer> {
    const servers: { url: string; program: Program }[] = [];
    for (let i = 0; i < this.instances; i++) {
      const server = await prepareServer(this.folder, ++this.serverCount, {
        DATABASE_URL: this.postgres.url,
        REDIS_URL: this.redisUrl,
        ADMIN_TOKEN: this.adminToken,
        SESSION_SECRET: this.sessionSecret,
        FAILURE_RATE: '0',
        // Takes the header where there is one, and the cookie where there is none: both paths of one server.
        TRUST_USER_HEADER: 'true',
        ...env,
      });
      await server.program.start();
      servers.push(server);
    }
    const [first, last] = [servers[0], servers.at(-1)];
    if (first === undefined || last === undefined) throw new Error('At least one instance is needed.');
    return {
      url: first.url,
      pid: first.program.pid,
      watchedUrl: last.url,
      watchedPid: last.program.pid,
      stop: async () => void (await Promise.all(servers.map(({ program }) => program.stop()))),
    };
  }

  /** Makes an event as the organiser does. */
  async createEvent(
    server: BenchServer,
    event: string,
    hall: typeof LARGE_HALL,
    rules: Readonly<Record<string, number>> = {},
  ): Promise<void> {
    const answer = await fetch(`${server.url}/api/v1/events/${event}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.adminToken}` },
      body: JSON.stringify({ title: event, venue: 'Bench', starts_at: '2030-01-01T19:00:00Z', hall, rules }),
    });
    if (answer.status !== 201)
      throw new Error(`The event was not made: ${answer.status} ${await answer.text()}`);
  }

  /**
   * Writes out what the preparation has left behind, so that it is not done, by chance, in somebody's
   * measured seconds. Everybody is measured from the same state.
   */
  async settle(): Promise<void> {
    await this.query('checkpoint');
  }

  async query(sql: string, database = 'jari'): Promise<readonly Record<string, unknown>[]> {
    const url = new URL(this.postgres.url);
    url.pathname = database;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      const result = await client.query<Record<string, unknown>>(sql);
      return result.rows;
    } finally {
      await client.end();
    }
  }

  /** Ends everything and removes the folder. */
  async stop(): Promise<void> {
    await this.folder.remove();
  }
}
