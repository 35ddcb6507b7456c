import type { Change } from '../../../src/domain/change.ts';
import type { Event } from '../../../src/domain/event.ts';

/** A change as the ledger recorded it, with what only a test can know. */
export interface Recorded {
  readonly change: Change;
  /** True time. */
  readonly trueAt: number;
  /** The ledger's steady clock. */
  readonly ledgerAt: number;
  /** What the organiser had said by then. */
  readonly event: Event;
}
