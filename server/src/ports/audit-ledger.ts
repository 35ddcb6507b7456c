import type { Change } from '../domain/change.ts';
import type { LedgerTime } from './ledger.ts';

/**
 * The ledger as the auditor reads it: row by row, as it lies there, and nothing taken for granted.
 *
 * Every answer is one short statement, and so one moment: it says as of which change it is. An auditor that has followed
 * the log to that very change can compare the rows with it, while the sale goes on before and after.
 */
export interface AuditLedger {
  /** Runs the work unless another server's is running; undefined: it is. */
  alone<T>(work: () => Promise<T>): Promise<T | undefined>;

  /** The event's own row and what can be counted about it; undefined when there is no such event. */
  event(eventId: string): Promise<AuditedEvent | undefined>;

  /** The log after a change, oldest first. */
  changes(eventId: string, after: number, limit: number): Promise<readonly AuditedChange[]>;

  /** Seats with numbers from one on, by number. */
  seats(eventId: string, from: number, limit: number): Promise<Portion<AuditedSeat>>;

  /** Reservations after one, by the change that made them. */
  reservations(eventId: string, after: number, limit: number): Promise<Portion<AuditedReservation>>;

  /** Counts the available seats anew and writes the count down, with the event locked. */
  recountAvailable(eventId: string): Promise<void>;
}

export interface AuditedEvent extends LedgerTime {
  readonly epoch: string;
  readonly logKey: string;
  readonly sequence: number;
  readonly head: string;
  /** Where the kept log begins, and the hash there; null when that change is missing. */
  readonly prunedTo: number;
  readonly startHead: string | null;
  readonly version: number;
  readonly holdTtlMs: number;
  readonly holdExtensions: number;
  readonly seatCount: number;
  /** As the event's row has it. */
  readonly availableCount: number;
  /** As its seats have it. */
  readonly countedAvailable: number;
  readonly seatRows: number;
  readonly lowestSeat: number | null;
  readonly highestSeat: number | null;
  /** Whether the plan is there, is what its name says, and has as many seats. */
  readonly hasItsPlan: boolean;
  /** How many webhooks have been told more than has happened. */
  readonly cursorsAhead: number;
  /** Reservations that somebody was let in with and that do not exist. */
  readonly unknownEntries: readonly number[];
}

/** A row of the log; `unreadable` when it lacks a fact that its cause requires. */
export type AuditedChange = Change | { readonly sequence: number; readonly unreadable: true };

export interface Portion<Row> {
  /** As of which change the rows are, and its hash. */
  readonly sequence: number;
  readonly head: string;
  /** The steady clock then. */
  readonly now: number;
  readonly rows: readonly Row[];
}

export interface AuditedSeat {
  readonly seatId: number;
  readonly state: string;
  readonly userId: string | null;
  readonly expiresAt: number | null;
  readonly extensionsUsed: number | null;
  readonly reservation: number | null;
}

export interface AuditedReservation {
  readonly sequence: number;
  readonly userId: string;
  readonly code: string;
  readonly seatIds: readonly number[];
  readonly createdAt: number;
  readonly cancelledAt: number | null;
  readonly origin: number | null;
  readonly successor: number | null;
  /** How many amounts there are; null when nothing had a price. */
  readonly amountCount: number | null;
}
