import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { startStack } from '../stack/stack.ts';
import { brokenInvariants } from './after/invariants.ts';
import { readOptions, usage, type Options } from './options.ts';
import { Pools } from './requests/pools.ts';
import { attack } from './run.ts';
import { runScanners } from './scanners/run-scanners.ts';
import { tellFinding, tellOutcome } from './tell.ts';
import { EVENTS } from './world/furnish.ts';
import { openHttpWorld, type Target } from './world/http-world.ts';

/** How many requests are drawn from one seed before the next one: what a run that is resumed goes back to. */
const CHUNK = 20_000;

interface Mark {
  readonly seed: number;
  readonly sent: number;
  /** How many there have been so far: a run that goes on must not forget what it has found. */
  readonly findings: number;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) {
    console.log(usage);
    return;
  }
  const { target, close } = await openTarget(options);
  try {
    const isSound = options.isScanning
      ? await runScanners(target, options.minutes)
      : await attackFor(target, options);
    if (!isSound) process.exitCode = 1;
  } finally {
    await close();
  }
}

async function openTarget({
  target,
  isScanning,
}: Options): Promise<{ target: Target; close: () => Promise<void> }> {
  if (target !== undefined) {
    const { url, token: ownerToken } = target;
    return { target: { url, ownerToken, takeLog: () => [] }, close: () => Promise.resolve() };
  }
  // Limits slow a single address down, and all attacks come from one.
  const many = '1000000r/s';
  const stack = await startStack({
    instances: 2,
    serverEnv: { LOG_LEVEL: 'debug' },
    gatewayEnv: {
      TRUST_USER_HEADER: 'true',
      ...(isScanning
        ? {}
        : { RATE_LIMIT_IP: many, RATE_LIMIT_USER: many, RATE_LIMIT_HOLDS: many, RATE_LIMIT_FRESH: many }),
    },
    log: (line) => console.log(line),
  });
  const takeLog = () => stack.servers.map(({ log }) => log);
  return {
    target: { url: stack.gatewayUrl, ownerToken: stack.secrets.adminToken, takeLog },
    close: () => stack.stop(),
  };
}

async function attackFor(target: Target, { requests, seed, atOnce, resume }: Options): Promise<boolean> {
  const mark: Mark =
    resume !== undefined && existsSync(resume) ? readMark(resume) : { seed, sent: 0, findings: 0 };
  console.log(`Seed ${mark.seed}: ${requests - mark.sent} requests to ${target.url}`);
  const startedMs = performance.now();
  let { findings } = mark;
  for (let { sent } = mark; sent < requests; sent += CHUNK) {
    const pools = new Pools();
    const world = await openHttpWorld(target, pools);
    const chunk = Math.min(CHUNK, requests - sent);
    const chunkSeed = (mark.seed + sent) % 2 ** 32;
    const outcome = await attack({ world, pools, seed: chunkSeed, requests: chunk, atOnce, isLimited: true });
    for (const finding of outcome.findings) console.log(tellFinding(finding, target.url));
    const broken = await brokenInvariants(world, EVENTS);
    for (const line of broken) console.log(`broken: ${line}`);
    findings += outcome.findings.length + broken.length;
    await world.close();
    const done = sent + chunk;
    const perSecond = Math.round(((done - mark.sent) / (performance.now() - startedMs)) * 1_000);
    console.log(`${done}/${requests} (${perSecond}/s, seed ${chunkSeed}): ${tellOutcome(outcome)}`);
    if (resume !== undefined)
      writeFileSync(resume, JSON.stringify({ seed: mark.seed, sent: done, findings } satisfies Mark));
  }
  console.log(findings === 0 ? 'Nothing was found.' : `${findings} findings.`);
  return findings === 0;
}

function readMark(file: string): Mark {
  return JSON.parse(readFileSync(file, 'utf8')) as Mark;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
});
