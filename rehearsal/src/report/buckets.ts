import type { Kind, Second } from '../records/answer-series.ts';
import { Latencies } from '../records/latencies.ts';

/** A stretch of the rehearsal that is drawn as one point. */
export interface Bucket {
  /** Its middle, in seconds from the opening. */
  readonly second: number;
  readonly lengthS: number;
  readonly answers: ReadonlyMap<Kind, Latencies>;
  readonly refusals: ReadonlyMap<string, number>;
}

/** More points than this no chart shows. */
const POINTS_MAX = 240;

/** How many seconds stand in one point. */
export function bucketLength(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / POINTS_MAX));
}

/** Seconds put together, so that charts of a minute and of an hour have about as many points. */
export function bucketsOf(seconds: readonly Second[], startedAt: number, opensAt: number): Bucket[] {
  const lengthS = bucketLength(seconds.length);
  const buckets: Bucket[] = [];
  for (let i = 0; i < seconds.length; i += lengthS) {
    const answers = new Map<Kind, Latencies>();
    const refusals = new Map<string, number>();
    for (const second of seconds.slice(i, i + lengthS)) {
      for (const [kind, latencies] of second.answers) {
        const sum = answers.get(kind) ?? new Latencies();
        sum.add(latencies);
        answers.set(kind, sum);
      }
      for (const [reason, count] of second.refusals)
        refusals.set(reason, (refusals.get(reason) ?? 0) + count);
    }
    const middle = startedAt + (i + lengthS / 2) * 1_000;
    buckets.push({ second: (middle - opensAt) / 1_000, lengthS, answers, refusals });
  }
  return buckets;
}

/** The last of the samples in each bucket; null where there was none. */
export function lastIn<S extends { readonly at: number }>(
  samples: readonly S[],
  buckets: readonly Bucket[],
  opensAt: number,
  value: (sample: S) => number,
): (number | null)[] {
  return inBuckets(samples, buckets, opensAt, (inside) => {
    const last = inside.at(-1);
    return last === undefined ? null : value(last);
  });
}

/** What is made of all samples in each bucket. */
export function inBuckets<S extends { readonly at: number }>(
  samples: readonly S[],
  buckets: readonly Bucket[],
  opensAt: number,
  value: (inside: readonly S[]) => number | null,
): (number | null)[] {
  const sorted = samples.toSorted((a, b) => a.at - b.at);
  let next = 0;
  return buckets.map(({ second, lengthS }) => {
    const until = opensAt + (second + lengthS / 2) * 1_000;
    const inside: S[] = [];
    for (let sample = sorted[next]; sample !== undefined && sample.at < until; sample = sorted[++next])
      inside.push(sample);
    return value(inside);
  });
}
