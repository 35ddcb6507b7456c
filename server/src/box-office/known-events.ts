import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';

/** What each visitor who was answered adds to the time until the next list. */
const PACE_MS = 1;
/** How much longer than it takes to read the list nobody reads it again. */
const REST_FACTOR = 9;
const REST_MAX_MS = 1_000;
/** How many are answered before others have a turn. */
const ANSWERED_AT_ONCE = 50;
/** More than this do not wait. */
const WAITING_MAX = 10_000;

interface Visitor {
  readonly eventId: string;
  readonly resolve: (exists: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Which events there are, so that a crowd which asks for some that do not exist costs next to nothing.
 *
 * Whoever asks for an event that is not known waits for the list of all events, which is read once for all
 * who wait. It is always read after they asked, so that an event made a moment ago at another instance is
 * found. The more there were, the longer the next ones wait, up to a second: a crowd is answered a thousand
 * times a second at most, in portions, and whoever asks for a known event never waits.
 *
 * Nothing is ever forgotten, because events are never deleted.
 */
export class KnownEvents {
  private readonly ids = new Set<string>();
  private waiting: Visitor[] = [];
  private isListing = false;
  private nextListAtMs = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ledger: Pick<Ledger, 'listEvents'>,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {}

  /** Rejects when the ledger cannot be reached. */
  has(eventId: string): Promise<boolean> {
    if (this.ids.has(eventId)) return Promise.resolve(true);
    if (this.waiting.length >= WAITING_MAX) {
      return Promise.reject(new Error('Too many wait for the list of events.'));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ eventId, resolve, reject });
      this.listWhenDue();
    });
  }

  /** An event was made here. */
  add(eventId: string): void {
    if (this.ids.has(eventId)) return;
    this.ids.add(eventId);
    for (const visitor of this.waiting) if (visitor.eventId === eventId) visitor.resolve(true);
    this.waiting = this.waiting.filter((visitor) => visitor.eventId !== eventId);
  }

  /** Answers those who wait by what is known. */
  close(): void {
    clearTimeout(this.timer);
    for (const { resolve } of this.waiting.splice(0)) resolve(false);
  }

  private listWhenDue(): void {
    if (this.isListing || this.timer !== undefined || this.waiting.length === 0) return;
    const dueInMs = this.nextListAtMs - this.clock.monotonicMs();
    if (dueInMs <= 0) {
      // Not at this moment: whoever else asks in this turn of the event loop gets the same list.
      this.isListing = true;
      setImmediate(() => void this.list());
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.list();
    }, dueInMs);
  }

  private async list(): Promise<void> {
    this.isListing = true;
    const asked = this.waiting.splice(0);
    const startedAtMs = this.clock.monotonicMs();
    let answer: (visitor: Visitor) => void = ({ eventId, resolve }) => resolve(this.ids.has(eventId));
    try {
      for (const { eventId } of await this.ledger.listEvents()) this.ids.add(eventId);
    } catch (error) {
      answer = ({ reject }) => reject(error);
    }
    const endedAtMs = this.clock.monotonicMs();
    const restMs = Math.max(asked.length * PACE_MS, (endedAtMs - startedAtMs) * REST_FACTOR);
    this.nextListAtMs = endedAtMs + Math.min(restMs, REST_MAX_MS);
    for (let i = 0; i < asked.length; i += ANSWERED_AT_ONCE) {
      if (i > 0) await new Promise((resolve) => setImmediate(resolve));
      asked.slice(i, i + ANSWERED_AT_ONCE).forEach(answer);
    }
    this.isListing = false;
    this.listWhenDue();
  }
}
