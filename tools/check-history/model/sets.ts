/** Whether two lists have the same members, each once. */
export function sameSeats(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((seat) => b.includes(seat));
}
