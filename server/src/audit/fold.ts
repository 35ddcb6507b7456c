import type { Change } from '../domain/change.ts';
import { follows } from '../domain/log-chain.ts';
import type { AuditedChange } from '../ports/audit-ledger.ts';
import type { Findings } from './findings.ts';
import { FoldedLine } from './folded-line.ts';

/** What is known of a seat before its first change in a log whose beginning is archived: nothing. */
const UNKNOWN = '?';
/** As in the wire's text of states. */
export type Letter = 'a' | 'h' | 'r' | 'b' | typeof UNKNOWN;

export interface FoldedSeat {
  letter: Letter;
  userId: string | undefined;
  expiresAt: number;
  extensionsUsed: number;
  /** The reservation, or the change by which the hold's time began. */
  sequence: number;
}

type HoldChange = Extract<Change, { cause: 'held' | 'extended' | 'offered' }>;

/** The time of a user's hold as the log told of it last. */
interface FoldedHold {
  readonly expiresAt: number;
  readonly beganBy: number;
}

export interface FoldedReservation {
  readonly userId: string;
  readonly madeWith: readonly number[];
  /** What is left of it; when it is cancelled, what was left before. */
  seatIds: readonly number[];
  readonly createdAt: number;
  cancelledAt: number | null;
  /** It was taken over from somebody. */
  readonly isHandedOn: boolean;
  /** Its row has been looked at. */
  isSeen: boolean;
}

/** A success that can be asked for again. */
export interface FoldedKey {
  readonly userId: string;
  readonly keyPrint: number;
  readonly wishPrint: number;
  readonly at: number;
}

export interface FoldStart {
  readonly sequence: number;
  readonly head: string;
  readonly logKey: string;
  readonly seatCount: number;
}

/**
 * What an event's log amounts to, told by the log alone.
 *
 * It keeps its own books and has nothing of how the domain applies a change, so that a mistake there does not excuse
 * itself here; only the chain's hashes are reckoned by the same code, and `verify-log` has another for these.
 */
export class Fold {
  sequence: number;
  head: string;
  readonly seats: FoldedSeat[];
  readonly reservations = new Map<number, FoldedReservation>();
  readonly keys = new Map<number, FoldedKey>();
  readonly line: FoldedLine;
  /** Only where the log is whole. */
  availableCount: number;
  /** False once the log has a hole: what comes after it amounts to nothing. */
  isWhole = true;
  readonly isFromTheBeginning: boolean;
  changeCount = 0;
  private readonly logKey: string;
  /** Of each user the last. */
  private readonly holds = new Map<string, FoldedHold>();

  constructor(
    { sequence, head, logKey, seatCount }: FoldStart,
    private readonly findings: Findings,
  ) {
    this.sequence = sequence;
    this.head = head;
    this.logKey = logKey;
    this.isFromTheBeginning = sequence === 0;
    this.availableCount = seatCount;
    const letter: Letter = this.isFromTheBeginning ? 'a' : UNKNOWN;
    this.seats = Array.from({ length: seatCount }, () => free(letter));
    this.line = new FoldedLine(this.isFromTheBeginning, (what, at) => this.complain(what, at));
  }

  /** Goes one change further. */
  take(change: AuditedChange): void {
    const { sequence } = change;
    if (sequence !== this.sequence + 1) {
      this.complain('a change is missing', this.sequence + 1);
      this.isWhole = false;
      return;
    }
    this.sequence = sequence;
    this.changeCount++;
    if ('unreadable' in change) {
      this.complain('a change lacks what its kind has to say', sequence);
      this.isWhole = false;
      return;
    }
    if (!follows(this.head, change, this.logKey))
      this.complain('a change is not what its hash says', sequence);
    this.head = change.hash;
    if (isOfHold(change)) this.takeHold(change);
    for (const seatId of change.seatIds) this.takeSeat(change, seatId);
    if (change.cause === 'reserved') this.takeReservation(change);
    if (change.cause === 'cancelled') this.takeCancellation(change);
    if ('key' in change && change.key !== null) {
      this.keys.set(sequence, { userId: change.userId, ...change.key, at: change.at });
    }
    this.line.take(change);
  }

  private takeSeat(change: Change, seatId: number): void {
    const seat = this.seats[seatId - 1];
    if (seat === undefined) {
      this.complain('a change names a seat that the hall lacks', change.sequence, seatId);
      return;
    }
    const wrong = wrongAbout(change, seat);
    if (wrong !== undefined && seat.letter !== UNKNOWN) this.complain(wrong, change.sequence, seatId);
    const before = seat.letter;
    const after = isOfHold(change) ? this.heldBy(change) : seatAfter(change);
    if (before === 'a') this.availableCount--;
    if (after.letter === 'a') this.availableCount++;
    Object.assign(seat, after);
  }

  /** Seats that join a hold, and extensions of it, go on with the time that it was given. */
  private takeHold({ sequence, userId, expiresAt, extensionsUsed }: HoldChange): void {
    const before = this.holds.get(userId);
    const goesOn = before !== undefined && (extensionsUsed > 0 || expiresAt === before.expiresAt);
    this.holds.set(userId, { expiresAt, beganBy: goesOn ? before.beganBy : sequence });
  }

  private heldBy({ sequence, userId, expiresAt, extensionsUsed }: HoldChange): FoldedSeat {
    const beganBy = this.holds.get(userId)?.beganBy ?? sequence;
    return { letter: 'h', userId, expiresAt, extensionsUsed, sequence: beganBy };
  }

  private takeReservation(change: Extract<Change, { cause: 'reserved' }>): void {
    const { sequence, userId, seatIds, at, actor, remainingSeats } = change;
    const isHandedOn = actor === 'recipient';
    this.reservations.set(sequence, {
      ...{ userId, madeWith: seatIds, seatIds, createdAt: at, cancelledAt: null, isHandedOn, isSeen: false },
    });
    if (this.isFromTheBeginning && remainingSeats !== this.availableCount) {
      this.complain('a reservation tells another number of seats left', sequence);
    }
  }

  private takeCancellation(change: Extract<Change, { cause: 'cancelled' }>): void {
    const made = this.reservations.get(change.reservation);
    if (made === undefined) {
      if (this.isFromTheBeginning)
        this.complain('a reservation is cancelled that was never made', change.sequence);
      return;
    }
    if (made.userId !== change.userId)
      this.complain('somebody else’s reservation is cancelled', change.sequence);
    const rest = made.seatIds.filter((id) => !change.seatIds.includes(id));
    if (rest.length > 0) made.seatIds = rest;
    else made.cancelledAt = change.at;
  }

  private complain(what: string, sequence: number, seatId?: number): void {
    this.findings.add('log', 'true', what, { sequence, seatId });
  }
}

function free(letter: Letter): FoldedSeat {
  return { letter, userId: undefined, expiresAt: 0, extensionsUsed: 0, sequence: 0 };
}

function isOfHold(change: Change): change is HoldChange {
  return change.cause === 'held' || change.cause === 'extended' || change.cause === 'offered';
}

function seatAfter(change: Exclude<Change, HoldChange>): FoldedSeat {
  switch (change.cause) {
    case 'reserved':
      return { ...free('r'), userId: change.userId, sequence: change.sequence };
    case 'blocked':
      return free('b');
    default:
      return free('a');
  }
}

/** What a change does to a seat that nobody may do; undefined: nothing. */
function wrongAbout(change: Change, seat: FoldedSeat): string | undefined {
  switch (change.cause) {
    case 'held':
    case 'offered':
      return seat.letter === 'a' ? undefined : 'a seat is held that was not free';
    case 'extended':
    case 'released':
    case 'expired':
      return seat.letter === 'h' && seat.userId === change.userId
        ? undefined
        : 'a hold is extended or ended that its user did not have';
    case 'reserved':
      return seat.letter === 'a' || (seat.letter === 'h' && seat.userId === change.userId)
        ? undefined
        : 'a seat is reserved that was another’s';
    case 'cancelled':
      return seat.letter === 'r' && seat.sequence === change.reservation
        ? undefined
        : 'a reservation loses a seat that it did not have';
    case 'blocked':
      return seat.letter === 'a' ? undefined : 'a seat is blocked that was not free';
    case 'unblocked':
      return seat.letter === 'b' ? undefined : 'a seat is unblocked that was not blocked';
    case 'queued':
    case 'left_line':
      return 'a change about the line names a seat';
  }
}
