import type {
  ChangeList,
  EventDetails,
  EventList,
  FindInput,
  Hold,
  PlanDrawing,
  ReservationList,
  ReservationResult,
  SeatList,
  SeatStates,
} from '@jari/contract';
import type { Outcome } from './outcome.ts';
import type { Requester } from './request.ts';

const eventPath = (event: string) => `/events/${encodeURIComponent(event)}`;
const reservationPath = (id: string) => `/reservations/${encodeURIComponent(id)}`;

/** What is asked of the box office where the seats are not chosen one by one. */
export interface BestWish {
  readonly quantity: number;
  readonly category?: string;
  readonly section?: string;
  readonly together?: boolean;
}

export interface ApiParts {
  readonly request: Requester;
  /** Runs what needs a session in one. */
  readonly inSession: <T>(command: () => Promise<Outcome<T>>) => Promise<Outcome<T>>;
  /** The pass of an event's waiting room: sent with whatever takes seats. */
  readonly passOf: (event: string) => string | undefined;
}

/** The API, one function per thing that can be asked. Reading a hall needs no session; all else does. */
export const createApi = ({ request, inSession, passOf }: ApiParts) => ({
  events: () => request<EventList>('/events', { isTimely: true }),
  event: (event: string) => request<EventDetails>(eventPath(event)),
  seats: (event: string) => request<SeatList>(`${eventPath(event)}/seats`),
  /** The same of a large hall, a letter for each seat. */
  states: (event: string) => request<SeatStates>(`${eventPath(event)}/states`),
  plan: (plan: string) => request<PlanDrawing>(`/plans/${encodeURIComponent(plan)}`),
  /** @param after the last position we were given; a plain number where there was none */
  changes: (event: string, after: string) =>
    request<ChangeList>(`${eventPath(event)}/changes?after=${encodeURIComponent(after)}`),

  /** Undefined: I hold nothing. */
  hold: (event: string) => inSession(() => request<Hold | undefined>(`${eventPath(event)}/hold`)),
  /** Makes my hold exactly these seats, all or nothing. */
  putHold: (event: string, seatIds: readonly number[]) =>
    inSession(() =>
      request<Hold>(`${eventPath(event)}/hold`, {
        method: 'PUT',
        body: JSON.stringify({ seat_ids: seatIds }),
        pass: passOf(event),
      }),
    ),
  /** Lets the box office choose. It is my whole hold, as with seats that I choose. */
  putBestHold: (event: string, wish: BestWish) =>
    inSession(() =>
      request<Hold>(`${eventPath(event)}/hold`, {
        method: 'PUT',
        body: JSON.stringify({ best_available: wish }),
        pass: passOf(event),
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
        pass: passOf(event),
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
});

export type Api = ReturnType<typeof createApi>;

/** Where an event's changes are streamed. */
export const streamPath = (event: string) => `${eventPath(event)}/stream`;
