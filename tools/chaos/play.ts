import { check } from './check/check.ts';
import type { Fault } from './faults/fault.ts';
import type { Rig } from './rig/rig.ts';
import { Sale } from './sale/sale.ts';

/** One fault and how the sale went on after it. */
export interface Outcome {
  readonly fault: string;
  readonly group: string;
  readonly what: string;
  /** From the fault to the first success that was asked for after it; undefined: none came in time. */
  readonly recoveryMs: number | undefined;
}

export interface Chapter {
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
  readonly faults: readonly Fault[];
  readonly seed: number;
  readonly draw: () => number;
  readonly visitors: number;
  readonly historyFile: string;
  readonly onOutcome?: (outcome: Outcome) => void;
}

const RECOVERS_WITHIN_MS = 60_000;

/** One sale with some faults, one after another, and its check. */
export async function playChapter(options: ChapterOptions): Promise<Chapter> {
  const { rig, event, faults, seed, draw, visitors, historyFile, onOutcome } = options;
  const sale = await Sale.open({
    ...{ urls: rig.urls, adminToken: rig.adminToken, event, seed, visitors, historyFile },
    ...{ rows: 20, seatsPerRow: 40, holdTtlS: 5 },
  });
  const { told } = sale;
  const outcomes: Outcome[] = [];
  await told.firstSuccessAfter(performance.now(), RECOVERS_WITHIN_MS);
  for (const fault of faults) {
    const { at, what = fault.name } = await fault.strike({ rig, sale, draw });
    const successAt = await told.firstSuccessAfter(at, RECOVERS_WITHIN_MS);
    const recoveryMs = successAt === undefined ? undefined : Math.round(successAt - at);
    if (recoveryMs === undefined) told.violate('a sale goes on', `not within a minute after ${what}`);
    const outcome = { fault: fault.name, group: fault.group, what, recoveryMs };
    outcomes.push(outcome);
    onOutcome?.(outcome);
  }
  await sale.end();
  const { violations, changes } = await check(sale, true);
  return {
    ...{ outcomes, violations, changes, asked: told.asks, unknown: told.unknown },
    ...{ holds: told.holds.length, reservations: told.reservations.length },
    answers: Object.fromEntries([...told.answers].toSorted()),
  };
}
