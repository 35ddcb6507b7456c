import type { ReservationDraft } from '../../domain/command.ts';
import type { Random } from '../../ports/random.ts';
import type { Person } from './person.ts';

/** Code and lot are drawn here, because deciding is pure. */
export function draftReservation(random: Random, person: Person): ReservationDraft {
  return {
    code: random.reservationCode(),
    userName: person.userName,
    phone: person.phone,
    lot: random.draw(),
  };
}
