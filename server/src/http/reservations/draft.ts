import type { ReservationDraft } from '../../domain/command.ts';
import type { Event } from '../../domain/event.ts';
import type { Random } from '../../ports/random.ts';
import type { Person } from './person.ts';
import { refuseRealPhone } from './rehearsal-person.ts';

/** What the code of a rehearsal's reservation begins with. No search by code finds such a one, and no door takes it. */
const REHEARSAL_CODE_PREFIX = 'REHEARSAL-';

/**
 * Code and lot are drawn here, because deciding is pure. Refuses whoever is not invented in a rehearsal: here, so that
 * no way to a reservation can forget it.
 */
export function draftReservation(
  random: Random,
  person: Person,
  event: Pick<Event, 'rules'>,
): ReservationDraft {
  refuseRealPhone(person, event);
  const code = random.reservationCode();
  return {
    code: event.rules.isRehearsal === true ? `${REHEARSAL_CODE_PREFIX}${code}` : code,
    userName: person.userName,
    phone: person.phone,
    lot: random.draw(),
  };
}
