import type {
  ChangeList,
  EventDetails,
  EventList,
  FindInput,
  Hold,
  ReservationList,
  ReservationResult,
  SeatList,
} from '@jari/contract';
import { request } from './request.ts';
import { inSession } from './session.ts';

const eventPath = (event: string) => `/events/${encodeURIComponent(event)}`;
const reservationPath = (id: string) => `/reservations/${encodeURIComponent(id)}`;

/** The API, one function per thing that can be asked. Reading a hall needs no session; all else does. */
export const api = {
  events: () => request<EventList>('/events', { isTimely: true }),
  event: (event: string) => request<EventDetails>(eventPath(event)),
  seats: (event: string) => request<SeatList>(`${eventPath(event)}/seats`),
  /** @param after the last position we were given; a plain number where there was none */
  changes: (event: string, after: string) =>
    request<ChangeList>(`${eventPath(event)}/changes?after=${encodeURIComponent(after)}`),

  hold: (event: string) => inSession(() => request<Hold>(`${eventPath(event)}/hold`)),
  /** Makes my hold exactly these seats, all or nothing. */
  putHold: (event: string, seatIds: readonly number[]) =>
    inSession(() =>
      request<Hold>(`${eventPath(event)}/hold`, {
        method: 'PUT',
        body: JSON.stringify({ seat_ids: seatIds }),
      }),
    ),
  deleteHold: (event: string) =>
    inSession(() => request<undefined>(`${eventPath(event)}/hold`, { method: 'DELETE' })),
  extendHold: (event: string, idempotencyKey: string) =>
    inSession(() => request<Hold>(`${eventPath(event)}/hold/extend`, { method: 'POST', idempotencyKey })),

  reserve: (event: string, body: string, idempotencyKey: string, timeoutMs: number) =>
    inSession(() =>
      request<ReservationResult>(`${eventPath(event)}/reservations`, {
        method: 'POST',
        body,
        idempotencyKey,
        timeoutMs,
      }),
    ),
  myReservations: () => inSession(() => request<ReservationList>('/me/reservations')),
  reservation: (id: string) => inSession(() => request<ReservationResult>(reservationPath(id))),
  /** A ticket of whatever visitor. In the session, because what is found is kept for the one who is here. */
  findReservation: (input: FindInput) =>
    inSession(() =>
      request<ReservationResult>('/reservations/find', { method: 'POST', body: JSON.stringify(input) }),
    ),
  cancelReservation: (id: string) =>
    inSession(() => request<ReservationResult>(reservationPath(id), { method: 'DELETE' })),
};

/** Where an event's changes are streamed. */
export const streamPath = (event: string) => `${eventPath(event)}/stream`;
