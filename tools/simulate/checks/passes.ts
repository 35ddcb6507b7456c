import type { Pass } from '../../../server/src/domain/command.ts';
import type { Asked } from './answers.ts';
import type { Books, Entry } from './books.ts';

/** How far the instances may be from the ledger's wall clock. */
const CLOCK_MS = 200;

/**
 * Why somebody should not have got new seats in an event with a waiting room; undefined when they should, or when what
 * was made for them is older than the question.
 *
 * @param made the change that took the seats
 * @param given the passes with which the same user has asked for anything
 */
export function whyNotAdmitted(
  books: Books,
  { command, from, trueAt }: Asked,
  made: Entry | undefined,
  given: readonly Pass[],
): string | undefined {
  if (!('pass' in command) || made === undefined || made.tick <= from) return undefined;
  const { change, event } = made;
  if (event.rules.waitingRoom === null || change.actor !== 'user') return undefined;
  if (change.cause !== 'held' && change.cause !== 'reserved' && change.cause !== 'queued') return undefined;
  // What one holds is a promise, and needs no pass.
  const held = new Set(
    books.holdDuring(command.userId, from, made.tick - 1).flatMap(({ seatIds }) => seatIds),
  );
  const isPromised = change.cause === 'reserved' && change.seatIds.every((id) => held.has(id));
  if (isPromised) return undefined;
  const why = (pass: Pass | undefined) => whyInvalid(books, command.userId, pass, from, trueAt);
  // Another of one's own requests, which had a pass, may have taken the very same seats in time: then they were held.
  if (change.cause === 'held' && given.some((pass) => why(pass) === undefined)) return undefined;
  return why(command.pass);
}

function whyInvalid(
  books: Books,
  userId: string,
  pass: Pass | undefined,
  from: number,
  trueAt: number,
): string | undefined {
  if (pass === undefined) return 'there was no pass';
  if (trueAt - CLOCK_MS >= pass.endsAtMs) return `the turn was over for ${trueAt - pass.endsAtMs} ms`;
  if (books.restores > 0) return undefined;
  const used = books.log.find(
    ({ change, tick }) =>
      tick <= from &&
      change.cause === 'reserved' &&
      change.userId === userId &&
      change.sequence > pass.sequence &&
      // Not where it was cancelled and the seat is held anew: for a second other servers may not know that the turn is over.
      books
        .seatDuring(change.seatIds[0] ?? 0, from, books.tick)
        .every(({ state, owner }) => state === 'r' && owner === userId),
  );
  return used === undefined ? undefined : `the turn was used for reservation ${used.change.sequence}`;
}
