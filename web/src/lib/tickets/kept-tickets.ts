import type { EventDetails, Reservation } from '@jari/contract';
import { reasonOf, type Failure } from '@jari/client/outcome';
import { maskPhone } from './mask-phone.ts';

/** A ticket as it was last seen, so that it opens without a network. */
export interface KeptTicket {
  /** Without the phone number, of which only the end is kept. */
  readonly reservation: Reservation;
  readonly event: EventDetails | null;
  /** When the server said so, in milliseconds since the epoch. */
  readonly seenAt: number;
  /** Found by code and phone: it is another visitor's, and can be read here, not asked for again. */
  readonly found: boolean;
}

interface Kept {
  /** Whose browser it was. Somebody else must not find these tickets here. */
  readonly user: string | null;
  readonly tickets: readonly KeptTicket[];
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'jari:tickets:1';
/** More than anybody needs at a door, and little enough for every browser's storage. */
const KEPT_MAX = 50;
const NOTHING: Kept = { user: null, tickets: [] };

/**
 * The tickets that this device keeps, newest first. They stand in the browser's local storage; where that is
 * forbidden they last as long as the page. As soon as the server takes the visitor for somebody else they are
 * forgotten.
 */
export class KeptTickets {
  /** Stands in where nothing can be kept. */
  private unkept: Kept | undefined;

  constructor(private readonly store: Store | undefined) {}

  /** As of now: another tab may have kept or forgotten some since this one last looked. */
  private get kept(): Kept {
    return this.unkept ?? read(this.store);
  }

  get all(): readonly KeptTicket[] {
    return this.kept.tickets;
  }

  find(id: string): KeptTicket | undefined {
    return this.kept.tickets.find(({ reservation }) => reservation.id === id);
  }

  /** The server says who is here. */
  seenUser(user: string): void {
    const { kept } = this;
    if (kept.user === user) return;
    // Tickets that were found before anybody was known belong to whoever is known first.
    this.write(kept.user === null ? { ...kept, user } : { user, tickets: [] });
  }

  keep(
    reservation: Reservation,
    event: EventDetails | null,
    options: { now: number; found?: boolean },
  ): void {
    const { kept } = this;
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
    this.write({ ...kept, tickets: [ticket, ...others].slice(0, KEPT_MAX) });
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
    const { kept } = this;
    this.write({ ...kept, tickets: kept.tickets.filter(({ reservation }) => reservation.id !== id) });
  }

  /**
   * One that the server no longer lists is nobody's any more, or beyond what it lists; but one that was kept since it was
   * asked is new, as from another tab.
   */
  forgetUnlisted(listed: ReadonlySet<string>, askedAt: number): void {
    for (const { reservation, found, seenAt } of this.all) {
      if (!found && seenAt < askedAt && !listed.has(reservation.id)) this.forget(reservation.id);
    }
  }

  private write(kept: Kept): void {
    this.unkept = this.store === undefined ? kept : undefined;
    try {
      if (kept.tickets.length === 0 && kept.user === null) this.store?.removeItem(KEY);
      else this.store?.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Full or forbidden: then it lasts as long as the page.
      this.unkept = kept;
    }
  }
}

function read(store: Store | undefined): Kept {
  try {
    const kept = JSON.parse(store?.getItem(KEY) ?? 'null') as Kept | null;
    return Array.isArray(kept?.tickets) ? kept : NOTHING;
  } catch {
    return NOTHING;
  }
}

function storage(): Storage | undefined {
  try {
    return typeof localStorage === 'undefined' ? undefined : localStorage;
  } catch {
    return undefined;
  }
}

export const keptTickets = new KeptTickets(storage());
