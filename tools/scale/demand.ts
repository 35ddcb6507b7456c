import type { LineStatus } from '@jari/contract';
import { pollAfterMs } from '../../server/src/http/admission/line-status.ts';
import { nextAskMs } from '../../web/src/lib/waiting/poll-plan.ts';
import { seededDraw } from '../rig/seeded-draw.ts';
import type { Sale } from './sales.ts';

/** What a sale asks of a set-up in each second; second 0 is the first in which the line may form. */
export interface Demand {
  readonly visits: Float64Array;
  readonly joins: Float64Array;
  readonly statuses: Float64Array;
  readonly passes: Float64Array;
  /** Commands on seats; each makes a change that every stream of the event is told. */
  readonly holds: Float64Array;
  readonly confirms: Float64Array;
  /** Open at the same time. */
  readonly streams: Float64Array;
  readonly opensAtSecond: number;
  readonly soldOutAtSecond: number;
}

/** Of all people so many are played; each stands for many. */
const PLAYED = 10_000;
/** Seats that somebody takes while choosing, for each who is let in: found by the rush (docs/performance.md). */
const HOLDS_PER_TURN = 2;
/** How long people look on after it is sold out. */
const AFTER_MS = 120_000;
/** Half of those who come early come within this before the opening. */
const LAST_MS = 600_000;

/**
 * Plays the pages of a sale, each by the rule by which real pages ask (`nextAskMs`, and the server's `pollAfterMs`). The
 * doors move by their rate alone and people buy as their share says, so nobody's step depends on anybody else's, and a
 * sample stands for all.
 */
export function demandOf(sale: Sale, seed: number): Demand {
  const draw = seededDraw(seed);
  const played = Math.min(PLAYED, sale.people);
  const weight = sale.people / played;
  const soldOutAtMs = sale.gatherMs + soldOutAfterMs(sale);
  const seconds = Math.ceil((soldOutAtMs + AFTER_MS) / 1_000);
  const demand: Demand = {
    visits: new Float64Array(seconds),
    joins: new Float64Array(seconds),
    statuses: new Float64Array(seconds),
    passes: new Float64Array(seconds),
    holds: new Float64Array(seconds),
    confirms: new Float64Array(seconds),
    streams: new Float64Array(seconds),
    opensAtSecond: sale.gatherMs / 1_000,
    soldOutAtSecond: soldOutAtMs / 1_000,
  };
  const count = (series: Float64Array, atMs: number, times = weight) => {
    const second = Math.floor(atMs / 1_000);
    if (second < seconds) series[second] = (series[second] ?? 0) + times;
  };

  // How many more streams than in the second before, until all are added up.
  const watch = (fromMs: number, untilMs: number) => {
    count(demand.streams, fromMs);
    count(demand.streams, untilMs, -weight);
  };

  for (let i = 0; i < played; i++) {
    const comesAtMs = arrival(sale, draw);
    // Early places are shuffled; who comes later stands behind them, in the order of coming.
    const isEarly = comesAtMs < sale.gatherMs;
    const lateness = (comesAtMs - sale.gatherMs) / sale.lateArrivalMs;
    const place =
      sale.people * (isEarly ? draw() * sale.earlyShare : latePlaceShare(sale.earlyShare, lateness));
    const turnAtMs = sale.gatherMs + (place / sale.admittedPerMinute) * 60_000;
    count(demand.visits, comesAtMs);
    count(demand.joins, comesAtMs);
    const endsAtMs = Math.min(turnAtMs, soldOutAtMs);
    let atMs = comesAtMs;
    while (atMs < endsAtMs) {
      count(demand.statuses, atMs);
      // Where the places are drawn by lot nobody knows theirs before the opening.
      const ahead = atMs < sale.gatherMs ? undefined : place - servedAt(sale, atMs);
      atMs += nextAskMs(statusAt(sale, atMs), ahead, draw(), sale.turnTtlMs);
    }
    if (turnAtMs < soldOutAtMs) {
      count(demand.passes, turnAtMs);
      const isBuying = draw() < sale.buyingShare;
      const spentMs = sale.turnMs * (0.5 + draw());
      for (let hold = 1; hold <= HOLDS_PER_TURN; hold++) {
        count(demand.holds, turnAtMs + (spentMs * hold) / (HOLDS_PER_TURN + 2));
      }
      if (isBuying) count(demand.confirms, turnAtMs + spentMs);
      watch(turnAtMs, turnAtMs + spentMs);
    } else {
      const isWatching = draw() < sale.watchingShare;
      if (isWatching) watch(comesAtMs, soldOutAtMs);
    }
  }
  demand.streams.forEach(
    (more, second) => (demand.streams[second] = more + (demand.streams[second - 1] ?? 0)),
  );
  return demand;
}

/** How long after the opening the last seat goes: the buyers that it takes are let in, and have had their turn. */
export function soldOutAfterMs({
  seatCount,
  seatsPerBuyer,
  buyingShare,
  admittedPerMinute,
  turnMs,
}: Sale): number {
  const people = seatCount / seatsPerBuyer / buyingShare;
  return (people / admittedPerMinute) * 60_000 + turnMs;
}

function arrival(sale: Sale, draw: () => number): number {
  const isEarly = draw() < sale.earlyShare;
  if (!isEarly) return sale.gatherMs + draw() * sale.lateArrivalMs;
  const lastMs = Math.min(LAST_MS, sale.gatherMs);
  return draw() < 0.5 ? sale.gatherMs - draw() * lastMs : draw() * (sale.gatherMs - lastMs);
}

function latePlaceShare(earlyShare: number, lateness: number): number {
  return earlyShare + (1 - earlyShare) * lateness;
}

function servedAt({ gatherMs, admittedPerMinute }: Sale, atMs: number): number {
  return Math.max(0, ((atMs - gatherMs) / 60_000) * admittedPerMinute);
}

/** As `arrival` has them come. */
function joinedAt({ people, earlyShare, gatherMs, lateArrivalMs }: Sale, atMs: number): number {
  if (atMs >= gatherMs)
    return people * Math.min(1, latePlaceShare(earlyShare, (atMs - gatherMs) / lateArrivalMs));
  const lastMs = Math.min(LAST_MS, gatherMs);
  const beforeLast = Math.min(1, atMs / Math.max(1, gatherMs - lastMs));
  const inLast = Math.max(0, (atMs - (gatherMs - lastMs)) / lastMs);
  return people * earlyShare * 0.5 * (beforeLast + inLast);
}

/** As far as it decides when a page asks again. */
function statusAt(sale: Sale, atMs: number): LineStatus {
  const isOpen = atMs >= sale.gatherMs;
  const status: LineStatus = {
    event: 'any',
    state: isOpen ? 'open' : 'pre_queue',
    server_time: new Date(atMs).toISOString(),
    opens_at: new Date(sale.gatherMs).toISOString(),
    gathers_at: new Date(0).toISOString(),
    joined: Math.floor(joinedAt(sale, atMs)),
    pre_queued: null,
    serving_number: Math.floor(servedAt(sale, atMs)),
    over_number: 0,
    waiting: sale.people,
    active: 0,
    admitted_per_minute: sale.admittedPerMinute,
    seats_left: sale.seatCount,
    order: 'shuffle',
    seed_hash: null,
    seed: null,
    proof_of_work_bits: 0,
    poll_after_ms: 0,
  };
  return { ...status, poll_after_ms: pollAfterMs(status, null) };
}
