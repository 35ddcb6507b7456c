import type { Change } from '../domain/change.ts';
import type { Event } from '../domain/event.ts';
import type { ActiveReservation, Hold, Seat } from '../domain/seat.ts';

/**
 * The durable store of events, seats, changes and reservations: the only authority.
 *
 * Every method is one whole operation. A refusal of the ledger is a value; a rejected promise means that
 * the store could not be reached or broke, and that the outcome of an append is then *unknown*.
 * All times are milliseconds since the epoch by the ledger's own clock.
 */
export interface Ledger {
  /** All events, by id. */
  listEvents(): Promise<readonly Event[]>;

  /**
   * Creates an event with all its seats available, or updates title, venue, times and rules of one that
   * exists. The hall of an existing event cannot be changed: `hall_differs`, and nothing is written.
   * Safe to call from many instances at once.
   */
  putEvent(event: Event): Promise<'created' | 'updated' | 'hall_differs'>;

  /** Everything a box office needs, as of one moment; undefined when there is no such event. */
  load(eventId: string): Promise<Snapshot | undefined>;

  /** The changes after `sequence`, oldest first, at most `limit`, with the idempotency records they made. */
  changesSince(eventId: string, sequence: number, limit: number): Promise<CatchUp>;

  /**
   * Records a batch of decisions, if and only if the event's sequence is still `expectedSequence` and the
   * ledger's clock is within [notBefore, notAfter). Durable when it resolves with `ok`. All or nothing.
   * A batch without changes is legal and still makes everything up to `expectedSequence` durable.
   */
  append(batch: Batch): Promise<AppendResult>;

  /**
   * As `append`, but the event is locked first, so that no other instance can come in between: reads what
   * has happened since `sequence`, passes it to `decide`, and records what that returns. `decide` is
   * called at most once and must be synchronous. `nothing` when it returned undefined.
   */
  appendLocked(
    eventId: string,
    sequence: number,
    decide: (missed: CatchUp) => Batch | undefined,
  ): Promise<AppendResult | { readonly ok: false; readonly why: 'nothing'; readonly now: number }>;

  /** One reservation with its owner's name and phone; undefined when there is none. */
  findReservation(reservationId: string): Promise<ReservationRecord | undefined>;

  /** A user's reservations in all events, newest first, cancelled ones included; at most 200. */
  reservationsOf(userId: string): Promise<readonly ReservationRecord[]>;

  /** The ledger's clock. Also the test whether it answers. */
  now(): Promise<number>;

  close(): Promise<void>;
}

/** The state of one event as of `sequence`. */
export interface Snapshot {
  readonly event: Event;
  readonly sequence: number;
  /** Position i is seat i + 1. */
  readonly seats: readonly Seat[];
  readonly holds: readonly Hold[];
  readonly reservations: readonly ActiveReservation[];
  readonly idempotency: readonly IdempotencyRecord[];
  /** The ledger's clock when the snapshot was read. */
  readonly now: number;
}

export interface CatchUp {
  readonly changes: readonly Change[];
  readonly idempotency: readonly IdempotencyRecord[];
  /** The event's sequence in the ledger; larger than the last change's when `limit` cut the list. */
  readonly sequence: number;
  readonly now: number;
}

export interface Batch {
  readonly eventId: string;
  readonly expectedSequence: number;
  /** The latest hold expiry the decisions relied on having passed; null when on none. */
  readonly notBefore: number | null;
  /** The earliest moment by which the decisions must be recorded; null when there is none. */
  readonly notAfter: number | null;
  /** Numbered expectedSequence + 1, + 2, … without gaps. */
  readonly changes: readonly Change[];
  /** The final state of every seat that the batch touched, each seat once. */
  readonly seats: readonly SeatWrite[];
  readonly reservations: readonly NewReservation[];
  readonly cancellations: readonly Cancellation[];
  readonly idempotency: readonly IdempotencyRecord[];
}

/** A seat's row. A held seat carries its hold, so that the ledger needs no separate table of holds. */
export type SeatWrite = { readonly seatId: number } & (
  | { readonly state: 'available' | 'blocked' }
  | {
      readonly state: 'held';
      readonly userId: string;
      readonly expiresAt: number;
      readonly extensionsUsed: number;
    }
  | { readonly state: 'reserved'; readonly userId: string; readonly reservationId: string }
);

export interface NewReservation {
  readonly reservationId: string;
  readonly userId: string;
  readonly userName: string;
  /** E.164. */
  readonly phone: string;
  readonly code: string;
  readonly seatIds: readonly number[];
  /** The change that made it. */
  readonly sequence: number;
  readonly createdAt: number;
  /** Not null when a later command of the same batch cancelled it. */
  readonly cancelledAt: number | null;
}

/** A reservation of an earlier batch that lost seats. */
export interface Cancellation {
  readonly reservationId: string;
  /** Empty when the whole reservation is cancelled; the record then keeps its seats for the owner's eyes. */
  readonly remainingSeatIds: readonly number[];
  readonly at: number;
}

/** That a key has been used, by whom, for what, and what was answered. Only successes leave one. */
export interface IdempotencyRecord {
  readonly userId: string;
  readonly key: string;
  /** Fingerprint of the request; the same key with another one is refused. */
  readonly fingerprint: string;
  /** The event's sequence after the command. */
  readonly sequence: number;
  /** The answer, JSON, without names or phones. */
  readonly answer: string;
}

export type AppendResult =
  | { readonly ok: true; readonly now: number }
  | {
      readonly ok: false;
      /** `conflict`: another instance was quicker. `too_early`, `too_late`: outside [notBefore, notAfter). */
      readonly why: 'conflict' | 'too_early' | 'too_late';
      readonly now: number;
    };

export interface ReservationRecord {
  readonly eventId: string;
  readonly reservationId: string;
  readonly userId: string;
  readonly userName: string;
  readonly phone: string;
  readonly code: string;
  readonly seatIds: readonly number[];
  readonly sequence: number;
  readonly createdAt: number;
  readonly cancelledAt: number | null;
}
