import type { EventDetails, Reservation } from '@jari/contract';
import { reasonOf, type Failure } from '@jari/client/outcome';
import { maskPhone } from './mask-phone.ts';
import { ticketStore, type KeptTicket, type TicketStore } from './ticket-store.ts';

/** More than anybody needs at a door, and little enough for every browser's storage. */
const KEPT_MAX = 50;

/** The tickets that this device keeps, newest first. */
export class KeptTickets {
  constructor(private readonly store: Pick<TicketStore, 'kept' | 'write'>) {}

  get all(): readonly KeptTicket[] {
    return this.store.kept.tickets;
  }

  find(id: string): KeptTicket | undefined {
    return this.store.kept.tickets.find(({ reservation }) => reservation.id === id);
  }

  keep(
    reservation: Reservation,
    event: EventDetails | null,
    options: { now: number; found?: boolean },
  ): void {
    const { kept } = this.store;
    const before = kept.tickets.find((other) => other.reservation.id === reservation.id);
    // A list tells no signed texts; the one that the door wants is kept from when it was told.
    const signed = reservation.status === 'active' ? before?.reservation.ticket : undefined;
    const ticket: KeptTicket = {
      reservation: {
        ...(signed === undefined ? {} : { ticket: signed }),
        ...reservation,
        phone: maskPhone(reservation.phone),
      },
      event: event ?? before?.event ?? null,
      seenAt: options.now,
      found: options.found ?? false,
    };
    const others = kept.tickets.filter((other) => other !== before);
    this.store.write({ ...kept, tickets: [ticket, ...others].slice(0, KEPT_MAX) });
  }

  /** Looked up by its code it is another visitor's, here for reading only; but one of this visitor's own stays so. */
  keepFound(reservation: Reservation, event: EventDetails | null, now: number): void {
    const mine = this.find(reservation.id);
    this.keep(reservation, event, { now, found: mine === undefined || mine.found });
  }

  /**
   * What is left to show when the server did not tell the ticket. That it is nobody's, or somebody else's by now, ends
   * it; whatever else went wrong says nothing of it.
   */
  afterFailure(id: string, failure: Failure): KeptTicket | undefined {
    if (reasonOf(failure) === 'not_found') this.forget(id);
    return this.find(id);
  }

  forget(id: string): void {
    const { kept } = this.store;
    this.store.write({ ...kept, tickets: kept.tickets.filter(({ reservation }) => reservation.id !== id) });
  }
}

export const keptTickets = new KeptTickets(ticketStore);
