import type { AuditTrail } from './audit-trail.ts';
import type { CancelReasons } from './cancel-reasons.ts';
import type { EventRecords } from './event-records.ts';
import type { Ledger } from './ledger.ts';
import type { OrganiserStore } from './organiser-store.ts';

/** All that is kept durably in one place: the ledger, and beside it what is no part of its history. */
export interface Store extends Ledger {
  readonly organisers: OrganiserStore;
  readonly trail: AuditTrail;
  readonly cancelReasons: CancelReasons;
  readonly records: EventRecords;
}
