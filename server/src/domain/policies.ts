import type { Refusal } from './refusal.ts';
import { isOver, isValid, type HoldTiming } from './hold-validity.ts';
import type { SeatMap } from './seat-map.ts';
import type { Hold } from './seat.ts';
import { mostImportant, type Reason } from '@jari/contract/reasons';

/**
 * The house rules, one small function each. A policy looks and says no, or says nothing; it changes nothing.
 */

/** Nothing can be held or reserved before the sale opens. */
export function saleIsOpen(map: SeatMap, timing: HoldTiming): Refusal | undefined {
  const opensAt = map.event.saleOpensAt;
  return opensAt !== null && timing.arrivedAt < opensAt ? { refused: 'not_on_sale' } : undefined;
}

/** Every seat asked for is in the hall. */
export function seatsExist(map: SeatMap, seatIds: readonly number[]): Refusal | undefined {
  const strangers = seatIds.filter((id) => map.seat(id) === undefined);
  if (strangers.length === 0) return undefined;
  return {
    refused: 'validation',
    seatIds: strangers,
    field: {
      name: 'seat_ids',
      message: `The hall has seats 1 to ${map.seatCount}; not ${strangers.join(', ')}.`,
    },
  };
}

/** Every seat is free, or the user's own hold, or in a hold that is over. Names those that are not. */
export function seatsAreFreeFor(
  map: SeatMap,
  userId: string,
  seatIds: readonly number[],
  timing: HoldTiming,
): Refusal | undefined {
  const inTheWay: { seatId: number; reason: Reason }[] = [];
  for (const seatId of seatIds) {
    const reason = whyNotFree(map, userId, seatId, timing);
    if (reason !== undefined) inTheWay.push({ seatId, reason });
  }
  const refused = mostImportant(inTheWay.map(({ reason }) => reason));
  return refused === undefined ? undefined : { refused, seatIds: inTheWay.map(({ seatId }) => seatId) };
}

function whyNotFree(map: SeatMap, userId: string, seatId: number, timing: HoldTiming): Reason | undefined {
  const seat = map.seat(seatId);
  switch (seat?.state) {
    case undefined:
    case 'available':
      return undefined;
    case 'blocked':
      return 'seat_blocked';
    case 'reserved':
      return 'already_reserved';
    case 'held': {
      const hold = map.hold(seat.userId);
      const isFree = seat.userId === userId || hold === undefined || isOver(hold, timing);
      return isFree ? undefined : 'seat_held';
    }
  }
}

/**
 * Between expiry and the end of settling a hold is nobody's, not even its last holder's: who could renew in
 * that moment would always be ahead of everybody who waits.
 */
export function ownHoldIsSettled(map: SeatMap, userId: string, timing: HoldTiming): Refusal | undefined {
  const hold = map.hold(userId);
  if (hold === undefined || isValid(hold, timing) || isOver(hold, timing)) return undefined;
  return { refused: 'hold_expired', seatIds: hold.seatIds };
}

/** Held and reserved together, one user has no more seats than the event allows. */
export function withinLimit(map: SeatMap, userId: string, seatsAfter: number): Refusal | undefined {
  const total = map.reservedCount(userId) + seatsAfter;
  return total > map.event.rules.maxSeatsPerUser ? { refused: 'limit_exceeded' } : undefined;
}

/** The user's hold, if it is valid; else why it is not. */
export function validHold(map: SeatMap, userId: string, timing: HoldTiming): Hold | Refusal {
  const hold = map.hold(userId);
  if (hold !== undefined) {
    return isValid(hold, timing) ? hold : { refused: 'hold_expired', seatIds: hold.seatIds };
  }
  const lost = map.lostHold(userId);
  return lost === undefined ? { refused: 'no_hold' } : { refused: 'hold_expired', seatIds: lost.seatIds };
}

/** A hold can be made longer only so many times. */
export function extensionsRemain(map: SeatMap, hold: Hold): Refusal | undefined {
  return hold.extensionsUsed >= map.event.rules.holdExtensions ? { refused: 'limit_exceeded' } : undefined;
}

/** Assignment without choice is given once per user and event. */
export function hasNoReservation(map: SeatMap, userId: string): Refusal | undefined {
  const reservationId = map.reservationIdsOf(userId).values().next().value;
  if (reservationId === undefined) return undefined;
  return { refused: 'duplicate', reservationId, seatIds: map.reservation(reservationId)?.seatIds ?? [] };
}

/** The lot that the brief asks for: one attempt in a hundred fails on purpose. Comes last of all. */
export function drawnToSucceed(lot: number, failureRate: number): Refusal | undefined {
  return lot < failureRate ? { refused: 'intentional_failure' } : undefined;
}
