import type { Rehearsal } from '@jari/contract';

/** What the small chart draws of one second. */
export interface ProgressPoint {
  /** From the beginning of the rehearsal. */
  readonly elapsedMs: number;
  readonly requestsPerSecond: number;
  readonly seatsLeft: number;
}

/** As many as stay legible, and as a long rehearsal needs. */
const POINTS_MAX = 300;

/** The points with what the rehearsal says now; those of another rehearsal are dropped, and the eldest of too many. */
export function withProgress(
  points: readonly ProgressPoint[],
  { progress }: Pick<Rehearsal, 'progress'>,
): readonly ProgressPoint[] {
  if (progress === null) return [];
  const { elapsed_ms: elapsedMs, requests_per_second: requestsPerSecond, seats } = progress;
  const last = points.at(-1);
  if (last?.elapsedMs === elapsedMs) return points;
  const earlier = last !== undefined && last.elapsedMs > elapsedMs ? [] : points;
  return [...earlier, { elapsedMs, requestsPerSecond, seatsLeft: seats.left }].slice(-POINTS_MAX);
}

/** The path of one line in a box of so many units, the oldest point at the left. */
export function linePath(
  points: readonly ProgressPoint[],
  value: (point: ProgressPoint) => number,
  width: number,
  height: number,
): string {
  const max = Math.max(1, ...points.map(value));
  const [from, to] = [points[0]?.elapsedMs ?? 0, points.at(-1)?.elapsedMs ?? 1];
  const round = (number: number) => Math.round(number * 10) / 10;
  return points
    .map((point, i) => {
      const x = to === from ? width : ((point.elapsedMs - from) / (to - from)) * width;
      return `${i === 0 ? 'M' : 'L'}${round(x)} ${round(height - (value(point) / max) * height)}`;
    })
    .join('');
}
