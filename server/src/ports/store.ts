import type { AuditLedger } from './audit-ledger.ts';
import type { AuditTrail } from './audit-trail.ts';
import type { Integrations } from './integrations.ts';
import type { EntryBook } from './entry-book.ts';
import type { CancelReasons } from './cancel-reasons.ts';
import type { EventRecords } from './event-records.ts';
import type { Ledger } from './ledger.ts';
import type { LogArchive } from './log-archive.ts';
import type { OrganiserStore } from './organiser-store.ts';
import type { PersonRecords } from './person-records.ts';
import type { RehearsalStore } from './rehearsal-store.ts';

/** All that is kept durably in one place: the ledger, and beside it what is no part of its history. */
export interface Store extends Ledger {
  readonly organisers: OrganiserStore;
  readonly trail: AuditTrail;
  readonly persons: PersonRecords;
  readonly integrations: Integrations;
  readonly entries: EntryBook;
  readonly cancelReasons: CancelReasons;
  readonly records: EventRecords;
  readonly rehearsals: RehearsalStore;
  /** The same things as the auditor reads them. */
  readonly audits: AuditLedger;
  /** The old end of events' logs. */
  readonly archive: LogArchive;
}
