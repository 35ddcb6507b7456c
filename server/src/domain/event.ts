import type { GridHall } from './hall.ts';

/** What one person may do in an event. Stored as one JSON document; see `event-rules.ts` of the ledger. */
export interface EventRules {
  readonly holdTtlMs: number;
  /** How many times one hold may be extended. */
  readonly holdExtensions: number;
  /** Seats one user may have, held and reserved together. */
  readonly maxSeatsPerUser: number;
}

/** What the organiser says about one performance. */
export interface EventDescription {
  readonly eventId: string;
  readonly title: string;
  readonly venue: string;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  /** Milliseconds since the epoch by the wall clock, or null when the sale is open already. */
  readonly saleOpensAt: number | null;
  readonly hall: GridHall;
  readonly rules: EventRules;
}

/** One performance with its hall, as the ledger has it. */
export interface Event extends EventDescription {
  /**
   * Grows whenever anything above changes. Every append names the version it was decided by, so that a
   * change of the rules binds every server from the moment it is acknowledged.
   */
  readonly version: number;
}
