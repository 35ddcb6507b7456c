import type { DoorRules, EndedEarly, LineState, Turn } from '../domain/waiting-line.ts';

/** The lines of waiting rooms, shared by all instances; what they do is described by `WaitingLine`. */
export interface WaitingLineStore {
  /**
   * Lets in as many as rate, room and line allow by now, and makes the rules known to those who join.
   *
   * @param nowMs by the ledger's wall clock, by which sales open; the store reckons by it from then on
   * @param sequence the event's last change, as far as this server knows; turns that begin remember it
   */
  advanceLine(eventId: string, rules: DoorRules, nowMs: number, sequence: number): Promise<LineState>;

  /** The queue number of a user who stands in line, or did. */
  numberOf(eventId: string, userId: string): Promise<number | undefined>;

  turnOf(eventId: string, rules: DoorRules, place: number): Promise<Turn>;

  /** The person of this place is through. They keep their number, and can get no other. */
  finishTurn(eventId: string, place: number): Promise<void>;

  /**
   * A user gives the place back, waiting or inside, and may line up anew, from the same address, too. Who has
   * none yet, because those who come early will be shuffled, leaves the number behind for `takeLeftEarly`.
   */
  leaveLine(eventId: string, leaver: Leaver): Promise<void>;

  /**
   * The places whose turns were used or given back before they were over, without the first `from` of them; all of
   * them when there have not been so many: the line began anew, or the store was emptied.
   */
  endedEarly(eventId: string, from: number): Promise<EndedEarly>;

  /** Some of the numbers that were left early, each given out once, so that their places can be finished. */
  takeLeftEarly(eventId: string, most: number): Promise<readonly number[]>;

  /** There is no waiting room any more: its rules bind nobody who joins. Numbers go on. */
  dissolveLine(eventId: string): Promise<void>;
}

export interface Leaver {
  readonly userId: string;
  /** As given when joining. */
  readonly ip: string | null;
  readonly number: number;
  readonly place: number | null;
}

/** How long a place in line is remembered: from the first who may come until longer than anybody waits. */
export function lineMemoryMs({ preQueueMs }: Pick<DoorRules, 'preQueueMs'>): number {
  return preQueueMs + 24 * 3_600_000;
}
