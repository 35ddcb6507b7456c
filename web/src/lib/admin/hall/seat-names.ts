import { seatsInWords } from '@jari/contract/seat-words';

/** "A1, A2, A3 and 9 more": as many as one reads, and how many there are beside. */
export function namesOf(
  seatIds: readonly number[],
  labelOf: (seatId: number) => string,
  more: (count: number) => string,
  shownMax = 12,
): string {
  const shown = seatsInWords(seatIds.slice(0, shownMax).map((id) => ({ label: labelOf(id) })));
  const rest = seatIds.length - shownMax;
  return rest > 0 ? `${shown} ${more(rest)}` : shown;
}
