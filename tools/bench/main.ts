import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findWrk } from './load/wrk.ts';
import { measureOpening } from './measurements/opening.ts';
import { measureRates } from './measurements/rates.ts';
import { measureStreams } from './measurements/streams.ts';
import { readOptions, usage, type Options } from './options.ts';
import { Figures } from './report/figures.ts';
import { goalsText, performancePage } from './report/page.ts';
import { describeMachine } from './rig/machine.ts';
import { Rig } from './rig/rig.ts';

/** `npm run bench`: what one event sells in a second and what that costs, beside what the machine can do. */

const page = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const log = (line: string): void => console.log(line);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    log(usage);
    return;
  }
  const startedAt = performance.now();
  const rig = await Rig.start(options.instances);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      log(`\n${signal}: ending everything …`);
      void rig.stop().finally(() => process.exit(1));
    });
  }
  try {
    await measure(rig, options);
  } finally {
    await rig.stop();
  }
  log(`\n${((performance.now() - startedAt) / 1000).toFixed(0)} s in all; nothing is left behind.`);
}

async function measure(rig: Rig, options: Options): Promise<void> {
  const machine = await describeMachine(rig);
  for (const [name, value] of machine) log(`${name.padEnd(22)} ${value}`);
  if (findWrk() === undefined) {
    log(
      'Without wrk (Debian: wrk) autocannon sends the load, which takes a core of its own: rates are lower.',
    );
  }
  const figures = new Figures();
  await measureRates(rig, options, figures, log);
  await measureStreams(rig, options, figures, log);
  await measureOpening(rig, options, figures, log);
  log(goalsText(figures));
  if (!options.writesPage) return;
  writeFileSync(page, await performancePage(machine, options, figures));
  log('\nWrote docs/performance.md');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exit(1);
});
