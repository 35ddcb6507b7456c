import type { Findings } from '../findings.ts';
import type { Change } from '../input/log.ts';
import type { Hall } from '../model/hall.ts';
import type { RuleBounds } from '../model/rules-in-force.ts';
import { sameSeats } from '../model/sets.ts';

/** The rules that may have been in force when a change was made. */
export type BoundsAt = (change: Change) => RuleBounds;

/** What the log itself has to be: for each change, whether its seats could change so, and whether its person may have them. */
export function checkSeatsInOrder(hall: Hall, boundsAt: BoundsAt, findings: Findings): void {
  for (const change of hall.log.changes) {
    findings.check('oneOwner');
    const wrong = wrongWith(hall, change);
    if (wrong !== undefined) findings.broken('oneOwner', wrong, [change, hall.change(change.sequence - 1)]);
    checkLimit(hall, change, boundsAt(change), findings);
    checkHold(hall, change, boundsAt(change), findings);
  }
}

function wrongWith(hall: Hall, { sequence, cause, mark, seats, ends, actor }: Change): string | undefined {
  if (new Set(seats).size !== seats.length) return 'a change names a seat twice';
  const outside = seats.find((seat) => seat < 1 || seat > hall.log.seatCount);
  if (outside !== undefined) return `seat ${String(outside)} is not in the hall`;
  for (const seat of seats) {
    const before = hall.seatAt(seat, sequence - 1);
    if (isAllowed(cause, before.letter, before.mark === mark)) continue;
    const whose =
      before.mark === '' ? '' : before.mark === mark ? ' for the same person' : ' for another person';
    return `seat ${String(seat)} was ${before.letter}${whose} and is ${cause}`;
  }
  if (cause === 'expired' && actor !== 'clock') return 'a hold expires by somebody’s hand';
  if (cause !== 'cancelled') return undefined;
  const kept = hall.reservations.get(ends ?? 0);
  if (kept === undefined || kept.mark !== mark)
    return 'a reservation is cancelled that is not there, or another’s';
  const had = kept.seats.at(sequence - 1);
  return seats.every((seat) => had.includes(seat))
    ? undefined
    : 'seats are cancelled that the reservation has not';
}

function isAllowed(cause: string, was: string, isTheirs: boolean): boolean {
  switch (cause) {
    case 'held':
    case 'offered':
    case 'blocked':
      return was === 'a';
    case 'extended':
    case 'released':
    case 'expired':
      return was === 'h' && isTheirs;
    case 'reserved':
      return was === 'a' || (was === 'h' && isTheirs);
    case 'cancelled':
      return was === 'r' && isTheirs;
    case 'unblocked':
      return was === 'b';
    default:
      return false;
  }
}

function checkLimit(hall: Hall, change: Change, bounds: RuleBounds, findings: Findings): void {
  const { sequence, cause, mark, actor } = change;
  // What the house does for somebody is the house's business.
  if (!['held', 'offered', 'reserved'].includes(cause) || actor.startsWith('organiser:')) return;
  findings.check('limit');
  const place = hall.place(mark);
  const count = place.reserved.at(sequence) + (place.hold.at(sequence)?.seats.length ?? 0);
  if (count > bounds.seatsMost) {
    findings.broken('limit', `${String(count)} of ${String(bounds.seatsMost)} seats`, [change]);
  }
}

/** A hold is all that its changes name, ends at one time, and is made longer only so often. */
function checkHold(hall: Hall, change: Change, bounds: RuleBounds, findings: Findings): void {
  const { sequence, cause, mark, seats, expiresAt, extensionsUsed, actor } = change;
  if (cause !== 'held' && cause !== 'extended') return;
  findings.check('over');
  const before = hall.place(mark).hold.at(sequence - 1);
  const used = extensionsUsed ?? 0;
  if (used > bounds.extensionsMost && !actor.startsWith('integration:')) {
    findings.broken('over', `a hold was made longer ${String(used)} times`, [change]);
  }
  if (cause !== 'extended' || before === undefined) return;
  const longest = before.expiresAt + bounds.ttlMsMost;
  if ((expiresAt ?? 0) > longest || used !== before.extensionsUsed + 1) {
    findings.broken('over', 'an extension adds more than one time', [change]);
  }
  if ((expiresAt ?? 0) < before.expiresAt)
    findings.broken('kept', 'an extension makes a hold shorter', [change]);
  if (!sameSeats(seats, before.seats)) findings.broken('whole', 'a part of a hold is extended', [change]);
}
