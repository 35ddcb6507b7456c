/**
 * How long to wait before the next try: doubling, bounded, and random over the upper half, so that a thousand
 * browsers that lost the same server don't come back in the same moment. Only pages in
 * view try at all, and none should show an old hall for long after the server is back, so the bound is low.
 */
export function backoffMs(failures: number, random: () => number, baseMs = 800, maxMs = 8_000): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.max(0, failures - 1));
  return ceiling / 2 + random() * (ceiling / 2);
}
