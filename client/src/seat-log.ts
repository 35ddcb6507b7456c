import type { ChangeList, SeatChange } from '@jari/contract';
import type { SeatSnapshot, SeatStore } from './seat-store.ts';

/** What came of a message: `missing` and `forked` ask for a repair, everything else is finished with. */
export type Applied =
  | { readonly kind: 'applied'; readonly changes: readonly SeatChange[] }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'older' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'forked' };

interface EarlyChange {
  readonly change: SeatChange;
  readonly position: string | undefined;
}

/** More early changes than this are not kept; the repair brings them anyway. */
const EARLY_MAX = 1_000;

/**
 * A replica of an event's seats, moved forward by numbered changes.
 *
 * Messages may be lost, doubled or overtake each other. Because the numbers have no gaps, each message tells
 * where it belongs: the next one is applied, an old one is ignored, and one from the future is kept until
 * those before it have come, so that no order of arrival leads to another hall than the server's.
 *
 * Numbers say nothing about *which* history they count: a ledger may be restored from a backup, or replaced.
 * So the log also keeps its position, the server's name for the place it has reached, and sends it back; two
 * histories that have parted have no position in common. Positions are compared, never read.
 */
export class SeatLog<Store extends SeatStore = SeatStore> {
  /** The last change that the store contains; undefined before the first list. */
  sequence: number | undefined;
  /** The server's name for the same place; undefined when the last change came without one. */
  position: string | undefined;
  /** How often the log began anew. An answer to a question asked before belongs to another history. */
  restarts = 0;
  private epoch: string | undefined;
  private readonly early = new Map<number, EarlyChange>();

  /** @param store filled and kept current; what it is made of depends on the size of the hall */
  constructor(readonly store: Store) {}

  /** True when a change has come of which the ones before are not here yet. */
  get isWaiting(): boolean {
    return this.early.size > 0;
  }

  /**
   * Takes a list that was asked for. `older`: it knows less of the same history than we do (a cache, a lagging
   * replica) and is not used. A list of another history counts, whatever its number.
   */
  replace(list: SeatSnapshot): Applied {
    if (this.sequence === undefined) return this.restart(list);
    const isOther =
      list.epoch !== this.epoch ||
      (list.sequence === this.sequence && this.position !== undefined && list.position !== this.position);
    if (isOther) return this.restart(list);
    if (list.sequence < this.sequence) return { kind: 'older' };
    this.take(list);
    this.drain();
    return { kind: 'replaced' };
  }

  /** Takes a list whatever we have: the server's word about which history is the true one. */
  restart(list: SeatSnapshot): Applied {
    this.restarts += 1;
    this.early.clear();
    this.take(list);
    return { kind: 'restarted' };
  }

  /** Takes one change, in whatever order it comes. */
  apply(change: SeatChange, position?: string): Applied {
    if (this.sequence === undefined) return { kind: 'missing' };
    if (change.sequence === this.sequence && isAnother(position, this.position)) return { kind: 'forked' };
    if (change.sequence <= this.sequence) return { kind: 'ignored' };
    if (change.sequence > this.sequence + 1) {
      if (this.early.size < EARLY_MAX) this.early.set(change.sequence, { change, position });
      return { kind: 'missing' };
    }
    this.advance({ change, position });
    return { kind: 'applied', changes: [change, ...this.drain()] };
  }

  /** Takes changes that were asked for. They come in order, and only the last one's position is known. */
  applyAll(list: ChangeList): Applied[] {
    const last = list.changes.at(-1);
    return list.changes.map((change) => this.apply(change, change === last ? list.position : undefined));
  }

  private take(list: SeatSnapshot): void {
    this.store.replace(list);
    this.epoch = list.epoch;
    this.sequence = list.sequence;
    this.position = list.position;
  }

  private advance({ change, position }: EarlyChange): void {
    this.store.change(change.seat_ids, change.state);
    this.sequence = change.sequence;
    this.position = position;
  }

  /** Applies kept changes that have become the next; forgets those that have become old. */
  private drain(): SeatChange[] {
    const applied: SeatChange[] = [];
    for (;;) {
      const next = this.early.get((this.sequence ?? 0) + 1);
      if (next === undefined) break;
      this.advance(next);
      applied.push(next.change);
    }
    for (const sequence of this.early.keys()) {
      if (sequence <= (this.sequence ?? 0)) this.early.delete(sequence);
    }
    return applied;
  }
}

function isAnother(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}
