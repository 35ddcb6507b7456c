import { parseArgs } from 'node:util';
import { startStack, type Stack } from '../stack/stack.ts';
import { load, type LoadResult } from './load.ts';
import { createHall, LARGE_HALL, scenarios, THEATRE } from './scenarios.ts';
import { watchLatency } from './watchers.ts';

/**
 * `npm run bench`: how many durable reservations a second one event takes, and how soon watchers see them.
 *
 * Machines are noisy, so every figure is given as a ratio to what the same server does with a request that
 * asks nothing of it (`GET /healthz`), measured in the same run, before and after.
 */
const usage = `Usage: npm run bench -- [--instances 1] [--seconds 5] [--connections 256] [--rounds 3] [--watchers 200]

  --instances N   how many servers share the database; 1 runs without Redis
  --rounds N      how often everything is measured; medians are shown`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      instances: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '5' },
      connections: { type: 'string', default: '256' },
      rounds: { type: 'string', default: '3' },
      watchers: { type: 'string', default: '200' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const instances = Number(values.instances);
  const options = { seconds: Number(values.seconds), connections: Number(values.connections) };
  const alone =
    instances === 1 ? { REDIS_URL: '', TRUST_USER_HEADER: 'true' } : { TRUST_USER_HEADER: 'true' };
  const stack = await startStack({
    instances,
    gateway: false,
    serverEnv: { ...alone, FAILURE_RATE: '0', MAX_SEATS_PER_USER: '100' },
    log: (line) => console.log(line),
  });
  try {
    await measure(stack, Number(values.rounds), Number(values.watchers), options);
  } finally {
    await stack.stop();
  }
}

async function measure(
  stack: Stack,
  rounds: number,
  watchers: number,
  options: { seconds: number; connections: number },
): Promise<void> {
  const url = stack.serverUrls[0] ?? '';
  const ratios = new Map<string, number[]>();
  for (let round = 1; round <= rounds; round++) {
    console.log(`\nRound ${round}`);
    for (const [name, scenario] of Object.entries(scenarios)) {
      const event = `bench-${name}-${round}`;
      await createHall(url, stack.secrets.adminToken, event, LARGE_HALL);
      const before = await loadIdly(url, options);
      const result = await load(url, scenario(event), options);
      const after = await loadIdly(url, options);
      const ratio = (2 * result.requestsPerSecond) / (before + after);
      ratios.set(name, [...(ratios.get(name) ?? []), ratio]);
      console.log(line(name, result, ratio));
    }
  }
  console.log('\nMedian ratio to GET /healthz in the same run');
  for (const [name, values] of ratios) console.log(`  ${name.padEnd(18)} ${median(values).toFixed(2)}`);

  await createHall(url, stack.secrets.adminToken, 'bench-watched', THEATRE);
  const target = stack.serverUrls.at(-1) ?? url;
  const latencies = await watchLatency(url, target, 'bench-watched', { watchers, changes: 100 });
  console.log(
    `\nFrom a hold's answer to the last of ${watchers} watchers seeing it (before the answer counts as 0):`,
  );
  console.log(
    `  p50 ${percentile(latencies, 0.5).toFixed(1)} ms   p95 ${percentile(latencies, 0.95).toFixed(1)} ms`,
  );
}

/** Requests a second that ask nothing of the server but HTTP. */
async function loadIdly(url: string, options: { seconds: number; connections: number }): Promise<number> {
  const result = await load(url, () => ({ method: 'GET', path: '/healthz' }), { ...options, seconds: 2 });
  return result.requestsPerSecond;
}

function line(name: string, result: LoadResult, ratio: number): string {
  const { requestsPerSecond, latencyMsP50, latencyMsP99, statuses } = result;
  const rate = `${Math.round(requestsPerSecond)}/s`.padStart(9);
  return `  ${name.padEnd(18)} ${rate}  ratio ${ratio.toFixed(2)}  p50 ${latencyMsP50} ms  p99 ${latencyMsP99} ms  ${JSON.stringify(statuses)}`;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const median = (values: readonly number[]) => percentile(values, 0.5);

await main();
