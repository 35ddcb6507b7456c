import pg from 'pg';
import { run } from './connection.ts';
import { statements, type Statement } from './statements.ts';

export interface WatchTimes {
  /** An answer that takes longer is asked about. */
  readonly patienceMs: number;
  /** How long a backend without work must have left its answer outstanding before the answer counts as lost. */
  readonly confirmMs: number;
  /** The time for one question, connecting included, and then again for its answer. */
  readonly askTimeoutMs: number;
  /** After this long without a word from any connection, nobody waits any longer. */
  readonly giveUpMs: number;
}

export const defaultWatchTimes: WatchTimes = {
  patienceMs: 2_000,
  confirmMs: 250,
  askTimeoutMs: 2_000,
  giveUpMs: 10_000,
};

/** By which another connection recognises a connection's backend. */
export interface Backend {
  readonly pid: number;
  readonly started: string;
}

/** What may be waited for on one connection. */
interface Waiting {
  count: number;
  /** When something was last heard of it, or begun to be waited for. */
  since: number;
  /** When a question first found its backend without work. */
  idleSince: number | undefined;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Notices that an answer will never come, because the network lost it or the request: a write has no timeout,
 * as one that is merely slow will be recorded and must not be given up.
 *
 * After a while it asks on a second connection what the first one's backend does. While that works, one waits
 * on. When it has nothing to do, the answer is lost: its connection is destroyed, so that whoever waits is told
 * (the outcome is unknown to him and has to be asked for), and its backend is ended, so that the request cannot
 * arrive later.
 */
export class AnswerWatch {
  private readonly waiting = new Map<pg.Client, Waiting>();

  constructor(
    private readonly options: pg.PoolConfig,
    private readonly backendOf: (client: pg.Client) => Backend | undefined,
    /** Called when a connection has been given up: others that lie idle are probably no better. */
    private readonly onLost: (error: Error) => void,
    private readonly times: WatchTimes = defaultWatchTimes,
  ) {}

  /** Settles as `answer` does, which is what `client` was last asked. */
  async over<T>(client: pg.Client, answer: Promise<T>): Promise<T> {
    let waiting = this.waiting.get(client);
    if (waiting === undefined) {
      waiting = { count: 0, since: performance.now(), idleSince: undefined, timer: undefined };
      this.waiting.set(client, waiting);
      this.#lookAfter(client, waiting, this.times.patienceMs);
    }
    waiting.count += 1;
    try {
      return await answer;
    } finally {
      waiting.count -= 1;
      waiting.since = performance.now();
      waiting.idleSince = undefined;
      if (waiting.count === 0) {
        clearTimeout(waiting.timer);
        this.waiting.delete(client);
      }
    }
  }

  #lookAfter(client: pg.Client, waiting: Waiting, delayMs: number): void {
    waiting.timer = setTimeout(() => void this.#look(client, waiting), delayMs);
  }

  async #look(client: pg.Client, waiting: Waiting): Promise<void> {
    const { patienceMs, confirmMs, giveUpMs } = this.times;
    const silentMs = performance.now() - waiting.since;
    if (silentMs < patienceMs) {
      this.#lookAfter(client, waiting, patienceMs - silentMs);
      return;
    }
    const { since } = waiting;
    const isSuspect = waiting.idleSince !== undefined;
    const found = await this.#ask(client, isSuspect ? statements.letGo : statements.lookAtBackend);
    // It may have been answered meanwhile, and another may be waited for since.
    if (waiting.count === 0) return;
    if (waiting.since === since) {
      if (found === 'lost' && isSuspect) return this.#giveUp(client, 'its answer was lost');
      if (found === 'unknown' && silentMs > giveUpMs) return this.#giveUp(client, 'the database is silent');
      if (found === 'lost') waiting.idleSince = performance.now();
      if (found === 'working') {
        waiting.since = performance.now();
        waiting.idleSince = undefined;
      }
    }
    this.#lookAfter(client, waiting, waiting.idleSince === undefined ? patienceMs / 2 : confirmMs);
  }

  async #ask(client: pg.Client, statement: Statement): Promise<'working' | 'lost' | 'unknown'> {
    const backend = this.backendOf(client);
    if (backend === undefined) return 'unknown';
    const asking = new pg.Client({
      ...this.options,
      // Hidden from a copy by pg-pool.
      password: this.options.password,
      connectionTimeoutMillis: this.times.askTimeoutMs,
    });
    asking.on('error', () => undefined);
    try {
      await asking.connect();
      const values = [backend.pid, backend.started];
      const [row] = await run<{ is_working: boolean }>(asking, statement, values, this.times.askTimeoutMs);
      return row?.is_working === true ? 'working' : 'lost';
    } catch {
      return 'unknown';
    } finally {
      // No farewell: it may be as silent as the other, and would wait for it.
      asking.connection.stream.destroy();
    }
  }

  #giveUp(client: pg.Client, why: string): void {
    const error = new Error(`The connection to the database was given up: ${why}.`);
    client.connection.stream.destroy(error);
    this.onLost(error);
  }
}
