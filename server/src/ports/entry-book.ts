/** Who came in at the doors: facts that are only added, each once, however often a door tells of them. */
export interface EntryBook {
  /**
   * Keeps those that are not known yet, all or none, and notes in the trail which of them take a mistake back.
   *
   * @param actor who told of them: `organiser:<name>`
   */
  record(eventId: string, entries: readonly NewEntry[], receivedAt: number, actor: string): Promise<void>;

  /** Those after a number, in order of arrival; at most `limit`. None ever appears behind one that was given. */
  after(eventId: string, number: number, limit: number): Promise<readonly EntryRecord[]>;

  /** Those of a reservation, and of those that it was handed on from or to. */
  ofReservation(eventId: string, reservation: number): Promise<readonly EntryRecord[]>;

  /** Whether somebody has come in on one of these, and that was no mistake. */
  isAdmitted(eventId: string, reservation: number): Promise<boolean>;
}

export interface NewEntry {
  readonly scanId: string;
  /** By the sequence of the change that made it. */
  readonly reservation: number;
  /** How many people. */
  readonly count: number;
  readonly door: string;
  readonly device: string;
  /** Wall clock, as the server has put it right. */
  readonly at: number;
  /** The scan that was a mistake and is taken back by this one; null: people came in. */
  readonly undoes: string | null;
}

export interface EntryRecord extends NewEntry {
  /** Who told of it; null: from before that was kept. */
  readonly actor: string | null;
  /** In order of arrival at the ledger: 1, 2, 3… perhaps with gaps. */
  readonly number: number;
}
