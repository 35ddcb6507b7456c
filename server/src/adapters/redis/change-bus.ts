import { randomBytes } from 'node:crypto';
import type { Change } from '../../domain/change.ts';
import type { ChangeBus } from '../../ports/change-bus.ts';
import { retryDelayMs, within } from './client.ts';
import { decode, encode } from './news-message.ts';
import { NewsLine } from './news-line.ts';
import { silentRedisObserver, StateTeller, type RedisObserver } from './observer.ts';
import { Peers } from './peers.ts';
import type { RedisTarget } from './target.ts';

export interface ChangeBusTiming {
  /** How often an instance shows that it is there, and how often a gap is announced while news may be missed. */
  readonly heartbeatMs: number;
  /** How long a line may take to open, how long our own heartbeat may take to come back, and others be silent. */
  readonly patienceMs: number;
}

const defaultTiming: ChangeBusTiming = { heartbeatMs: 1_000, patienceMs: 3_000 };
const PING_TIMEOUT_MS = 1_000;
/** News larger than this are not sent: the hole they leave makes the others read the ledger. */
const NEWS_BYTES_MAX = 512 * 1024;
/** Several holes within this time are one gap. */
const GAP_INTERVAL_MS = 100;

/**
 * News between instances by Redis' publish and subscribe, which keeps nothing and promises nothing. What
 * makes it sound is checked from end to end, whatever lies between:
 *
 * - every instance numbers its news and says its number every second, so that a hole is noticed;
 * - every instance hears itself, so that a line that has gone deaf is noticed;
 * - while there is no line, or somebody has fallen silent, a gap is announced every second: the instances
 *   then find out from the ledger what the bus does not tell them.
 *
 * Modes, and what leads from one to the next:
 *
 *   connecting ──subscribed: gap──► live ──line lost, or own voice not heard for 3 s──┐
 *       ▲                                                                            ▼
 *       └────────── after 50 ms, doubling to 2 s, with jitter ───────────────── waiting
 *
 * News are dropped and counted in every mode but `live`.
 */
export class RedisChangeBus implements ChangeBus {
  private readonly instanceId = randomBytes(9).toString('base64url');
  private readonly peers: Peers;
  private readonly state: StateTeller;
  private readonly newsListeners: ((eventId: string, changes: readonly Change[]) => void)[] = [];
  private readonly gapListeners: (() => void)[] = [];
  private readonly heartbeat: NodeJS.Timeout;
  private line: NewsLine | undefined;
  private isLive = false;
  private isClosed = false;
  private tries = 0;
  private lastNumber = 0;
  private lineSinceMs = 0;
  private heardOwnAtMs = 0;
  private lastBeatMs = performance.now();
  private retry: NodeJS.Timeout | undefined;
  private gapTimer: NodeJS.Timeout | undefined;
  private isGapDue = false;

  constructor(
    private readonly target: RedisTarget,
    private readonly observer: RedisObserver = silentRedisObserver,
    private readonly timing: ChangeBusTiming = defaultTiming,
  ) {
    this.peers = new Peers(timing.patienceMs);
    this.state = new StateTeller('changeBus', observer);
    this.heartbeat = setInterval(() => this.beat(), timing.heartbeatMs);
    this.heartbeat.unref();
    this.connect();
  }

  publish(eventId: string, changes: readonly Change[]): void {
    const number = ++this.lastNumber;
    if (this.isLive) {
      const text = encode({ kind: 'news', from: this.instanceId, number, eventId, changes });
      if (text.length <= NEWS_BYTES_MAX && this.say(text)) return;
      // Says at once that there is something to be read in the ledger.
      this.sayHeartbeat();
    }
    this.observer.newsDropped();
  }

  subscribe(listener: (eventId: string, changes: readonly Change[]) => void): void {
    this.newsListeners.push(listener);
  }

  onGap(listener: () => void): void {
    this.gapListeners.push(listener);
  }

  async ping(): Promise<void> {
    if (this.line === undefined || !this.isLive) throw new Error('the change bus is not connected');
    await within(PING_TIMEOUT_MS, 'Redis', this.line.ping());
  }

  /** Says farewell, so that the others do not wait for us, as far as that can be done at once. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    clearInterval(this.heartbeat);
    clearTimeout(this.retry);
    clearTimeout(this.gapTimer);
    this.state.close();
    if (this.line === undefined) return;
    const { line } = this;
    const isSaid = this.say(encode({ kind: 'farewell', from: this.instanceId, number: this.lastNumber }));
    if (isSaid) await within(PING_TIMEOUT_MS, 'Redis', line.ping()).catch(() => undefined);
    line.close();
  }

  private connect(): void {
    this.lineSinceMs = performance.now();
    const line = new NewsLine(this.target, {
      opened: () => {
        this.isLive = true;
        this.tries = 0;
        this.heardOwnAtMs = performance.now();
        this.state.connected();
        this.sayHeartbeat();
        this.announceGap();
      },
      received: (text) => this.receive(text),
      lost: (error) => this.lose(error),
    });
    this.line = line;
  }

  private lose(error: unknown): void {
    this.line?.close();
    this.line = undefined;
    this.isLive = false;
    if (this.isClosed) return;
    this.state.lost();
    this.observer.failed('changeBus', error);
    this.retry = setTimeout(() => this.connect(), retryDelayMs(this.tries++));
    this.retry.unref();
  }

  private say(text: string): boolean {
    return this.isLive && this.line?.publish(text) === true;
  }

  private sayHeartbeat(): void {
    this.say(encode({ kind: 'heartbeat', from: this.instanceId, number: this.lastNumber }));
  }

  private receive(text: string): void {
    const message = decode(text);
    if (message === 'foreign') return this.announceGap();
    if (message === 'unreadable') return this.observer.newsUnreadable();
    const { from, number, kind } = message;
    if (kind === 'farewell') return this.peers.farewell(from);
    const now = performance.now();
    const isOwn = from === this.instanceId;
    if (isOwn) this.heardOwnAtMs = now;
    if (this.peers.heard(from, kind, number, now)) this.announceGap();
    if (isOwn || kind === 'heartbeat') return;
    for (const listener of this.newsListeners) listener(message.eventId, message.changes);
  }

  /** At every heartbeat: shows that we are here, and looks whether we hear. */
  private beat(): void {
    const now = performance.now();
    const wasBusy = now - this.lastBeatMs > 2 * this.timing.heartbeatMs;
    this.lastBeatMs = now;
    // What came while this process was busy is read after this turn; only then can silence be judged.
    if (!wasBusy && now - (this.isLive ? this.heardOwnAtMs : this.lineSinceMs) > this.timing.patienceMs) {
      if (this.line !== undefined) this.lose(new Error('nothing was heard for too long'));
    }
    if (!this.isLive || this.peers.isAnybodySilent(now)) this.announceGap();
    this.sayHeartbeat();
  }

  private announceGap(): void {
    if (this.isClosed) return;
    if (this.gapTimer !== undefined) {
      this.isGapDue = true;
      return;
    }
    for (const listener of this.gapListeners) listener();
    this.gapTimer = setTimeout(() => {
      this.gapTimer = undefined;
      if (!this.isGapDue) return;
      this.isGapDue = false;
      this.announceGap();
    }, GAP_INTERVAL_MS);
    this.gapTimer.unref();
  }
}
