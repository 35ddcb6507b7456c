import type { Demand } from './demand.ts';
import * as measured from './measured.ts';
import { type Sale } from './sales.ts';

/** The most that a sale asks of anything within a second, and over how long. */
export interface Peaks {
  readonly visits: number;
  readonly joins: number;
  readonly statuses: number;
  readonly statusesAverage: number;
  readonly passes: number;
  readonly holds: number;
  readonly confirms: number;
  readonly streams: number;
  readonly soldOutAfterSeconds: number;
}

/** Somewhere on the way from a page to the ledger. */
export interface Tier {
  readonly name: string;
  readonly does: string;
  readonly load: string;
  /** What is needed for it, by what was measured; a whole core or instance at least. */
  readonly needs: string;
  readonly endsAt: string;
}

/** Cores are planned for half of what they were measured at: the other half is for what nobody has foreseen. */
const HEADROOM = 0.5;
/** News older than this is felt; that many streams one core tells in that time. */
const NEWS_MS = 250;
/** What comes a few times a second is counted over so long, because each of the sample stands for many. */
const STEADY_S = 20;

export function peaksOf(demand: Demand): Peaks {
  const most = (series: Float64Array) => meansOf(series, STEADY_S).reduce((a, b) => Math.max(a, b), 0);
  const sum = (series: Float64Array) => series.reduce((a, b) => a + b, 0);
  return {
    visits: most(demand.visits),
    joins: most(demand.joins),
    statuses: demand.statuses.reduce((a, b) => Math.max(a, b), 0),
    statusesAverage: sum(demand.statuses) / demand.statuses.length,
    passes: most(demand.passes),
    holds: most(demand.holds),
    confirms: most(demand.confirms),
    streams: most(demand.streams),
    soldOutAfterSeconds: demand.soldOutAtSecond - demand.opensAtSecond,
  };
}

function meansOf(series: Float64Array, seconds: number): Float64Array {
  return series.map((_, at) => series.subarray(at, at + seconds).reduce((a, b) => a + b, 0) / seconds);
}

/** What so many sales of one kind, all opening in one minute, need of each tier. */
export function tiersOf(sale: Sale, peaks: Peaks, count = 1): readonly Tier[] {
  const times = (peak: number) => peak * count;
  const statusCores = cores(times(peaks.statuses) / measured.STATUS_ANSWERS_PER_CORE);
  const visitGigabits = (times(peaks.visits) * (measured.FIRST_VISIT_BYTES + measured.HALL_BYTES) * 8) / 1e9;
  const statusGigabits = (times(peaks.statuses) * measured.STATUS_BYTES * 8) / 1e9;
  const nodeUs =
    times(peaks.passes) * measured.PASS_US.node +
    times(peaks.holds) * measured.HOLD_US.node +
    times(peaks.confirms) * measured.CONFIRM_US.node +
    times(peaks.passes) * measured.LIST_US;
  const postgresUs =
    times(peaks.holds) * measured.HOLD_US.postgres + times(peaks.confirms) * measured.CONFIRM_US.postgres;
  const streamsPerServer = (NEWS_MS * 1_000 * HEADROOM) / measured.STREAM_WRITE_US;
  const streamServers = Math.max(2, Math.ceil(times(peaks.streams) / streamsPerServer));
  const perEvent = peaks.holds + peaks.confirms;
  return [
    {
      name: 'CDN, or static files',
      does: 'app, plans (immutable), and the pages of those who come',
      load: `${amount(times(peaks.visits))} visits/s, ${visitGigabits.toFixed(1)} Gbit/s`,
      needs:
        visitGigabits > 2
          ? 'a CDN'
          : `${Math.ceil(visitGigabits / HEADROOM)} Gbit/s of network at the gateways`,
      endsAt: '1,260 first visits/s for each Gbit/s',
    },
    {
      name: 'gateway',
      does: '`/fcfs/status` from an instant’s cache, joins, limits, signatures',
      load: `${amount(times(peaks.statuses))} looks/s (${amount(times(peaks.statusesAverage))} on average), ${statusGigabits.toFixed(1)} Gbit/s`,
      needs: `${statusCores} cores; or a CDN, which asks once a second`,
      endsAt: `${amount(measured.STATUS_ANSWERS_PER_CORE)} looks/s a core; more gateways do more`,
    },
    {
      name: 'Redis',
      does: 'numbers, doors, passes; an event is one slot',
      load: `${amount(times(peaks.joins))} joins/s, ${megabytes(sale.people * count * measured.BYTES_PER_PLACE)} for the line`,
      needs: amountOf(Math.ceil(times(peaks.joins) / (measured.JOINS_PER_REDIS * HEADROOM)), 'master'),
      endsAt: `${amount(measured.JOINS_PER_REDIS)} joins/s for ONE event`,
    },
    {
      name: 'servers: commands',
      does: 'passes, holds, confirmations; the box office of each event',
      load: `${amount(times(peaks.passes))} passes/s, ${amount(times(peaks.holds))} holds/s, ${amount(times(peaks.confirms))} confirmations/s`,
      needs: amountOf(cores(nodeUs / 1e6), 'core'),
      endsAt: `${amount(measured.RESERVATIONS_PER_EVENT)} commands/s for ONE event; here ${amount(perEvent)} (${percent(perEvent / measured.RESERVATIONS_PER_EVENT)})`,
    },
    {
      name: 'servers: streams',
      does: `news to all who see a hall, within ${NEWS_MS} ms`,
      load: `${amount(times(peaks.streams))} streams, ${megabytes(times(peaks.streams) * measured.BYTES_PER_STREAM)}`,
      needs: `${streamServers} servers of ${amount(streamsPerServer)} streams`,
      endsAt: `${amount(measured.STREAMS_PER_SERVER)} streams a server; more servers, more streams`,
    },
    {
      name: 'PostgreSQL',
      does: 'the ledger: one statement for each batch',
      load: `${amount(times(peaks.holds + peaks.confirms))} changes/s`,
      needs: `${amountOf(cores(postgresUs / 1e6), 'core')}; ${amount(times(perEvent))} commits/s at the most, as many as there are changes`,
      endsAt: 'one primary for all events of a ledger; beyond it, ledgers of their own',
    },
  ];
}

function cores(whole: number): number {
  return Math.max(1, Math.ceil(whole / HEADROOM));
}

export function amount(value: number): string {
  // The sample is no finer than this.
  const step = value < 1_000 ? 1 : value < 10_000 ? 10 : 100;
  return (Math.round(value / step) * step).toLocaleString('en');
}

function amountOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function megabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
