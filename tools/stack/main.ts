import { parseArgs } from 'node:util';
import { greetingOf } from './ha/greeting.ts';
import { startHaStack } from './ha/ha-stack.ts';
import { startStack, type Stack } from './stack.ts';

/** `npm run stack`: a whole Jari with several servers, until Ctrl-C or until one of its programs dies. */

const usage = `Usage: npm run stack -- [--instances 2] [--no-gateway] [--trust-user-header] [--failure-rate 0.01] [--ha]

  --instances N          how many servers (2)
  --no-gateway           only the servers; their addresses are printed
  --trust-user-header    take X-User-Id for the user, for demonstrations with curl
  --failure-rate R       share of confirmations that fail on purpose (0.01)
  --port P               where the gateway listens (a free port)
  --ha                   highly available: PostgreSQL three times under Patroni, a Redis Cluster of six; parts may die`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      instances: { type: 'string', default: '2' },
      // Also accepted as what it is by default, so that scripts can say what they rely on.
      gateway: { type: 'boolean', default: true },
      'trust-user-header': { type: 'boolean', default: false },
      'failure-rate': { type: 'string', default: '0.01' },
      port: { type: 'string' },
      ha: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  const instances = Number(values.instances);
  if (!Number.isInteger(instances) || instances < 1 || instances > 32) {
    throw new Error('--instances takes a whole number from 1 to 32.');
  }
  if (values.ha && !values.gateway) throw new Error('--ha comes with a gateway.');
  return { ...values, instances };
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(usage);
    return;
  }
  const trust = options['trust-user-header'] ? 'true' : 'false';
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve(signal));
  });
  const common = {
    instances: options.instances,
    // With a gateway in front, the gateway alone decides which users to trust.
    serverEnv: {
      FAILURE_RATE: options['failure-rate'],
      TRUST_USER_HEADER: options.gateway ? 'false' : trust,
    },
    gatewayEnv: {
      TRUST_USER_HEADER: trust,
      ...(options.port === undefined ? {} : { GATEWAY_PORT: options.port }),
    },
    log: (line: string) => console.log(line),
  };
  const stack = options.ha
    ? await startHaStack(common)
    : await startStack({ ...common, gateway: options.gateway });
  const died = new Promise<string>((resolve) =>
    stack.onDeath((what) => {
      // That parts may die is what a highly available one is for.
      if (options.ha) console.log(what);
      else resolve(what);
    }),
  );
  for (const line of 'database' in stack ? greetingOf(stack) : greeting(stack)) console.log(line);
  const why = await Promise.race([stopped, died]);
  console.log(`\n${why}: ending everything …`);
  await stack.stop();
  console.log('Ended; nothing is left behind.');
  if (!why.startsWith('SIG')) process.exitCode = 1;
}

function greeting(stack: Stack): string[] {
  const address = stack.gateway?.url ?? stack.serverUrls[0] ?? '';
  return [
    '',
    `Jari runs:    ${address}`,
    `Servers:      ${stack.serverUrls.join('  ')}`,
    `PostgreSQL:   ${stack.postgres.url}`,
    `Redis:        ${stack.redis.url}`,
    `Admin token:  ${stack.secrets.adminToken}`,
    ...(stack.gateway === undefined
      ? []
      : [`Measurements: ${address}/gateway/metrics, and /metrics of each server`]),
    '',
    'Everything is temporary. Ctrl-C ends it.',
  ];
}

main().catch((error: unknown) => {
  console.error(`The stack was not started: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
