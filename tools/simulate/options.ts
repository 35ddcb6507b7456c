import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export const usage = `Usage: npm run simulate -- [--seeds 1000000] [--from 1] [--jobs ${availableParallelism()}] [--minutes N]
       npm run simulate -- --seed N [--story]

Plays sales in simulated time, one for each seed, with everything that can go wrong, and checks every promise after
everything that happens. What fails is made as short as it can be, and told.

  --seeds N      how many (1000000)
  --from N       the first of them (1)
  --jobs N       processes at once (as many as there are cores)
  --minutes N    ends after so long
  --state FILE   where it is written down how far a run is (in the system's temporary folder)
  --resume       goes on where the last run with the same --from stopped
  --seed N       plays one, twice, and tells its story when it fails
  --story        tells the story of --seed also when nothing fails
  --steps N      plans have so many steps, whatever their seeds say
  --instances N  there are so many servers
  --keep-going   does not stop at the first failure`;

export interface SimulateOptions {
  readonly help: boolean;
  readonly seeds: number;
  readonly from: number;
  readonly jobs: number;
  readonly minutes: number;
  readonly state: string | undefined;
  readonly resume: boolean;
  readonly seed: number | undefined;
  readonly story: boolean;
  readonly keepGoing: boolean;
  readonly plan: { readonly steps: number | undefined; readonly instances: number | undefined };
}

export function readOptions(args: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      seeds: { type: 'string', default: '1000000' },
      from: { type: 'string', default: '1' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      minutes: { type: 'string' },
      state: { type: 'string' },
      resume: { type: 'boolean', default: false },
      seed: { type: 'string' },
      story: { type: 'boolean', default: false },
      steps: { type: 'string' },
      instances: { type: 'string' },
      'keep-going': { type: 'boolean', default: false },
    },
  });
  const optional = (text: string | undefined, name: string) =>
    text === undefined ? undefined : whole(text, name);
  return {
    help: values.help,
    seeds: whole(values.seeds, 'seeds'),
    from: whole(values.from, 'from'),
    jobs: whole(values.jobs, 'jobs'),
    minutes: optional(values.minutes, 'minutes') ?? Infinity,
    state: values.state,
    resume: values.resume,
    seed: optional(values.seed, 'seed'),
    story: values.story,
    keepGoing: values['keep-going'],
    plan: {
      steps: optional(values.steps, 'steps'),
      instances: optional(values.instances, 'instances'),
    },
  };
}

function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number.`);
  return value;
}
