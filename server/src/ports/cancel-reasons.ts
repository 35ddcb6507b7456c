import type { TakenHold } from '../domain/command.ts';

/** Why organisers took reservations and holds away, in words for those who had them. */
export interface CancelReasons {
  /** Written before the reservation is cancelled, so that whoever hears of that finds it. */
  put(eventId: string, reservation: number, reason: string): Promise<void>;

  /** It came to nothing. */
  withdraw(eventId: string, reservation: number): Promise<void>;

  find(eventId: string, reservation: number): Promise<string | undefined>;

  /** The same of several, by reservation; those without a reason are left out. */
  findAll(eventId: string, reservations: readonly number[]): Promise<ReadonlyMap<number, string>>;

  /**
   * Written before the holds are ended, for the same reason; of each user the last counts. What was written longer
   * than `HOLD_END_MEMORY_MS` before `at` is forgotten.
   */
  putForHolds(eventId: string, holds: readonly TakenHold[], why: HoldEndReason): Promise<void>;

  /**
   * What was last taken from a user, as the log has it: a reason for what was never done in the end is none. Whether it
   * still counts is for the caller to see.
   */
  findForHold(eventId: string, userId: string): Promise<HoldEnd | undefined>;
}

export interface HoldEndReason {
  readonly reason: string;
  /** By the ledger's wall clock. */
  readonly at: number;
  /** A place in the log before which this is not: the first change after it that takes these seats is what it means. */
  readonly afterSequence: number;
}

/** That an organiser ended a hold, or took some of its seats. */
export interface HoldEnd {
  readonly seatIds: readonly number[];
  readonly at: number;
  readonly reason: string;
  /** The change that did it. */
  readonly sequence: number;
}

/** Who comes back later than this has no use for it; and who was told need not be told again. */
export const HOLD_END_MEMORY_MS = 10 * 60_000;
