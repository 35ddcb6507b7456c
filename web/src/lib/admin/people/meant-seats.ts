/**
 * The seats of a reservation that are to be cancelled: those that were ticked, as far as they are still its own, or all.
 * Counted alone, two that were ticked would be all of two that are left, though one of these was not.
 */
export function meantSeats(ticked: readonly number[], seatIds: readonly number[]): readonly number[] {
  const meant = ticked.filter((id) => seatIds.includes(id));
  return meant.length > 0 ? meant : seatIds;
}
