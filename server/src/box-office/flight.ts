import type { Proposal } from './proposal.ts';

/**
 * What came of a proposal: recorded; nothing to record; refused by the ledger; or unknown, because the line
 * broke before the answer came.
 */
export type FlightResult = 'ok' | 'nothing' | 'conflict' | 'too_early' | 'too_late' | 'unknown';

/** A proposal on its way to the ledger. */
export class Flight {
  result: FlightResult | undefined;

  constructor(
    readonly proposal: Proposal,
    /** By this process's monotonic clock. */
    readonly sentAt: number,
  ) {}

  get isDone(): boolean {
    return this.result === 'ok' || this.result === 'nothing';
  }

  /** Refused because of the clock, ours or the ledger's. */
  get isUntimely(): boolean {
    return this.result === 'too_early' || this.result === 'too_late';
  }

  /** True when the ledger's log turned out to hold the last change of an append whose answer was lost. */
  wasRecorded(found: ReadonlySet<string> | undefined): boolean {
    const { draft } = this.proposal;
    return this.result === 'unknown' && draft.changes.length > 0 && found?.has(draft.head) === true;
  }
}
