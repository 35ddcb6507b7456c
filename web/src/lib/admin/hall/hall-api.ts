import type {
  ConsoleSeats,
  DeskSale,
  Figures,
  Intervention,
  OrganiserActions,
  ReservationResult,
} from '@jari/contract';
import { adminRequest } from '#lib/admin/admin-api.ts';

const eventPath = (event: string) => `/events/${encodeURIComponent(event)}`;
const adminPath = (event: string) => `/admin${eventPath(event)}`;
const post = (body: object) => ({ method: 'POST' as const, body: JSON.stringify(body) });

/** What the live hall asks of the server, one function per thing. */
export const hallApi = {
  seats: (event: string) => adminRequest<ConsoleSeats>(`${adminPath(event)}/seats`),
  figures: (event: string) => adminRequest<Figures>(`${adminPath(event)}/figures`),
  actions: (event: string, before?: number) =>
    adminRequest<OrganiserActions>(
      `${adminPath(event)}/actions${before === undefined ? '' : `?before=${before}`}`,
    ),
  block: (event: string, seatIds: readonly number[]) =>
    adminRequest<unknown>(`${eventPath(event)}/seats/block`, post({ seat_ids: seatIds })),
  unblock: (event: string, seatIds: readonly number[]) =>
    adminRequest<unknown>(`${eventPath(event)}/seats/unblock`, post({ seat_ids: seatIds })),
  releaseHolds: (event: string, seatIds: readonly number[], reason: string) =>
    adminRequest<Intervention>(`${adminPath(event)}/holds/release`, post({ seat_ids: seatIds, reason })),
  sell: (event: string, sale: DeskSale, idempotencyKey: string) =>
    adminRequest<ReservationResult>(`${adminPath(event)}/reservations`, { ...post(sale), idempotencyKey }),
  /** @param seatIds left out: all seats of the reservation */
  cancel: (event: string, reservationId: string, reason: string, seatIds?: readonly number[]) =>
    adminRequest<Intervention>(`${adminPath(event)}/reservations/${encodeURIComponent(reservationId)}`, {
      method: 'DELETE',
      body: JSON.stringify({ reason, ...(seatIds ? { seat_ids: seatIds } : {}) }),
    }),
};
