import type { ChangeList, Seat, SeatChange, SeatList } from '@jari/contract';
import { reasonOf, type Failure, type Outcome } from '#lib/api/outcome.ts';
import { backoffMs } from './backoff.ts';
import { SeatLog } from './seat-log.ts';
import type { SseMessage } from './sse-parser.ts';

/** How current the hall is, as the visitor is told. */
export type Connection = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'offline';

export type StreamOpener = (
  path: string,
  options: {
    readonly lastSequence: number | undefined;
    readonly signal: AbortSignal;
    readonly onMessage: (message: SseMessage) => void;
    readonly onSignOfLife: () => void;
  },
) => Promise<void>;

/** Everything outside: so that tests can drop, double and delay whatever they like. */
export interface HallSyncPorts {
  readonly streamPath: string;
  readonly fetchSeats: () => Promise<Outcome<SeatList>>;
  readonly fetchChanges: (after: number) => Promise<Outcome<ChangeList>>;
  readonly openStream: StreamOpener;
  readonly random: () => number;
  readonly isOnline: () => boolean;
  readonly onConnection: (connection: Connection) => void;
  readonly onChanges: (changes: readonly SeatChange[]) => void;
  readonly onLoaded: () => void;
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
/** So many lists in a row that know less than we do: not a lagging replica, but a server that began anew. */
const OLDER_LISTS_BEFORE_RESTART = 3;

/**
 * Keeps a seat log current: stream first, polling when the stream fails repeatedly, back to the stream when it
 * works again. One loop, one thing at a time; `wake` cuts a wait short when the browser has news.
 */
export class HallSync {
  readonly log: SeatLog;
  private stopped = false;
  private resting = false;
  private streamFailures = 0;
  private loadFailures = 0;
  private olderLists = 0;
  private lastSignOfLife = 0;
  private repairing: Promise<void> | undefined;
  private readonly waits = new Set<() => void>();
  private streamAbort: AbortController | undefined;

  constructor(
    private readonly ports: HallSyncPorts,
    seats: Map<number, Seat> = new Map(),
  ) {
    this.log = new SeatLog(seats);
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
   * Nobody looks at the page: give the connection back. Browsers allow six to a server, shared by all tabs, and
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
    let body: unknown;
    try {
      body = JSON.parse(message.data);
    } catch {
      return this.repair();
    }
    if (message.event === 'snapshot') return this.takeList(body as SeatList);
    const change = body as Partial<SeatChange>;
    // A newer server may send events that we don't know; only numbered changes concern the seats.
    if (typeof change.sequence !== 'number' || !Array.isArray(change.seats)) return Promise.resolve();
    return this.takeChange(change as SeatChange);
  }

  /** Fetches what is missing: the changes since, or, if they can't be had, the whole list. Once at a time. */
  repair(): Promise<void> {
    this.repairing ??= this.fetchMissing().finally(() => (this.repairing = undefined));
    return this.repairing;
  }

  private async load(): Promise<void> {
    const outcome = await this.ports.fetchSeats();
    if (this.stopped) return;
    if (outcome.ok) {
      this.loadFailures = 0;
      await this.takeList(outcome.value);
      return;
    }
    this.loadFailures += 1;
    this.ports.onConnection(this.ports.isOnline() ? 'reconnecting' : 'offline');
    this.ports.onLoadFailure(outcome.failure);
    if (reasonOf(outcome.failure) === 'not_found') return this.stop();
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
    try {
      await this.ports.openStream(this.ports.streamPath, {
        lastSequence: this.log.sequence,
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
      const reached = await this.pollOnce();
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

  private async pollOnce(): Promise<boolean> {
    const outcome = await this.ports.fetchChanges(this.log.sequence ?? 0);
    if (outcome.ok) await this.takeChangeList(outcome.value);
    return outcome.ok;
  }

  private async fetchMissing(): Promise<void> {
    for (;;) {
      if (this.stopped) return;
      if (this.log.sequence === undefined) return this.fetchList();
      const outcome = await this.ports.fetchChanges(this.log.sequence);
      if (!outcome.ok) return this.fetchList();
      const before = this.log.sequence;
      for (const change of outcome.value.changes) this.report(this.log.apply(change));
      if (!outcome.value.has_more) return;
      if (this.log.sequence === before) return this.fetchList();
    }
  }

  private async fetchList(): Promise<void> {
    const outcome = await this.ports.fetchSeats();
    if (outcome.ok && !this.stopped) await this.takeList(outcome.value);
  }

  private async takeList(list: SeatList): Promise<void> {
    const before = this.log.sequence;
    const applied = this.log.replace(list);
    if (applied.kind !== 'older') {
      this.olderLists = 0;
      if (before !== this.log.sequence) this.ports.onLoaded();
      return;
    }
    this.olderLists += 1;
    if (this.olderLists < OLDER_LISTS_BEFORE_RESTART) {
      await this.wait(2_000);
      return this.fetchList();
    }
    this.olderLists = 0;
    this.log.restart(list);
    this.ports.onLoaded();
  }

  private async takeChange(change: SeatChange): Promise<void> {
    const applied = this.log.apply(change);
    this.report(applied);
    if (applied.kind === 'missing') await this.repair();
  }

  private async takeChangeList(list: ChangeList): Promise<void> {
    let missing = list.has_more;
    for (const change of list.changes) {
      const applied = this.log.apply(change);
      this.report(applied);
      missing ||= applied.kind === 'missing';
    }
    // The server knows fewer changes than we have seen: ask for the list, which decides whether it began anew.
    if (list.sequence < (this.log.sequence ?? 0)) await this.fetchList();
    else if (missing) await this.repair();
  }

  private report(applied: ReturnType<SeatLog['apply']>): void {
    if (applied.kind === 'applied') this.ports.onChanges(applied.changes);
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
