import type { Guest } from '@jari/contract';
import type { ReadTicket } from '@jari/contract/ticket-text';
import { readCode } from '#lib/tickets/read-code.ts';
import type { DoorBook, Standing } from './door-book.ts';
import type { CheckedTicket } from './ticket-check.ts';

/** What a door is told about a ticket, a code or a name. */
export type Verdict =
  /** May come in; `left` of the party are not in yet. */
  | {
      readonly kind: 'welcome';
      readonly reservation: number;
      /** Undefined: sold after the list was read; the signature vouches for it. */
      readonly guest: Guest | undefined;
      readonly code: string;
      readonly standing: Standing;
      /** That it is genuine was seen from its signature; a name or a code somebody may have overheard. */
      readonly isProven: boolean;
    }
  /** All of the party are in. */
  | {
      readonly kind: 'already_in';
      readonly guest: Guest | undefined;
      readonly code: string;
      readonly standing: Standing;
    }
  | { readonly kind: 'cancelled' | 'transferred'; readonly guest: Guest }
  /** Genuine, and for another evening. */
  | { readonly kind: 'other_event'; readonly eventId: string; readonly code: string }
  | { readonly kind: 'forged' | 'unknown_key' | 'no_ticket' }
  /** Typed, and on no list; or scanned, where the list has another ticket of this number. */
  | { readonly kind: 'not_found'; readonly code: string };

/** @param checked undefined for a text that is no ticket */
export function judgeTicket(checked: CheckedTicket | undefined, eventId: string, book: DoorBook): Verdict {
  if (checked === undefined) return { kind: 'no_ticket' };
  const { is, ticket } = checked;
  if (is !== 'genuine') return { kind: is };
  const { code, reservation } = ticket;
  if (ticket.eventId !== eventId) return { kind: 'other_event', eventId: ticket.eventId, code };
  return judgeGenuine(ticket, book.guest(reservation), book);
}

/** The ticket whose code somebody reads aloud. */
export function judgeCode(text: string, book: DoorBook): Verdict {
  const code = readCode(text);
  if (code === undefined) return { kind: 'no_ticket' };
  const guest = book.guestByCode(code);
  return guest === undefined ? { kind: 'not_found', code } : judgeGuest(guest, book);
}

/** Somebody found by name. */
export function judgeGuest(guest: Guest, book: DoorBook, isProven = false): Verdict {
  const { code, reservation, state } = guest;
  if (state !== 'active') return { kind: state, guest };
  const standing = book.standing(reservation);
  if (standing.left === 0) return { kind: 'already_in', guest, code, standing };
  return { kind: 'welcome', reservation, guest, code, standing, isProven };
}

function judgeGenuine(ticket: ReadTicket, guest: Guest | undefined, book: DoorBook): Verdict {
  const { reservation, code, seatIds } = ticket;
  // After a restored backup, or a failover that lost commits, the number may be somebody else's by now.
  if (guest !== undefined && guest.code !== code) return { kind: 'not_found', code };
  if (guest !== undefined) return judgeGuest(guest, book, true);
  const standing = book.standing(reservation, seatIds.length);
  if (standing.left === 0) return { kind: 'already_in', guest, code, standing };
  return { kind: 'welcome', reservation, guest, code, standing, isProven: true };
}

/** Who was welcome when they were judged may have come in by another door since, or have been cancelled. */
export function judgeAgain(shown: Extract<Verdict, { kind: 'welcome' }>, book: DoorBook): Verdict {
  const { reservation, code, isProven } = shown;
  const guest = book.guest(reservation);
  if (guest !== undefined) return judgeGuest(guest, book, isProven);
  const standing = book.standing(reservation, shown.standing.seats);
  return standing.left === 0 ? { kind: 'already_in', guest, code, standing } : { ...shown, standing };
}

/** One person with a proven ticket walks through; whoever else comes is asked about. */
export function isAtOnce(verdict: Verdict): boolean {
  return verdict.kind === 'welcome' && verdict.isProven && verdict.standing.left === 1;
}
