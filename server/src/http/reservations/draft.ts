import type { ReservationDraft } from '../../domain/command.ts';
import type { Event } from '../../domain/event.ts';
import type { Random } from '../../ports/random.ts';
import type { Person } from './person.ts';

/** What the code of a rehearsal's reservation begins with. No search by code finds such a one, and no door takes it. */
const REHEARSAL_CODE_PREFIX = 'REHEARSAL-';

/** Code and lot are drawn here, because deciding is pure. */
export function draftReservation(
  random: Random,
  person: Person,
  { rules }: Pick<Event, 'rules'>,
): ReservationDraft {
  const code = random.reservationCode();
  return {
    code: rules.isRehearsal === true ? `${REHEARSAL_CODE_PREFIX}${code}` : code,
    userName: person.userName,
    phone: person.phone,
    lot: random.draw(),
  };
}
