import type { Answer } from '../command.ts';
import type { Change } from '../change.ts';
import { bestAvailable } from '../best-available.ts';
import { DraftSeatMap } from '../draft-seat-map.ts';
import { saleIsOpen, withinLimit } from '../policies.ts';
import type { HoldTiming } from '../hold-validity.ts';
import { saleStatus } from '../sale.ts';
import { wishKey, type LineEntry, type LineWish } from '../seat-line.ts';
import type { SeatMap } from '../seat-map.ts';
import { Decision, type Acceptance, type DecideContext } from './decision.ts';
import { fullTime } from './hold.ts';

/**
 * Next in line. What holds after every decision: no seat is free that somebody waits for and could have now. So
 * whoever asks for a free seat takes it from nobody, and no other rule has to know of the line.
 *
 * It is kept true by those who make it untrue. A command that lets seats come free, or lets somebody be able to have
 * them, offers them in the same append; `lineRules` tells when the sale or the event's rules have done so instead.
 *
 * First come, first served, over all kinds of wishes: the lowest place among those who can have what has come free.
 * Whoever can't, because they hold something or would have too much, keeps the place.
 */
export function withLineServed<A extends Answer>(
  map: SeatMap,
  decision: Acceptance<A>,
  context: DecideContext,
): Acceptance<A> {
  if (map.line.size === 0 || !concernsLine(map, decision.changes)) return decision;
  const draft = new DraftSeatMap(map);
  for (const change of decision.changes) draft.apply(change);
  endWhatIsHad(draft, decision.changes, context);
  offer(draft, candidatesAfter(draft, decision.changes), context);
  return { ...decision, changes: draft.changes };
}

/** Offers to the whole line what is free. */
export function servedLine(map: SeatMap, context: DecideContext): readonly Change[] {
  const draft = new DraftSeatMap(map);
  offer(draft, [...draft.line.all()], context);
  return draft.changes;
}

/** The rules by which a line is served now: the event's, and whether seats can be had. */
export function lineRules(
  { event }: Pick<SeatMap, 'event'>,
  timing: Pick<HoldTiming, 'arrivedAt' | 'correctionMs'>,
): string {
  return `${event.version} ${saleStatus(event, timing.arrivedAt - timing.correctionMs)}`;
}

/** The seats are free now. */
function freesSeats({ cause }: Change): boolean {
  return cause === 'released' || cause === 'expired' || cause === 'cancelled' || cause === 'unblocked';
}

function concernsLine({ line }: SeatMap, changes: readonly Change[]): boolean {
  return changes.some(
    (change) => freesSeats(change) || ('userId' in change && line.ofUser(change.userId).length > 0),
  );
}

/** Whoever has what they waited for does not wait for it any longer. */
function endWhatIsHad(draft: DraftSeatMap, changes: readonly Change[], context: DecideContext): void {
  for (const change of changes) {
    if (change.cause !== 'held' && change.cause !== 'reserved') continue;
    for (const entry of draft.line.ofUser(change.userId)) {
      if (!isHad(draft, entry.wish, change)) continue;
      const decision = new Decision(draft, context);
      decision.leaveLine(entry);
      applyAll(draft, decision);
    }
  }
}

function isHad({ hall }: SeatMap, wish: LineWish, { cause, seatIds }: Change): boolean {
  if ('seatId' in wish) return seatIds.includes(wish.seatId);
  if (cause !== 'reserved') return false;
  const fitting = seatIds.filter(
    (id) => wish.category === null || hall.categories[hall.categoryOf(id)] === wish.category,
  );
  return fitting.length >= wish.quantity;
}

/** Those to whom the changes may have made a difference, the first first. */
function candidatesAfter(draft: DraftSeatMap, changes: readonly Change[]): LineEntry[] {
  const found = new Map<number, LineEntry>();
  const add = (entries: Iterable<LineEntry>) => {
    for (const entry of entries) found.set(entry.sequence, entry);
  };
  let isAnyFree = false;
  for (const change of changes) {
    if (freesSeats(change)) {
      for (const seatId of change.seatIds) {
        if (draft.stateOf(seatId) !== 'available') continue;
        isAnyFree = true;
        add(draft.line.ofSeat(seatId));
      }
    }
    // They hold nothing any more, or have fewer seats than before.
    if ('userId' in change && draft.hold(change.userId) === undefined) add(draft.line.ofUser(change.userId));
  }
  if (isAnyFree) add(draft.line.ofWishes());
  return [...found.values()].sort((a, b) => a.sequence - b.sequence);
}

/** Goes through those who wait, and lets each have what is there for them. */
function offer(draft: DraftSeatMap, candidates: readonly LineEntry[], context: DecideContext): void {
  if (saleIsOpen(draft, context) !== undefined) return;
  // While this goes on seats only become fewer: what is not there for one is not there for the next.
  const inVain = new Set<string>();
  for (const entry of candidates) {
    if (draft.availableCount === 0) return;
    if (!isAble(draft, entry)) continue;
    const key = wishKey(entry.wish);
    const seatIds = inVain.has(key) ? undefined : seatsFor(draft, entry.wish);
    if (seatIds === undefined) {
      inVain.add(key);
      continue;
    }
    const decision = new Decision(draft, context);
    decision.offer(entry, seatIds, fullTime(draft, context).expiresAt);
    applyAll(draft, decision);
  }
}

/** Somebody who holds nothing, and would not have more than one may have. */
function isAble(map: SeatMap, { userId, wish }: LineEntry): boolean {
  const quantity = 'seatId' in wish ? 1 : wish.quantity;
  return map.hold(userId) === undefined && withinLimit(map, userId, quantity) === undefined;
}

/** What is there for a wish now; undefined when nothing is. */
export function seatsFor(map: SeatMap, wish: LineWish): readonly number[] | undefined {
  if ('seatId' in wish) return map.stateOf(wish.seatId) === 'available' ? [wish.seatId] : undefined;
  const { quantity, category, together } = wish;
  if (map.availableCount < quantity) return undefined;
  const best = bestAvailable(map, { quantity, category: category ?? undefined, together }, []);
  return best === undefined || (together && !best.isTogether) ? undefined : best.seatIds;
}

function applyAll(draft: DraftSeatMap, decision: Decision): void {
  for (const change of decision.acceptDone().changes) draft.apply(change);
}
