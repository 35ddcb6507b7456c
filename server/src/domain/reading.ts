import type { CommandOf, HoldAnswer, LineAnswer, TakenHold } from './command.ts';
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

/** Whose holds these are, and which of the seats. One a user, however many of the seats are theirs. */
export function holdsAmong(map: SeatMap, of: CommandOf<'endHolds'>['of']): readonly TakenHold[] {
  if ('userId' in of) {
    const hold = map.hold(of.userId);
    return hold === undefined ? [] : [{ userId: hold.userId, seatIds: hold.seatIds }];
  }
  const byUser = new Map<string, number[]>();
  for (const seatId of of.seatIds.toSorted((a, b) => a - b)) {
    const userId = map.stateOf(seatId) === 'held' ? map.ownerOf(seatId) : undefined;
    if (userId === undefined) continue;
    const seats = byUser.get(userId);
    if (seats === undefined) byUser.set(userId, [seatId]);
    else seats.push(seatId);
  }
  return Array.from(byUser, ([userId, seatIds]) => ({ userId, seatIds }));
}
