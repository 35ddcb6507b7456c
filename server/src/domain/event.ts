import type { LocalText } from '@jari/contract';
import type { HallLayout } from './hall-layout.ts';
import type { Prices } from './prices.ts';

/** What one person may do in an event. Stored as one JSON document; see `event-rules.ts` of the ledger. */
export interface EventRules {
  readonly holdTtlMs: number;
  /** How many times one hold may be extended. */
  readonly holdExtensions: number;
  /** Seats one user may have, held and reserved together. */
  readonly maxSeatsPerUser: number;
  /** Whether nobody may leave one seat alone where it can be avoided. */
  readonly noSingleSeats: boolean;
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
