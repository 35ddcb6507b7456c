import type { EventDetails, Reservation } from '@jari/contract';
import { calendarEnd } from './calendar.ts';
import type { KeptTickets } from './kept-tickets.ts';

export interface TicketEntry {
  readonly reservation: Reservation;
  readonly event: EventDetails | null;
}

export interface TicketGroups {
  /** Still to come, the next first. */
  readonly active: readonly TicketEntry[];
  /** Over, the latest first. */
  readonly past: readonly TicketEntry[];
  readonly cancelled: readonly TicketEntry[];
}

/** Sorts tickets as their owner looks for them. One whose event is not known is taken for one to come. */
export function groupTickets(entries: readonly TicketEntry[], now: number): TicketGroups {
  const active = entries.filter((entry) => entry.reservation.status === 'active');
  const isOver = ({ event }: TicketEntry) => event !== null && calendarEnd(event).getTime() < now;
  return {
    active: active.filter((entry) => !isOver(entry)).toSorted((a, b) => startOf(a) - startOf(b)),
    past: active.filter(isOver).toSorted((a, b) => startOf(b) - startOf(a)),
    cancelled: entries
      .filter((entry) => entry.reservation.status === 'cancelled')
      .toSorted((a, b) => startOf(b) - startOf(a)),
  };
}

/**
 * One that the server no longer lists is nobody's any more, or beyond what it lists; but one that was kept since it was
 * asked is new, as from another tab.
 */
export function forgetUnlisted(kept: KeptTickets, listed: ReadonlySet<string>, askedAt: number): void {
  for (const { reservation, found, seenAt } of kept.all) {
    if (!found && seenAt < askedAt && !listed.has(reservation.id)) kept.forget(reservation.id);
  }
}

function startOf({ event, reservation }: TicketEntry): number {
  return Date.parse(event?.starts_at ?? reservation.created_at);
}
