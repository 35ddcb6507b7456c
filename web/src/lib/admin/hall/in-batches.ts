import type { Failure, Outcome } from '@jari/client/outcome';

/** Seats that something was not done to, and why. */
export interface RefusedSeats {
  readonly seatIds: readonly number[];
  readonly failure: Failure;
}

export interface BatchResult {
  readonly done: readonly number[];
  readonly refused: readonly RefusedSeats[];
  /** Seats for which there was nothing left to do: somebody, or time, was quicker. */
  readonly unchanged: readonly number[];
  /** Seats that were not asked about any more, because the server could not be reached. */
  readonly untried: readonly number[];
}

/** So many seats at a time as one request may name. */
export function piecesOf(seatIds: readonly number[], sizeMax: number): readonly (readonly number[])[] {
  const count = Math.ceil(seatIds.length / sizeMax);
  return Array.from({ length: count }, (_, at) => seatIds.slice(at * sizeMax, (at + 1) * sizeMax));
}

/**
 * Does something to any number of seats by requests that are all or nothing: where one is refused because of some
 * of its seats, those are set aside with the reason and the others are asked for again. So a lasso around three
 * hundred seats succeeds for all that it can.
 *
 * @param send gives the seats that it changed
 */
export async function inBatches(
  pieces: readonly (readonly number[])[],
  send: (seatIds: readonly number[]) => Promise<Outcome<readonly number[]>>,
  onProgress: (doneCount: number) => void = () => undefined,
): Promise<BatchResult> {
  const done: number[] = [];
  const unchanged: number[] = [];
  const refused: RefusedSeats[] = [];
  for (const [at, piece] of pieces.entries()) {
    let batch = piece;
    while (batch.length > 0) {
      const outcome = await send(batch);
      if (outcome.ok) {
        const changed = new Set(outcome.value);
        for (const id of batch) (changed.has(id) ? done : unchanged).push(id);
        break;
      }
      const { failure } = outcome;
      if (failure.kind === 'unreachable') {
        const untried = pieces.slice(at + 1).flat();
        return { done, refused: [...refused, { seatIds: batch, failure }], unchanged, untried };
      }
      const named = new Set(failure.problem.seat_ids ?? []);
      const blamed = batch.filter((id) => named.has(id));
      const seats = blamed.length > 0 ? blamed : batch;
      refused.push({ seatIds: seats, failure });
      batch = batch.filter((id) => !seats.includes(id));
    }
    onProgress(done.length);
  }
  return { done, refused: gathered(refused), unchanged, untried: [] };
}

/** One entry for each reason: a hundred times "it is held" is said once. */
function gathered(refused: readonly RefusedSeats[]): readonly RefusedSeats[] {
  const byReason = new Map<string, RefusedSeats>();
  for (const { seatIds, failure } of refused) {
    const key = failure.kind === 'refused' ? failure.problem.reason : failure.because;
    const before = byReason.get(key);
    byReason.set(key, { failure, seatIds: [...(before?.seatIds ?? []), ...seatIds] });
  }
  return [...byReason.values()];
}
