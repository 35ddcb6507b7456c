/** What organisers do beside the seats, and why they did something to seats; the log has the rest. */
export interface AuditTrail {
  /** Durable when it resolves. */
  note(entry: NewTrailEntry): Promise<void>;

  /** Newest first. */
  list(wanted: TrailWanted): Promise<readonly TrailRecord[]>;
}

export interface NewTrailEntry {
  /** As in the log: `organiser:<name>`. */
  readonly actor: string;
  /** A dotted word: `person.opened`. */
  readonly action: string;
  /** Null when it is about no event. */
  readonly eventId: string | null;
  /** Small, and without names or phones. */
  readonly detail: TrailDetail;
}

export type TrailDetail = Readonly<
  Record<string, string | number | boolean | null | readonly (string | number)[]>
>;

export interface TrailRecord extends NewTrailEntry {
  readonly entryId: number;
  readonly at: number;
}

export interface TrailWanted {
  readonly eventId?: string | undefined;
  /** Only older ones than this. */
  readonly before?: number | undefined;
  /** Only newer ones than this. */
  readonly after?: number | undefined;
  readonly limit: number;
}
