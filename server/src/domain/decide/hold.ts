import { isAdmitted } from '../admission.ts';
import { bestAvailable } from '../best-available.ts';
import type { CommandOf, DoneAnswer, HoldAnswer } from '../command.ts';
import { areNotResting, changesOfMindRemain, resting, timeFor } from '../hold-time.ts';
import { isOver, type HoldTiming } from '../hold-validity.ts';
import {
  extensionsRemain,
  isAwaited,
  mayTake,
  ownHoldIsSettled,
  saleIsOpen,
  validHold,
  wishIsKnown,
  withinLimit,
} from '../policies.ts';
import { firstRefusal, isRefusal, type Refusal } from '../refusal.ts';
import type { SeatMap } from '../seat-map.ts';
import type { Hold } from '../seat.ts';
import type { EndedHold } from '../user-place.ts';
import { Decision, userOr, type Acceptance, type DecideContext } from './decision.ts';

export function decideHold(
  map: SeatMap,
  { userId, seatIds, pass }: CommandOf<'hold'>,
  context: DecideContext,
): Acceptance<HoldAnswer> | Refusal {
  const added = without(seatIds, runningHold(map, userId, context));
  const ended = endedHoldsOf(map, userId, context);
  const { rules } = map.event;
  const refusal = firstRefusal([
    mayTake(map, userId, seatIds, pass, context),
    areNotResting(added, ended, rules, context.now),
    added.length === 0 ? undefined : changesOfMindRemain(ended, rules, context.now),
  ]);
  return refusal ?? holdExactly(map, userId, seatIds, context);
}

/** The box office chooses; what the user holds already is as free as any other seat. */
export function decideHoldBest(
  map: SeatMap,
  { userId, wish, pass }: CommandOf<'holdBest'>,
  context: DecideContext,
): Acceptance<HoldAnswer> | Refusal {
  const ended = endedHoldsOf(map, userId, context);
  const { rules } = map.event;
  const refusal = firstRefusal([
    saleIsOpen(map, context),
    isAdmitted(map, userId, pass, undefined, context),
    wishIsKnown(map, wish),
    ownHoldIsSettled(map, userId, context),
    withinLimit(map, userId, wish.quantity),
    changesOfMindRemain(ended, rules, context.now),
  ]);
  if (refusal !== undefined) return refusal;
  const barred = resting(ended, rules, context.now).flatMap(({ seatIds }) => seatIds);
  const best = bestAvailable(map, wish, ownSeats(map, userId, context), barred);
  if (best === undefined) return { refused: 'sold_out' };
  // Seats that are apart are offered: who wants them asks for them, or says that apart will do.
  if (wish.together && !best.isTogether) return { refused: 'not_together', seatIds: best.seatIds };
  return holdExactly(map, userId, best.seatIds, context);
}

/** What a user may keep: of a hold that is over, only what nobody waits for. */
function ownSeats(map: SeatMap, userId: string, timing: HoldTiming): readonly number[] {
  const hold = map.hold(userId);
  if (hold === undefined || !isOver(hold, timing)) return hold?.seatIds ?? [];
  return hold.seatIds.filter((id) => !isAwaited(map, id));
}

function holdExactly(
  map: SeatMap,
  userId: string,
  seatIds: readonly number[],
  context: DecideContext,
): Acceptance<HoldAnswer> {
  const decision = new Decision(map, context);
  const running = runningHold(map, userId, context);
  const wanted = seatIds.toSorted((a, b) => a - b);
  const added = without(wanted, running);
  decision.takeOver(userId, added);
  if (running !== undefined) decision.relyOn(running);
  const ended = endedHoldsOf(map, userId, context);
  const { expiresAt, extensionsUsed } = timeFor(added, running, ended, map.event.rules, context.now);
  const hold: Hold = { userId, seatIds: wanted, expiresAt, extensionsUsed };
  if (running === undefined) {
    decision.hold('held', hold, wanted);
    return decision.accept(holdAnswer(map, hold));
  }
  // A change tells the time of the seats that it names: where that of all changes, all are given back and taken.
  const isSameTime = running.expiresAt === expiresAt && running.extensionsUsed === extensionsUsed;
  const givenBack = isSameTime ? without(running.seatIds, hold) : running.seatIds;
  const taken = isSameTime ? added : wanted;
  if (givenBack.length > 0) decision.release(running, givenBack);
  if (taken.length > 0) decision.hold('held', hold, taken);
  return decision.accept(holdAnswer(map, hold));
}

function without(seatIds: readonly number[], hold: Hold | undefined): readonly number[] {
  return hold === undefined ? seatIds : seatIds.filter((id) => !hold.seatIds.includes(id));
}

/** What the user held before; also a hold that is over, though no change has said so yet. */
function endedHoldsOf(map: SeatMap, userId: string, timing: HoldTiming): readonly EndedHold[] {
  const place = map.place(userId);
  if (place === undefined) return [];
  const { hold, ended } = place;
  return hold !== undefined && isOver(hold, timing) ? [...ended, { ...hold, isLost: true }] : ended;
}

export function decideExtend(
  map: SeatMap,
  { userId, through }: CommandOf<'extend'>,
  context: DecideContext,
): Acceptance<HoldAnswer> | Refusal {
  const hold = validHold(map, userId, context);
  const closed = saleIsOpen(map, context);
  if (isRefusal(hold)) return firstRefusal([closed, hold]) ?? hold;
  const refusal = firstRefusal([closed, extensionsRemain(map, hold)]);
  if (refusal !== undefined) return refusal;

  const decision = new Decision(map, context, userOr(through));
  decision.relyOn(hold);
  // Added to what is left: else whoever asks early gets less for it than whoever asks in the last second.
  const expiresAt = hold.expiresAt + map.event.rules.holdTtlMs;
  const longer = { ...hold, expiresAt, extensionsUsed: hold.extensionsUsed + 1 };
  decision.hold('extended', longer, hold.seatIds);
  return decision.accept(holdAnswer(map, longer));
}

/** Releasing when nothing is held succeeds. */
export function decideRelease(
  map: SeatMap,
  { userId }: CommandOf<'release'>,
  context: DecideContext,
): Acceptance<DoneAnswer> {
  const decision = new Decision(map, context);
  const hold = runningHold(map, userId, context);
  if (hold !== undefined) decision.release(hold, hold.seatIds);
  return decision.acceptDone();
}

export function decideExpire(
  map: SeatMap,
  { userIds }: CommandOf<'expire'>,
  context: DecideContext,
): Acceptance<DoneAnswer> {
  const decision = new Decision(map, context);
  for (const userId of userIds) {
    const hold = map.hold(userId);
    if (hold !== undefined && isOver(hold, context)) decision.expire(hold);
  }
  return decision.acceptDone();
}

export function holdAnswer(map: SeatMap, hold: Hold): HoldAnswer {
  return { hold, extensionsLeft: Math.max(0, map.event.rules.holdExtensions - hold.extensionsUsed) };
}

/** The user's hold unless it is over or running out unrecorded. */
export function runningHold(map: SeatMap, userId: string, timing: HoldTiming): Hold | undefined {
  const hold = validHold(map, userId, timing);
  return isRefusal(hold) ? undefined : hold;
}

/** The time of a hold that begins now. */
export function fullTime(map: SeatMap, context: DecideContext): Pick<Hold, 'expiresAt' | 'extensionsUsed'> {
  return { expiresAt: Math.ceil(context.now + map.event.rules.holdTtlMs), extensionsUsed: 0 };
}
