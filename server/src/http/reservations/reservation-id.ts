import type { ReservationId, ReservationRecord } from '../../ports/reservation-record.ts';

/** No event's name has a dot in it. */
const ID = /^([a-z0-9][a-z0-9_-]{0,63})\.([1-9][0-9]{0,14})$/;
/** How reservations were named before version 0.2. */
const FORMER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** `<event>.<sequence>`: a reservation is named by the change that made it. */
export function reservationIdText(eventId: string, sequence: number): string {
  return `${eventId}.${sequence}`;
}

/** The name by which its owner knows it: a reservation keeps the one it was given. */
export function reservationIdOf({ eventId, sequence, formerId }: ReservationRecord): string {
  return formerId ?? reservationIdText(eventId, sequence);
}

/** Undefined for what names no reservation in any version. */
export function parseReservationId(text: string): ReservationId | undefined {
  if (FORMER_ID.test(text)) return { formerId: text };
  const match = ID.exec(text);
  if (match === null) return undefined;
  const [, eventId = '', sequence = ''] = match;
  return { eventId, sequence: Number(sequence) };
}
