import type { SeatMark } from '@jari/contract';
import { cleanRoomFor, roomFor, stretches, type FreeRuns } from './free-runs.ts';
import { MIXED, type HallRun } from './hall-runs.ts';
import type { Hall } from './hall.ts';
import type { SeatMap } from './seat-map.ts';

/** Which seats may be given. */
export interface SeatFilter {
  /** An index into the hall's categories. */
  readonly category: number | undefined;
  /** Indexes into the hall's sections. */
  readonly sections: ReadonlySet<number> | undefined;
  /** Seats with one of these marks are left to others. */
  readonly withoutMarks: readonly SeatMark[];
  readonly withStanding: boolean;
}

/** Seats side by side, or places of one standing area. */
export interface Block {
  /** Ascending. */
  readonly seatIds: readonly number[];
  /** The sum of their ranks. */
  readonly cost: number;
  /** How many free seats it would leave alone. */
  readonly leftAlone: number;
  readonly isStanding: boolean;
}

interface Found {
  readonly first: number;
  readonly cost: number;
}

/**
 * Looks for seats side by side: those that leave the fewest seats alone, and among them those with the lowest
 * ranks. It passes by every run that has no room, and stops at the first that cannot be better than what it
 * has, so that it reads a few runs of a hall and not all.
 *
 * What has been found can be taken, for a search that goes on.
 */
export class BlockSearch {
  private readonly hall: Hall;
  private readonly free: FreeRuns;
  /** Runs that may have something, best first. */
  private readonly candidates: Uint32Array;
  private hasStanding = false;
  /** The lengths of all stretches there are in them. */
  private lengths = 0;
  private readonly mine: ReadonlySet<number>;
  private readonly taken = new Set<number>();
  /** Runs in which something is mine or taken, and what is free in them therefore. */
  private readonly special = new Map<number, number>();
  /** Of the run that is looked at: 1 where a seat is free, and where it may be given. */
  private isFree = new Uint8Array(64);
  private mayGive = this.isFree;

  constructor(
    private readonly map: SeatMap,
    mine: readonly number[],
    private readonly filter: SeatFilter,
    barred: readonly number[] = [],
  ) {
    this.hall = map.hall;
    this.free = map.freeRuns;
    this.mine = new Set(mine);
    for (const seatId of barred) this.taken.add(seatId);
    this.lookAgain(mine);
    this.lookAgain(barred);
    this.candidates = this.findCandidates();
  }

  /** `quantity` seats side by side, among them one with each of the marks. */
  best(quantity: number, needs: readonly SeatMark[] = []): Block | undefined {
    return (
      this.bestLeaving(0, quantity, needs) ??
      this.bestLeaving(1, quantity, needs) ??
      this.bestLeaving(2, quantity, needs)
    );
  }

  take({ seatIds }: Block): void {
    for (const seatId of seatIds) this.taken.add(seatId);
    this.lookAgain(seatIds);
  }

  giveBack({ seatIds }: Block): void {
    for (const seatId of seatIds) this.taken.delete(seatId);
    this.lookAgain(seatIds);
  }

  /** At most `leftAlone`: who asks has looked for less. */
  private bestLeaving(leftAlone: number, quantity: number, needs: readonly SeatMark[]): Block | undefined {
    const room = leftAlone === 0 ? cleanRoomFor(quantity) : roomFor(quantity);
    if ((this.lengths & room) === 0 && !this.hasStanding) return undefined;
    const { runs, ranks } = this.free.hall;
    // No two seats have the same rank, so that these are the best that a run can have.
    const ranksBetween = (quantity * (quantity - 1)) / 2;
    let best: Found | undefined;
    let standing: Block | undefined;
    let least = Infinity;
    for (const index of this.candidates) {
      if (quantity * (ranks[index] ?? 0) + ranksBetween >= least) break;
      const lengths = this.lengthsIn(index);
      if (lengths >= 0 && (lengths & room) === 0) continue;
      const run = runs[index] as HallRun;
      if (run.isStanding) {
        if (leftAlone > 0 || needs.length > 0) continue;
        const places = this.places(index, quantity);
        if (places === undefined || places.cost >= least) continue;
        standing = places;
        best = undefined;
        least = places.cost;
      } else if (needs.every((mark) => run.marks.includes(mark))) {
        const found = this.bestIn(index, quantity, leftAlone, needs, least);
        if (found === undefined) continue;
        best = found;
        least = found.cost;
      }
    }
    if (best === undefined) return standing;
    const { first, cost } = best;
    return {
      seatIds: Array.from({ length: quantity }, (_, i) => first + i),
      cost,
      leftAlone,
      isStanding: false,
    };
  }

  /** The best in one run that costs less than `least`. */
  private bestIn(
    index: number,
    quantity: number,
    leftAlone: number,
    needs: readonly SeatMark[],
    least: number,
  ): Found | undefined {
    const { hall } = this;
    const run = this.look(index);
    let found: Found | undefined;
    let [length, cost] = [0, 0];
    for (let i = 0; i < run.count; i++) {
      if (this.mayGive[i] === 0) {
        length = 0;
        cost = 0;
        continue;
      }
      cost += hall.rank(run.first + i);
      if (++length > quantity) cost -= hall.rank(run.first + i - quantity);
      if (length < quantity || cost >= (found?.cost ?? least)) continue;
      const start = i - quantity + 1;
      if (this.aloneBeside(start, i, run.count) > leftAlone) continue;
      const first = run.first + start;
      if (needs.length === 0 || this.hasAll(first, quantity, needs)) found = { first, cost };
    }
    return found;
  }

  /** How many free seats would be alone beside the seats from `start` to `end` of the run looked at. */
  private aloneBeside(start: number, end: number, count: number): number {
    const { isFree } = this;
    let alone = 0;
    if (start > 0 && isFree[start - 1] === 1 && (start === 1 || isFree[start - 2] === 0)) alone++;
    if (end + 1 < count && isFree[end + 1] === 1 && (end + 2 === count || isFree[end + 2] === 0)) alone++;
    return alone;
  }

  private hasAll(first: number, count: number, needs: readonly SeatMark[]): boolean {
    return needs.every((mark) => {
      for (let id = first; id < first + count; id++) if (this.hall.marksOf(id).includes(mark)) return true;
      return false;
    });
  }

  /** The lowest free places of a standing area. */
  private places(index: number, quantity: number): Block | undefined {
    const { first, count } = this.free.hall.runs[index] as HallRun;
    const own = [...this.mine].filter((id) => id >= first && id < first + count && !this.taken.has(id));
    const others = this.free.lowestPlaces(index, quantity, (id) => !this.taken.has(id) && !this.mine.has(id));
    if (own.length + others.length < quantity) return undefined;
    const seatIds = [...own, ...others].sort((a, b) => a - b).slice(0, quantity);
    let cost = 0;
    for (const id of seatIds) cost += this.hall.rank(id);
    return { seatIds, cost, leftAlone: 0, isStanding: true };
  }

  private findCandidates(): Uint32Array {
    const { byRank } = this.free.hall;
    const found = new Uint32Array(byRank.length);
    let count = 0;
    for (const index of byRank) {
      const lengths = this.lengthsIn(index);
      if (lengths === 0 || !this.mayGiveIn(index)) continue;
      if (lengths < 0) this.hasStanding = true;
      else this.lengths |= lengths;
      found[count++] = index;
    }
    return found.subarray(0, count);
  }

  private mayGiveIn(index: number): boolean {
    const { category, sections, withStanding } = this.filter;
    if (category === undefined && sections === undefined && withStanding) return true;
    const run = this.free.hall.runs[index] as HallRun;
    if (sections !== undefined && !sections.has(run.section)) return false;
    if (category !== undefined && run.category !== category && run.category !== MIXED) return false;
    return withStanding || !run.isStanding;
  }

  /** As `FreeRuns` tells them. */
  private lengthsIn(index: number): number {
    return (this.special.size === 0 ? undefined : this.special.get(index)) ?? this.free.lengths(index);
  }

  private lookAgain(seatIds: readonly number[]): void {
    for (const index of new Set(seatIds.map((id) => this.free.hall.indexOf(id)))) {
      const run = this.free.hall.runs[index] as HallRun;
      if (run.isStanding) continue;
      // Marked before it is looked at, because only then what is mine and taken is looked for.
      this.special.set(index, 0);
      this.look(index);
      const lengths = stretches(this.isFree, run.count);
      this.special.set(index, lengths);
      this.lengths |= lengths;
    }
  }

  /** Reads a run. */
  private look(index: number): HallRun {
    const run = this.free.hall.runs[index] as HallRun;
    const { first, count } = run;
    if (this.isFree.length < count) this.isFree = new Uint8Array(count);
    this.map.copyFree(first, count, this.isFree);
    if (this.special.has(index)) {
      for (const id of this.mine) if (id >= first && id < first + count) this.isFree[id - first] = 1;
      for (const id of this.taken) if (id >= first && id < first + count) this.isFree[id - first] = 0;
    }
    const { category, withoutMarks } = this.filter;
    const isMixed = category !== undefined && run.category === MIXED;
    const isMarked = withoutMarks.some((mark) => run.marks.includes(mark));
    this.mayGive = isMixed || isMarked ? this.isFree.slice(0, count) : this.isFree;
    for (let i = 0; (isMixed || isMarked) && i < count; i++) {
      if (isMixed && this.hall.categoryOf(first + i) !== category) this.mayGive[i] = 0;
      if (isMarked && this.hall.marksOf(first + i).some((mark) => withoutMarks.includes(mark)))
        this.mayGive[i] = 0;
    }
    return run;
  }
}
