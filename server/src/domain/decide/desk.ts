import type { Actor } from '../change.ts';
import type { CommandOf, DoneAnswer, OrganiserName } from '../command.ts';
import { seatsAreFreeFor, seatsExist } from '../policies.ts';
import { firstRefusal, type Refusal } from '../refusal.ts';
import type { SeatMap } from '../seat-map.ts';
import { Decision, type Acceptance, type DecideContext } from './decision.ts';

/** The organiser's commands. Only a reset breaks into holds; no lot is drawn for any of them. */
type Decided = Acceptance<DoneAnswer> | Refusal;

/** A hold is a promise, so it stands in the organiser's way too. */
export function decideBlock(
  map: SeatMap,
  { by, seatIds }: CommandOf<'block'>,
  context: DecideContext,
): Decided {
  const open = seatIds.filter((id) => map.stateOf(id) !== 'blocked');
  const refusal = firstRefusal([seatsExist(map, seatIds), seatsAreFreeFor(map, undefined, open, context)]);
  if (refusal !== undefined) return refusal;
  const decision = new Decision(map, context, organiser(by));
  decision.takeOver(undefined, open);
  decision.setBlocked('blocked', open);
  return decision.acceptDone();
}

export function decideUnblock(
  map: SeatMap,
  { by, seatIds }: CommandOf<'unblock'>,
  context: DecideContext,
): Decided {
  const refusal = seatsExist(map, seatIds);
  if (refusal !== undefined) return refusal;
  const decision = new Decision(map, context, organiser(by));
  decision.setBlocked(
    'unblocked',
    seatIds.filter((id) => map.stateOf(id) === 'blocked'),
  );
  return decision.acceptDone();
}

export function decideReserveForDesk(
  map: SeatMap,
  { by, userId, seatId }: CommandOf<'reserveForDesk'>,
  context: DecideContext,
): Decided {
  const decision = new Decision(map, context, organiser(by));
  if (map.stateOf(seatId) === 'reserved') return decision.acceptDone();
  const refusal = firstRefusal([seatsExist(map, [seatId]), seatsAreFreeFor(map, userId, [seatId], context)]);
  if (refusal !== undefined) return refusal;
  decision.takeOver(userId, [seatId]);
  decision.reserve(userId, [seatId]);
  return decision.acceptDone();
}

/** Frees one reserved seat; the other seats of its reservation stay reserved. */
export function decideFree(map: SeatMap, { by, seatId }: CommandOf<'free'>, context: DecideContext): Decided {
  const unknown = seatsExist(map, [seatId]);
  if (unknown !== undefined) return unknown;
  const decision = new Decision(map, context, organiser(by));
  const userId = map.ownerOf(seatId);
  if (map.stateOf(seatId) === 'reserved' && userId !== undefined) {
    const reservation = map.place(userId)?.reservations.find(({ seatIds }) => seatIds.includes(seatId));
    if (reservation === undefined) throw new Error(`seat ${seatId} is reserved without a reservation`);
    decision.cancel(userId, reservation.sequence, [seatId]);
    return decision.acceptDone();
  }
  return seatsAreFreeFor(map, undefined, [seatId], context) ?? decision.acceptDone();
}

/** Takes everything that these users have, holds included: the one command that breaks into a hold. */
export function decideReset(
  map: SeatMap,
  { by, userIds }: CommandOf<'reset'>,
  context: DecideContext,
): Acceptance<DoneAnswer> {
  const decision = new Decision(map, context, organiser(by));
  for (const userId of userIds) {
    const place = map.place(userId);
    if (place?.hold !== undefined) decision.release(place.hold, place.hold.seatIds);
    for (const { sequence, seatIds } of place?.reservations ?? []) {
      decision.cancel(userId, sequence, seatIds);
    }
  }
  return decision.acceptDone();
}

function organiser(name: OrganiserName): Actor {
  return `organiser:${name}`;
}
