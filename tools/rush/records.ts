/** What one scripted person came to know, by their own account. */
export interface PersonRecord {
  readonly userId: string;
  number: number | undefined;
  /** Every pass that was given, with the wall clock's times. */
  readonly passes: { readonly place: number; readonly givenAt: number; readonly endsAt: number }[];
  /** Every hold that was confirmed to the person. */
  holds: number;
  reservation: { readonly sequence: number; readonly seatIds: readonly number[] } | undefined;
  /** How it ended for the person. */
  ending:
    | 'bought'
    | 'sold out'
    | 'nothing suitable'
    | 'left the line'
    | 'walked away'
    | 'missed the turn'
    | 'still waiting'
    | 'cheated in vain'
    | 'unknown outcome';
}

/** Something that may not happen, as seen from outside. */
export interface Violation {
  readonly rule: string;
  readonly what: string;
}

/** What the whole crowd has seen. */
export class Records {
  readonly people: PersonRecord[] = [];
  readonly violations: Violation[] = [];
  /** How often something was tried that must be refused. */
  cheats = 0;
  readonly answers = new Map<string, Map<number, number>>();
  readonly tookMs = new Map<string, number[]>();

  person(userId: string): PersonRecord {
    const record: PersonRecord = {
      ...{ userId, number: undefined, passes: [], holds: 0 },
      ...{ reservation: undefined, ending: 'still waiting' },
    };
    this.people.push(record);
    return record;
  }

  violated(rule: string, what: string): void {
    this.violations.push({ rule, what });
  }

  note(kind: string, status: number, tookMs: number): void {
    const counts = this.answers.get(kind) ?? new Map<number, number>();
    this.answers.set(kind, counts.set(status, (counts.get(status) ?? 0) + 1));
    const times = this.tookMs.get(kind) ?? [];
    this.tookMs.set(kind, times);
    times.push(tookMs);
  }
}
