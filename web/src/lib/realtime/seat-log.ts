import type { Seat, SeatChange, SeatList } from '@jari/contract';

/** What came of a message: `missing` asks for a repair, everything else is finished with. */
export type Applied =
  | { readonly kind: 'applied'; readonly changes: readonly SeatChange[] }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'older' }
  | { readonly kind: 'missing'; readonly after: number };

/** More early changes than this are not kept; the repair brings them anyway. */
const EARLY_MAX = 1_000;

/**
 * A replica of an event's seats, moved forward by numbered changes.
 *
 * Messages may be lost, doubled or overtake each other. Because the numbers have no gaps, each message tells
 * where it belongs: the next one is applied, an old one is ignored, and one from the future is kept until
 * those before it have come, so that no order of arrival leads to another hall than the server's.
 */
export class SeatLog {
  /** The last change that `seats` contains; undefined before the first list. */
  sequence: number | undefined;
  private readonly early = new Map<number, SeatChange>();

  /** @param seats filled and kept current; the caller brings it so that it may be a reactive map */
  constructor(readonly seats: Map<number, Seat>) {}

  /** Takes a whole list. `older`: it knows less than we do (a cache, a lagging replica) and is not used. */
  replace(list: SeatList): Applied {
    if (this.sequence !== undefined && list.sequence < this.sequence) return { kind: 'older' };
    this.take(list);
    this.drain();
    return { kind: 'replaced' };
  }

  /** Takes a list even if it is older: the server began anew, and its word counts. */
  restart(list: SeatList): void {
    this.early.clear();
    this.take(list);
  }

  /** Takes one change, in whatever order it comes. */
  apply(change: SeatChange): Applied {
    if (this.sequence === undefined) return { kind: 'missing', after: 0 };
    if (change.sequence <= this.sequence) return { kind: 'ignored' };
    if (change.sequence > this.sequence + 1) {
      if (this.early.size < EARLY_MAX) this.early.set(change.sequence, change);
      return { kind: 'missing', after: this.sequence };
    }
    this.advance(change);
    return { kind: 'applied', changes: [change, ...this.drain()] };
  }

  private take(list: SeatList): void {
    const present = new Set(list.seats.map((seat) => seat.id));
    for (const id of [...this.seats.keys()]) if (!present.has(id)) this.seats.delete(id);
    for (const seat of list.seats) {
      // An unchanged seat keeps its object, so that a reactive map has nothing to redraw.
      const known = this.seats.get(seat.id);
      if (known?.state !== seat.state || known.label !== seat.label) this.seats.set(seat.id, seat);
    }
    this.sequence = list.sequence;
  }

  private advance(change: SeatChange): void {
    for (const { id, state } of change.seats) {
      const seat = this.seats.get(id);
      if (seat && seat.state !== state) this.seats.set(id, { ...seat, state, status: state === 'reserved' });
    }
    this.sequence = change.sequence;
  }

  /** Applies kept changes that have become the next; forgets those that have become old. */
  private drain(): SeatChange[] {
    const applied: SeatChange[] = [];
    for (;;) {
      const next = this.early.get((this.sequence ?? 0) + 1);
      if (next === undefined) break;
      this.advance(next);
      applied.push(next);
    }
    for (const sequence of this.early.keys()) {
      if (sequence <= (this.sequence ?? 0)) this.early.delete(sequence);
    }
    return applied;
  }
}
