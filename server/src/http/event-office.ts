import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import { ProblemError } from './problem.ts';
import { withLedger } from './with-ledger.ts';

/** The event of the brief's routes, which name none. */
export const DEFAULT_EVENT = 'default';

/** The event's box office. Refuses with `not_found` when there is no such event. */
export async function officeOf(offices: BoxOffices, eventId: string): Promise<BoxOffice> {
  const office = await withLedger(offices.get(eventId));
  if (office === undefined) throw new ProblemError('not_found', { detail: 'There is no such event.' });
  return office;
}
