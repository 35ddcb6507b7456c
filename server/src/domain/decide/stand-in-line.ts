import type { Actor } from '../change.ts';
import type { CommandOf, DoneAnswer, LineAnswer } from '../command.ts';
import { isAdmitted } from '../admission.ts';
import { saleIsOpen, seatsExist, wishIsKnown, withinLimit } from '../policies.ts';
import { firstRefusal, type Refusal } from '../refusal.ts';
import { wallNow } from '../hold-validity.ts';
import { saleStatus } from '../sale.ts';
import { isSameWish, placeInLine, type LineEntry, type LineWish } from '../seat-line.ts';
import type { SeatMap } from '../seat-map.ts';
import { Decision, type Acceptance, type DecideContext } from './decision.ts';
import { seatsFor } from './serve-line.ts';

/** So many places one user may have in an event. */
export const PLACES_PER_USER = 3;
/** So many people may wait for one seat: the last of them waits in vain, and had better know. */
export const PLACES_PER_SEAT = 100;
/** So many places there are in an event's line. */
export const PLACES_PER_EVENT = 5_000;

/** Whoever asks again keeps their place. A wish for seats that we choose takes the place of an earlier one. */
export function decideStandInLine(
  map: SeatMap,
  { userId, wish, pass }: CommandOf<'standInLine'>,
  context: DecideContext,
): Acceptance<LineAnswer> | Refusal {
  const decision = new Decision(map, context);
  const own = map.line.ofUser(userId);
  const same = own.find((entry) => isSameWish(entry.wish, wish));
  if (same !== undefined) return decision.accept(answerOf(map, same));
  const replaced = 'seatId' in wish ? undefined : own.find((entry) => !('seatId' in entry.wish));
  const refusal = firstRefusal([
    saleIsOpen(map, context),
    isAdmitted(map, userId, pass, undefined, context),
    isKnown(map, wish),
    isWorthWaitingFor(map, userId, wish),
    withinLimit(map, userId, 'seatId' in wish ? 1 : wish.quantity),
    replaced === undefined && own.length >= PLACES_PER_USER ? { refused: 'limit_exceeded' } : undefined,
    hasRoom(map, wish),
  ]);
  if (refusal !== undefined) return refusal;
  if (replaced !== undefined) decision.leaveLine(replaced);
  return decision.accept(answerOf(map, decision.queue(userId, wish)));
}

export function decideLeaveLine(
  map: SeatMap,
  { userId, entry }: CommandOf<'leaveLine'>,
  context: DecideContext,
): Acceptance<DoneAnswer> {
  const decision = new Decision(map, context);
  for (const own of map.line.ofUser(userId)) {
    if (entry === undefined || own.sequence === entry) decision.leaveLine(own);
  }
  return decision.acceptDone();
}

export function decideDisperse(
  map: SeatMap,
  { by, userIds }: CommandOf<'disperse'>,
  context: DecideContext,
): Acceptance<DoneAnswer> {
  const actor: Actor = by === undefined ? 'clock' : `organiser:${by}`;
  const decision = new Decision(map, context, actor);
  // What is asked for in the name of time is true only if it is.
  if (by === undefined && saleStatus(map.event, wallNow(context)) !== 'closed') return decision.acceptDone();
  for (const userId of userIds) for (const entry of map.line.ofUser(userId)) decision.leaveLine(entry);
  return decision.acceptDone();
}

function answerOf({ line }: SeatMap, entry: LineEntry): LineAnswer {
  return { entry, place: placeInLine(line, entry) };
}

function isKnown(map: SeatMap, wish: LineWish): Refusal | undefined {
  if ('seatId' in wish) return seatsExist(map, [wish.seatId]);
  const { quantity, together, category } = wish;
  return wishIsKnown(map, { quantity, together, category: category ?? undefined });
}

/** What is free is taken, not waited for; and so is what one has already. */
function isWorthWaitingFor(map: SeatMap, userId: string, wish: LineWish): Refusal | undefined {
  if (isKnown(map, wish) !== undefined) return undefined;
  if (!('seatId' in wish)) {
    const seatIds = seatsFor(map, wish);
    return seatIds === undefined ? undefined : { refused: 'nothing_to_wait_for', seatIds };
  }
  const { seatId } = wish;
  const state = map.stateOf(seatId);
  if (state === 'blocked') return { refused: 'seat_blocked', seatIds: [seatId] };
  const isNobodyElses = state === 'available' || map.ownerOf(seatId) === userId;
  return isNobodyElses ? { refused: 'nothing_to_wait_for', seatIds: [seatId] } : undefined;
}

function hasRoom({ line }: SeatMap, wish: LineWish): Refusal | undefined {
  const isFull =
    line.size >= PLACES_PER_EVENT || ('seatId' in wish && line.ofSeat(wish.seatId).length >= PLACES_PER_SEAT);
  return isFull ? { refused: 'line_full' } : undefined;
}
