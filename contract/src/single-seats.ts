/**
 * The rule against single seats: who chooses leaves no free seat alone between taken ones, where that can be
 * avoided. Nobody buys such a seat. The server refuses by this rule and the web app warns by it, so it stands
 * here, and it imports nothing.
 */

/** Seats side by side: `first`, `first + 1`… */
export interface SideBySide {
  readonly first: number;
  readonly count: number;
}

/**
 * The free seats that a choice would leave alone although it need not; none when the choice is fine.
 *
 * A free seat is alone when nothing beside it in its run is free. One that was alone before is nobody's fault.
 * Leaving one alone is excused when every choice of as many seats in that run, in no more pieces, would.
 *
 * @param chosen seats of any runs, each once
 * @param runOf a seat's neighbourhood
 * @param isFree before the choice, for whoever chooses: the seats of the own hold are free
 */
export function seatsLeftAlone(
  chosen: readonly number[],
  runOf: (seatId: number) => SideBySide,
  isFree: (seatId: number) => boolean,
): readonly number[] {
  const isChosen = new Set(chosen);
  const byRun = new Map<number, { run: SideBySide; seats: number[] }>();
  for (const seatId of chosen) {
    const run = runOf(seatId);
    const known = byRun.get(run.first);
    if (known === undefined) byRun.set(run.first, { run, seats: [seatId] });
    else known.seats.push(seatId);
  }
  const alone: number[] = [];
  for (const { run, seats } of byRun.values()) {
    const left = aloneBeside(seats, run, (id) => isFree(id) && !isChosen.has(id));
    if (left.length > 0 && canBeAvoided(run, seats, (id) => isFree(id) || isChosen.has(id))) {
      alone.push(...left);
    }
  }
  return alone.sort((a, b) => a - b);
}

/** Which seats beside the chosen ones have nothing free beside them afterwards. */
function aloneBeside(
  seats: readonly number[],
  { first, count }: SideBySide,
  isFreeAfter: (seatId: number) => boolean,
): readonly number[] {
  const isLeft = (id: number) => id >= first && id < first + count && isFreeAfter(id);
  const beside = new Set(seats.flatMap((id) => [id - 1, id + 1]));
  return [...beside].filter((id) => isLeft(id) && !isLeft(id - 1) && !isLeft(id + 1));
}

/** Whether as many seats of the run could be had, in no more pieces, without leaving one alone. */
function canBeAvoided(
  run: SideBySide,
  seats: readonly number[],
  isFreeBefore: (seatId: number) => boolean,
): boolean {
  const wanted = seats.length;
  const pieces = seats.filter((id) => !seats.includes(id - 1)).length;
  const gaps = new Map<number, number>();
  for (const length of gapsOf(run, isFreeBefore)) {
    if (isCleanCut(length, wanted)) return true;
    gaps.set(length, (gaps.get(length) ?? 0) + 1);
  }
  return pieces > 1 && fewestCleanPieces(gaps, wanted, pieces) <= pieces;
}

/** The lengths of the stretches of free seats. */
function* gapsOf({ first, count }: SideBySide, isFree: (seatId: number) => boolean): Iterable<number> {
  let length = 0;
  for (let id = first; id < first + count; id++) {
    if (isFree(id)) length++;
    else if (length > 0) {
      yield length;
      length = 0;
    }
  }
  if (length > 0) yield length;
}

/**
 * Whether some seats can be taken from a gap so that none is left alone. They need not be side by side: two
 * pieces of one gap leave no more ways than one piece does, because what remains must be none, or two and more.
 */
function isCleanCut(gap: number, taken: number): boolean {
  return taken === gap || taken + 2 <= gap;
}

/** In how many gaps at least `wanted` seats can be had with clean cuts; more than `piecesMax` when in none. */
function fewestCleanPieces(gaps: ReadonlyMap<number, number>, wanted: number, piecesMax: number): number {
  const fewest = new Array<number>(wanted + 1).fill(piecesMax + 1);
  fewest[0] = 0;
  for (const [gap, times] of gaps) {
    for (let time = 0; time < Math.min(times, piecesMax); time++) {
      for (let sum = wanted; sum > 0; sum--) {
        for (let taken = 1; taken <= Math.min(gap, sum); taken++) {
          if (!isCleanCut(gap, taken)) continue;
          const pieces = (fewest[sum - taken] ?? Infinity) + 1;
          if (pieces < (fewest[sum] ?? Infinity)) fewest[sum] = pieces;
        }
      }
    }
  }
  return fewest[wanted] ?? Infinity;
}
