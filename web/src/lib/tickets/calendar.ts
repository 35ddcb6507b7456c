import type { EventDetails, Reservation } from '@jari/contract';
import { seatsInWords } from '@jari/contract/seat-words';
import { textIn } from '@jari/contract/text-in';
import type { Lang } from '#lib/i18n/i18n.svelte.ts';

/** Where an event has no end in our data, an evening is set aside, and the entry says that it is a guess. */
const ASSUMED_MS = 2 * 60 * 60_000;
const OCTETS_MAX = 75;

export interface CalendarWords {
  readonly seats: string;
  readonly code: string;
  readonly endAssumed: string;
}

export function calendarEnd(event: Pick<EventDetails, 'starts_at' | 'ends_at'>): Date {
  return new Date(event.ends_at ?? Date.parse(event.starts_at) + ASSUMED_MS);
}

/**
 * The reservation as a calendar file; undefined when it can't be made. Its library is fetched only here.
 * Times are in UTC, so that the entry is right in whatever zone it is read.
 *
 * @param url the ticket's address
 */
export async function calendarText(
  reservation: Reservation,
  event: EventDetails,
  url: string,
  lang: Lang,
  words: CalendarWords,
): Promise<string | undefined> {
  const { createEvent } = await import('ics');
  const title = textIn(event.title, lang);
  const { error, value } = createEvent({
    uid: `${reservation.id}@jari`,
    productId: 'jari',
    title,
    location: textIn(event.venue, lang),
    description: [
      `${words.seats} ${seatLabels(reservation)}`,
      `${words.code} ${reservation.code}`,
      ...(event.ends_at === null ? [words.endAssumed] : []),
    ].join('\n'),
    url,
    start: Date.parse(event.starts_at),
    startInputType: 'utc',
    startOutputType: 'utc',
    end: calendarEnd(event).getTime(),
    endInputType: 'utc',
    endOutputType: 'utc',
    status: reservation.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED',
    alarms: [{ action: 'display', description: title, trigger: { hours: 2, before: true } }],
  });
  return error || !value ? undefined : foldLines(value);
}

/**
 * Folds lines after 75 octets, as RFC 5545 wants it. The library counts characters, of which a Korean one has
 * three octets, and strict readers cut what is longer.
 */
export function foldLines(text: string): string {
  const encoder = new TextEncoder();
  return text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .map((line) => {
      let folded = '';
      let octets = 0;
      for (const letter of line) {
        const size = encoder.encode(letter).length;
        if (octets + size > OCTETS_MAX) {
          folded += '\r\n ';
          octets = 1;
        }
        folded += letter;
        octets += size;
      }
      return folded;
    })
    .join('\r\n');
}

/** "A1, A2" */
export function seatLabels(reservation: Reservation): string {
  return seatsInWords(reservation.seats);
}

/** Hands a file to the visitor. */
export function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/calendar;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
