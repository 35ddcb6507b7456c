import type { CommandOf, ReservedAnswer } from '../command.ts';
import { isOver } from '../hold-validity.ts';
import { withinLimit } from '../policies.ts';
import { amountsAmong } from '../prices.ts';
import type { Refusal } from '../refusal.ts';
import type { SeatMap } from '../seat-map.ts';
import { Decision, type Acceptance, type DecideContext } from './decision.ts';

/**
 * A reservation becomes another person's: the old one ends and a new one with a new code begins, in one append. So
 * there is no moment in which anybody else, the line included, could have its seats.
 *
 * Whoever accepts their own gets a new code too: that is how a link that went astray is made void.
 */
export function decideTransfer(
  map: SeatMap,
  { userId, from, sold, reservation }: CommandOf<'transfer'>,
  context: DecideContext,
): Acceptance<ReservedAnswer> | Refusal {
  const own = map.place(from.userId)?.reservations.find(({ sequence }) => sequence === from.reservation);
  // Cancelled, or taken over before.
  if (own === undefined) return { refused: 'not_found' };
  if (userId !== from.userId) {
    const hold = map.hold(userId);
    const heldCount = hold === undefined || isOver(hold, context) ? 0 : hold.seatIds.length;
    const refusal = withinLimit(map, userId, heldCount + own.seatIds.length);
    if (refusal !== undefined) return refusal;
  }
  const { seatIds } = own;
  const decision = new Decision(map, context, 'recipient');
  decision.cancel(from.userId, from.reservation, seatIds);
  const amounts = amountsAmong(sold, sold.seatIds, seatIds);
  const { sequence, remainingSeats } = decision.reserve(userId, seatIds, amounts);
  const when = { sequence, status: 'active' as const, createdAt: decision.at };
  return decision.accept({ code: reservation.code, seatIds, ...when, remainingSeats, ...amounts });
}
