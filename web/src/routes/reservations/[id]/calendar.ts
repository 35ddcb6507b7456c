import type { EventDetails, Language, Reservation } from '@jari/contract';
import { textIn } from '@jari/contract/text-in';

/** Performances have no end in our data; an evening is set aside. */
const DURATION_HOURS = 2;

/** The reservation as a calendar file; undefined when it can't be made. Its library is fetched only here. */
export async function calendarFile(
  reservation: Reservation,
  event: EventDetails,
  language: Language,
  words: { seats: string; code: string },
): Promise<Blob | undefined> {
  const { createEvent } = await import('ics');
  const title = textIn(event.title, language);
  const { error, value } = createEvent({
    uid: `${reservation.id}@jari`,
    productId: 'jari',
    title,
    location: textIn(event.venue, language),
    description: `${words.seats} ${seatLabels(reservation)}\n${words.code} ${reservation.code}`,
    start: new Date(event.starts_at).getTime(),
    startInputType: 'utc',
    startOutputType: 'utc',
    duration: { hours: DURATION_HOURS },
    status: reservation.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED',
    alarms: [{ action: 'display', description: title, trigger: { hours: 2, before: true } }],
  });
  return error || !value ? undefined : new Blob([value], { type: 'text/calendar;charset=utf-8' });
}

/** "A1, A2" */
export function seatLabels(reservation: Reservation): string {
  return reservation.seats.map((seat) => seat.label).join(', ');
}

/** Hands a file to the visitor. */
export function download(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
