import type { BoxOffice } from '../../box-office/box-office.ts';
import type { Event, EventDescription } from '../../domain/event.ts';
import { invalid } from '../problem.ts';
import type { RouteContext } from '../route-context.ts';
import { withLedger } from '../with-ledger.ts';

/**
 * Creates an event or changes it, and has its doors know at once. A hall that people depend on already stays as it is.
 *
 * @param known the event as it is, if there is one
 */
export async function keepEvent(
  { offices, admission, doors }: Pick<RouteContext, 'offices' | 'admission' | 'doors'>,
  described: EventDescription,
  known: BoxOffice | undefined,
): Promise<{ readonly outcome: 'created' | 'updated'; readonly event: Event }> {
  const { eventId, rules, layout } = described;
  // Whoever has a number from before the room stands in no line.
  const isNewRoom = rules.waitingRoom !== null && (known?.seatMap.event.rules.waitingRoom ?? null) === null;
  if (isNewRoom) await withLedger(admission.reset(eventId));
  const result = await withLedger(offices.putEvent(described));
  if (result.outcome === 'hall_differs') {
    throw invalid(
      'planId' in layout ? 'plan' : 'hall',
      'cannot be changed any more: seats are held, reserved, blocked or waited for, or have been sold; copy the event instead',
    );
  }
  // An event without a room need not be opened for that.
  const office = known ?? (rules.waitingRoom === null ? undefined : await withLedger(offices.get(eventId)));
  if (office !== undefined) await doors.move(office);
  return result;
}
