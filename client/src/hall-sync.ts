import type { SeatChange } from '@jari/contract';
import { POSITION_EVENT } from '@jari/contract/stream-position';
import { reasonOf, type Failure } from './outcome.ts';
import { backoffMs } from './backoff.ts';
import { CatchUp, type CatchUpPorts } from './catch-up.ts';
import { SeatLog } from './seat-log.ts';
import { isSnapshot, type SeatStore } from './seat-store.ts';
import type { SseMessage } from './sse-parser.ts';

/** How current the hall is, as the visitor is told. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

export type StreamOpener = (
  path: string,
  options: {
    /** Where to go on: the last position the server gave us. */
    readonly position: string | undefined;
    readonly signal: AbortSignal;
    readonly onMessage: (message: SseMessage) => void;
    readonly onSignOfLife: () => void;
  },
) => Promise<void>;

/** Everything outside: so that tests can drop, double and delay whatever they like. */
export interface HallSyncPorts extends CatchUpPorts {
  readonly streamPath: string;
  readonly openStream: StreamOpener;
  readonly random: () => number;
  readonly isOnline: () => boolean;
  readonly onConnection: (connection: Connection) => void;
  /** The first list could not be had. `refused` as not_found ends the matter; all else is tried again. */
  readonly onLoadFailure: (failure: Failure) => void;
}

/** The server's heartbeat is 15 s; two missed ones and a little mean that the line is dead. */
const SILENCE_MAX_MS = 35_000;
/** So many streams in a row that brought nothing: ask in turns instead. */
const STREAM_FAILURES_BEFORE_POLLING = 3;
const RESTING_LOOK_MS = 60_000;
const STREAM_LIVED_MS = 5_000;
const POLL_EVERY_MS = 2_500;
const POLLS_BETWEEN_STREAM_TRIES = 6;

/**
 * Keeps a seat log current: stream first, polling when the stream fails repeatedly, back to the stream when it
 * works again. One loop, one thing at a time; `wake` cuts a wait short when the browser has news.
 */
export class HallSync<Store extends SeatStore = SeatStore> {
  readonly log: SeatLog<Store>;
  private stopped = false;
  private resting = false;
  private streamFailures = 0;
  private loadFailures = 0;
  private lastSignOfLife = 0;
  private readonly waits = new Set<() => void>();
  private streamAbort: AbortController | undefined;
  /** How far the stream says that it has come. */
  private streamPosition: string | undefined;
  private readonly catchUp: CatchUp;

  constructor(
    private readonly ports: HallSyncPorts,
    store: Store,
  ) {
    this.log = new SeatLog(store);
    this.catchUp = new CatchUp(this.log, ports, (ms) => this.wait(ms));
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    while (!this.stopped) {
      if (this.resting) {
        await this.wait(RESTING_LOOK_MS);
      } else if (!this.ports.isOnline()) {
        this.ports.onConnection('offline');
        await this.wait(30_000);
      } else if (this.log.sequence === undefined) {
        await this.load();
      } else if (this.streamFailures < STREAM_FAILURES_BEFORE_POLLING) {
        await this.stream();
      } else {
        await this.poll();
      }
    }
  }

  stop(): void {
    this.stopped = true;
    this.catchUp.stop();
    this.streamAbort?.abort();
    this.cutWaitsShort();
  }

  /** The page came back into view, or the network did: don't sit out a wait or trust a stale stream. */
  wake(): void {
    this.resting = false;
    this.cutWaitsShort();
    if (this.streamAbort && performance.now() - this.lastSignOfLife > SILENCE_MAX_MS / 2)
      this.streamAbort.abort();
  }

  /**
   * The page is out of view: give the connection back. Browsers allow six to a server, shared by all tabs, and
   * forgotten tabs would starve the one in use. `wake` ends it.
   */
  rest(): void {
    this.resting = true;
    this.streamFailures = 0;
    this.streamAbort?.abort();
    this.cutWaitsShort();
  }

  /** The browser lost its network: a stream that is silently dead must not look alive. */
  networkLost(): void {
    this.ports.onConnection('offline');
    // Another network may let the stream through.
    this.streamFailures = 0;
    this.streamAbort?.abort();
    this.cutWaitsShort();
  }

  /** Takes one message of the stream. Public so that tests can bring them in any order. */
  receive(message: SseMessage): Promise<void> {
    const before = this.streamPosition;
    this.streamPosition = message.id;
    let body: unknown;
    try {
      body = JSON.parse(message.data);
    } catch {
      return this.repair();
    }
    if (message.event === 'snapshot') return this.takeSnapshot(body);
    if (message.event === POSITION_EVENT) return this.compare(message.id);
    const change = body as Partial<SeatChange>;
    // A newer server may send events that we don't know; only numbered changes concern the seats.
    if (typeof change.sequence !== 'number' || !Array.isArray(change.seat_ids)) return Promise.resolve();
    return this.takeChange(change as SeatChange, message.id, before);
  }

  /**
   * Fetches what is missing. Where that fails the stream is given up: it is opened again from our position, and
   * then the server says itself what we lack.
   */
  async repair(): Promise<void> {
    if (!(await this.catchUp.run())) this.streamAbort?.abort();
  }

  private async load(): Promise<void> {
    const failure = await this.catchUp.load();
    if (this.stopped) return;
    if (failure === undefined) {
      this.loadFailures = 0;
      return;
    }
    this.loadFailures += 1;
    this.ports.onConnection(this.ports.isOnline() ? 'reconnecting' : 'offline');
    this.ports.onLoadFailure(failure);
    if (reasonOf(failure) === 'not_found') return this.stop();
    await this.wait(backoffMs(this.loadFailures, this.ports.random));
  }

  private async stream(): Promise<void> {
    const abort = new AbortController();
    this.streamAbort = abort;
    this.lastSignOfLife = performance.now();
    const watchdog = setInterval(() => {
      if (performance.now() - this.lastSignOfLife > SILENCE_MAX_MS) abort.abort();
    }, 1_000);
    const openedAt = performance.now();
    let alive = false;
    this.log.forgetEarly();
    this.streamPosition = this.log.position;
    try {
      await this.ports.openStream(this.ports.streamPath, {
        position: this.log.position,
        signal: abort.signal,
        onMessage: (message) => void this.receive(message),
        onSignOfLife: () => {
          this.lastSignOfLife = performance.now();
          if (alive) return;
          alive = true;
          this.ports.onConnection('live');
        },
      });
    } catch {
      // Why it broke doesn't matter: the answer is the same.
    } finally {
      clearInterval(watchdog);
      this.streamAbort = undefined;
    }
    if (this.stopped || this.resting || !this.ports.isOnline()) return;
    // A stream that lived a while gets a fresh start; one that never did counts towards polling.
    const lived = alive && performance.now() - openedAt > STREAM_LIVED_MS;
    this.streamFailures = lived ? 1 : this.streamFailures + 1;
    this.ports.onConnection('reconnecting');
    await this.wait(backoffMs(this.streamFailures, this.ports.random));
  }

  private async poll(): Promise<void> {
    let pollFailures = 0;
    for (let polls = 0; polls < POLLS_BETWEEN_STREAM_TRIES && !this.stopped; polls++) {
      if (this.resting || !this.ports.isOnline()) return;
      const reached = await this.catchUp.run();
      if (this.stopped) return;
      pollFailures = reached ? 0 : pollFailures + 1;
      this.ports.onConnection(reached ? 'polling' : this.ports.isOnline() ? 'reconnecting' : 'offline');
      await this.wait(
        reached
          ? POLL_EVERY_MS * (0.8 + 0.4 * this.ports.random())
          : backoffMs(pollFailures, this.ports.random),
      );
    }
    // One more try at streaming; if that fails, we are back here at once.
    this.streamFailures = STREAM_FAILURES_BEFORE_POLLING - 1;
  }

  private takeSnapshot(list: unknown): Promise<void> {
    if (typeof list !== 'object' || list === null || !isSnapshot(list)) return this.repair();
    this.catchUp.takeSnapshot(list);
    return Promise.resolve();
  }

  private async takeChange(
    change: SeatChange,
    position: string | undefined,
    after: string | undefined,
  ): Promise<void> {
    const applied = this.log.apply(change, position, after);
    this.catchUp.report(applied);
    if (applied.kind === 'missing' || applied.kind === 'forked') await this.repair();
  }

  /** The stream says how far it has come: whoever is elsewhere has lost something, or has a history that is no more. */
  private async compare(position: string | undefined): Promise<void> {
    if (position !== this.log.position) await this.repair();
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waits.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waits.add(done);
    });
  }

  private cutWaitsShort(): void {
    for (const done of [...this.waits]) done();
  }
}
