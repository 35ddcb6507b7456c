import type { Event } from '../../domain/event.ts';
import { invalid } from '../problem.ts';
import type { Person } from './person.ts';

/** The numbers that the North American numbering plan keeps for fiction, of every area: 555-0100 to 555-0199. */
const INVENTED_PHONE = /^\+1[2-9][0-9]{2}55501[0-9]{2}$/;

/**
 * In a rehearsal everybody is invented. Whoever comes to one by mistake is told so before anything of theirs is
 * written down, and does not go home with a ticket that is none.
 */
export function refuseRealPhone({ phone }: Pick<Person, 'phone'>, { rules }: Pick<Event, 'rules'>): void {
  if (rules.isRehearsal !== true || INVENTED_PHONE.test(phone)) return;
  throw invalid(
    'phone',
    'must be a number for fiction, +1 … 555-01…: this is a rehearsal, and sells no seats',
  );
}
