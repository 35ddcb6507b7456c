import { planOf, type PlanOptions } from './plan.ts';
import { run } from './run.ts';
import { shrink } from './shrink.ts';

/** Plays one seed twice; true when nothing was broken and both were the same. */
export async function tellSeed(seed: number, options: PlanOptions, hasStory: boolean): Promise<boolean> {
  const plan = planOf(seed, options);
  const listener = hasStory ? (line: string) => console.log(line) : undefined;
  const first = await run(plan, { listener });
  const second = await run(plan);
  const isSame = first.digest === second.digest;
  console.log(`seed ${seed}: ${plan.steps.length} steps, ${JSON.stringify(plan.shape)}`);
  console.log(
    `${first.changes} changes, digest ${first.digest}, and ${isSame ? 'the same' : second.digest} again`,
  );
  if (first.finding !== undefined) await tellFailure(seed, options);
  return first.finding === undefined && isSame;
}

/** Makes a failure short and tells it. */
export async function tellFailure(seed: number, options: PlanOptions): Promise<void> {
  const plan = planOf(seed, options);
  const { finding } = await run(plan);
  if (finding === undefined) {
    console.log(`seed ${seed} does not fail here`);
    return;
  }
  console.log(`\nseed ${seed} breaks ${finding.invariant}: ${finding.detail}\n\nmaking it shorter …`);
  const shrunk = await shrink(plan, finding);
  const { steps, shape } = shrunk.plan;
  console.log(`${steps.length} of ${plan.steps.length} steps are left, after ${shrunk.runs} runs\n`);
  console.log(`${JSON.stringify(shape)}\n`);
  await run(shrunk.plan, { listener: (line) => console.log(line) });
  console.log(`\n${shrunk.finding.invariant}: ${shrunk.finding.detail}`);
  console.log(`\nreplay it with: npm run simulate -- --seed ${seed}${argumentsOf(options)}`);
}

function argumentsOf({ steps, instances }: PlanOptions): string {
  const stepsText = steps === undefined ? '' : ` --steps ${steps}`;
  return instances === undefined ? stepsText : `${stepsText} --instances ${instances}`;
}
