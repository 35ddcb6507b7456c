import { availableParallelism, cpus } from 'node:os';
import type { PromiseName } from '../promises.ts';
import { kinds, NO_ANSWER, type Kind } from '../records/answer-series.ts';
import { Latencies } from '../records/latencies.ts';
import type { Outcome } from '../records/records.ts';
import type { RehearsalResult } from '../result.ts';
import { streamLags } from '../verdicts/live-hall.ts';
import type { Standing } from '../verdicts/verdict.ts';

export interface KindFigures {
  readonly kind: Kind;
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** A rehearsal in figures: what lists and consoles show, and what the report is written from. */
export interface RehearsalSummary {
  readonly eventId: string;
  readonly people: number;
  readonly seed: number;
  readonly fingerprint: string;
  readonly ending: RehearsalResult['ending'];
  readonly lastedMs: number;
  readonly seats: number;
  readonly sold: number;
  /** From the opening until no seat was free for the first time; null: some always were. */
  readonly noneFreeAfterMs: number | null;
  /** From the opening until the last seat was reserved; null: not all were. */
  readonly soldOutAfterMs: number | null;
  readonly changes: number;
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number }[];
  readonly requests: number;
  readonly requestsPerSecondPeak: number;
  readonly answers: readonly KindFigures[];
  readonly refusals: readonly { readonly reason: string; readonly count: number }[];
  readonly noAnswers: number;
  readonly serverErrors: number;
  readonly streams: {
    readonly count: number;
    readonly messages: number;
    readonly cuts: number;
    readonly refusals: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
    readonly maxMs: number;
  };
  readonly player: {
    readonly cores: number;
    readonly processor: string;
    readonly node: string;
    readonly cpuSharePeak: number;
    readonly lagP95Ms: number;
    readonly lagMaxMs: number;
    readonly isTrustworthy: boolean;
  };
  readonly verdicts: readonly {
    readonly promise: PromiseName;
    readonly standing: Standing;
    readonly checked: number;
    readonly broken: number;
  }[];
}

/** A player that is later than this, for more than one second in twenty, measures itself. */
export const PLAYER_LAG_MS = 100;

export function summarise(result: RehearsalResult): RehearsalSummary {
  const { settings, evidence, judgement, opensAt, overAt, seatCount, load } = result;
  const { records } = evidence;
  const { answers } = records;
  const { entries = [] } = judgement.log ?? {};
  const reservedNow = judgement.log?.verdict.seats['reserved'] ?? 0;
  const lastSale = entries.findLast(({ cause }) => cause === 'reserved');
  const noneFree = evidence.lineSamples.find(({ at, seatsLeft }) => at > opensAt && seatsLeft === 0);
  const lags = streamLags(evidence, entries).all;
  const playerLags = new Latencies();
  for (const { lagMs } of load) playerLags.note(lagMs);
  const isSoldOut = seatCount > 0 && reservedNow === seatCount && lastSale !== undefined;
  return {
    eventId: settings.eventId,
    ...{ people: settings.people, seed: settings.seed, fingerprint: result.script.fingerprint },
    ...{ ending: result.ending, lastedMs: overAt - answers.startedAt, seats: seatCount, sold: reservedNow },
    noneFreeAfterMs: noneFree === undefined ? null : noneFree.at - opensAt,
    soldOutAfterMs: isSoldOut ? lastSale.at - evidence.clockOffsetMs - opensAt : null,
    changes: entries.length,
    outcomes: outcomesOf(result),
    requests: answers.count,
    requestsPerSecondPeak: Math.max(0, ...answers.seconds.map(countOf)),
    answers: kinds.flatMap((kind) => figuresOf(kind, answers.totals.get(kind))),
    refusals: [...answers.refusals]
      .map(([reason, count]) => ({ reason, count }))
      .toSorted((a, b) => b.count - a.count),
    noAnswers: answers.refusals.get(NO_ANSWER) ?? 0,
    serverErrors: serverErrors(answers.statuses),
    streams: {
      count: result.streams.length,
      messages: sum(result.streams.map(({ messages }) => messages)),
      cuts: sum(result.streams.map(({ cuts }) => cuts)),
      refusals: sum(result.streams.map(({ refusals }) => refusals)),
      ...{ p50Ms: lags.percentile(0.5), p99Ms: lags.percentile(0.99), maxMs: lags.maxMs },
    },
    player: {
      cores: availableParallelism(),
      processor: cpus()[0]?.model.trim() ?? '',
      node: process.version,
      cpuSharePeak: Math.max(0, ...load.map(({ cpuShare }) => cpuShare)),
      ...{ lagP95Ms: playerLags.percentile(0.95), lagMaxMs: playerLags.maxMs },
      isTrustworthy: playerLags.percentile(0.95) <= PLAYER_LAG_MS,
    },
    verdicts: judgement.verdicts.map(({ promise, standing, checked, broken }) => ({
      ...{ promise, standing, checked, broken },
    })),
  };
}

function outcomesOf({ evidence }: RehearsalResult): RehearsalSummary['outcomes'] {
  const counts = new Map<Outcome, number>();
  for (const { outcome } of evidence.records.people) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => ({ outcome, count })).toSorted((a, b) => b.count - a.count);
}

function figuresOf(kind: Kind, latencies: Latencies | undefined): KindFigures[] {
  if (latencies === undefined) return [];
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((share) => latencies.percentile(share));
  const { count, maxMs } = latencies;
  return [{ kind, count, p50Ms: p50Ms ?? 0, p95Ms: p95Ms ?? 0, p99Ms: p99Ms ?? 0, maxMs }];
}

function countOf({ answers }: { readonly answers: ReadonlyMap<Kind, Latencies> }): number {
  return sum([...answers.values()].map(({ count }) => count));
}

/** The house's own fault: the failure that is meant is none, nor is shedding load. */
function serverErrors(statuses: ReadonlyMap<Kind, ReadonlyMap<number, number>>): number {
  let count = 0;
  for (const byStatus of statuses.values()) {
    for (const [status, times] of byStatus) if (status >= 500 && status !== 503) count += times;
  }
  return count;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
