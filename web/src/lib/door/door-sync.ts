import type {
  EntriesTaken,
  Entry,
  EntryList,
  EventDetails,
  EventList,
  Guest,
  GuestList,
  TicketKeys,
} from '@jari/contract';
import type { Outcome } from '@jari/client/outcome';
import type { RequestOptions } from '#lib/api/request.ts';
import type { Heard } from './door-book.ts';
import type { DoorState, OwnScan } from './door-store.ts';

type Request = <T>(path: string, options?: RequestOptions) => Promise<Outcome<T>>;

/** Scans in one request; as many as its body may hold (the contract's ENTRIES_PER_REQUEST_MAX). */
const SCANS_AT_ONCE = 80;

/** What a round with the server has brought. */
export interface News extends Heard {
  readonly state: DoorState;
}

/** A round that came to nothing. What was learnt before it failed is asked again the next time. */
class Stopped extends Error {
  constructor(readonly outcome: Extract<Outcome<unknown>, { ok: false }>) {
    super('stopped');
  }
}

/** Reads all that a door needs to go on without a network. */
export async function prepare(request: Request, event: string, door: string): Promise<Outcome<News>> {
  return round(async (ask) => {
    const details = await ask<EventDetails>(`/events/${event}`);
    const { events } = await ask<EventList>('/events');
    const others = events
      .filter(({ id }) => id !== event)
      .map(({ id, title, starts_at: startsAt }) => [id, { title, startsAt }] as const);
    const { keys } = await ask<TicketKeys>('/tickets/keys');
    const { guests, position } = await allGuests(ask, event);
    const blank: DoorState = {
      event,
      door,
      title: details.title,
      startsAt: details.starts_at,
      timeZone: details.time_zone,
      others: Object.fromEntries(others),
      keys,
      position,
      number: 0,
      syncedAt: 0,
      aheadMs: 0,
    };
    const { state, entries } = await readEntries(ask, blank);
    return { state, guests, entries, isWhole: true };
  }, request);
}

/** Tells the server of scans; gives those that it has now. Harmless to repeat. */
export function tellScans(
  request: Request,
  event: string,
  device: string,
  scans: readonly OwnScan[],
): Promise<Outcome<readonly OwnScan[]>> {
  return round(async (ask) => {
    // A phone may have stood at another door before.
    for (const door of new Set(scans.map((scan) => scan.door))) {
      const own = scans.filter((scan) => scan.door === door);
      for (let i = 0; i < own.length; i += SCANS_AT_ONCE) {
        const entries = own.slice(i, i + SCANS_AT_ONCE).map(({ scanId, reservation, count, at, undoes }) => ({
          scan_id: scanId,
          reservation,
          count,
          at: new Date(at).toISOString(),
          ...(undoes === undefined ? {} : { undoes }),
        }));
        const body = JSON.stringify({ door, device, sent_at: new Date().toISOString(), entries });
        await ask<EntriesTaken>(`/admin/events/${event}/entries`, { method: 'POST', body });
      }
    }
    return scans.map((scan) => ({ ...scan, isSent: true }));
  }, request);
}

/** Asks what other doors did and, where the sale has moved on, who is expected now. */
export async function hearNews(request: Request, before: DoorState): Promise<Outcome<News>> {
  return round(async (ask) => {
    const { state, entries, position } = await readEntries(ask, before);
    if (position === before.position) return { state, entries, guests: [], isWhole: false };
    const list = await ask<GuestList>(`/admin/events/${before.event}/guests?after=${before.position}`);
    // A key may have changed since; a ticket by a new one would look like a stranger's.
    const { keys } = await ask<TicketKeys>('/tickets/keys');
    if (!list.reload) {
      const { guests } = list;
      return { state: { ...state, keys, position: list.position }, entries, guests, isWhole: false };
    }
    const { guests, position: reached } = await allGuests(ask, before.event);
    // The server may have lost what it had told, and have given its numbers to others.
    const anew = await readEntries(ask, { ...state, number: 0 });
    return { ...anew, state: { ...anew.state, keys, position: reached }, guests, isWhole: true };
  }, request);
}

type Ask = <T>(path: string, options?: RequestOptions) => Promise<T>;

async function round<T>(work: (ask: Ask) => Promise<T>, request: Request): Promise<Outcome<T>> {
  const sentAt = performance.now();
  const ask = async <A>(path: string, options?: RequestOptions): Promise<A> => {
    const outcome = await request<A>(path, options);
    if (!outcome.ok) throw new Stopped(outcome);
    return outcome.value;
  };
  try {
    return { ok: true, value: await work(ask), sentAt };
  } catch (error) {
    if (error instanceof Stopped) return error.outcome;
    throw error;
  }
}

async function allGuests(ask: Ask, event: string): Promise<{ guests: Guest[]; position: string }> {
  const guests: Guest[] = [];
  let position: string | undefined;
  let from: number | null = 0;
  while (from !== null) {
    const page: GuestList = await ask<GuestList>(`/admin/events/${event}/guests?from=${from}`);
    // What changes while the pages are read is asked for again as of the first of them.
    position ??= page.position;
    guests.push(...page.guests);
    from = page.next;
  }
  return { guests, position: position ?? '0' };
}

async function readEntries(
  ask: Ask,
  before: DoorState,
): Promise<{ state: DoorState; entries: Entry[]; position: string }> {
  const entries: Entry[] = [];
  let state = before;
  for (;;) {
    const askedAt = Date.now();
    const list = await ask<EntryList>(`/admin/events/${before.event}/entries?after=${state.number}`);
    const answeredAt = Date.now();
    const serverNow = Date.parse(list.server_time);
    entries.push(...list.entries);
    state = {
      ...state,
      number: list.entries.at(-1)?.number ?? state.number,
      syncedAt: serverNow,
      aheadMs: serverNow - (askedAt + answeredAt) / 2,
    };
    if (!list.has_more) return { state, entries, position: list.position };
  }
}
