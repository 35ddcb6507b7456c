import type { DoorRules, LineState, Turn } from '../domain/waiting-line.ts';

/** The lines of waiting rooms, shared by all instances; what they do is described by `WaitingLine`. */
export interface WaitingLineStore {
  /**
   * Lets in as many as rate, room and line allow by now, and makes the rules known to those who join.
   *
   * @param nowMs by the ledger's wall clock, by which sales open; the store reckons by it from then on
   */
  advanceLine(eventId: string, rules: DoorRules, nowMs: number): Promise<LineState>;

  /** The queue number of a user who stands in line, or did. */
  numberOf(eventId: string, userId: string): Promise<number | undefined>;

  turnOf(eventId: string, rules: DoorRules, place: number): Promise<Turn>;

  /** The person of this place is through. They keep their number, and can get no other. */
  finishTurn(eventId: string, place: number): Promise<void>;

  /** A user gives the place back, waiting or inside, and may line up anew. */
  leaveLine(eventId: string, userId: string, place: number): Promise<void>;

  pauseLine(eventId: string, isPaused: boolean): Promise<void>;
}

/** How long a place in line is remembered: longer than anybody waits. */
export const LINE_MEMORY_MS = 24 * 3_600_000;
