import type { EventDetails, Reservation } from '@jari/contract';

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

/** What this device keeps. */
export interface Kept {
  /** Whose browser it was. Somebody else must not find these tickets here. */
  readonly user: string | null;
  readonly tickets: readonly KeptTicket[];
}

type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'jari:tickets:1';
const NOTHING: Kept = { user: null, tickets: [] };

/**
 * Where tickets are kept: the browser's local storage, for all tabs; where that is forbidden they last as long as the page.
 * As soon as the server takes the visitor for somebody else they are forgotten. Who is here is asked by every page; what is
 * done with tickets, in kept-tickets.ts, only by some.
 */
export class TicketStore {
  /** Stands in where nothing can be kept. */
  private unkept: Kept | undefined;

  constructor(private readonly storage: TextStorage | undefined) {}

  /** As of now: another tab may have kept or forgotten some since this one last looked. */
  get kept(): Kept {
    return this.unkept ?? read(this.storage);
  }

  /** The server says who is here. */
  seenUser(user: string): void {
    const { kept } = this;
    if (kept.user === user) return;
    // Tickets that were found before anybody was known belong to whoever is known first.
    this.write(kept.user === null ? { ...kept, user } : { user, tickets: [] });
  }

  write(kept: Kept): void {
    this.unkept = this.storage === undefined ? kept : undefined;
    try {
      if (kept.tickets.length === 0 && kept.user === null) this.storage?.removeItem(KEY);
      else this.storage?.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Full or forbidden: then it lasts as long as the page.
      this.unkept = kept;
    }
  }
}

function read(storage: TextStorage | undefined): Kept {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? 'null') as Kept | null;
    return Array.isArray(kept?.tickets) ? kept : NOTHING;
  } catch {
    return NOTHING;
  }
}

function storageIfAllowed(): Storage | undefined {
  try {
    return typeof localStorage === 'undefined' ? undefined : localStorage;
  } catch {
    return undefined;
  }
}

export const ticketStore = new TicketStore(storageIfAllowed());
