import type { Finding } from '../../server/test/support/audit/findings.ts';
import type { Plan, Step } from './plan.ts';
import { run, type RunOptions } from './run.ts';

export interface Shrunk {
  readonly plan: Plan;
  readonly finding: Finding;
  /** How many runs it took. */
  readonly runs: number;
}

/** So many runs are enough: nobody waits longer for the last step to go. */
const RUNS_MAX = 600;

/**
 * Makes the story of a failure shorter as long as the same promise is broken in it: takes away spans of steps, from
 * the half of all down to single ones, lets the weather be calm, and has fewer instances, watchers and people. What is
 * left replays as exactly as the whole.
 */
export async function shrink(plan: Plan, finding: Finding, options: RunOptions = {}): Promise<Shrunk> {
  let best = plan;
  let found = finding;
  let runs = 0;
  const stillFails = async (candidate: Plan): Promise<boolean> => {
    if (runs >= RUNS_MAX) return false;
    runs++;
    const result = await run(candidate, options);
    if (result.finding?.invariant !== finding.invariant) return false;
    best = candidate;
    found = result.finding;
    return true;
  };

  for (let before = Infinity; best.steps.length < before;) {
    before = best.steps.length;
    for (let span = Math.ceil(best.steps.length / 2); span >= 1; span = Math.floor(span / 2)) {
      for (let first = 0; first < best.steps.length;) {
        const rest = [...best.steps.slice(0, first), ...best.steps.slice(first + span)];
        if (!(await stillFails({ ...best, steps: rest }))) first += span;
      }
    }
    await calm(() => best, stillFails);
  }
  for (const name of ['instances', 'watchers', 'users'] as const) {
    const least = name === 'watchers' ? 0 : 1;
    while (best.shape[name] > least) {
      const shape = { ...best.shape, [name]: best.shape[name] - 1 };
      if (!(await stillFails({ ...best, shape }))) break;
    }
  }
  return { plan: best, finding: found, runs };
}

/** All steps at once, or as many as can be. */
async function calm(current: () => Plan, stillFails: (candidate: Plan) => Promise<boolean>): Promise<void> {
  const calmed = (isMeant: (i: number) => boolean) => {
    const plan = current();
    const steps = plan.steps.map((step, i): Step => (isMeant(i) ? { ...step, isCalm: true } : step));
    return { ...plan, steps };
  };
  if (current().steps.every(({ isCalm }) => isCalm)) return;
  if (await stillFails(calmed(() => true))) return;
  for (let i = 0; i < current().steps.length; i++) {
    if (current().steps[i]?.isCalm === false) await stillFails(calmed((each) => each === i));
  }
}
