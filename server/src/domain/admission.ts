import type { Pass } from './command.ts';
import { isValid, type HoldTiming } from './hold-validity.ts';
import type { Refusal } from './refusal.ts';
import type { SeatMap } from './seat-map.ts';

/**
 * Where the event has a waiting room, seats are for those whose turn it is: from the pass until its end, or
 * until its user has reserved something. What a user holds already is a promise, and needs no pass.
 *
 * @param seatIds what is asked for, if that is known already
 */
export function isAdmitted(
  map: SeatMap,
  userId: string,
  pass: Pass | undefined,
  seatIds: readonly number[] | undefined,
  timing: HoldTiming,
): Refusal | undefined {
  if (map.event.rules.waitingRoom === null) return undefined;
  const hold = map.hold(userId);
  const isPromised =
    hold !== undefined && isValid(hold, timing) && seatIds?.every((id) => hold.seatIds.includes(id));
  if (isPromised) return undefined;
  if (pass === undefined) return { refused: 'not_admitted' };
  if (timing.arrivedAt - timing.correctionMs >= pass.endsAtMs) return { refused: 'turn_missed' };
  const isUsed = map.place(userId)?.reservations.some(({ sequence }) => sequence > pass.sequence);
  return isUsed ? { refused: 'turn_missed' } : undefined;
}
