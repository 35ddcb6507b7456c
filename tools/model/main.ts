import { parseArgs } from 'node:util';
import { configurations, mistakes } from './configurations.ts';
import { explore, missingProgram, type Found } from './spin.ts';
import { writeTraces } from './traces.ts';

/**
 * `npm run model`: searches every state of the model of the append, in several sizes; then plants mistakes in it and
 * shows that each is found. Options: see README.md beside this file.
 */
const { values } = parseArgs({
  options: {
    traces: { type: 'boolean', default: false },
    mistakes: { type: 'boolean', default: false },
    only: { type: 'string' },
    trails: { type: 'boolean', default: false },
  },
});

const missing = missingProgram();
if (missing !== undefined) {
  console.error(missing);
  process.exit(1);
}

const head = `${'states'.padStart(12)}${'depth'.padStart(7)}${'MB'.padStart(7)}${'s'.padStart(7)}`;
const isMeant = (name: string) => values.only === undefined || name.includes(values.only);
let failures = 0;
if (values.traces) {
  const file = new URL('append.traces', import.meta.url).pathname;
  await writeTraces(file, (line) => console.log(line));
} else {
  if (!values.mistakes) await searchAll();
  await plantAll();
}
if (failures > 0) {
  console.error(`${failures} of them not as they should be`);
  process.exitCode = 1;
}

async function searchAll(): Promise<void> {
  console.log(`${'every state of'.padEnd(40)}${head}`);
  for (const { name, settings, findsLoops = false } of configurations.filter((each) => isMeant(each.name))) {
    for (const loops of findsLoops ? [false, true] : [false]) {
      const found = await explore(settings, { findsLoops: loops });
      if (found.error !== undefined) failures++;
      const verdict = found.error ?? (loops ? 'no loop without progress' : 'holds');
      console.log(`${name.padEnd(40)}${figures(found)}  ${verdict}`);
      if (found.error !== undefined || values.trails) console.log(trail(found));
    }
  }
}

async function plantAll(): Promise<void> {
  console.log(`\n${'a planted mistake'.padEnd(72)}${head}`);
  for (const { name, says, settings } of mistakes.filter((each) => isMeant(each.name))) {
    const found = await explore(settings, { mistake: name, isShortest: true });
    if (found.error === undefined) failures++;
    const verdict =
      found.error === undefined ? 'NOT FOUND' : `found in ${found.trail.length} steps: ${found.error}`;
    console.log(`${`${name}: ${says}`.padEnd(72)}${figures(found)}  ${verdict}`);
    if (values.trails) console.log(trail(found));
  }
}

function figures({ states, depth, memoryMb, seconds }: Found): string {
  const [many, deep] = [states.toLocaleString('en'), String(depth)];
  return `${many.padStart(12)}${deep.padStart(7)}${memoryMb.toFixed(0).padStart(7)}${seconds.toFixed(1).padStart(7)}`;
}

function trail(found: Found): string {
  return found.trail.map((step) => `    ${step}`).join('\n');
}
