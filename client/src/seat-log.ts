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
  /** The newest change that was heard of and is not kept. */
  private wanted = 0;
  private readonly early = new Map<number, EarlyChange>();

  /** @param store filled and kept current; what it is made of depends on the size of the hall */
  constructor(readonly store: Store) {}

  /** True when a change has come that is not applied, because those before it are not here or it has to be asked for. */
  get isWaiting(): boolean {
    return this.early.size > 0 || this.wanted > (this.sequence ?? 0);
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
    this.continueEarly();
    return { kind: 'replaced' };
  }

  /** Takes a list whatever we have: the server's word about which history is the true one. */
  restart(list: SeatSnapshot): Applied {
    this.restarts += 1;
    this.early.clear();
    this.wanted = 0;
    this.take(list);
    return { kind: 'restarted' };
  }

  /**
   * Takes one change, in whatever order it comes.
   *
   * @param after where its sender was before it, if known: it continues only a log that was there, too, since what was
   *   asked for meanwhile may have come from a server with another history
   */
  apply(change: SeatChange, position?: string, after?: string): Applied {
    if (change.sequence === (this.sequence ?? 0) + 1 && isAnother(after, this.position)) {
      this.wanted = Math.max(this.wanted, change.sequence);
      return { kind: 'missing' };
    }
    const applied = this.place(change, position);
    return applied.kind === 'applied' ? { kind: 'applied', changes: [change, ...this.drain()] } : applied;
  }

  /**
   * A new stream begins: it goes on from where we are and brings all that follows, perhaps along another history than
   * what came early by the last one.
   */
  forgetEarly(): void {
    this.early.clear();
    this.wanted = 0;
  }

  /** Takes changes that were asked for. They come in order, and only the last one's position is known. */
  applyAll(list: ChangeList): Applied[] {
    const last = list.changes.at(-1);
    const applied = list.changes.map((change) =>
      this.place(change, change === last ? list.position : undefined),
    );
    if (!applied.some(({ kind }) => kind === 'applied')) return applied;
    const changes = this.continueEarly();
    return changes.length > 0 ? [...applied, { kind: 'applied', changes }] : applied;
  }

  private place(change: SeatChange, position: string | undefined): Applied {
    if (this.sequence === undefined) return { kind: 'missing' };
    if (change.sequence === this.sequence && isAnother(position, this.position)) return { kind: 'forked' };
    if (change.sequence <= this.sequence) return { kind: 'ignored' };
    if (change.sequence > this.sequence + 1) {
      if (this.early.size < EARLY_MAX) this.early.set(change.sequence, { change, position });
      return { kind: 'missing' };
    }
    this.advance({ change, position });
    return { kind: 'applied', changes: [change] };
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

  /**
   * Goes on with kept changes after what was asked for. That may have come from a server with another history, so they
   * continue it only if both know the place that was reached; else they are asked for, too.
   */
  private continueEarly(): readonly SeatChange[] {
    const here = this.early.get(this.sequence ?? 0);
    if (here?.position !== undefined && here.position === this.position) return this.drain();
    this.wanted = Math.max(this.wanted, ...this.early.keys());
    this.early.clear();
    return [];
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
