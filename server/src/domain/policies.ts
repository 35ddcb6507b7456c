import { isAdmitted } from './admission.ts';
import type { Pass } from './command.ts';
import { unknownIn, type SeatWish } from './best-available.ts';
import { firstRefusal, type Refusal } from './refusal.ts';
import { saleStatus } from './sale.ts';
import { isOver, isValid, type HoldTiming } from './hold-validity.ts';
import type { SeatMap } from './seat-map.ts';
import type { Hold } from './seat.ts';
import { endedHoldCounts, reservedCount, type EndedHold } from './user-place.ts';
import { mostImportant, type Reason } from '@jari/contract/reasons';
import { seatsLeftAlone } from '@jari/contract/single-seats';

/**
 * The house rules, one small function each. A policy looks and says no, or says nothing; it changes nothing.
 */

/** Seats can be had from the moment the sale opens until it closes. */
export function saleIsOpen(map: SeatMap, timing: HoldTiming): Refusal | undefined {
  const sale = saleStatus(map.event, timing.arrivedAt - timing.correctionMs);
  return sale === 'open' ? undefined : { refused: 'not_on_sale' };
}

/** As `saleIsOpen`; but what a user holds is a promise, and neither closing nor pausing the sale breaks it. */
function saleIsOpenFor(
  map: SeatMap,
  userId: string,
  seatIds: readonly number[],
  timing: HoldTiming,
): Refusal | undefined {
  const sale = saleStatus(map.event, timing.arrivedAt - timing.correctionMs);
  if (sale === 'open') return undefined;
  const hold = map.hold(userId);
  const isPromised =
    sale !== 'before' && hold !== undefined && isValid(hold, timing) && isWithin(seatIds, hold.seatIds);
  return isPromised ? undefined : { refused: 'not_on_sale' };
}

function isWithin(some: readonly number[], all: readonly number[]): boolean {
  return some.every((id) => all.includes(id));
}

/** Every seat asked for is in the hall. */
export function seatsExist(map: SeatMap, seatIds: readonly number[]): Refusal | undefined {
  const strangers = seatIds.filter((id) => map.stateOf(id) === undefined);
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

/** A wish names categories and sections that the hall has. */
export function wishIsKnown(map: SeatMap, wish: SeatWish): Refusal | undefined {
  const unknown = unknownIn(map.hall, wish);
  if (unknown === undefined) return undefined;
  const message = `The hall has no ${unknown} of this name.`;
  return { refused: 'validation', field: { name: `best_available.${unknown}`, message } };
}

/**
 * What must hold for seats to be taken by a user who has chosen them, whether to hold or to reserve them.
 * Whoever leaves the choice to us is not asked whether it leaves seats alone: we leave none that we need not.
 */
export function mayTake(
  map: SeatMap,
  userId: string,
  seatIds: readonly number[],
  pass: Pass | undefined,
  timing: HoldTiming,
): Refusal | undefined {
  return firstRefusal([
    saleIsOpenFor(map, userId, seatIds, timing),
    isAdmitted(map, userId, pass, seatIds, timing),
    seatsExist(map, seatIds),
    ownHoldIsSettled(map, userId, timing),
    seatsAreFreeFor(map, userId, seatIds, timing),
    withinLimit(map, userId, seatIds.length),
    leavesNoSeatAlone(map, userId, seatIds, timing),
  ]);
}

/**
 * No free seat is left alone that need not be, where the event has that rule. What the user holds already was
 * allowed when it was chosen, so holding or reserving exactly that is no new choice.
 */
export function leavesNoSeatAlone(
  map: SeatMap,
  userId: string,
  seatIds: readonly number[],
  timing: HoldTiming,
): Refusal | undefined {
  if (!map.event.rules.noSingleSeats) return undefined;
  const held = map.hold(userId)?.seatIds ?? [];
  if (held.length === seatIds.length && seatIds.every((id) => held.includes(id))) return undefined;
  const { hall } = map;
  const known = seatIds.filter((id) => map.stateOf(id) !== undefined);
  const alone = seatsLeftAlone(
    known,
    (id) => hall.rowOf(id),
    (id) => whyNotFree(map, userId, id, timing) === undefined,
  );
  return alone.length === 0 ? undefined : { refused: 'leaves_single_seat', seatIds: alone };
}

/**
 * Every seat is free, or in the user's own hold, or in a hold that is over. Names the seats that the given
 * reason is true of. `userId` undefined: for the organiser, in whose way every valid hold stands.
 */
export function seatsAreFreeFor(
  map: SeatMap,
  userId: string | undefined,
  seatIds: readonly number[],
  timing: HoldTiming,
): Refusal | undefined {
  let inTheWay: { seatId: number; reason: Reason }[] | undefined;
  for (const seatId of seatIds) {
    const reason = whyNotFree(map, userId, seatId, timing);
    if (reason !== undefined) (inTheWay ??= []).push({ seatId, reason });
  }
  if (inTheWay === undefined) return undefined;
  const refused = mostImportant(inTheWay.map(({ reason }) => reason));
  if (refused === undefined) return undefined;
  const named = inTheWay.filter(({ reason }) => reason === refused).map(({ seatId }) => seatId);
  return { refused, seatIds: named };
}

function whyNotFree(
  map: SeatMap,
  userId: string | undefined,
  seatId: number,
  timing: HoldTiming,
): Reason | undefined {
  switch (map.stateOf(seatId)) {
    case undefined:
    case 'available':
      return undefined;
    case 'blocked':
      return 'seat_blocked';
    case 'reserved':
      return 'already_reserved';
    case 'held': {
      const owner = map.ownerOf(seatId);
      const hold = owner === undefined ? undefined : map.hold(owner);
      if (hold === undefined) return undefined;
      if (!isOver(hold, timing)) return owner === userId ? undefined : 'seat_held';
      // In a moment, when the end of the hold is recorded, whoever waits gets it, or gets what they could not have beside
      // this hold: nobody is quicker.
      return isAwaited(map, seatId) || waitsForMore(map, hold, userId) ? 'seat_held' : undefined;
    }
  }
}

function waitsForMore({ line }: SeatMap, hold: Hold, userId: string | undefined): boolean {
  return line.size > 0 && hold.userId !== userId && line.ofUser(hold.userId).length > 0;
}

/** Whether somebody waits for this seat, or for one of its kind. */
export function isAwaited({ line, hall }: SeatMap, seatId: number): boolean {
  if (line.size === 0) return false;
  if (line.ofSeat(seatId).length > 0) return true;
  const category = hall.categories[hall.categoryOf(seatId)];
  for (const { wish } of line.ofWishes()) {
    if (!('seatId' in wish) && (wish.category === null || wish.category === category)) return true;
  }
  return false;
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
  const total = reservedCount(map.place(userId)) + seatsAfter;
  return total > map.event.rules.maxSeatsPerUser ? { refused: 'limit_exceeded' } : undefined;
}

/** The user's hold, if it is valid; else why it is not. */
export function validHold(map: SeatMap, userId: string, timing: HoldTiming): Hold | Refusal {
  const hold = map.hold(userId);
  if (hold !== undefined) {
    return isValid(hold, timing) ? hold : { refused: 'hold_expired', seatIds: hold.seatIds };
  }
  const lost = lostHold(map, userId, timing.now);
  return lost === undefined ? { refused: 'no_hold' } : { refused: 'hold_expired', seatIds: lost.seatIds };
}

/** The hold that a user lost by expiry, until the user holds something again or it is long ago. */
export function lostHold(map: SeatMap, userId: string, now: number): EndedHold | undefined {
  return map.place(userId)?.ended.findLast((ended) => ended.isLost && endedHoldCounts(ended, now));
}

/** A hold can be made longer only so many times. */
export function extensionsRemain(map: SeatMap, hold: Hold): Refusal | undefined {
  return hold.extensionsUsed >= map.event.rules.holdExtensions ? { refused: 'limit_exceeded' } : undefined;
}

/** Assignment without choice is given once per user and event. */
export function hasNoReservation(map: SeatMap, userId: string): Refusal | undefined {
  const first = map.place(userId)?.reservations[0];
  if (first === undefined) return undefined;
  return { refused: 'duplicate', reservation: first.sequence, seatIds: first.seatIds };
}

/** The lot that the brief asks for: one attempt in a hundred fails on purpose. Comes last of all. */
export function drawnToSucceed(lot: number, failureRate: number): Refusal | undefined {
  return lot < failureRate ? { refused: 'intentional_failure' } : undefined;
}
