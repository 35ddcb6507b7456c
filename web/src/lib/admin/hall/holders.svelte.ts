import type { SeatChange } from '@jari/contract';
import { hallApi } from './hall-api.ts';
import type { LiveHall } from './live-hall.svelte.ts';
import { SeatHolders } from './seat-holders.ts';

/** In a rush what one looks at changes all the time; oftener than this it isn't asked again. */
const ASK_EVERY_MS = 1_200;
const RECENT_MAX = 500;

/**
 * Who has the seats that somebody looks at. Of a stadium the answer is large, so it is fetched when it is needed:
 * for seats that are being looked at and have changed since.
 */
export class Holders {
  known = $state.raw<SeatHolders>();
  /** Counts up when seats being looked at may have got old. */
  private version = $state(0);
  private asking: Promise<void> | undefined;
  private askedAt = -Infinity;
  private wanted: readonly number[] = [];
  /** What happened lately: an answer may be from before it, also where another server gave it. */
  private recent: readonly SeatChange[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stopListening: () => void;

  constructor(private readonly live: LiveHall) {
    this.stopListening = live.onChanges((changes) => {
      this.known?.note(changes);
      this.recent = [...this.recent, ...changes].slice(-RECENT_MAX);
      this.version += 1;
      this.askIfOld();
    });
  }

  stop(): void {
    this.stopListening();
    clearTimeout(this.timer);
    this.wanted = [];
  }

  /** These are looked at now: what is known of them is to be current. */
  lookAt(seatIds: readonly number[]): void {
    this.wanted = seatIds;
    this.askIfOld();
  }

  /** Whether what is known of these seats is so still. */
  isCurrent(seatIds: Iterable<number>): boolean {
    void this.version;
    return this.known?.knows(seatIds) ?? false;
  }

  /** Resolves once these seats are known as they are now; undefined where that could not be found out. */
  async ensure(seatIds: readonly number[]): Promise<SeatHolders | undefined> {
    if (this.asking) await this.asking;
    if (!this.known?.knows(seatIds)) await this.ask();
    // No answer, or one from before a change, leaves what was known old: nobody may act on it.
    return this.known?.knows(seatIds) ? this.known : undefined;
  }

  private askIfOld(): void {
    clearTimeout(this.timer);
    if (this.wanted.length === 0 || this.asking || this.known?.knows(this.wanted)) return;
    const restMs = this.askedAt + ASK_EVERY_MS - performance.now();
    if (restMs > 0) this.timer = setTimeout(() => this.askIfOld(), restMs);
    else void this.ask();
  }

  private ask(): Promise<void> {
    this.askedAt = performance.now();
    this.asking ??= hallApi.seats(this.live.event).then((outcome) => {
      this.asking = undefined;
      if (outcome.ok) {
        const holders = new SeatHolders(outcome.value, outcome.sentAt);
        holders.note(this.recent);
        this.known = holders;
      }
      this.version += 1;
      this.askIfOld();
    });
    return this.asking;
  }
}
