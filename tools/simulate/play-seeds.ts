import { planOf } from './plan.ts';
import { run, type RunOptions } from './run.ts';
import { shrink } from './shrink.ts';

/** What was played. */
export interface Played {
  readonly seeds: number;
  readonly changes: number;
  readonly reloads: number;
  /** What the first failure was, made short and told; undefined: there was none. */
  readonly failure: string | undefined;
}

/** Plays seeds one after the other in this process, until one fails. */
export async function playSeeds(from: number, count: number, options: RunOptions = {}): Promise<Played> {
  let changes = 0;
  let reloads = 0;
  for (let seed = from; seed < from + count; seed++) {
    const plan = planOf(seed);
    const result = await run(plan, options);
    changes += result.changes;
    reloads += result.reloads;
    if (result.finding === undefined) continue;
    const shrunk = await shrink(plan, result.finding, options);
    const lines: string[] = [];
    await run(shrunk.plan, { ...options, listener: (line) => lines.push(line) });
    const failure = [
      `replay with npm run simulate -- --seed ${seed}`,
      `${shrunk.plan.steps.length} of ${plan.steps.length} steps are left`,
      ...lines,
      `${shrunk.finding.invariant}: ${shrunk.finding.detail}`,
    ].join('\n');
    return { seeds: seed - from + 1, changes, reloads, failure };
  }
  return { seeds: count, changes, reloads, failure: undefined };
}
