import { isAdmitted } from '../admission.ts';
import type { CommandOf, DoneAnswer, ReservationDraft, ReservedAnswer } from '../command.ts';
import { isOver } from '../hold-validity.ts';
import {
  drawnToSucceed,
  hasNoReservation,
  mayTake,
  saleIsOpen,
  validHold,
  withinLimit,
} from '../policies.ts';
import { firstRefusal, isRefusal, type Refusal } from '../refusal.ts';
import type { SeatMap } from '../seat-map.ts';
import { Decision, userOr, type Acceptance, type DecideContext } from './decision.ts';

export function decideConfirm(
  map: SeatMap,
  { userId, seatIds: named, reservation, pass, through }: CommandOf<'confirm'>,
  context: DecideContext,
): Acceptance<ReservedAnswer> | Refusal {
  const held = validHold(map, userId, context);
  if (named === undefined && isRefusal(held)) return held;
  const running = isRefusal(held) ? undefined : held;
  const seatIds = (named ?? running?.seatIds ?? []).toSorted((a, b) => a - b);
  const refusal =
    mayTake(map, userId, seatIds, pass, context) ?? drawnToSucceed(reservation.lot, context.failureRate);
  if (refusal !== undefined) return refusal;

  const decision = new Decision(map, context, userOr(through));
  if (running === undefined) {
    decision.takeOver(userId, seatIds);
    return reserved(decision, userId, seatIds, reservation);
  }
  decision.relyOn(running);
  decision.takeOver(
    userId,
    seatIds.filter((id) => !running.seatIds.includes(id)),
  );
  const givenBack = running.seatIds.filter((id) => !seatIds.includes(id));
  if (givenBack.length > 0) decision.release(running, givenBack);
  return reserved(decision, userId, seatIds, reservation);
}

export function decideAssignAny(
  map: SeatMap,
  { userId, reservation, pass }: CommandOf<'assignAny'>,
  context: DecideContext,
): Acceptance<ReservedAnswer> | Refusal {
  // A hold that has run out counts until it is over: until then a confirm that was in time may still come.
  const hold = map.hold(userId);
  const heldCount = hold === undefined || isOver(hold, context) ? 0 : hold.seatIds.length;
  const seatId = map.firstAvailable();
  const refusal = firstRefusal([
    saleIsOpen(map, context),
    isAdmitted(map, userId, pass, undefined, context),
    hasNoReservation(map, userId),
    withinLimit(map, userId, heldCount + 1),
    seatId === undefined ? { refused: 'sold_out' } : undefined,
  ]);
  if (refusal !== undefined) return refusal;
  if (seatId === undefined) return { refused: 'sold_out' };
  const unlucky = drawnToSucceed(reservation.lot, context.failureRate);
  if (unlucky !== undefined) return unlucky;
  const decision = new Decision(map, context);
  decision.takeOver(userId, []);
  return reserved(decision, userId, [seatId], reservation);
}

/** Cancelling what is cancelled already is a success. Another user's reservation does not exist for us. */
export function decideCancel(
  map: SeatMap,
  { userId, reservation, through }: CommandOf<'cancel'>,
  context: DecideContext,
): Acceptance<DoneAnswer> {
  const decision = new Decision(map, context, userOr(through));
  const own = map.place(userId)?.reservations.find(({ sequence }) => sequence === reservation);
  if (own !== undefined) decision.cancel(userId, reservation, own.seatIds);
  return decision.acceptDone();
}

function reserved(
  decision: Decision,
  userId: string,
  seatIds: readonly number[],
  { code }: ReservationDraft,
): Acceptance<ReservedAnswer> {
  const { sequence, remainingSeats, amounts, currency } = decision.reserve(userId, seatIds);
  const when = { sequence, status: 'active' as const, createdAt: decision.at };
  // In the order in which a retry is answered: the very same text.
  return decision.accept({ code, seatIds, ...when, remainingSeats, amounts, currency });
}
