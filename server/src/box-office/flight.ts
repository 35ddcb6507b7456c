import type { Change } from '../domain/change.ts';
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
    /** Of its append, or, when nothing of it is to be recorded, of the one that it follows; null when it follows none. */
    readonly mark: number | null,
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

  /**
   * True when the ledger's log turned out to hold the changes of an append whose answer was lost. Keys are no part
   * of history, so they are compared too: two instances that the same person asked for the same seat in the same
   * millisecond decide the same change, and with another key it is the other one's.
   */
  wasRecorded(found: ReadonlyMap<string, Change> | undefined): boolean {
    const { changes } = this.proposal.draft;
    if (this.result !== 'unknown' || changes.length === 0) return false;
    return changes.every((change) => hasSameKey(change, found?.get(change.hash)));
  }
}

function hasSameKey(decided: Change, recorded: Change | undefined): boolean {
  if (recorded === undefined) return false;
  const [one, other] = [decided, recorded].map((change) => ('key' in change ? change.key : null));
  return one?.keyPrint === other?.keyPrint && one?.wishPrint === other?.wishPrint;
}
