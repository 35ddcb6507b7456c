import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import { ProblemError } from './problem.ts';
import { withLedger } from './with-ledger.ts';

/** The event of the brief's routes, which name none. */
export const DEFAULT_EVENT = 'default';

/**
 * The event's box office, at once when it is open, which it nearly always is. Refuses with `not_found` when
 * there is no such event.
 */
export function officeOf(offices: BoxOffices, eventId: string): BoxOffice | Promise<BoxOffice> {
  return offices.peek(eventId) ?? openOffice(offices, eventId);
}

/** Answers from the event's box office, without a promise when it is open: for what is asked for most. */
export function withOffice(
  offices: BoxOffices,
  eventId: string,
  answer: (office: BoxOffice) => Promise<void> | undefined,
): Promise<void> | undefined {
  const office = offices.peek(eventId);
  if (office === undefined) return openOffice(offices, eventId).then(answer);
  return answer(office);
}

async function openOffice(offices: BoxOffices, eventId: string): Promise<BoxOffice> {
  const office = await withLedger(offices.get(eventId));
  if (office === undefined) throw new ProblemError('not_found', { detail: 'There is no such event.' });
  return office;
}
