import type { HoldAnswer, LineAnswer } from './command.ts';
import { holdAnswer } from './decide/hold.ts';
import { placeInLine } from './seat-line.ts';
import type { SeatMap } from './seat-map.ts';

/** What a user who asks is told about the own hold; undefined when there is none, or none any more. */
export function holdOf(map: SeatMap, userId: string, now: number): HoldAnswer | undefined {
  const hold = map.hold(userId);
  return hold !== undefined && now < hold.expiresAt ? holdAnswer(map, hold) : undefined;
}

/** Where a user stands in line, the oldest place first. */
export function placesInLineOf({ line }: SeatMap, userId: string): readonly LineAnswer[] {
  return line.ofUser(userId).map((entry) => ({ entry, place: placeInLine(line, entry) }));
}
