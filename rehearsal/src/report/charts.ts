import { kinds, NO_ANSWER, type Kind } from '../records/answer-series.ts';
import { Latencies } from '../records/latencies.ts';
import type { RehearsalResult } from '../result.ts';
import { streamLags } from '../verdicts/live-hall.ts';
import { bucketsOf, inBuckets, lastIn, type Bucket } from './buckets.ts';
import { drawChart, type Chart, type Line } from './chart.ts';
import { duration, whole, type Html, type Words } from './markup.ts';
import { kindWords } from './words.ts';

/** Of these the report shows how long answers took, second by second. */
const TIMED: readonly Kind[] = ['hold', 'confirm', 'pass', 'status'];

/** All charts of a report. */
export function drawCharts(result: RehearsalResult): Html[] {
  const { evidence, opensAt } = result;
  const { answers } = evidence.records;
  const buckets = bucketsOf(answers.seconds, answers.startedAt, opensAt);
  const charts = [
    throughput(buckets),
    ...TIMED.filter((kind) => answers.totals.has(kind)).map((kind) => latencies(kind, buckets)),
    seats(result, buckets),
    ...(result.event.waiting_room === null ? [] : [queue(result, buckets)]),
    refusals(buckets),
    lag(result, buckets),
    player(result, buckets),
  ];
  return charts.map(drawChart);
}

type Frame = Pick<Chart, 'seconds' | 'unit' | 'scale'>;
const frame = (buckets: readonly Bucket[]): Frame => ({
  seconds: buckets.map(({ second }) => second),
  unit: whole,
  scale: 'linear',
});
const timed = (buckets: readonly Bucket[]): Frame => ({
  ...frame(buckets),
  unit: duration,
  scale: 'logarithmic',
});

function throughput(buckets: readonly Bucket[]): Chart {
  const perSecond = (wanted: readonly Kind[]) =>
    buckets.map(({ answers, lengthS }) => {
      let count = 0;
      for (const kind of wanted) count += answers.get(kind)?.count ?? 0;
      return count / lengthS;
    });
  return {
    ...frame(buckets),
    title: { ko: '초당 답변', en: 'Answers per second' },
    summary: { ko: '초당 답변 수의 변화', en: 'How many requests were answered each second' },
    lines: [
      { name: { ko: '전체', en: 'All' }, style: 1, values: perSecond(kinds) },
      { name: kindWords.hold, style: 2, values: perSecond(['hold']) },
      { name: kindWords.confirm, style: 3, values: perSecond(['confirm']) },
    ],
  };
}

const percentileLines = (of: (share: number) => readonly (number | null)[]): Line[] => [
  { name: { ko: 'p50', en: 'p50' }, style: 1, values: of(0.5) },
  { name: { ko: 'p95', en: 'p95' }, style: 2, values: of(0.95) },
  { name: { ko: 'p99', en: 'p99' }, style: 3, values: of(0.99) },
];

function latencies(kind: Kind, buckets: readonly Bucket[]): Chart {
  const name = kindWords[kind];
  return {
    ...timed(buckets),
    title: { ko: `답하는 데 걸린 시간: ${name.ko}`, en: `Time to answer: ${name.en}` },
    summary: { ko: `${name.ko}의 응답 시간`, en: `Time to answer of: ${name.en}` },
    lines: percentileLines((share) =>
      buckets.map(({ answers }) => answers.get(kind)?.percentile(share) ?? null),
    ),
  };
}

function seats(
  { evidence, judgement, opensAt, seatCount }: RehearsalResult,
  buckets: readonly Bucket[],
): Chart {
  const { entries = [] } = judgement.log ?? {};
  let reserved = 0;
  const sold = entries
    .filter(({ cause }) => cause === 'reserved' || cause === 'cancelled')
    .map(({ at, cause, seatIds }) => {
      reserved += cause === 'reserved' ? seatIds.length : -seatIds.length;
      return { at: at - evidence.clockOffsetMs, reserved };
    });
  let last = 0;
  const soldLine = lastIn(sold, buckets, opensAt, (step) => step.reserved).map(
    (value) => (last = value ?? last),
  );
  return {
    ...frame(buckets),
    title: { ko: '자리', en: 'Seats' },
    summary: {
      ko: `빈자리와 팔린 자리, 모두 ${whole(seatCount)}석`,
      en: `Free and sold seats, of ${whole(seatCount)}`,
    },
    lines: [
      {
        name: { ko: '빈자리', en: 'Free' },
        style: 2,
        values: lastIn(evidence.lineSamples, buckets, opensAt, ({ seatsLeft }) => seatsLeft),
      },
      { name: { ko: '팔림', en: 'Sold' }, style: 1, values: soldLine },
    ],
  };
}

function queue({ evidence: { lineSamples }, opensAt }: RehearsalResult, buckets: readonly Bucket[]): Chart {
  const line = (name: Words, style: Line['style'], of: 'waiting' | 'active' | 'serving'): Line => ({
    ...{ name, style },
    values: lastIn(lineSamples, buckets, opensAt, (sample) => sample[of]),
  });
  return {
    ...frame(buckets),
    title: { ko: '대기실', en: 'Waiting room' },
    summary: { ko: '기다리는 사람과 입장한 사람', en: 'How many waited, were inside, and had been let in' },
    lines: [
      line({ ko: '기다림', en: 'Waiting' }, 1, 'waiting'),
      line({ ko: '안에 있음', en: 'Inside' }, 2, 'active'),
      line({ ko: '입장함', en: 'Let in so far' }, 4, 'serving'),
    ],
  };
}

function refusals(buckets: readonly Bucket[]): Chart {
  const perSecond = (isWanted: (reason: string) => boolean) =>
    buckets.map((bucket) => {
      let count = 0;
      for (const [reason, times] of bucket.refusals) if (isWanted(reason)) count += times;
      return count / bucket.lengthS;
    });
  const isOfSeats = (reason: string) => SEAT_REASONS.has(reason);
  const isTrouble = (reason: string) => TROUBLES.has(reason);
  const rest = (reason: string) => !isOfSeats(reason) && !isTrouble(reason);
  return {
    ...frame(buckets),
    title: { ko: '초당 거절과 오류', en: 'Refusals and errors per second' },
    summary: { ko: '거절과 오류의 변화', en: 'How many were refused each second, and how many got an error' },
    lines: [
      { name: { ko: '자리가 없음', en: 'Seats were gone' }, style: 1, values: perSecond(isOfSeats) },
      { name: { ko: '그 밖의 거절', en: 'Other refusals' }, style: 2, values: perSecond(rest) },
      {
        name: { ko: '오류·혼잡·무응답', en: 'Errors, overload, no answer' },
        style: 3,
        values: perSecond(isTrouble),
      },
    ],
  };
}

const SEAT_REASONS = new Set(['already_reserved', 'seat_held', 'seat_blocked', 'sold_out', 'not_together']);
const TROUBLES = new Set([NO_ANSWER, 'internal', 'unavailable', 'overloaded', 'rate_limited', 'contention']);

function lag({ evidence, judgement, opensAt }: RehearsalResult, buckets: readonly Bucket[]): Chart {
  const { samples } = streamLags(evidence, judgement.log?.entries ?? []);
  const at = (share: number) =>
    inBuckets(samples, buckets, opensAt, (inside) => {
      const all = new Latencies();
      for (const { lagMs } of inside) all.note(lagMs);
      return all.count === 0 ? null : all.percentile(share);
    });
  return {
    ...timed(buckets),
    title: { ko: '변경이 모두에게 보이기까지', en: 'From a change to everybody seeing it' },
    summary: { ko: '변경에서 화면까지의 지연', en: 'How late changes were seen by those who watched' },
    lines: percentileLines(at),
  };
}

function player({ load, opensAt }: RehearsalResult, buckets: readonly Bucket[]): Chart {
  return {
    ...timed(buckets),
    title: { ko: '리허설 프로그램 자신의 지연', en: 'How late the player itself was' },
    summary: { ko: '부하를 만드는 쪽의 지연', en: 'Delay of the program that played the people' },
    lines: [
      {
        name: { ko: '자신의 지연 (p99)', en: 'Own delay (p99)' },
        style: 3,
        values: lastIn(load, buckets, opensAt, ({ lagMs }) => lagMs),
      },
    ],
  };
}
