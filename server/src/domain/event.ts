import type { LocalText } from '@jari/contract';
import type { HallLayout } from './hall-layout.ts';
import type { Prices } from './prices.ts';

/** What may be done in an event. Stored as one JSON document; see `event-rules.ts` of the ledger. */
export interface EventRules {
  readonly holdTtlMs: number;
  /** How many times one hold may be extended. */
  readonly holdExtensions: number;
  /** Seats one user may have, held and reserved together. */
  readonly maxSeatsPerUser: number;
  /** Whether nobody may leave one seat alone where it can be avoided. */
  readonly noSingleSeats: boolean;
  /** Whether the organiser has paused the sale. Kept with the event, so that no restart opens it. */
  readonly salePaused: boolean;
  /** Null: whoever comes may choose seats. */
  readonly waitingRoom: WaitingRoom | null;
}

/** How people are let in where more come than can choose at once. */
export interface WaitingRoom {
  readonly admittedPerMinute: number;
  /** How many may be inside at once. */
  readonly activeMax: number;
  readonly turnTtlMs: number;
  /** How long before the sale opens people may line up. */
  readonly preQueueMs: number;
  /** Of those who line up before the sale opens. */
  readonly order: 'arrival' | 'shuffle';
  /** Whether the organiser has the doors stand still. Kept with the event, so that no restart opens them. */
  readonly isPaused: boolean;
  /** How many zero bits the proof of work has that lining up takes; 0: none is needed. */
  readonly proofOfWorkBits: number;
  /** By which they are shuffled: 32 hex digits, drawn when the room is set up and kept as long as there is one. */
  readonly seed: string;
}

/** What the organiser says about one performance. */
export interface EventDescription {
  readonly eventId: string;
  readonly title: LocalText;
  readonly venue: LocalText;
  /** Milliseconds since the epoch by the wall clock, as all of these. */
  readonly startsAt: number;
  readonly endsAt: number | null;
  /** Null when the sale is open already. */
  readonly saleOpensAt: number | null;
  /** Null when it does not close by itself. */
  readonly saleClosesAt: number | null;
  readonly layout: HallLayout;
  /** ISO 4217; null when nothing has a price. */
  readonly currency: string | null;
  readonly prices: Prices;
  readonly rules: EventRules;
}

/** One performance, as the ledger has it. */
export interface Event extends EventDescription {
  /**
   * Grows whenever anything above changes. Every append names the version it was decided by, so that a
   * change of the rules binds every server from the moment it is acknowledged.
   */
  readonly version: number;
}
