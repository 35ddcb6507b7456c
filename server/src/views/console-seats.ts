import type { ConsoleHold, ConsoleReservation, ConsoleSeats } from '@jari/contract';
import type { BoxOffice } from '../box-office/box-office.ts';
import type { CommittedSeatMap } from '../domain/committed-seat-map.ts';
import { positionText, userMark } from '../domain/log-chain.ts';
import type { Hold } from '../domain/seat.ts';
import { EncodedText } from './encoded-text.ts';
import type { EventSales } from './event-sales.ts';

/** How much of a user's mark in the log is shown: enough to tell those of one event apart. */
const MASK_LENGTH = 10;
/** Whose are the seats that were sold at the desk. No request can claim such a name. */
export const DESK_PREFIX = 'desk:';
/** How long consoles are shown the same text of a hall in which nothing happens; it also tells the time. */
const AGE_MAX_MS = 1_000;

/** How the console names a user: nobody can tell from it who that is, and it stays the same within an event. */
export function maskedUser(userId: string, logKey: string): string {
  return userMark(userId, logKey).slice(0, MASK_LENGTH);
}

/** Who holds or has what, as text. */
export interface ConsoleSeatsText {
  readonly etag: string;
  readonly text: EncodedText;
}

interface Written extends ConsoleSeatsText {
  readonly atMs: number;
}

/**
 * The live halls of the consoles that are open. A full hall of 60,000 seats is written in about a tenth of a second, so
 * it is done once for all who look, and what is written of a reservation is kept until it loses seats.
 */
export class ConsoleSeatsCache {
  private readonly byMap = new WeakMap<CommittedSeatMap, HallWriter>();

  of(office: BoxOffice, sales: EventSales): ConsoleSeatsText {
    const { seatMap } = office;
    let writer = this.byMap.get(seatMap);
    if (writer === undefined) this.byMap.set(seatMap, (writer = new HallWriter()));
    return writer.write(office, sales);
  }
}

class HallWriter {
  private written: Written | undefined;
  /** By the change that made them. */
  private reservations = new Map<number, ConsoleReservation>();

  write(office: BoxOffice, sales: EventSales): ConsoleSeatsText {
    const { epoch, sequence, head, event } = office.seatMap;
    // What was sold while sales were read has no time yet: whoever has that text is to get the whole one.
    const rest = sales.isCompleteFor(office.seatMap) ? '' : '.partial';
    const etag = `W/"${positionText({ epoch, sequence, head })}.${event.version}${rest}"`;
    const atMs = office.wallNow();
    if (this.written?.etag === etag && Math.abs(atMs - this.written.atMs) < AGE_MAX_MS) return this.written;
    const text = new EncodedText(JSON.stringify(this.seats(office, sales)));
    this.written = { etag, text, atMs };
    return this.written;
  }

  private seats(office: BoxOffice, sales: EventSales): ConsoleSeats {
    const { seatMap } = office;
    const { epoch, sequence, head, event, logKey } = seatMap;
    const holds: ConsoleHold[] = [];
    const reservations = new Map<number, ConsoleReservation>();
    for (const { userId, hold, reservations: own } of seatMap.allPlaces()) {
      if (hold !== undefined) holds.push(holdJson(hold, office));
      for (const { sequence: madeBy, seatIds } of own) {
        const known = this.reservations.get(madeBy);
        const isSame = known?.seat_ids.length === seatIds.length && known.since !== null;
        reservations.set(madeBy, isSame ? known : reservationJson(userId, madeBy, seatIds));
      }
    }
    this.reservations = reservations;
    return {
      event: event.eventId,
      epoch,
      position: positionText({ epoch, sequence, head }),
      sequence,
      server_time: new Date(office.wallNow()).toISOString(),
      states: seatMap.stateText(),
      holds,
      reservations: [...reservations.values()],
    };

    function reservationJson(userId: string, madeBy: number, seatIds: readonly number[]): ConsoleReservation {
      const sold = sales.of(seatIds[0] ?? 0);
      // The seat may have been sold before, and this sale not be read yet.
      const at = sold?.reservation === madeBy ? sold.at : undefined;
      return {
        id: `${event.eventId}.${madeBy}`,
        user: maskedUser(userId, logKey),
        seat_ids: [...seatIds],
        since: at === undefined ? null : new Date(at).toISOString(),
        is_desk: userId.startsWith(DESK_PREFIX),
      };
    }
  }
}

function holdJson({ userId, seatIds, expiresAt, extensionsUsed }: Hold, office: BoxOffice): ConsoleHold {
  const { event, logKey } = office.seatMap;
  const { now, correctionMs } = office.time();
  const wall = (steady: number) => new Date(steady - correctionMs).toISOString();
  return {
    user: maskedUser(userId, logKey),
    seat_ids: [...seatIds],
    since: wall(expiresAt - event.rules.holdTtlMs * (1 + extensionsUsed)),
    expires_at: wall(expiresAt),
    expires_in_ms: Math.max(0, Math.floor(expiresAt - now)),
    extensions_used: extensionsUsed,
  };
}
