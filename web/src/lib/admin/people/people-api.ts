import type {
  EraseResult,
  ListedReservation,
  OpenedResult,
  PersonExport,
  ReservationPage,
} from '@jari/contract';
import { adminRequest } from '#lib/admin/admin-api.ts';
import { apiBase } from '#lib/api/request.ts';

const adminPath = (event: string) => `/admin/events/${encodeURIComponent(event)}`;
const post = (body: object) => ({ method: 'POST' as const, body: JSON.stringify(body) });

export interface PeopleQuestion {
  /** A name, phone, code or seat; empty: all, the newest first. */
  readonly q: string;
  readonly status: ListedReservation['status'] | 'all';
  readonly after?: string | undefined;
}

/** Who is meant: whoever has this phone, or this user. */
export type Whose = { readonly phone: string } | { readonly user: string };

/** What the people page asks of the server, one function per thing. */
export const peopleApi = {
  list: (event: string, { q, status, after }: PeopleQuestion) => {
    const query = new URLSearchParams();
    if (q.trim() !== '') query.set('q', q.trim());
    if (status !== 'all') query.set('state', status);
    if (after !== undefined) query.set('after', after);
    return adminRequest<ReservationPage>(`${adminPath(event)}/reservations?${query}`);
  },
  /** That it was asked stands in the trail. */
  open: (reservationId: string) =>
    adminRequest<OpenedResult>(`/admin/reservations/${encodeURIComponent(reservationId)}/open`, {
      method: 'POST',
    }),
  exportPerson: (whose: Whose) => adminRequest<PersonExport>('/admin/persons/export', post(whose)),
  erasePerson: (whose: Whose, reason: string) =>
    adminRequest<EraseResult>('/admin/persons/erase', post({ ...whose, reason })),
  /** Where the browser fetches the table of all reservations by itself. */
  csvAddress: (event: string, isPersonal: boolean) =>
    `${apiBase}${adminPath(event)}/reservations.csv${isPersonal ? '?personal=1' : ''}`,
};
