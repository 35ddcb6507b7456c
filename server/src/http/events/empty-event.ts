import type { BoxOffice } from '../../box-office/box-office.ts';
import { refuse } from '../problem.ts';
import type { RouteContext } from '../route-context.ts';
import { withLedger } from '../with-ledger.ts';

/**
 * Empties an event's hall and forgets its queue numbers.
 *
 * @param by the organiser who wants it
 * @returns the number of changes
 */
export async function emptyEvent(
  { admission, doors }: Pick<RouteContext, 'admission' | 'doors'>,
  office: BoxOffice,
  by: string,
): Promise<number> {
  const { eventId } = office.seatMap.event;
  const changes = await office.empty(by);
  if (typeof changes !== 'number') refuse(changes, eventId);
  await withLedger(admission.reset(eventId));
  // That forgets the rules of its line as well, and without them anybody may join, for a quarter of an hour.
  await doors.move(office);
  return changes;
}
