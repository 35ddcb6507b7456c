import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { MemoryAdmissionStore } from '../../server/src/adapters/memory/admission-store.ts';
import { RedisAdmissionStore } from '../../server/src/adapters/redis/admission-store.ts';
import { silentRedisObserver } from '../../server/src/adapters/redis/observer.ts';
import { parseRedisUrl } from '../../server/src/adapters/redis/target.ts';
import { freePort } from '../rig/free-port.ts';
import { requireProgram } from '../rig/programs.ts';
import { runCrowd, type CrowdReport } from './crowd.ts';

/**
 * `npm run crowd`: a waiting room with a million people, over the code that serves it. What it costs to keep
 * them, to move the doors and to answer, for two sizes of crowd: what grows with the crowd shows at once.
 */

const PEOPLE = Number(process.argv[2] ?? 1_000_000);
const ADMITTED_PER_MINUTE = 6_000;
const STEPS = 60;
const SEED = 1;

let aheadMs = 0;
const clock = {
  wallMs: () => Date.now() + aheadMs,
  monotonicMs: () => performance.now() + aheadMs,
  after: () => () => undefined,
};
const times = { pass: (ms: number) => void (aheadMs += ms), nowMs: () => clock.wallMs() };
const common = { seed: SEED, steps: STEPS, admittedPerMinute: ADMITTED_PER_MINUTE, ...times };

async function inMemory(people: number): Promise<CrowdReport> {
  const measureBytes = () => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return Promise.resolve(heapUsed + external);
  };
  return runCrowd(new MemoryAdmissionStore(clock), { ...common, people, measureBytes });
}

async function inRedis(people: number): Promise<CrowdReport> {
  const folder = mkdtempSync(join(tmpdir(), 'jari-crowd-'));
  const port = await freePort();
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
  ];
  const server = spawn(requireProgram('redisServer'), args, { stdio: 'ignore' });
  const url = `redis://127.0.0.1:${port}`;
  const reader = new Redis(url, { maxRetriesPerRequest: null });
  reader.on('error', () => undefined);
  const store = new RedisAdmissionStore(parseRedisUrl(url), silentRedisObserver, 30_000);
  try {
    await store.ping();
    const measureBytes = async () => Number(/used_memory:(\d+)/.exec(await reader.info('memory'))?.[1]);
    return await runCrowd(store, { ...common, people, measureBytes });
  } finally {
    await store.close();
    reader.disconnect();
    server.kill();
    await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
const percentile = (values: readonly number[], share: number) =>
  at(
    [...values].sort((a, b) => a - b),
    share,
  );

console.log(`seed ${SEED}, ${ADMITTED_PER_MINUTE} admitted a minute\n`);
console.log(
  '| line | people | joins/s | B/person | step p50 ms | step p99 ms | turn p50 ms | same number | left |',
);
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const [name, run] of Object.entries({ memory: inMemory, Redis: inRedis })) {
  for (const people of [Math.ceil(PEOPLE / 10), PEOPLE]) {
    const report = await run(people);
    const cells = [
      ...[name, people.toLocaleString('en'), Math.round(report.joinsPerSecond).toLocaleString('en')],
      report.bytesPerPerson.toFixed(0),
      ...[percentile(report.stepMs, 0.5).toFixed(3), percentile(report.stepMs, 0.99).toFixed(3)],
      percentile(report.turnMs, 0.5).toFixed(3),
      `${report.sameNumber} of ${report.cameBack}`,
      report.left.toLocaleString('en'),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
