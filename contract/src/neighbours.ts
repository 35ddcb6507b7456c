/**
 * Who sits beside whom, as server and web app see it alike. It imports nothing, so that a browser pays for
 * the rule only.
 */

/** How many times a row's usual step two seats may be apart and still be beside each other. */
const AISLE_FACTOR = 1.75;

/**
 * How many seats stand side by side, run after run: a distance to the next seat that is much wider than the
 * row's median step is an aisle, and an aisle ends a run. The counts add up to the row.
 */
export function runsOfRow(seats: readonly { readonly x: number; readonly y: number }[]): number[] {
  const steps: number[] = [];
  let last = seats[0];
  for (const seat of seats.slice(1)) {
    const [x, y] = [seat.x - (last?.x ?? 0), seat.y - (last?.y ?? 0)];
    // Not `Math.hypot`, which takes ten times as long: a stadium has 200,000 steps.
    steps.push(Math.sqrt(x * x + y * y));
    last = seat;
  }
  const widest = median(steps) * AISLE_FACTOR;
  const counts: number[] = [];
  let count = 1;
  for (const step of steps) {
    if (step <= widest) count++;
    else {
      counts.push(count);
      count = 1;
    }
  }
  if (seats.length > 0) counts.push(count);
  return counts;
}

/** The lower of the two in the middle, so that a row of two pairs has an aisle between them. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
