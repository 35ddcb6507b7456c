export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The median of the slopes between all pairs of points (Theil and Sen): up to 29 % of the points may be as wild as they
 * like, as a machine's pauses are, and it still tells the trend of the others.
 */
export function slopeOf(points: readonly Point[]): number {
  const slopes: number[] = [];
  points.forEach((a, i) => {
    for (const b of points.slice(i + 1)) if (b.x !== a.x) slopes.push((b.y - a.y) / (b.x - a.x));
  });
  return median(slopes);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const above = sorted[Math.floor(middle)] ?? NaN;
  return sorted.length % 2 === 1 ? above : (above + (sorted[middle - 1] ?? NaN)) / 2;
}

/** By how much of its median it grows from the first point to the last, by its trend. */
export function growthOf(points: readonly Point[]): number {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 3) return NaN;
  return (slopeOf(points) * (last.x - first.x)) / median(points.map(({ y }) => y));
}

/** The least, or another figure, of every so many seconds: of a heap, what stays after the garbage has been collected. */
export function perWindow(
  points: readonly Point[],
  seconds: number,
  figure: (values: readonly number[]) => number,
): readonly Point[] {
  const windows = new Map<number, number[]>();
  for (const { x, y } of points) {
    const window = Math.floor(x / seconds);
    const values = windows.get(window);
    if (values === undefined) windows.set(window, [y]);
    else values.push(y);
  }
  return [...windows].map(([window, values]) => ({ x: (window + 0.5) * seconds, y: figure(values) }));
}
