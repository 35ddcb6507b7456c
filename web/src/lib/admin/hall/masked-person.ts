import type { ReservationPage } from '@jari/contract';
import { adminRequest } from '#lib/admin/admin-api.ts';

/** Whose a reservation is, as far as one may see without opening it. */
export interface MaskedPerson {
  readonly name: string;
  readonly phone: string;
  readonly code: string;
}

const known = new Map<string, MaskedPerson>();
/** Somebody else had the seat before, perhaps several times; among so many the present one is. */
const FOUND_MAX = 20;

/** Looks a reservation's person up by one of its seats; undefined when that isn't possible now. */
export async function personOf(
  event: string,
  reservationId: string,
  seatLabel: string,
): Promise<MaskedPerson | undefined> {
  const before = known.get(reservationId);
  if (before) return before;
  const query = new URLSearchParams({ q: seatLabel, state: 'active', limit: String(FOUND_MAX) });
  const outcome = await adminRequest<ReservationPage>(
    `/admin/events/${encodeURIComponent(event)}/reservations?${query}`,
  );
  if (!outcome.ok) return undefined;
  const found = outcome.value.reservations.find(({ id }) => id === reservationId);
  if (!found) return undefined;
  const person = { name: found.user_name, phone: found.phone, code: found.code };
  known.set(reservationId, person);
  return person;
}
