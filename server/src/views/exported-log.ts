import type { Change } from '../domain/change.ts';
import { canonicalText } from '../domain/change-codec.ts';
import type { Event } from '../domain/event.ts';
import { userMark, type Position } from '../domain/log-chain.ts';

/**
 * An event's log as a file that anybody can check: one JSON value a line. The first says what is exported;
 * each other is the array that a change's hash is taken of, with the hash added at its end. People appear as
 * marks; docs/log-format.md describes it for those who write a checker of their own.
 */
export function exportedHeader(event: Event, seatCount: number, from: Position, to: Position): string {
  const { maxSeatsPerUser, holdExtensions } = event.rules;
  return JSON.stringify({
    format: 'jari-log',
    version: 1,
    event: event.eventId,
    seat_count: seatCount,
    epoch: to.epoch,
    from: { sequence: from.sequence, head: from.head },
    to: { sequence: to.sequence, head: to.head },
    rules: { max_seats_per_user: maxSeatsPerUser, hold_extensions: holdExtensions },
  });
}

export function exportedChange(change: Change, logKey: string): string {
  const mark = 'userId' in change ? userMark(change.userId, logKey) : null;
  return `${canonicalText(change, mark).slice(0, -1)},"${change.hash}"]`;
}
