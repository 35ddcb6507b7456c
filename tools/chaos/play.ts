import { check } from './check/check.ts';
import type { Fault } from './faults/fault.ts';
import type { Rig } from './rig/rig.ts';
import type { EventPlan } from './sale/event.ts';
import { Sale } from './sale/sale.ts';

/** One fault and how the sale went on after it. */
export interface Outcome {
  readonly fault: string;
  readonly group: string;
  readonly isDeath: boolean;
  readonly what: string;
  /** From the fault to the first success that was asked for after it; undefined: none came in time. */
  readonly recoveryMs: number | undefined;
}

/** A sale with faults, from its opening to its verdict. */
export interface Chapter {
  readonly event: string;
  readonly outcomes: readonly Outcome[];
  readonly violations: readonly string[];
  readonly asked: number;
  readonly unknown: number;
  readonly holds: number;
  readonly reservations: number;
  readonly changes: number;
  readonly answers: Readonly<Record<string, number>>;
}

export interface ChapterOptions {
  readonly rig: Rig;
  readonly event: string;
  /** Lanes are struck side by side, the faults of each one after another. */
  readonly lanes: readonly Lane[];
  readonly seed: number;
  readonly draw: () => number;
  readonly visitors: number;
  /** In which order people come in; null: there is no waiting room. */
  readonly order: EventPlan['order'];
  readonly historyFile: string;
  readonly onOutcome?: (outcome: Outcome) => void;
}

export interface Lane {
  /** The whole rig, or what of it may be broken here. */
  readonly rig: Rig;
  readonly faults: readonly Fault[];
}

const RECOVERS_WITHIN_MS = 90_000;
const HALL = { rows: 20, seatsPerRow: 40 };
/** So long some gather before the sale opens, where places are drawn. */
const GATHERING_MS = 1_500;

export async function playChapter(options: ChapterOptions): Promise<Chapter> {
  const { rig, event, lanes, seed, visitors, historyFile } = options;
  const sale = await Sale.open({
    ...{ urls: rig.urls, adminToken: rig.adminToken, event, seed, visitors, historyFile },
    ...{
      plan: planOf(options),
      isOneServer: rig.mode !== 'full',
      hasGateway: rig.gateway !== undefined,
      linesLast: !forgetsLines(options),
    },
  });
  const { told } = sale;
  await told.firstSuccessAfter(performance.now(), RECOVERS_WITHIN_MS);
  const outcomes = (await Promise.all(lanes.map((lane) => playLane(lane, sale, options)))).flat();
  await sale.end();
  const clockIsSteady = !lanes.some(({ faults }) => faults.some(({ setsClocks }) => setsClocks === true));
  const { violations, changes } = await check(sale, clockIsSteady);
  return {
    ...{ event, outcomes, violations, changes, asked: told.asks, unknown: told.unknown },
    ...{ holds: told.holds.length, reservations: told.reservations.length },
    answers: Object.fromEntries([...told.answers].toSorted()),
  };
}

async function playLane({ rig, faults }: Lane, sale: Sale, options: ChapterOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const fault of faults) {
    const {
      at,
      what = fault.name,
      group = fault.group,
    } = await fault.strike({ rig, sale, draw: options.draw });
    const successAt = await sale.told.firstSuccessAfter(at, RECOVERS_WITHIN_MS);
    const recoveryMs = successAt === undefined ? undefined : Math.round(successAt - at);
    if (recoveryMs === undefined) sale.told.violate('a sale goes on', `no success any more after ${what}`);
    const outcome = {
      ...{ fault: fault.name, group, what, recoveryMs },
      isDeath: fault.isDeath === true,
    };
    outcomes.push(outcome);
    options.onOutcome?.(outcome);
  }
  return outcomes;
}

/** Every third sale has no waiting room; in one there is, people come in by arrival or by lot. */
export const orderBy = (seed: number): EventPlan['order'] =>
  ([null, 'arrival', 'shuffle'] as const)[seed % 3] ?? null;

function planOf({ order }: ChapterOptions): EventPlan {
  const opensAt = order === 'shuffle' ? new Date(Date.now() + GATHERING_MS).toISOString() : null;
  return { ...HALL, order, opensAt };
}

/** Whether lines may be lost: all faults but the death of a server may take what Redis, or a full disk, has of them. */
function forgetsLines({ lanes }: ChapterOptions): boolean {
  return lanes.some(({ faults }) => faults.some(({ keepsLines }) => keepsLines !== true));
}
