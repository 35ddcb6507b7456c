import type { Change, Log } from '../input/log.ts';
import { StateDigest } from './state-digest.ts';
import { Steps } from './steps.ts';

export type Letter = 'a' | 'h' | 'r' | 'b';

/** What a seat is: in which state, and by whose change. */
export interface SeatState {
  readonly letter: Letter;
  /** Whose it is; '' where it is nobody's. */
  readonly mark: string;
}

export interface HoldState {
  readonly seats: readonly number[];
  readonly expiresAt: number;
  readonly extensionsUsed: number;
}

/** What one person has, by the log, at each of its changes. */
export interface Place {
  readonly mark: string;
  readonly hold: Steps<HoldState | undefined>;
  /** How many seats are reserved for them. */
  readonly reserved: Steps<number>;
  /** The places in line that they have, by the changes that made them. */
  readonly waits: Steps<readonly number[]>;
  /** All changes that are about them. */
  readonly changes: Change[];
}

const FREE: SeatState = { letter: 'a', mark: '' };
const BLOCKED: SeatState = { letter: 'b', mark: '' };

/** The whole life of a hall by its log: asked afterwards what was so at which change. */
export class Hall {
  readonly places = new Map<string, Place>();
  /** The seats that a reservation still has, by the change that made it. */
  readonly reservations = new Map<
    number,
    { readonly mark: string; readonly seats: Steps<readonly number[]> }
  >();
  readonly last: number;
  private readonly seats: Steps<SeatState>[];
  private readonly free: Int32Array;
  private readonly digests: Int32Array;

  constructor(readonly log: Log) {
    this.last = log.changes.length;
    this.seats = Array.from({ length: log.seatCount + 1 }, () => new Steps(FREE));
    this.free = new Int32Array(this.last + 1).fill(log.seatCount, 0, 1);
    this.digests = new Int32Array(2 * (this.last + 1));
    const digest = new StateDigest(log.seatCount);
    this.digests.set([digest.high, digest.low]);
    for (const change of log.changes) this.apply(change, digest);
  }

  seatAt(seat: number, sequence: number): SeatState {
    return this.seats[seat]?.at(sequence) ?? FREE;
  }

  /** Everything that a seat was from one change to another. */
  seatWithin(seat: number, from: number, to: number): Iterable<readonly [number, SeatState]> {
    return this.seats[seat]?.within(from, to) ?? [];
  }

  freeAt(sequence: number): number {
    return this.free[sequence] ?? 0;
  }

  isStates(states: string, sequence: number): boolean {
    if (states.length !== this.log.seatCount) return false;
    const { high, low } = StateDigest.of(states);
    return this.digests[2 * sequence] === high && this.digests[2 * sequence + 1] === low;
  }

  change(sequence: number): Change | undefined {
    return this.log.changes[sequence - 1];
  }

  place(mark: string): Place {
    let place = this.places.get(mark);
    if (place === undefined) {
      place = {
        ...{ mark, changes: [], hold: new Steps<HoldState | undefined>(undefined) },
        ...{ reserved: new Steps(0), waits: new Steps<readonly number[]>([]) },
      };
      this.places.set(mark, place);
    }
    return place;
  }

  private apply(change: Change, digest: StateDigest): void {
    const { sequence, cause, mark, seats } = change;
    const after = seatAfter(change);
    let free = this.freeAt(sequence - 1);
    for (const seat of seats) {
      const steps = this.seats[seat];
      if (steps === undefined || after === undefined) continue;
      const before = steps.last;
      digest.toggle(seat, before.letter.charCodeAt(0));
      digest.toggle(seat, after.letter.charCodeAt(0));
      free += Number(after.letter === 'a') - Number(before.letter === 'a');
      steps.put(sequence, after);
    }
    this.free[sequence] = free;
    this.digests.set([digest.high, digest.low], 2 * sequence);
    if (mark === '') return;
    const place = this.place(mark);
    place.changes.push(change);
    this.notePlace(place, change, cause);
  }

  private notePlace(place: Place, change: Change, cause: string): void {
    const { sequence, seats, ends, expiresAt, extensionsUsed } = change;
    const had = place.hold.last?.seats ?? [];
    const time = { expiresAt: expiresAt ?? 0, extensionsUsed: extensionsUsed ?? 0 };
    if (cause === 'held' || cause === 'offered' || cause === 'extended') {
      const all = [...new Set([...had, ...seats])].sort((a, b) => a - b);
      place.hold.put(sequence, { seats: all, ...time });
    } else if (cause === 'released' || cause === 'expired' || cause === 'reserved') {
      const left = had.filter((seat) => !seats.includes(seat));
      const before = place.hold.last;
      if (before !== undefined)
        place.hold.put(sequence, left.length === 0 ? undefined : { ...before, seats: left });
    }
    if (cause === 'reserved') {
      place.reserved.put(sequence, place.reserved.last + seats.length);
      const kept = new Steps<readonly number[]>([]);
      kept.put(sequence, seats);
      this.reservations.set(sequence, { mark: place.mark, seats: kept });
    } else if (cause === 'cancelled') {
      place.reserved.put(sequence, place.reserved.last - seats.length);
      const kept = this.reservations.get(ends ?? 0)?.seats;
      kept?.put(
        sequence,
        kept.last.filter((seat) => !seats.includes(seat)),
      );
    } else if (cause === 'queued') place.waits.put(sequence, [...place.waits.last, sequence]);
    else if (cause === 'left_line' || (cause === 'offered' && ends !== null)) {
      place.waits.put(
        sequence,
        place.waits.last.filter((entry) => entry !== ends),
      );
    }
  }
}

/** What a change makes of its seats; undefined where it makes nothing of any. */
function seatAfter({ cause, mark }: Change): SeatState | undefined {
  switch (cause) {
    case 'held':
    case 'offered':
    case 'extended':
      return { letter: 'h', mark };
    case 'reserved':
      return { letter: 'r', mark };
    case 'blocked':
      return BLOCKED;
    case 'released':
    case 'expired':
    case 'cancelled':
    case 'unblocked':
      return FREE;
    default:
      return undefined;
  }
}
