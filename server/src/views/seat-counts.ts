import type { SeatCounts } from '@jari/contract';
import type { CommittedSeatMap } from '../domain/committed-seat-map.ts';

const nameOf = { a: 'available', h: 'held', r: 'reserved', b: 'blocked' } as const;

/** How many seats are in which state, of the whole hall and of each category, in the order of the categories. */
export function seatCounts(map: Pick<CommittedSeatMap, 'stateText' | 'hall'>): {
  readonly whole: SeatCounts;
  readonly byCategory: readonly SeatCounts[];
} {
  const { hall } = map;
  const whole = noSeats();
  const byCategory = hall.categories.map(noSeats);
  const states = map.stateText();
  for (let i = 0; i < states.length; i++) {
    // The letters of the states, and no others.
    const name = nameOf[states[i] as keyof typeof nameOf];
    whole.total++;
    whole[name]++;
    const counts = byCategory[hall.categoryOf(i + 1)];
    if (counts === undefined) continue;
    counts.total++;
    counts[name]++;
  }
  return { whole, byCategory };
}

function noSeats(): SeatCounts {
  return { total: 0, available: 0, held: 0, reserved: 0, blocked: 0 };
}
