import type { SeatMark } from '@jari/contract';
import type { Hall } from './hall.ts';

/** The category of a run whose seats have several. */
export const MIXED = -1;
/** Marks of seats that are for those who need them. */
export const SPARED: readonly SeatMark[] = ['wheelchair', 'companion'];

/** Seats side by side, or a whole standing area, with all that lets a search pass by. */
export interface HallRun {
  readonly first: number;
  readonly count: number;
  readonly section: number;
  readonly isStanding: boolean;
  /** Of all its seats, or `MIXED`. */
  readonly category: number;
  /** What its seats are marked with, each once. */
  readonly marks: readonly SeatMark[];
}

/** A hall's runs in the order of their seats: made once for a hall, however many maps there are of it. */
export class HallRuns {
  readonly runs: readonly HallRun[];
  /** Indexes into `runs`, best first. */
  readonly byRank: Uint32Array;
  /** Of each run the best seat's rank; a column by itself, because every search reads many. */
  readonly ranks: Uint32Array;
  private readonly firsts: Uint32Array;
  private static readonly ofHall = new WeakMap<Hall, HallRuns>();

  static of(hall: Hall): HallRuns {
    let known = HallRuns.ofHall.get(hall);
    if (known === undefined) {
      known = new HallRuns(hall);
      HallRuns.ofHall.set(hall, known);
    }
    return known;
  }

  private constructor(hall: Hall) {
    const runs: HallRun[] = [];
    const ranks: number[] = [];
    hall.sections.forEach(({ firstSeat, seatCount, standing }, section) => {
      for (let first = firstSeat; first < firstSeat + seatCount;) {
        const count = standing ? seatCount : hall.rowOf(first).count;
        runs.push(describe(hall, first, count, section, standing));
        ranks.push(bestRank(hall, first, count));
        first += count;
      }
    });
    this.runs = runs;
    this.ranks = Uint32Array.from(ranks);
    this.firsts = Uint32Array.from(runs, ({ first }) => first);
    this.byRank = Uint32Array.from(runs.keys()).sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
  }

  /** The index of the run that a seat is in. */
  indexOf(seatId: number): number {
    let low = 0;
    let high = this.firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.firsts[middle] ?? 0) <= seatId) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function describe(hall: Hall, first: number, count: number, section: number, isStanding: boolean): HallRun {
  let category = hall.categoryOf(first);
  const marks = new Set<SeatMark>();
  for (let id = first; id < first + count; id++) {
    if (hall.categoryOf(id) !== category) category = MIXED;
    for (const mark of hall.marksOf(id)) marks.add(mark);
  }
  return { first, count, section, isStanding, category, marks: [...marks] };
}

function bestRank(hall: Hall, first: number, count: number): number {
  let best = Infinity;
  for (let id = first; id < first + count; id++) best = Math.min(best, hall.rank(id));
  return best;
}
