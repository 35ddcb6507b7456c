import type { Change } from '../domain/change.ts';

/** What the console reads of events beside what their box offices know. */
export interface EventRecords {
  /** Reservations made by changes after one, oldest first. A seat's newest is the one that counts. */
  soldAfter(eventId: string, sequence: number, limit: number): Promise<readonly SoldRecord[]>;

  /** The changes that organisers made before one, newest first. */
  organisersChanges(eventId: string, before: number, limit: number): Promise<readonly Change[]>;

  /** How many seats are in which state, and what those that are reserved cost; of events that exist. */
  tally(eventIds: readonly string[]): Promise<readonly EventTally[]>;
}

export interface SoldRecord {
  readonly sequence: number;
  readonly createdAt: number;
  readonly seatIds: readonly number[];
  /** As many as seats; null when nothing had a price. */
  readonly amounts: readonly (number | null)[] | null;
}

export interface EventTally {
  readonly eventId: string;
  readonly available: number;
  readonly held: number;
  readonly reserved: number;
  readonly blocked: number;
  readonly revenue: number;
}
