import type { BoxOffice } from '../box-office/box-office.ts';
import type { BoxOffices } from '../box-office/box-offices.ts';
import { isRefusal } from '../domain/refusal.ts';
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

/**
 * The same for whoever will describe the event anew out of what it is now: it knows all that was acknowledged anywhere
 * before this was called. Else what an organiser was told a moment ago by another server would be undone by the next word.
 */
export async function currentOfficeOf(offices: BoxOffices, eventId: string): Promise<BoxOffice> {
  return upToDate(await officeOf(offices, eventId));
}

/** The same of an event that may not be there. */
export async function currentOfficeIfAny(
  offices: BoxOffices,
  eventId: string,
): Promise<BoxOffice | undefined> {
  const office = await withLedger(offices.get(eventId));
  return office && upToDate(office);
}

/** Whatever a command is answered with has been compared with the ledger; this one asks for nothing else. */
async function upToDate(office: BoxOffice): Promise<BoxOffice> {
  const outcome = await office.submit({ kind: 'serveLine' });
  if (isRefusal(outcome)) throw new ProblemError('unavailable');
  return office;
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
