import type { HoldAnswer } from './command.ts';
import { holdAnswer } from './decide/hold.ts';
import type { SeatMap } from './seat-map.ts';

/** What a user who asks is told about the own hold; undefined when there is none, or none any more. */
export function holdOf(map: SeatMap, userId: string, now: number): HoldAnswer | undefined {
  const hold = map.hold(userId);
  return hold !== undefined && now < hold.expiresAt ? holdAnswer(map, hold) : undefined;
}
