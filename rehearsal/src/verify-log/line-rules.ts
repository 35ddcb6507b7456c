import type { Entry, Wish } from './log-file.ts';

interface Waiting {
  readonly sequence: number;
  readonly mark: string;
  readonly wish: Wish;
}

/**
 * The rules of the line: places end once and are their own people's; seats are offered to the first who could have
 * them; and nobody takes a free seat past somebody who waits for it.
 *
 * What one may have has changed, perhaps, since the log was written. So only those who had nothing at all are taken for
 * people who could have had a seat: they could under any rules. Of a wish for the best seats only another wish for
 * the very same can be compared.
 */
export class LineRules {
  private readonly waiting = new Map<number, Waiting>();
  /** The same by what they wait for, the first first. */
  private readonly byWish = new Map<string, Map<number, Waiting>>();
  private readonly owners = new Map<number, { readonly mark: string; readonly isHeld: boolean }>();
  /** How many seats people hold or have reserved. */
  private readonly held = new Map<string, number>();
  private readonly had = new Map<string, number>();

  constructor(private readonly startsAtTheBeginning: boolean) {}

  *permitted(entry: Entry, seats: { isFree(id: number): boolean }): Iterable<string> {
    const { cause, actor, mark, seatIds, wish } = entry;
    if (cause === 'queued' && typeof wish === 'number' && seats.isFree(wish)) {
      yield `lets somebody wait for seat ${wish}, which is free`;
    }
    if (cause === 'left_line' || cause === 'offered') yield* this.ending(entry);
    if (cause === 'offered') yield* this.offer(entry);
    // A shop takes seats for a user, and so jumps no line either.
    const isForUser = actor === 'user' || actor.startsWith('integration:');
    if ((cause !== 'held' && cause !== 'reserved') || !isForUser) return;
    for (const id of seatIds) {
      const before = seats.isFree(id) ? this.firstFor(id, Infinity, mark) : undefined;
      if (before !== undefined) yield `${cause} seat ${id}, for which place ${before.sequence} in line waits`;
    }
  }

  note({ cause, mark, seatIds, sequence, ends, wish }: Entry): void {
    if (cause === 'queued' && mark !== null && wish !== undefined) this.add({ sequence, mark, wish });
    if (cause === 'left_line' || cause === 'offered') this.end(ends ?? -1);
    const isHeld = cause === 'held' || cause === 'extended' || cause === 'offered';
    for (const id of seatIds) {
      const before = this.owners.get(id);
      if (before !== undefined) this.count(before, -1);
      this.owners.delete(id);
      if (mark === null || !(isHeld || cause === 'reserved')) continue;
      const owner = { mark, isHeld };
      this.owners.set(id, owner);
      this.count(owner, 1);
    }
  }

  private *ending({ cause, mark, ends, wish }: Entry): Iterable<string> {
    const own = this.waiting.get(ends ?? -1);
    if (own === undefined) {
      if (this.startsAtTheBeginning) yield `${cause} ends place ${ends} in line, which is not there`;
    } else if (own.mark !== mark) yield `${cause} ends another person’s place in line`;
    else if (keyOf(own.wish) !== keyOf(wish)) yield `${cause} tells of another wish`;
  }

  private *offer({ actor, mark, seatIds, ends, wish }: Entry): Iterable<string> {
    if (actor !== 'clock') yield 'offers seats, which nobody but the house may';
    if (mark !== null && (this.held.get(mark) ?? 0) > 0) yield 'offers seats to somebody who holds some';
    const wanted = typeof wish === 'number' ? 1 : wish?.[0];
    if (seatIds.length !== wanted || (typeof wish === 'number' && seatIds[0] !== wish)) {
      yield 'offers what was not wished for';
    }
    const before = this.firstFor(wish, ends ?? 0, mark);
    if (before !== undefined) yield `passes over place ${before.sequence} in line`;
  }

  /** The first who has the wish and could have it, if before a certain place. */
  private firstFor(wish: Wish | undefined, place: number, mark: string | null): Waiting | undefined {
    if (!this.startsAtTheBeginning) return undefined;
    for (const each of this.byWish.get(keyOf(wish))?.values() ?? []) {
      if (each.sequence >= place) return undefined;
      if (each.mark !== mark && (this.had.get(each.mark) ?? 0) === 0) return each;
    }
    return undefined;
  }

  private add(one: Waiting): void {
    this.waiting.set(one.sequence, one);
    const key = keyOf(one.wish);
    const same = this.byWish.get(key) ?? new Map<number, Waiting>();
    this.byWish.set(key, same.set(one.sequence, one));
  }

  private end(sequence: number): void {
    const one = this.waiting.get(sequence);
    this.waiting.delete(sequence);
    if (one !== undefined) this.byWish.get(keyOf(one.wish))?.delete(sequence);
  }

  private count({ mark, isHeld }: { readonly mark: string; readonly isHeld: boolean }, by: 1 | -1): void {
    this.had.set(mark, (this.had.get(mark) ?? 0) + by);
    if (isHeld) this.held.set(mark, (this.held.get(mark) ?? 0) + by);
  }
}

function keyOf(wish: Wish | undefined): string {
  return JSON.stringify(wish);
}
