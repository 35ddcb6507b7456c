/** Which use of Redis: each has connections of its own. */
export type RedisPart = 'admission' | 'changeBus';

/**
 * `connecting`   for the first time
 * `connected`
 * `reconnecting` it was lost, and is tried again
 * `down`         so for longer than a hiccup lasts; still tried again
 */
export type RedisState = 'connecting' | 'connected' | 'reconnecting' | 'down';

/** What the Redis adapters tell whoever measures them. Must not throw and must be quick. */
export interface RedisObserver {
  stateChanged(part: RedisPart, state: RedisState): void;
  /** News that were not sent, because nobody could be told or too much was on its way. */
  newsDropped(): void;
  /** A message on the bus that is none of ours. */
  newsUnreadable(): void;
  /** What went wrong with a connection; at most one each time it is tried. */
  failed(part: RedisPart, error: unknown): void;
}

export const silentRedisObserver: RedisObserver = {
  stateChanged: () => undefined,
  newsDropped: () => undefined,
  newsUnreadable: () => undefined,
  failed: () => undefined,
};

/** How long it may be away before that is called `down`. */
const DOWN_AFTER_MS = 5_000;

/** Turns "it is there" and "it is lost" into states, and tells each change once. */
export class StateTeller {
  private state: RedisState = 'connecting';
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly part: RedisPart,
    private readonly observer: RedisObserver,
  ) {
    observer.stateChanged(part, this.state);
    this.expectSoon();
  }

  connected(): void {
    clearTimeout(this.timer);
    this.tell('connected');
  }

  lost(): void {
    if (this.state !== 'connected' || this.isClosed) return;
    this.tell('reconnecting');
    this.expectSoon();
  }

  /** Tells nothing any more: an end that is wanted is not a loss. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private expectSoon(): void {
    this.timer = setTimeout(() => this.tell('down'), DOWN_AFTER_MS);
    this.timer.unref();
  }

  private tell(state: RedisState): void {
    if (state === this.state) return;
    this.state = state;
    this.observer.stateChanged(this.part, state);
  }
}
