import type { Findings } from './findings.ts';
import type { Fold } from './fold.ts';
import type { HallCopy } from './hall-copy.ts';

/** How long after its end a hold may still stand in memory: the box office ends it within a fraction of that. */
const OVERDUE_MS = 30_000;
/** A key counts for a day. One that is nearly as old may be forgotten already here and not yet there. */
const KEY_COUNTS_MS = 24 * 3_600_000 - 5 * 60_000;

/** Compares what a server remembers of a hall with what the log amounts to at the same change. */
export function checkMemory(copy: HallCopy, fold: Fold, epoch: string, findings: Findings): void {
  const wrong = (what: string, about: { seatId?: number; sequence?: number } = {}) =>
    findings.add('memory', 'derived', what, { sequence: copy.sequence, ...about });
  if (copy.epoch !== epoch || copy.head !== fold.head) {
    wrong('the hall in memory is of another history');
    return;
  }
  checkSeatsInMemory(copy, fold, wrong);
  checkPlaces(copy, fold, wrong);
  if (fold.isFromTheBeginning) {
    if (copy.availableCount !== fold.availableCount) wrong('memory counts other seats as available');
    checkKeys(copy, fold, wrong);
    checkLine(copy, fold, wrong);
  }
}

type Wrong = (what: string, about?: { seatId?: number; sequence?: number }) => void;

function checkSeatsInMemory(copy: HallCopy, fold: Fold, wrong: Wrong): void {
  if (copy.states.length !== fold.seats.length) wrong('the hall in memory has another number of seats');
  fold.seats.forEach((told, i) => {
    if (told.letter === '?') return;
    const seatId = i + 1;
    if (copy.states.charAt(i) !== told.letter)
      wrong('a seat’s state in memory is not what the log says', { seatId });
    else if (copy.owners[i] !== told.userId)
      wrong('a seat’s user in memory is not whom the log says', { seatId });
  });
}

function checkPlaces(copy: HallCopy, fold: Fold, wrong: Wrong): void {
  const held = new Set<number>();
  for (const { userId, seatIds, expiresAt, extensionsUsed } of copy.holds) {
    if (copy.time.now > expiresAt + OVERDUE_MS) wrong('a hold has not been ended although its time is over');
    for (const seatId of seatIds) {
      held.add(seatId);
      const told = fold.seats[seatId - 1];
      if (told?.letter === '?') continue;
      const isTold = told?.letter === 'h' && told.userId === userId;
      if (!isTold) wrong('memory has a hold that the log does not know', { seatId });
      else if (told.expiresAt !== expiresAt || told.extensionsUsed !== extensionsUsed) {
        wrong('a hold’s time in memory is not what the log says', { seatId });
      }
    }
  }
  const reserved = new Set<number>();
  for (const { userId, sequence, seatIds } of copy.reservations) {
    for (const seatId of seatIds) {
      reserved.add(seatId);
      const told = fold.seats[seatId - 1];
      if (told?.letter === '?') continue;
      if (told?.letter !== 'r' || told.userId !== userId || told.sequence !== sequence) {
        wrong('memory has a reservation that the log does not know', { seatId });
      }
    }
  }
  if (copy.holdCount !== copy.holds.length) wrong('memory counts other holds than it has');
  fold.seats.forEach(({ letter }, i) => {
    const seatId = i + 1;
    if (letter === 'h' && !held.has(seatId)) wrong('memory lacks a hold', { seatId });
    if (letter === 'r' && !reserved.has(seatId)) wrong('memory lacks a reservation', { seatId });
  });
}

/** A retry must find what it asked for: the success that used up its key, and no other. */
function checkKeys(copy: HallCopy, fold: Fold, wrong: Wrong): void {
  const wallNow = copy.time.now - copy.time.correctionMs;
  const known = new Set<number>();
  for (const { userId, sequence, keyPrint, wishPrint } of copy.keys) {
    known.add(sequence);
    const told = fold.keys.get(sequence);
    // After a day the log forgets them as well, at its own time.
    if (told === undefined) continue;
    if (told.userId !== userId || told.keyPrint !== keyPrint || told.wishPrint !== wishPrint) {
      wrong('memory answers a retry with another’s success', { sequence });
    }
  }
  for (const [sequence, { at }] of fold.keys) {
    if (wallNow - at < KEY_COUNTS_MS && !known.has(sequence))
      wrong('memory has forgotten a key of a retry', { sequence });
  }
}

function checkLine(copy: HallCopy, fold: Fold, wrong: Wrong): void {
  const { places } = fold.line;
  let last = 0;
  for (const { sequence, userId } of copy.line) {
    if (places.get(sequence) !== userId)
      wrong('memory has a place in line that the log does not know', { sequence });
    if (sequence < last) wrong('the line in memory is out of order', { sequence });
    last = sequence;
  }
  if (copy.line.length < places.size) wrong('memory lacks a place in line');
}

/** What everybody is shown must be the hall in memory, at the very change that it claims. */
export function checkShown(copy: HallCopy, position: string, findings: Findings): void {
  for (const { name, etag, states, position: claimed } of copy.shown) {
    if (states !== copy.states) findings.add('views', 'derived', `${name} shows other seats than memory has`);
    if (claimed !== position || !etag.includes(position)) {
      findings.add('views', 'derived', `${name} says it is of another change than it is`);
    }
  }
  const { told, sequence, head } = copy;
  if (told !== undefined && (told.sequence !== sequence || told.head !== head)) {
    findings.add('streams', 'derived', 'those who watch have been told another history, or not all of it');
  }
}
