import type { ReservationPage } from '@jari/contract';
import type { Hall } from '../../domain/hall.ts';
import { comparableName } from '../../domain/person-name.ts';
import type { ReservationRecord } from '../../ports/reservation-record.ts';
import type { Having, PersonRecords, ReservationsQuery } from '../../ports/person-records.ts';
import { readCode } from '../reservations/code.ts';
import { readPhone } from '../reservations/phone.ts';

/** How many reservations a search through parts reads at a time, and with one request at most. */
const PORTION = 1_000;
const PORTIONS_MAX = 20;

/** What is asked for: reservations of an event, of one state or both. */
export type Asked = Pick<ReservationsQuery, 'eventId' | 'state' | 'limit'>;

export interface Found {
  readonly records: readonly ReservationRecord[];
  /** Where to go on: how it was searched, and the last that was looked at. */
  readonly next: string | null;
  readonly searched: ReservationPage['searched'];
}

/** A page of an event's reservations, the newest first. */
export async function listPage(
  persons: PersonRecords,
  asked: Asked,
  after: string | undefined,
): Promise<Found> {
  const { records, next } = await pageOf(persons, { ...asked, before: sequenceOf(after) });
  return { records, next, searched: 'all' };
}

/**
 * A page of those that have `q`. Whole values are found by marks and columns, without decrypting anything else. A part
 * of a name, or the last digits of a phone, can be compared only with what has been decrypted: some thousands a
 * request, and `next` goes on from there.
 */
export async function searchPage(
  persons: PersonRecords,
  asked: Asked,
  { q, hall, after }: { readonly q: string; readonly hall: Hall; readonly after: string | undefined },
): Promise<Found> {
  if (after?.startsWith('s') !== true) {
    const having = wholeOf(q, hall);
    const { records, next } = await pageOf(persons, { ...asked, before: sequenceOf(after), having });
    if (records.length > 0 || after !== undefined) return { records, next, searched: 'whole' };
  }
  return searchParts(persons, asked, partOf(q), sequenceOf(after));
}

async function pageOf(
  persons: PersonRecords,
  query: ReservationsQuery,
): Promise<{ records: readonly ReservationRecord[]; next: string | null }> {
  const found = await persons.listReservations({ ...query, limit: query.limit + 1 });
  const records = found.slice(0, query.limit);
  const last = found.length > query.limit ? records.at(-1) : undefined;
  return { records, next: last === undefined ? null : `w${last.sequence}` };
}

async function searchParts(
  persons: PersonRecords,
  { limit, ...asked }: Asked,
  isMeant: (record: ReservationRecord) => boolean,
  from: number | null,
): Promise<Found> {
  const records: ReservationRecord[] = [];
  let before = from;
  for (let portion = 0; portion < PORTIONS_MAX; portion++) {
    const read = await persons.listReservations({ ...asked, before, limit: PORTION });
    for (const record of read) {
      before = record.sequence;
      if (isMeant(record)) records.push(record);
      if (records.length === limit) return { records, next: `s${before}`, searched: 'parts' };
    }
    if (read.length < PORTION) return { records, next: null, searched: 'parts' };
  }
  return { records, next: before === null ? null : `s${before}`, searched: 'parts' };
}

/** All that `q` can be as a whole. */
function wholeOf(q: string, hall: Hall): Having {
  const phone = readPhone(q);
  return {
    code: readCode(q),
    phone: 'phone' in phone ? phone.phone : undefined,
    userName: q,
    seatIds: seatsLabelled(q, hall),
  };
}

function partOf(q: string): (record: ReservationRecord) => boolean {
  const digits = /^[\d\s-]{3,}$/.test(q) ? q.replace(/\D/g, '') : undefined;
  const name = comparableName(q);
  return ({ userName, phone }) =>
    comparableName(userName).includes(name) || (digits !== undefined && phone.endsWith(digits));
}

/** The seats that are written so, with their section or without it; blanks, dots and dashes do not matter. */
function seatsLabelled(q: string, hall: Hall): readonly number[] {
  const wanted = lettersOf(q);
  // Every seat has a number; whoever looks for a name need not wait for a stadium's labels.
  if (!/\d/.test(wanted)) return [];
  const found: number[] = [];
  for (let seatId = 1; seatId <= hall.seatCount; seatId++) {
    const label = lettersOf(hall.label(seatId));
    if (!label.endsWith(wanted)) continue;
    const section = lettersOf(hall.sections[hall.sectionOf(seatId)]?.name ?? '');
    if (label === wanted || label === section + wanted) found.push(seatId);
  }
  return found;
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function sequenceOf(after: string | undefined): number | null {
  return after === undefined ? null : Number(after.slice(1));
}
