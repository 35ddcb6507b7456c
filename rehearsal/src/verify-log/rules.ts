import { LineRules } from './line-rules.ts';
import type { Entry, LogHeader } from './log-file.ts';

type Seat =
  { readonly state: 'free' | 'blocked' } | { readonly state: 'held' | 'reserved'; readonly by: string };

const FREE: Seat = { state: 'free' };

interface RunningHold {
  readonly expiresAt: number;
  readonly extensionsUsed: number;
}

/**
 * Replays a log by the rules of the house and says where one was broken. Written from the documentation, not
 * from the server's code, so that the two have to agree.
 *
 * A log that does not begin at its beginning tells nothing about seats until it first touches them; those are
 * believed to be as the change says they were.
 */
export class Rules {
  private readonly seats = new Map<number, Seat>();
  private readonly holds = new Map<string, RunningHold>();
  /** The seats that a reservation still has, by the change that made it. */
  private readonly reservations = new Map<number, Set<number>>();
  /** The seats of a reservation that its owner has given away just now. */
  private givenUp: readonly number[] | undefined;
  private readonly line: LineRules;
  private readonly startsAtTheBeginning: boolean;
  private free: number;

  constructor(private readonly header: LogHeader) {
    this.startsAtTheBeginning = header.from.sequence === 0;
    this.free = header.seatCount;
    this.line = new LineRules(this.startsAtTheBeginning);
  }

  /** What is wrong with the next change; empty when nothing is. */
  follow(entry: Entry): readonly string[] {
    const wrong = [...this.named(entry), ...this.permitted(entry), ...this.line.permitted(entry, this)];
    for (const id of entry.seatIds) this.put(id, after(entry));
    this.note(entry);
    this.line.note(entry);
    if (entry.cause === 'reserved' && this.startsAtTheBeginning && entry.remainingSeats !== this.free) {
      wrong.push(`says that ${entry.remainingSeats} seats were left, but ${this.free} were`);
    }
    return wrong;
  }

  /** Whether a seat is known to be free. */
  isFree(id: number): boolean {
    return this.seatAt(id)?.state === 'free';
  }

  /** How many seats are in each state at the end. */
  summary(): Record<string, number> {
    const counts: Record<string, number> = { free: 0, held: 0, reserved: 0, blocked: 0 };
    for (const { state } of this.seats.values()) counts[state] = (counts[state] ?? 0) + 1;
    counts['free'] = this.header.seatCount - this.seats.size + (counts['free'] ?? 0);
    return counts;
  }

  private *named({ cause, seatIds }: Entry): Iterable<string> {
    const isAboutSeats = cause !== 'queued' && cause !== 'left_line';
    if (seatIds.length === 0 && isAboutSeats) yield 'names no seat';
    if (seatIds.length > 0 && !isAboutSeats) yield 'names seats, of which nothing becomes';
    if (new Set(seatIds).size !== seatIds.length) yield 'names a seat twice';
    const unknown = seatIds.filter((id) => id < 1 || id > this.header.seatCount);
    if (unknown.length > 0) yield `names seats that the hall does not have: ${unknown.join(', ')}`;
  }

  private *permitted(entry: Entry): Iterable<string> {
    const { cause, actor, mark, seatIds } = entry;
    const isOrganisers = actor.startsWith('organiser:');
    if (mark === null && !['blocked', 'unblocked'].includes(cause)) yield 'does not say whose it is';
    for (const id of seatIds) {
      const seat = this.seatAt(id);
      if (seat !== undefined && !mayChange(seat, entry))
        yield `${cause} seat ${id}, which was ${words(seat, mark)}`;
    }
    if (cause === 'expired' && actor !== 'clock') yield 'lets a hold expire, which only the clock may';
    if ((cause === 'blocked' || cause === 'unblocked') && !isOrganisers)
      yield `${cause} by someone who is no organiser`;
    if (cause === 'extended' && mark !== null) yield* this.extension(entry, this.holds.get(mark));
    if (cause === 'cancelled') yield* this.cancellation(entry);
    yield* this.handingOn(entry);
  }

  /** Who takes over a reservation takes all that its owner gives up, in the very next change. */
  private *handingOn({ cause, actor, seatIds }: Entry): Iterable<string> {
    const given = this.givenUp;
    const isTaken = cause === 'reserved' && actor === 'recipient';
    if (given !== undefined && !(isTaken && seatIds.join() === given.join())) {
      yield 'comes between somebody who gave a reservation away and who takes it';
    }
    if (isTaken && given === undefined && this.startsAtTheBeginning) {
      yield 'takes over a reservation that nobody gives away';
    }
  }

  private *extension({ extensionsUsed, expiresAt }: Entry, hold: RunningHold | undefined): Iterable<string> {
    if (hold === undefined) return;
    if (extensionsUsed !== hold.extensionsUsed + 1) yield 'counts its extensions wrongly';
    if ((expiresAt ?? 0) < hold.expiresAt) yield 'shortens a hold by extending it';
  }

  private *cancellation({ ends, seatIds }: Entry): Iterable<string> {
    const seats = this.reservations.get(ends ?? -1);
    if (seats === undefined) {
      if (this.startsAtTheBeginning) yield `cancels reservation ${ends}, which is not there`;
    } else if (seatIds.some((id) => !seats.has(id))) yield 'cancels seats that the reservation does not have';
  }

  /** Undefined while nothing is known of the seat. */
  private seatAt(id: number): Seat | undefined {
    return this.seats.get(id) ?? (this.startsAtTheBeginning ? FREE : undefined);
  }

  private put(id: number, seat: Seat): void {
    if (this.seatAt(id)?.state === 'free') this.free--;
    if (seat.state === 'free') this.free++;
    this.seats.set(id, seat);
  }

  private note({ cause, actor, mark, seatIds, sequence, ends, expiresAt, extensionsUsed }: Entry): void {
    if (cause === 'reserved') this.reservations.set(sequence, new Set(seatIds));
    this.givenUp = cause === 'cancelled' && actor === 'recipient' ? seatIds : undefined;
    if (cause === 'cancelled') for (const id of seatIds) this.reservations.get(ends ?? -1)?.delete(id);
    if (mark === null) return;
    if (cause === 'held' || cause === 'extended' || cause === 'offered') {
      this.holds.set(mark, { expiresAt: expiresAt ?? 0, extensionsUsed: extensionsUsed ?? 0 });
    } else if (cause === 'expired') this.holds.delete(mark);
  }
}

function after({ cause, mark }: Entry): Seat {
  switch (cause) {
    case 'held':
    case 'offered':
    case 'extended':
      return { state: 'held', by: mark ?? '' };
    case 'reserved':
      return { state: 'reserved', by: mark ?? '' };
    case 'blocked':
      return { state: 'blocked' };
    default:
      return FREE;
  }
}

function mayChange(seat: Seat, { cause, mark }: Entry): boolean {
  const isTheirs = 'by' in seat && seat.by === mark;
  switch (cause) {
    case 'held':
    case 'offered':
    case 'blocked':
      return seat.state === 'free';
    case 'extended':
    case 'released':
    case 'expired':
      return seat.state === 'held' && isTheirs;
    case 'reserved':
      return seat.state === 'free' || (seat.state === 'held' && isTheirs);
    case 'cancelled':
      return seat.state === 'reserved' && isTheirs;
    case 'unblocked':
      return seat.state === 'blocked';
    default:
      return false;
  }
}

function words(seat: Seat, mark: string | null): string {
  if (!('by' in seat)) return seat.state;
  return `${seat.state} by ${seat.by === mark ? 'the same person' : 'another person'}`;
}
