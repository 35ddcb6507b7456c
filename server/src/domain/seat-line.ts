/** What somebody waits for: one seat, or the best seats of a kind, whichever they are. */
export type LineWish =
  | { readonly seatId: number }
  | {
      readonly quantity: number;
      /** The name of a category; null: of any. */
      readonly category: string | null;
      /** Side by side, or not at all. */
      readonly together: boolean;
    };

/** One place in an event's line. */
export interface LineEntry {
  /** The change that made it: who has a lower one was there first. It is the place's name, too. */
  readonly sequence: number;
  readonly userId: string;
  readonly wish: LineWish;
}

/** Who waits for seats of an event, first come first. */
export interface SeatLine {
  /** How many places there are. */
  readonly size: number;
  entry(sequence: number): LineEntry | undefined;
  ofUser(userId: string): readonly LineEntry[];
  ofSeat(seatId: number): readonly LineEntry[];
  /** Places of those who leave the choice of seats to us. */
  ofWishes(): Iterable<LineEntry>;
  all(): Iterable<LineEntry>;
}

/** What a change does to a line. */
export type LineChange =
  | { readonly cause: 'queued'; readonly sequence: number; readonly userId: string; readonly wish: LineWish }
  | { readonly cause: 'left_line' | 'offered'; readonly entry: number };

const NONE: readonly LineEntry[] = [];

/** The line as the ledger has it. */
export class CommittedSeatLine implements SeatLine {
  private readonly entries = new Map<number, LineEntry>();
  private readonly byUser = new Map<string, readonly LineEntry[]>();
  private readonly bySeat = new Map<number, readonly LineEntry[]>();
  /** Maps keep the order in which things came. */
  private readonly wishes = new Map<number, LineEntry>();

  constructor(entries: Iterable<LineEntry> = NONE) {
    for (const entry of entries) this.add(entry);
  }

  get size(): number {
    return this.entries.size;
  }

  entry(sequence: number): LineEntry | undefined {
    return this.entries.get(sequence);
  }

  ofUser(userId: string): readonly LineEntry[] {
    return this.byUser.get(userId) ?? NONE;
  }

  ofSeat(seatId: number): readonly LineEntry[] {
    return this.bySeat.get(seatId) ?? NONE;
  }

  ofWishes(): Iterable<LineEntry> {
    return this.wishes.values();
  }

  all(): Iterable<LineEntry> {
    return this.entries.values();
  }

  add(entry: LineEntry): void {
    const { sequence, userId, wish } = entry;
    this.entries.set(sequence, entry);
    this.byUser.set(userId, [...this.ofUser(userId), entry]);
    if ('seatId' in wish) this.bySeat.set(wish.seatId, [...this.ofSeat(wish.seatId), entry]);
    else this.wishes.set(sequence, entry);
  }

  end(sequence: number): void {
    const entry = this.entries.get(sequence);
    if (entry === undefined) throw new Error(`nobody has place ${sequence} in line`);
    const { userId, wish } = entry;
    this.entries.delete(sequence);
    this.wishes.delete(sequence);
    without(this.byUser, userId, entry);
    if ('seatId' in wish) without(this.bySeat, wish.seatId, entry);
  }
}

function without<K>(lists: Map<K, readonly LineEntry[]>, key: K, entry: LineEntry): void {
  const rest = (lists.get(key) ?? NONE).filter((each) => each !== entry);
  if (rest.length === 0) lists.delete(key);
  else lists.set(key, rest);
}

/** A line with decisions that are not recorded yet, laid over the line they were decided on. */
export class DraftSeatLine implements SeatLine {
  /** Who came is behind everybody who was there, so the order is that of below and then these. */
  private readonly added = new CommittedSeatLine();
  private readonly ended = new Set<number>();

  constructor(private below: SeatLine) {}

  rebase(committed: SeatLine): void {
    this.below = committed;
  }

  get size(): number {
    return this.below.size - this.ended.size + this.added.size;
  }

  entry(sequence: number): LineEntry | undefined {
    if (this.ended.has(sequence)) return undefined;
    return this.added.entry(sequence) ?? this.below.entry(sequence);
  }

  ofUser(userId: string): readonly LineEntry[] {
    return this.joined(this.below.ofUser(userId), this.added.ofUser(userId));
  }

  ofSeat(seatId: number): readonly LineEntry[] {
    return this.joined(this.below.ofSeat(seatId), this.added.ofSeat(seatId));
  }

  *ofWishes(): Iterable<LineEntry> {
    yield* this.left(this.below.ofWishes());
    yield* this.added.ofWishes();
  }

  *all(): Iterable<LineEntry> {
    yield* this.left(this.below.all());
    yield* this.added.all();
  }

  add(entry: LineEntry): void {
    this.added.add(entry);
  }

  end(sequence: number): void {
    if (this.added.entry(sequence) !== undefined) this.added.end(sequence);
    else if (this.entry(sequence) === undefined) throw new Error(`nobody has place ${sequence} in line`);
    else this.ended.add(sequence);
  }

  /** Lets the line of below become this one, once all of it is recorded. */
  handOver(committed: CommittedSeatLine): void {
    for (const sequence of this.ended) committed.end(sequence);
    for (const entry of this.added.all()) committed.add(entry);
  }

  private joined(below: readonly LineEntry[], added: readonly LineEntry[]): readonly LineEntry[] {
    const left = this.ended.size === 0 ? below : below.filter(({ sequence }) => !this.ended.has(sequence));
    return added.length === 0 ? left : [...left, ...added];
  }

  private *left(below: Iterable<LineEntry>): Iterable<LineEntry> {
    for (const entry of below) if (!this.ended.has(entry.sequence)) yield entry;
  }
}

/** Those who still wait after some changes, told by the changes that are about lines. */
export function lineAfter(changes: Iterable<LineChange>): LineEntry[] {
  const entries = new Map<number, LineEntry>();
  for (const change of changes) {
    if (change.cause !== 'queued') entries.delete(change.entry);
    else {
      const { sequence, userId, wish } = change;
      entries.set(sequence, { sequence, userId, wish });
    }
  }
  return [...entries.values()];
}

/** Whether two wish for the same. */
export function isSameWish(one: LineWish, other: LineWish): boolean {
  return wishKey(one) === wishKey(other);
}

/** The same text for the same wish. */
export function wishKey(wish: LineWish): string {
  return JSON.stringify(toWishValue(wish));
}

/** A wish as it stands in the log: a seat's number, or quantity, category and whether together. */
export type WishValue = number | readonly [quantity: number, category: string | null, together: boolean];

export function toWishValue(wish: LineWish): WishValue {
  return 'seatId' in wish ? wish.seatId : [wish.quantity, wish.category, wish.together];
}

export function fromWishValue(value: WishValue): LineWish {
  if (typeof value === 'number') return { seatId: value };
  const [quantity, category, together] = value;
  return { quantity, category, together };
}

/**
 * Who stands before a place and may be served before it: all who wait for the same seat; or, where we choose, all
 * whose seats could be the same. The first has place 1.
 */
export function placeInLine(line: SeatLine, { sequence, userId, wish }: LineEntry): number {
  let ahead = 0;
  const rivals = 'seatId' in wish ? line.ofSeat(wish.seatId) : line.ofWishes();
  for (const other of rivals) {
    if (other.sequence >= sequence) break;
    if (other.userId !== userId && isOfOneCategory(other.wish, wish)) ahead++;
  }
  return ahead + 1;
}

function isOfOneCategory(one: LineWish, other: LineWish): boolean {
  if ('seatId' in one || 'seatId' in other) return true;
  return one.category === null || other.category === null || one.category === other.category;
}
