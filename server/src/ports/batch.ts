import type { Change } from '../domain/change.ts';
import type { Position } from '../domain/log-chain.ts';
import type { Amounts } from '../domain/prices.ts';
import type { Seat } from '../domain/seat.ts';

/** Decisions that are recorded together or not at all. */
export interface Batch {
  readonly eventId: string;
  /** What the decisions were made on. */
  readonly expected: Position;
  /** Of this append alone, whichever instance sends it. */
  readonly mark: number;
  /**
   * The mark of the append that these decisions follow while it is on its way; null when they follow what is known. That
   * one must be the last that was recorded, and not another's with the same changes: keys are no part of a position, and
   * what follows was decided by them.
   */
  readonly after: number | null;
  readonly version: number;
  /** The hash of the last change; that of `expected` when there is none. */
  readonly head: string;
  /** How many seats are available after it. */
  readonly availableCount: number;
  /** The latest hold expiry the decisions relied on having passed; null when on none. */
  readonly notBefore: number | null;
  /** The earliest moment by which the decisions must be recorded; null when there is none. */
  readonly notAfter: number | null;
  /** Numbered from the expected sequence on, without gaps. */
  readonly changes: readonly Change[];
  /** Every seat that the batch touches, each once, with what it must have been before. */
  readonly seats: readonly SeatWrite[];
  readonly reservations: readonly NewReservation[];
  readonly cancellations: readonly Cancellation[];
}

/**
 * A seat's row before and after. The ledger refuses the whole batch loudly when the seat is not as it was
 * before: the guard against two owners, should every other check have failed. A held seat carries its hold,
 * so that the ledger needs no separate table of holds.
 */
export interface SeatWrite {
  readonly seatId: number;
  readonly before: Seat;
  readonly after: Seat;
  readonly expiresAt: number | null;
  readonly extensionsUsed: number | null;
  readonly reservation: number | null;
}

export interface NewReservation extends Amounts {
  /** The change that made it. */
  readonly sequence: number;
  readonly userId: string;
  readonly userName: string;
  /** E.164. */
  readonly phone: string;
  readonly code: string;
  readonly seatIds: readonly number[];
  readonly createdAt: number;
  /** Not null when a later command of the same batch cancelled it. */
  readonly cancelledAt: number | null;
  /** The reservation that it was handed on from in the beginning; null when it was not. */
  readonly origin: number | null;
}

/** A reservation of an earlier batch that lost seats. */
export interface Cancellation {
  readonly sequence: number;
  /** Empty when the whole reservation is cancelled; the record then keeps its seats for the owner's eyes. */
  readonly remainingSeatIds: readonly number[];
  readonly at: number;
  /** The reservation that has its seats now, when it was handed on. */
  readonly successor: number | null;
}
