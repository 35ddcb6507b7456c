import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';

/** How old the list may be by which an event is said not to exist. */
const LIST_LIFE_MS = 1_000;
/** How many of those who ask for nothing are answered from one list at once; the rest wait for the next. */
const PROMPT_MAX = 100;
/** More than this do not wait. */
const WAITING_MAX = 10_000;
/** How many that waited are answered before others have a turn. */
const ANSWERED_AT_ONCE = 50;

interface Visitor {
  readonly eventId: string;
  readonly resolve: (exists: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Which events there are, so that asking for one that does not exist costs the ledger nothing.
 *
 * Whether an event exists is told by the list of all events, read at most once a second however many ask for
 * however many that do not. It takes a second at most to notice an event that was made at another instance;
 * one made here is noticed at once. Nothing is ever forgotten, because events are never deleted.
 *
 * A crowd that asks for nothing must not keep this process from those who buy: beyond a hundred a second it
 * waits for the next list, and is then answered in portions. Whoever asks for a known event never waits.
 */
export class KnownEvents {
  private readonly ids = new Set<string>();
  private waiting: Visitor[] = [];
  private listedAtMs = -Infinity;
  private promptLeft = 0;
  private isListing = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ledger: Pick<Ledger, 'listEvents'>,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {}

  /** Rejects when the ledger cannot be reached. */
  has(eventId: string): Promise<boolean> {
    if (this.ids.has(eventId)) return Promise.resolve(true);
    const isFresh = this.freshForMs() > 0;
    if (isFresh && this.promptLeft > 0) {
      this.promptLeft--;
      return Promise.resolve(false);
    }
    if (this.waiting.length >= WAITING_MAX) {
      if (isFresh) return Promise.resolve(false);
      return Promise.reject(new Error('Too many wait for the list of events.'));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ eventId, resolve, reject });
      this.listWhenDue();
    });
  }

  /** An event was made here. */
  add(eventId: string): void {
    this.ids.add(eventId);
    for (const visitor of this.waiting) if (visitor.eventId === eventId) visitor.resolve(true);
    this.waiting = this.waiting.filter((visitor) => visitor.eventId !== eventId);
  }

  /** Answers those who wait by what is known. */
  close(): void {
    clearTimeout(this.timer);
    for (const { resolve } of this.waiting.splice(0)) resolve(false);
  }

  private freshForMs(): number {
    return this.listedAtMs + LIST_LIFE_MS - this.clock.monotonicMs();
  }

  private listWhenDue(): void {
    if (this.isListing || this.timer !== undefined) return;
    const dueInMs = this.freshForMs();
    if (dueInMs <= 0) {
      void this.list();
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.list();
    }, dueInMs);
  }

  private async list(): Promise<void> {
    this.isListing = true;
    const startedAtMs = this.clock.monotonicMs();
    let answer: (visitor: Visitor) => void = ({ eventId, resolve }) => resolve(this.ids.has(eventId));
    try {
      for (const { eventId } of await this.ledger.listEvents()) this.ids.add(eventId);
      this.listedAtMs = startedAtMs;
      this.promptLeft = PROMPT_MAX;
    } catch (error) {
      // Not remembered: the next visitor may find the ledger back.
      answer = ({ reject }) => reject(error);
    }
    this.isListing = false;
    const answered = this.waiting.splice(0);
    for (let i = 0; i < answered.length; i += ANSWERED_AT_ONCE) {
      answered.slice(i, i + ANSWERED_AT_ONCE).forEach(answer);
      await setImmediate();
    }
  }
}
