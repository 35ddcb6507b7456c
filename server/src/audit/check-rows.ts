import type { AuditedEvent, AuditedReservation, AuditedSeat } from '../ports/audit-ledger.ts';
import type { Findings } from './findings.ts';
import type { Fold } from './fold.ts';

/** What is true as of one moment and needs no log to be compared with. */
export function checkEvent(event: AuditedEvent, findings: Findings): void {
  const { seatCount, availableCount } = event;
  if (event.seatRows !== seatCount || event.lowestSeat !== 1 || event.highestSeat !== seatCount) {
    findings.add('event', 'true', 'the hall has not as many seats as the event says');
  }
  if (!event.hasItsPlan) findings.add('event', 'true', 'the plan is missing, or is not what its name says');
  // What follows from the seats, and is kept only so that lists need not count them.
  if (availableCount !== event.countedAvailable) {
    findings.add('event', 'derived', 'the count of available seats is not that of the seats');
  }
  if (event.startHead === null) findings.add('log', 'true', 'the kept log does not say where it begins');
  for (const sequence of event.unknownEntries) {
    findings.add('entries', 'true', 'somebody was let in with a reservation that does not exist', {
      sequence,
    });
  }
  if (event.cursorsAhead > 0) {
    findings.add('webhooks', 'true', 'a webhook has been told more than has happened');
  }
}

/** By which rules a hold is judged: those under which it was given, where that is known. */
export interface HoldBound {
  readonly holdTtlMs: number;
  readonly holdExtensions: number;
  /** Changes after this one were decided by these rules. */
  readonly sinceSequence: number;
}

/** Compares seats with what the log amounts to at the same change. */
export function checkSeats(
  seats: readonly AuditedSeat[],
  fold: Fold,
  now: number,
  bound: HoldBound,
  findings: Findings,
): void {
  for (const seat of seats) {
    const { seatId } = seat;
    const told = fold.seats[seatId - 1];
    // That there is one too many has been said of the hall.
    if (told === undefined || told.letter === '?') continue;
    const differs = (what: string) =>
      findings.add('seats', 'true', what, { seatId, sequence: told.sequence || undefined });
    if (seat.state.charAt(0) !== told.letter) {
      differs('a seat’s state is not what the log says');
      continue;
    }
    if ((seat.userId ?? undefined) !== told.userId) differs('a seat’s user is not whom the log says');
    if (told.letter === 'r' && seat.reservation !== told.sequence) {
      differs('a seat’s reservation is not the one that the log says');
    }
    if (told.letter !== 'h') continue;
    if (seat.expiresAt !== told.expiresAt || seat.extensionsUsed !== told.extensionsUsed) {
      differs('a hold’s time is not what the log says');
    } else if (told.sequence > bound.sinceSequence && isTooLong(told, now, bound)) {
      differs('a hold lasts longer than the rules allow');
    }
  }
}

function isTooLong(
  hold: { readonly expiresAt: number; readonly extensionsUsed: number },
  now: number,
  { holdTtlMs, holdExtensions }: HoldBound,
): boolean {
  if (hold.extensionsUsed > holdExtensions) return true;
  // Rounded up to a whole millisecond when it was given.
  return hold.expiresAt - now > holdTtlMs * (1 + hold.extensionsUsed) + 1;
}

/** What reservations are compared with besides the log: each other. */
export class ReservationCheck {
  private readonly codes = new Set<string>();
  count = 0;

  constructor(
    private readonly fold: Fold,
    private readonly findings: Findings,
  ) {}

  /** The rows come in order, and as of the change at which the fold is. */
  take(rows: readonly AuditedReservation[]): void {
    for (const row of rows) this.takeRow(row);
  }

  /** After the last portion, with the fold where that was: whatever else the log tells of is missing. */
  finish(): void {
    for (const [sequence, { isSeen }] of this.fold.reservations) {
      if (!isSeen) this.complain('a reservation is missing', sequence);
    }
  }

  private takeRow(row: AuditedReservation): void {
    const { sequence, seatIds } = row;
    this.count++;
    if (row.cancelledAt === null) {
      if (this.codes.has(row.code)) this.complain('two reservations have the same code', sequence);
      this.codes.add(row.code);
    }
    if (row.amountCount !== null && row.amountCount !== seatIds.length) {
      this.complain('a reservation has not an amount for each seat', sequence);
    }
    const made = this.fold.reservations.get(sequence);
    if (made === undefined) {
      if (this.fold.isFromTheBeginning)
        this.complain('a reservation stands there that the log never made', sequence);
      return;
    }
    made.isSeen = true;
    if (row.userId !== made.userId) this.complain('a reservation’s user is not whom the log says', sequence);
    if (row.createdAt !== made.createdAt)
      this.complain('a reservation was not made when the log says', sequence);
    if ((row.cancelledAt === null) !== (made.cancelledAt === null)) {
      this.complain('a reservation is cancelled, or is not, against what the log says', sequence);
    } else if (made.cancelledAt !== null && row.cancelledAt !== made.cancelledAt) {
      this.complain('a reservation was not cancelled when the log says', sequence);
    }
    if (!hasItsSeats(seatIds, made))
      this.complain('a reservation’s seats are not what the log says', sequence);
    if ((row.origin !== null) !== made.isHandedOn) {
      this.complain('a reservation does not say whether it was handed on', sequence);
    }
    this.checkSuccessor(row);
  }

  private checkSuccessor({ sequence, origin, successor }: AuditedReservation): void {
    const { reservations, isFromTheBeginning } = this.fold;
    if (successor !== null && reservations.get(successor)?.isHandedOn !== true) {
      this.complain('a reservation was handed on to one that the log does not know', sequence);
    }
    if (origin !== null && isFromTheBeginning && (origin >= sequence || !reservations.has(origin))) {
      this.complain('a reservation comes from one that the log does not know', sequence);
    }
  }

  private complain(what: string, sequence: number): void {
    this.findings.add('reservations', 'true', what, { sequence });
  }
}

/** One that is cancelled keeps its last seats for its owner's eyes; within one batch, what it lost before as well. */
function hasItsSeats(
  seatIds: readonly number[],
  made: {
    readonly seatIds: readonly number[];
    readonly madeWith: readonly number[];
    readonly cancelledAt: number | null;
  },
): boolean {
  const own = new Set(seatIds);
  if (made.cancelledAt === null)
    return own.size === made.seatIds.length && made.seatIds.every((id) => own.has(id));
  return made.seatIds.every((id) => own.has(id)) && seatIds.every((id) => made.madeWith.includes(id));
}
