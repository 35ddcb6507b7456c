import type { ConsoleHold, ConsoleReservation, ConsoleSeats } from '@jari/contract';
import type { BoxOffice } from '../box-office/box-office.ts';
import { positionText, userMark } from '../domain/log-chain.ts';
import type { EventSales } from './event-sales.ts';

/** How much of a user's mark in the log is shown: enough to tell those of one event apart. */
const MASK_LENGTH = 10;
/** Whose are the seats that were sold at the desk. No request can claim such a name. */
export const DESK_PREFIX = 'desk:';

/** How the console names a user: nobody can tell from it who that is, and it stays the same within an event. */
export function maskedUser(userId: string, logKey: string): string {
  return userMark(userId, logKey).slice(0, MASK_LENGTH);
}

/** Who holds or has what. */
export function consoleSeats(office: BoxOffice, sales: EventSales): ConsoleSeats {
  const { seatMap } = office;
  const { epoch, sequence, head, event, logKey } = seatMap;
  const { now, correctionMs } = office.time();
  const holds: ConsoleHold[] = [];
  const reservations: ConsoleReservation[] = [];
  const wall = (steady: number) => new Date(steady - correctionMs).toISOString();
  for (const { userId, hold, reservations: own } of seatMap.allPlaces()) {
    if (hold === undefined && own.length === 0) continue;
    const user = maskedUser(userId, logKey);
    if (hold !== undefined) {
      const { seatIds, expiresAt, extensionsUsed } = hold;
      const begunAt = expiresAt - event.rules.holdTtlMs * (1 + extensionsUsed);
      holds.push({
        user,
        seat_ids: [...seatIds],
        since: wall(begunAt),
        expires_at: wall(expiresAt),
        expires_in_ms: Math.max(0, Math.floor(expiresAt - now)),
        extensions_used: extensionsUsed,
      });
    }
    for (const { sequence: reservation, seatIds } of own) {
      const at = sales.of(seatIds[0] ?? 0)?.at;
      reservations.push({
        id: `${event.eventId}.${reservation}`,
        user,
        seat_ids: [...seatIds],
        since: at === undefined ? null : new Date(at).toISOString(),
        is_desk: userId.startsWith(DESK_PREFIX),
      });
    }
  }
  return {
    event: event.eventId,
    epoch,
    position: positionText({ epoch, sequence, head }),
    sequence,
    server_time: new Date(office.wallNow()).toISOString(),
    states: seatMap.stateText(),
    holds,
    reservations,
  };
}
