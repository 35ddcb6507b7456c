import type { HoldAnswer } from './command.ts';
import { holdAnswer } from './decide/hold.ts';
import { lostHold } from './policies.ts';
import type { Refusal } from './refusal.ts';
import type { SeatMap } from './seat-map.ts';

/** What a user who asks is told about the own hold: it, or why there is none. */
export function holdOf(map: SeatMap, userId: string, now: number): HoldAnswer | Refusal {
  const hold = map.hold(userId);
  if (hold !== undefined && now < hold.expiresAt) return holdAnswer(map, hold);
  const lost = hold ?? lostHold(map, userId, now);
  return lost === undefined ? { refused: 'no_hold' } : { refused: 'hold_expired', seatIds: lost.seatIds };
}
