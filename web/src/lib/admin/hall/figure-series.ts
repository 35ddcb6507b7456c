import type { AnswersBucket, Figures, SalesBucket } from '@jari/contract';

/** A bar for every bucket of time, also those in which nothing happened, which are left out on the way. */
export interface Filled {
  /** When each begins, in seconds since 1970. */
  readonly times: readonly number[];
  readonly values: readonly (readonly number[])[];
}

/** More columns than this are narrower than a finger's width of anything. */
export const COLUMNS_MAX = 120;

/**
 * Seats sold for each minute, or for as many minutes together as make the whole sale fit the chart. From the first
 * sale to `now`: a sale that stands still is to be seen as such.
 */
export function salesColumns({ sales }: Pick<Figures, 'sales'>, nowS: number): Filled {
  return columns(sales.buckets, sales.bucket_seconds, nowS, [({ seats }: SalesBucket) => seats]);
}

/** Holds, reservations and refusals for each minute of the last hour. */
export function answerColumns({ answers }: Pick<Figures, 'answers'>, nowS: number): Filled {
  return columns(answers.buckets, answers.bucket_seconds, nowS, [
    ({ held }: AnswersBucket) => held,
    ({ confirmed }: AnswersBucket) => confirmed,
    ({ refused }: AnswersBucket) => refused,
  ]);
}

function columns<Bucket extends { readonly at: string }>(
  buckets: readonly Bucket[],
  bucketS: number,
  nowS: number,
  readers: readonly ((bucket: Bucket) => number)[],
): Filled {
  const [first] = buckets;
  if (!first) return { times: [], values: readers.map(() => []) };
  const startS = Date.parse(first.at) / 1_000;
  const count = Math.max(1, Math.ceil((Math.max(nowS, startS) - startS + 1) / bucketS));
  const together = Math.ceil(count / COLUMNS_MAX);
  const stepS = bucketS * together;
  const columnCount = Math.ceil(count / together);
  const values = readers.map(() => new Array<number>(columnCount).fill(0));
  for (const bucket of buckets) {
    const at = Math.min(columnCount - 1, Math.floor((Date.parse(bucket.at) / 1_000 - startS) / stepS));
    for (const [which, read] of readers.entries()) {
      const line = values[which];
      if (line) line[at] = (line[at] ?? 0) + read(bucket);
    }
  }
  return { times: Array.from({ length: columnCount }, (_, at) => startS + at * stepS), values };
}

/** How the waiting room stood at one moment, as this page saw it. */
export interface QueueSample {
  readonly at: number;
  readonly waiting: number;
  readonly admitted: number;
}

const SAMPLES_MAX = 360;
/** Samples nearer to each other than this tell nothing new. */
const SAMPLE_EVERY_S = 5;

/** With one more sample; the oldest ones go, and what follows too soon replaces the one before. */
export function withSample(samples: readonly QueueSample[], next: QueueSample): readonly QueueSample[] {
  const last = samples.at(-1);
  const follows = last !== undefined && next.at - last.at < SAMPLE_EVERY_S;
  const all = follows ? [...samples.slice(0, -1), { ...next, at: last.at }] : [...samples, next];
  return all.slice(-SAMPLES_MAX);
}
