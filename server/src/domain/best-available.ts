import type { SeatMark } from '@jari/contract';
import { BlockSearch, type Block, type SeatFilter } from './block-search.ts';
import { SPARED } from './hall-runs.ts';
import type { Hall } from './hall.ts';
import type { SeatMap } from './seat-map.ts';

/** What somebody wants who leaves the choice of seats to us. */
export interface SeatWish {
  readonly quantity: number;
  /** The name of a category. */
  readonly category?: string | undefined;
  /** The name of a section. */
  readonly section?: string | undefined;
  /** Side by side or not at all. A standing area is one place in this. */
  readonly together: boolean;
  /** At least one of the seats has each of these. */
  readonly marks?: readonly SeatMark[] | undefined;
}

export interface BestSeats {
  /** Ascending. */
  readonly seatIds: readonly number[];
  readonly isTogether: boolean;
}

/**
 * The best seats that are free: side by side if that is possible anywhere, else in as few pieces as possible;
 * then so that as few seats as possible are left alone; then nearest to where everybody looks, by the sum of
 * the seats' ranks. Deterministic: the same map and wish give the same seats.
 *
 * Seats for wheelchairs and companions are kept for those who ask for them, and standing places for those who
 * name their section or category, unless nothing else is left for the wish.
 *
 * @param mine seats of the own hold: free for whoever asks
 * @param barred free seats that whoever asks cannot have
 */
export function bestAvailable(
  map: SeatMap,
  wish: SeatWish,
  mine: readonly number[],
  barred: readonly number[] = [],
): BestSeats | undefined {
  const search = (filter: SeatFilter) => bestOf(new BlockSearch(map, mine, filter, barred), wish);
  return search(sparing(map.hall, wish)) ?? search(anything(map.hall, wish));
}

/** The name in the wish that the hall does not know. */
export function unknownIn(hall: Hall, { category, section }: SeatWish): 'category' | 'section' | undefined {
  if (category !== undefined && !hall.categories.includes(category)) return 'category';
  if (section !== undefined && !hall.sections.some(({ name }) => name === section)) return 'section';
  return undefined;
}

function bestOf(search: BlockSearch, { quantity, marks }: SeatWish): BestSeats | undefined {
  const block = search.best(quantity, marks);
  if (block !== undefined) return { seatIds: block.seatIds, isTogether: true };
  const pieces = fewestPieces(search, quantity, marks ?? []);
  if (pieces === undefined) return undefined;
  return { seatIds: pieces.flatMap(({ seatIds }) => seatIds).sort((a, b) => a - b), isTogether: false };
}

/**
 * The longest piece there is, and again, until one is long enough for the rest. That makes as few pieces as
 * possible. All but the last are whole stretches of free seats, so that only the last can leave a seat alone.
 */
function fewestPieces(
  search: BlockSearch,
  quantity: number,
  needs: readonly SeatMark[],
): readonly Block[] | undefined {
  const pieces = needs.length === 0 ? [] : piecesWithMarks(search, quantity, needs);
  if (pieces === undefined) return undefined;
  let rest = quantity - pieces.reduce((sum, { seatIds }) => sum + seatIds.length, 0);
  for (let size = rest; rest > 0; size = Math.min(size, rest)) {
    const piece = search.best(size);
    if (piece === undefined) {
      if (--size === 0) return undefined;
      continue;
    }
    search.take(piece);
    pieces.push(piece);
    rest -= size;
  }
  return needs.length === 0 ? sparingTheLast(search, pieces) : pieces;
}

/**
 * The last piece leaves a seat alone when every stretch that is left is longer by one: then that one is taken
 * too, and an earlier piece has one less. It can when it is two longer than the last, because then it can be
 * such a stretch whole; or when it is in a standing area, where nobody is alone. There is no other way in as
 * few pieces: seats left over fit into any one of the stretches, so one is left alone only when the longest
 * stretches together have exactly one seat more than is wanted.
 */
function sparingTheLast(search: BlockSearch, pieces: readonly Block[]): readonly Block[] {
  const last = pieces.at(-1);
  if (last === undefined || last.leftAlone === 0) return pieces;
  const size = last.seatIds.length;
  for (const longer of pieces) {
    const length = longer.seatIds.length;
    if (length < 2 || (length !== size + 2 && !longer.isStanding)) continue;
    search.giveBack(last);
    const one = search.best(size + 1);
    if (one !== undefined) search.take(one);
    search.giveBack(longer);
    const other = search.best(length - 1);
    if (one?.leftAlone === 0 && other?.leftAlone === 0) {
      return [...pieces.filter((piece) => piece !== last && piece !== longer), one, other];
    }
    if (one !== undefined) search.giveBack(one);
    search.take(longer);
    search.take(last);
  }
  return pieces;
}

/** As many seats as possible side by side that have all the marks; or, where they are apart, each by itself. */
function piecesWithMarks(
  search: BlockSearch,
  quantity: number,
  needs: readonly SeatMark[],
): Block[] | undefined {
  for (let size = quantity - 1; size > 0; size--) {
    const piece = search.best(size, needs);
    if (piece === undefined) continue;
    search.take(piece);
    return [piece];
  }
  if (needs.length > quantity) return undefined;
  const pieces: Block[] = [];
  for (const mark of needs) {
    const piece = search.best(1, [mark]);
    if (piece === undefined) return undefined;
    search.take(piece);
    pieces.push(piece);
  }
  return pieces;
}

/** Without what is for others. */
function sparing(hall: Hall, wish: SeatWish): SeatFilter {
  const withoutMarks = SPARED.filter((mark) => wish.marks?.includes(mark) !== true);
  const withStanding = wish.category !== undefined || wish.section !== undefined;
  return { ...anything(hall, wish), withoutMarks, withStanding };
}

function anything(hall: Hall, { category, section }: SeatWish): SeatFilter {
  return {
    category: category === undefined ? undefined : hall.categories.indexOf(category),
    sections: section === undefined ? undefined : sectionsNamed(hall, section),
    withoutMarks: [],
    withStanding: true,
  };
}

function sectionsNamed(hall: Hall, wanted: string): ReadonlySet<number> {
  return new Set(hall.sections.flatMap(({ name }, i) => (name === wanted ? [i] : [])));
}
