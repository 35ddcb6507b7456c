const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** After the first attempt, the second…: as the Standard Webhooks specification suggests, a little over three days. */
const WAITS_MS = [
  ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR],
  ...[10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
];

/**
 * How long to wait after an attempt that failed; null after the last. Up to a fifth more by chance, so that what failed
 * together does not come back together.
 *
 * @param attempts how many there have been, the failed one included
 * @param chance in [0, 1)
 */
export function nextAttemptIn(attempts: number, chance: number): number | null {
  const wait = WAITS_MS[attempts - 1];
  return wait === undefined ? null : wait * (1 + chance / 5);
}
