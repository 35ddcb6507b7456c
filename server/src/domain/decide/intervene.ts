import type { CommandOf, DoneAnswer, EndedHoldsAnswer, ReservedAnswer } from '../command.ts';
import { seatsAreFreeFor, seatsExist } from '../policies.ts';
import { holdsAmong } from '../reading.ts';
import { firstRefusal, type Refusal } from '../refusal.ts';
import type { SeatMap } from '../seat-map.ts';
import { Decision, type Acceptance, type DecideContext } from './decision.ts';

/** What an organiser does to what people have, or for somebody who stands before them. No lot is drawn. */

/** Ends holds: of these seats wherever they are held, or all that one user holds. Seats that nobody holds stay as they are. */
export function decideEndHolds(
  map: SeatMap,
  { by, of }: CommandOf<'endHolds'>,
  context: DecideContext,
): Acceptance<EndedHoldsAnswer> | Refusal {
  const unknown = 'userId' in of ? undefined : seatsExist(map, of.seatIds);
  if (unknown !== undefined) return unknown;
  const decision = new Decision(map, context, `organiser:${by}`);
  const ended = holdsAmong(map, of);
  for (const { userId, seatIds } of ended) {
    const hold = map.hold(userId);
    if (hold !== undefined) decision.release(hold, seatIds);
  }
  return decision.accept({ changeCount: ended.length, ended });
}

/**
 * Cancels a reservation, or some of its seats. What is cancelled already stays so; seats that are not in it are
 * named, because then somebody means another one.
 */
export function decideCancelFor(
  map: SeatMap,
  { by, userId, reservation, seatIds }: CommandOf<'cancelFor'>,
  context: DecideContext,
): Acceptance<DoneAnswer> | Refusal {
  const decision = new Decision(map, context, `organiser:${by}`);
  const found = map.place(userId)?.reservations.find(({ sequence }) => sequence === reservation);
  if (found === undefined) return decision.acceptDone();
  const strangers = (seatIds ?? []).filter((id) => !found.seatIds.includes(id));
  if (strangers.length > 0) {
    const message = `The reservation does not have ${strangers.join(', ')}.`;
    return { refused: 'validation', seatIds: strangers, field: { name: 'seat_ids', message } };
  }
  const ended = found.seatIds.filter((id) => seatIds === undefined || seatIds.includes(id));
  decision.cancel(userId, reservation, ended);
  return decision.acceptDone();
}

/**
 * Sells at the desk: neither the sale's times nor the limits of one person bind it, but what somebody holds is a
 * promise, and what is blocked is blocked for a reason.
 */
export function decideSellAtDesk(
  map: SeatMap,
  { by, userId, seatIds: wanted, reservation }: CommandOf<'sellAtDesk'>,
  context: DecideContext,
): Acceptance<ReservedAnswer> | Refusal {
  const seatIds = wanted.toSorted((a, b) => a - b);
  const refusal = firstRefusal([seatsExist(map, seatIds), seatsAreFreeFor(map, undefined, seatIds, context)]);
  if (refusal !== undefined) return refusal;
  const decision = new Decision(map, context, `organiser:${by}`);
  decision.takeOver(undefined, seatIds);
  const { sequence, remainingSeats, amounts, currency } = decision.reserve(userId, seatIds);
  const when = { sequence, status: 'active' as const, createdAt: decision.at };
  return decision.accept({ code: reservation.code, seatIds, ...when, remainingSeats, amounts, currency });
}
