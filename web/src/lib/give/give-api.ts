import type { OfferedTicket, ReservationResult, TransferOffer } from '@jari/contract';
import { seatsInWords } from '@jari/contract/seat-words';
import { Retry } from '@jari/client/retry';
import { api } from '#lib/api/jari.ts';
import { apiBase, credentials, request } from '#lib/api/request.ts';
import { inSession } from '#lib/api/session.ts';

/** Giving a ticket away, and taking one. */
export const giveApi = {
  offer: (reservation: string) =>
    inSession(() =>
      request<TransferOffer>(`/reservations/${encodeURIComponent(reservation)}/transfer`, { method: 'POST' }),
    ),
  look: (token: string) =>
    inSession(() =>
      request<OfferedTicket>('/transfers/look', { method: 'POST', body: JSON.stringify({ token }) }),
    ),
  accept: (body: string, idempotencyKey: string) =>
    inSession(() =>
      request<ReservationResult>('/transfers/accept', { method: 'POST', body, idempotencyKey }),
    ),
  /** Which ticket of mine this has become already; undefined: none, or nobody says so. */
  taken: async ({ event, seats }: Pick<OfferedTicket, 'event' | 'seats'>): Promise<string | undefined> => {
    const labels = seatsInWords(seats);
    const mine = await api.myReservations();
    if (!mine.ok) return undefined;
    return mine.value.reservations.find(
      (own) => own.event === event && own.status === 'active' && seatsInWords(own.seats) === labels,
    )?.id;
  },
};

/**
 * Calls back when somebody has taken a ticket of ours.
 *
 * @param onBreak told when the line was broken and is back: what was told meanwhile nobody has heard, as on a phone whose
 *   owner sends the link by another app
 * @returns stops listening
 */
export function onTaken(
  event: string,
  callback: (reservation: string) => void,
  onBreak: () => void,
): () => void {
  const address = `${apiBase}/me/stream?event=${encodeURIComponent(event)}`;
  const retry = new Retry();
  let isBroken = false;
  let stream: EventSource;
  const open = () => {
    stream = new EventSource(address, { withCredentials: credentials === 'include' });
    stream.addEventListener('error', () => {
      isBroken = true;
      // Where something else than a stream was answered, as while a server starts, the browser does not ask again.
      if (stream.readyState === EventSource.CLOSED) retry.later(open);
    });
    stream.addEventListener('open', () => {
      retry.reset();
      if (isBroken) onBreak();
      isBroken = false;
    });
    stream.addEventListener('reservation_given', ({ data }: MessageEvent<string>) => {
      const given = JSON.parse(data) as { reservation: string };
      callback(given.reservation);
    });
  };
  open();
  return () => {
    retry.cancel();
    stream.close();
  };
}
