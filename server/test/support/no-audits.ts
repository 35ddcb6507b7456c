import type { AuditLedger } from '../../src/ports/audit-ledger.ts';

const refused = () =>
  Promise.reject(new Error('The ledger in memory is not audited: those tests run on PGlite.'));

/** What a ledger has that nobody audits. */
export const noAudits: AuditLedger = {
  alone: (work) => work(),
  event: () => Promise.resolve(undefined),
  changes: refused,
  seats: refused,
  reservations: refused,
  recountAvailable: refused,
};
