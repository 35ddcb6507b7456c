import { writeFileSync } from 'node:fs';
import { keptBugs, readBug, type Bug } from './bug.ts';
import { knownFailures } from './known-failures.ts';
import { readOptions, usage, type Options } from './options.ts';
import { pageFile, plantedBugsPage } from './page.ts';
import { readResults, writeResults } from './results.ts';
import { endSuites } from './run-suite.ts';
import { Scratch } from './scratch.ts';
import { kindOf, ladder } from './suites.ts';
import { tryBug, type Trial } from './try-bug.ts';

let options: Options | undefined;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exit(2);
}
if (options === undefined) {
  console.log(usage);
  process.exit(0);
}
const kept = keptBugs();
const results = readResults();
for (const name of results.keys()) if (!kept.some((bug) => bug.name === name)) results.delete(name);
if (options.isPageOnly) {
  writeResults(results);
  writePage();
} else await plantAll(options);

async function plantAll(wanted: Options): Promise<void> {
  const isOwn = wanted.patches.length > 0;
  const all = isOwn ? wanted.patches.map((file) => readBug(file)) : kept;
  const bugs = all.filter(
    (bug) => wanted.only.length === 0 || wanted.only.some((part) => isAbout(bug, part)),
  );
  const scratches: Scratch[] = [];
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      endSuites();
      for (const scratch of scratches) scratch.remove();
      process.exit(130);
    });
  }
  try {
    console.log('Copying the checkout …');
    // In one nothing is ever planted, so that what fails without a bug can be looked up at any time.
    const clean = Scratch.make();
    scratches.push(clean);
    const planted = Array.from({ length: wanted.jobs }, () => Scratch.make());
    scratches.push(...planted);
    const due = bugs.filter((bug) => !wasCaughtBefore(bug, wanted, clean.tree)).sort(quickFirst);
    if (due.length < bugs.length) console.log(`${bugs.length - due.length} were caught before.`);
    const failuresOf = knownFailures(clean.folder);
    const survivors: string[] = [];
    const waiting = [...due.entries()];
    const plantInTurn = async (scratch: Scratch) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [i, bug] = next;
        const trial = await tryBug(scratch, bug, failuresOf, wanted);
        console.log(`${String(i + 1).padStart(3)}/${due.length} ${lineOf(bug, trial)}`);
        if (!trial.isCaught) survivors.push(bug.name);
        if (isOwn) continue;
        results.set(bug.name, trial);
        writeResults(results);
        writePage();
      }
    };
    await Promise.all(planted.map(plantInTurn));
    console.log(`${due.length - survivors.length} of ${due.length} caught.`);
    if (survivors.length === 0) return;
    console.error(`These survive: ${survivors.join(', ')}`);
    process.exitCode = 1;
  } finally {
    for (const scratch of scratches) scratch.remove();
  }
}

function isAbout({ name, paths, caughtBy }: Bug, part: string): boolean {
  return [name, caughtBy ?? '', ...paths].some((text) => text.includes(part));
}

function wasCaughtBefore({ name, print }: Bug, { isResumed, isNewOnly }: Options, tree: string): boolean {
  const before = results.get(name);
  const isSame = isNewOnly || (isResumed && before?.tree === tree);
  return isSame && before?.isCaught === true && before.print === print;
}

/** Those of the quick suites first; those of one suite after each other. */
function quickFirst(one: Bug, other: Bug): number {
  const [a, b] = [one, other].map(
    ({ caughtBy = '' }) => `${ladder.indexOf(kindOf(caughtBy) ?? '')} ${caughtBy}`,
  );
  return (a ?? '').localeCompare(b ?? '');
}

function lineOf({ name, caughtBy: named }: Bug, { caughtBy, isCaught, seconds, trouble }: Trial): string {
  const took = `${seconds.toFixed(1)} s`;
  if (!isCaught) return `SURVIVES ${name} (${took})${trouble === null ? '' : `\n      ${trouble}`}`;
  const lines = caughtBy.map(({ suite, test, file }) => {
    const isElsewhere = named !== undefined && suite !== named ? `, not by ${named}` : '';
    return `      by ${suite}${isElsewhere}: ${test} (${file})`;
  });
  return [`caught ${name} (${took})`, ...lines].join('\n');
}

function writePage(): void {
  writeFileSync(pageFile, plantedBugsPage(kept, results));
}
