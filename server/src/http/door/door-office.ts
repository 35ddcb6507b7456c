import type { BoxOffice } from '../../box-office/box-office.ts';
import type { BoxOffices } from '../../box-office/box-offices.ts';
import { officeOf } from '../event-office.ts';
import { ProblemError } from '../problem.ts';

/** The box office of an event that has doors. Nobody comes to a rehearsal, so no door learns of what it sold. */
export async function doorOfficeOf(offices: BoxOffices, eventId: string): Promise<BoxOffice> {
  const office = await officeOf(offices, eventId);
  if (office.seatMap.event.rules.isRehearsal === true) {
    throw new ProblemError('not_found', { detail: 'This is a rehearsal: it has no doors.' });
  }
  return office;
}
