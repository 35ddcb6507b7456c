import { planOf, type PlanOptions } from './plan.ts';
import { run } from './run.ts';

/** What the players are told: which seeds to play next. */
export interface Task {
  readonly from: number;
  readonly count: number;
  readonly plan: PlanOptions;
}

/** What they tell. */
export interface Report {
  readonly from: number;
  readonly count: number;
  readonly simulatedMs: number;
  readonly changes: number;
  readonly reloads: number;
  /** Seeds with what was found. */
  readonly failed: readonly { readonly seed: number; readonly invariant: string; readonly detail: string }[];
}

/** Plays one portion of seeds after the other, in a process of its own: time itself is replaced in it. */
process.on('message', ({ from, count, plan }: Task) => void play(from, count, plan));
process.on('disconnect', () => process.exit());

async function play(from: number, count: number, options: PlanOptions): Promise<void> {
  let simulatedMs = 0;
  let changes = 0;
  let reloads = 0;
  const failed: Report['failed'][number][] = [];
  for (let seed = from; seed < from + count; seed++) {
    const result = await run(planOf(seed, options));
    simulatedMs += result.simulatedMs;
    changes += result.changes;
    reloads += result.reloads;
    if (result.finding !== undefined) failed.push({ seed, ...result.finding });
    // A turn of the real event loop, so that the process can be told to end.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const report: Report = { from, count, simulatedMs, changes, reloads, failed };
  if (process.connected) process.send?.(report);
}
