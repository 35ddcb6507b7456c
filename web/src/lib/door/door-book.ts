import type { Entry, Guest } from '@jari/contract';
import { judgeScans, standingScans, type Judgement } from '@jari/contract/entry-rule';

/** People whom some door has let in, this one or another. */
export interface DoorScan {
  readonly scanId: string;
  readonly reservation: number;
  readonly count: number;
  readonly door: string;
  /** By the server's clock, as far as it is known. */
  readonly at: number;
  /** The scan that was a mistake, and is taken back by this one. */
  readonly undoes?: string | undefined;
}

/** What is new of those who are expected, and of those who came in. */
export interface Heard {
  readonly guests: readonly Guest[];
  /** Whether nobody else is expected, and not only these have changed. */
  readonly isWhole: boolean;
  readonly entries: readonly Entry[];
}

/** Where a reservation stands: who has come in on it, also on the ticket that it was before it was handed on. */
export interface Standing extends Judgement<DoorScan> {
  readonly seats: number;
  /** How many may still come in. */
  readonly left: number;
}

export interface SectionCount {
  readonly section: string | null;
  readonly admitted: number;
  readonly expected: number;
}

export interface Double {
  /** Undefined while the guest list does not know the reservation. */
  readonly guest: Guest | undefined;
  readonly reservation: number;
  readonly standing: Standing;
}

/**
 * What a door knows: who is expected, and who came in wherever. Scans only grow; what is true follows from the whole of it,
 * so that doors which know the same say the same.
 */
export class DoorBook {
  private readonly guests = new Map<number, Guest>();
  private readonly byCode = new Map<string, Guest>();
  private readonly scans = new Map<string, DoorScan>();
  private scansByOrigin = new Map<number, DoorScan[]>();

  get guestCount(): number {
    return this.guests.size;
  }

  get everybody(): Iterable<Guest> {
    return this.guests.values();
  }

  /** What a round with the server has brought. */
  take({ guests, isWhole, entries }: Heard): void {
    if (isWhole) this.replaceGuests(guests);
    else if (guests.length > 0) this.putGuests(guests);
    if (entries.length > 0) this.putEntries(entries);
  }

  /** The newest word about each of them. */
  putGuests(guests: Iterable<Guest>): void {
    for (const guest of guests) {
      this.guests.set(guest.reservation, guest);
      this.byCode.set(guest.code, guest);
    }
    this.sortScans();
  }

  /** Nobody else is expected: who was may be somebody of a history that is no more. */
  replaceGuests(guests: Iterable<Guest>): void {
    this.guests.clear();
    this.byCode.clear();
    this.putGuests(guests);
  }

  /** What the server has counts more than what this phone had noted, whose clock may be wrong. */
  putEntries(entries: Iterable<Entry>): void {
    for (const { scan_id: scanId, undoes, reservation, count, door, at } of entries) {
      const undone = undoes == null ? {} : { undoes };
      this.scans.set(scanId, { scanId, reservation, count, door, at: Date.parse(at), ...undone });
    }
    this.sortScans();
  }

  putOwn(scans: Iterable<DoorScan>): void {
    for (const scan of scans) if (!this.scans.has(scan.scanId)) this.scans.set(scan.scanId, scan);
    this.sortScans();
  }

  guest(reservation: number): Guest | undefined {
    return this.guests.get(reservation);
  }

  guestByCode(code: string): Guest | undefined {
    return this.byCode.get(code);
  }

  /** Those whose name, code or seat has the text in it, by name; at most `limit`. */
  search(text: string, limit: number): readonly Guest[] {
    const wanted = plain(text);
    if (wanted === '') return [];
    return [...this.guests.values()]
      .filter(
        (guest) => guest.state === 'active' && wordsOf(guest).some((word) => plain(word).includes(wanted)),
      )
      .sort((a, b) => a.name.localeCompare(b.name))
      .slice(0, limit);
  }

  /** @param seats how many the ticket is for, where the guest list does not know it */
  standing(reservation: number, seats?: number): Standing {
    const guest = this.guests.get(reservation);
    const total = guest?.seats.length ?? seats ?? 1;
    const scans = standingScans(this.scansByOrigin.get(this.originOf(reservation)) ?? []);
    const judged = judgeScans(scans, total);
    return { ...judged, seats: total, left: total - judged.admitted };
  }

  /** How many came in of how many, whole and by section; sections in the order of the list. */
  counts(): { readonly whole: SectionCount; readonly sections: readonly SectionCount[] } {
    const sections = new Map<string | null, { admitted: number; expected: number }>();
    let admitted = 0;
    let expected = 0;
    for (const guest of this.guests.values()) {
      if (guest.state !== 'active') continue;
      const standing = this.standing(guest.reservation);
      guest.seats.forEach(({ section }, i) => {
        const count = sections.get(section) ?? { admitted: 0, expected: 0 };
        count.expected++;
        // Which of a party came first nobody asks: the first seats are theirs.
        if (i < standing.admitted) count.admitted++;
        sections.set(section, count);
      });
      admitted += standing.admitted;
      expected += guest.seats.length;
    }
    return {
      whole: { section: null, admitted, expected },
      sections: Array.from(sections, ([section, count]) => ({ section, ...count })),
    };
  }

  /** Reservations on which more people came in than have seats, the newest first. */
  doubles(): readonly Double[] {
    const doubles = [...this.scansByOrigin.keys()].flatMap((origin): Double[] => {
      const guest = this.currentOf(origin);
      const reservation = guest?.reservation ?? origin;
      // Of a reservation that is not on the list only its own ticket knows how many it is for.
      if (guest === undefined) return [];
      const standing = this.standing(reservation);
      return standing.doubled > 0 ? [{ guest, reservation, standing }] : [];
    });
    const lastAt = ({ standing }: Double) => standing.scans.at(-1)?.scan.at ?? 0;
    return doubles.sort((a, b) => lastAt(b) - lastAt(a));
  }

  private originOf(reservation: number): number {
    return this.guests.get(reservation)?.origin ?? reservation;
  }

  /** The guest who has the places of an origin now. */
  private currentOf(origin: number): Guest | undefined {
    let current = this.guests.get(origin);
    if (current?.state !== 'transferred') return current;
    for (const guest of this.guests.values()) {
      if (guest.origin === origin && guest.reservation > current.reservation) current = guest;
    }
    return current;
  }

  private sortScans(): void {
    this.scansByOrigin = new Map();
    for (const scan of this.scans.values()) {
      const origin = this.originOf(scan.reservation);
      const scans = this.scansByOrigin.get(origin);
      if (scans === undefined) this.scansByOrigin.set(origin, [scan]);
      else scans.push(scan);
    }
  }
}

function wordsOf({ name, code, seats }: Guest): readonly string[] {
  return [name, code, ...seats.map(({ section, label }) => `${section ?? ''}${label}`)];
}

/** Without what people leave out: case, blanks, dashes, accents. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Pd}\p{Z}\s·]/gu, '')
    .normalize('NFC')
    .toLowerCase();
}
