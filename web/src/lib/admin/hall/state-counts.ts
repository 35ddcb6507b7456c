import type { SeatState } from '@jari/contract';
import { codeOf, stateNames } from '@jari/client/state-bytes';

export type StateCounts = Readonly<Record<SeatState, number>>;

/** How many seats are in which state, of all or of those named. */
export function countStates(codes: Uint8Array, seatIds?: Iterable<number>): StateCounts {
  const counts = new Uint32Array(stateNames.length);
  const count = (code: number) => (counts[code] = (counts[code] ?? 0) + 1);
  if (seatIds === undefined) for (const code of codes) count(code);
  else for (const id of seatIds) count(codes[id - 1] ?? codeOf('blocked'));
  const [available = 0, held = 0, reserved = 0, blocked = 0] = counts;
  return { available, held, reserved, blocked };
}

/** The same for each category of the plan, in its order. */
export function countByCategory(
  codes: Uint8Array,
  category: Uint8Array,
  categoryCount: number,
): readonly StateCounts[] {
  const counts = new Uint32Array(categoryCount * stateNames.length);
  for (let index = 0; index < codes.length; index++) {
    const at = (category[index] ?? 0) * stateNames.length + (codes[index] ?? 0);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return Array.from({ length: categoryCount }, (_, at) => {
    const [available = 0, held = 0, reserved = 0, blocked = 0] = counts.slice(at * stateNames.length);
    return { available, held, reserved, blocked };
  });
}
