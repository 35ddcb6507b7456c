import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startHaStack, type HaStack } from '../stack/ha/ha-stack.ts';
import { planRounds } from './plan.ts';
import { Results } from './results.ts';
import { playRound } from './round.ts';

/** `npm run failover`: takes away what leads, again and again, during sales, and holds what was promised against what is. */

const usage = `Usage: npm run failover -- [--postgres 50] [--redis 50] [--seed 1] [--out FOLDER] [--keep]

Brings up the stack of npm run stack -- --ha, and loses its leaders while people buy, line up and watch.

  --postgres N   failovers of the database (50); every fifth is followed by something to be borne without one
  --redis N      failovers of a Redis master (50)
  --seed N       draws another order and other people (1)
  --instances N  how many servers (2)
  --out FOLDER   results and reports (failover-results); what is there already is gone on with
  --keep         keeps the history and log of every round, not only of those with an anomaly`;

function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} takes a whole number.`);
  return value;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      postgres: { type: 'string', default: '50' },
      redis: { type: 'string', default: '50' },
      seed: { type: 'string', default: '1' },
      instances: { type: 'string', default: '2' },
      out: { type: 'string', default: 'failover-results' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    ...{ help: values.help, out: values.out, keepsHistories: values.keep },
    postgres: whole(values.postgres, 'postgres'),
    redis: whole(values.redis, 'redis'),
    seed: whole(values.seed, 'seed'),
    instances: whole(values.instances, 'instances'),
  };
}

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`);

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return;
  }
  mkdirSync(options.out, { recursive: true });
  const results = new Results(options.out);
  const plan = planRounds(options.postgres, options.redis, options.seed);
  let isStopped = false;
  process.once('SIGINT', () => (isStopped = true));
  let stack: HaStack | undefined;
  try {
    for (const [index, fault] of plan.entries()) {
      const number = index + 1;
      if (isStopped) break;
      if (results.all.some(({ round }) => round === number)) continue;
      stack ??= await start(options.instances);
      say(`${number}/${plan.length}  ${fault.family}: ${fault.kind} …`);
      try {
        const { seed, out, keepsHistories } = options;
        const result = await playRound(stack, fault, { number, seed, outFolder: out, keepsHistories });
        results.add(result);
        say(
          `  no write for ${result.gapMs} ms, no joining for ${result.joinGapMs} ms; ${verdictOf(result.anomalies)}`,
        );
      } catch (error) {
        // What is left of the stack is of no use any more; the round is played again when the run is.
        say(`  NOT OVER: ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 1;
        await stack.stop();
        stack = undefined;
      }
    }
  } finally {
    await stack?.stop();
  }
  console.log(`\n${results.report()}`);
  if (results.all.some(({ anomalies }) => anomalies.length > 0)) process.exitCode = 1;
}

async function start(instances: number): Promise<HaStack> {
  const stack = await startHaStack({
    instances,
    log: say,
    // One machine pretends to be a city.
    gatewayEnv: { TRUST_USER_HEADER: 'true', RATE_LIMIT_IP: '5000r/s', RATE_BURST_IP: '20000' },
  });
  stack.onDeath((what, log) => say(`  ${what}:\n${log.slice(-2_000)}`));
  return stack;
}

function verdictOf(anomalies: readonly string[]): string {
  return anomalies.length === 0 ? 'nothing is missing' : `ANOMALIES: ${anomalies.slice(0, 5).join('; ')}`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
