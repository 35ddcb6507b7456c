import { writeFileSync } from 'node:fs';
import { keptBugs, readBug, type Bug } from './bug.ts';
import { knownFailures } from './known-failures.ts';
import { readOptions, usage, type Options } from './options.ts';
import { pageFile, planted } from './page.ts';
import { readResults, writeResults } from './results.ts';
import { endSuite } from './run-suite.ts';
import { Scratch } from './scratch.ts';
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
if (options.isPageOnly) writePage();
else await plantAll(options);

async function plantAll(wanted: Options): Promise<void> {
  const isOwn = wanted.patches.length > 0;
  const all = isOwn ? wanted.patches.map((file) => readBug(file)) : kept;
  const bugs = all.filter((bug) => wanted.only === undefined || isAbout(bug, wanted.only));
  console.log('Copying the checkout …');
  const scratch = Scratch.make();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      endSuite();
      scratch.remove();
      process.exit(130);
    });
  }
  try {
    const due = bugs.filter((bug) => !wanted.isResumed || !wasCaught(bug, scratch.tree));
    if (due.length < bugs.length) console.log(`${bugs.length - due.length} were caught before.`);
    const expected = due.flatMap(({ caughtBy }) => caughtBy ?? []);
    const failuresOf = knownFailures(scratch.folder, expected, (line) => console.log(line));
    const survivors: string[] = [];
    for (const [i, bug] of due.entries()) {
      const trial = await tryBug(scratch, bug, failuresOf, wanted);
      console.log(`${String(i + 1).padStart(3)}/${due.length} ${lineOf(bug, trial)}`);
      if (!trial.isCaught) survivors.push(bug.name);
      if (isOwn) continue;
      results.set(bug.name, trial);
      writeResults(results);
      writePage();
    }
    console.log(`${due.length - survivors.length} of ${due.length} caught.`);
    if (survivors.length === 0) return;
    console.error(`These survive: ${survivors.join(', ')}`);
    process.exitCode = 1;
  } finally {
    scratch.remove();
  }
}

function isAbout({ name, paths, caughtBy }: Bug, part: string): boolean {
  return [name, caughtBy ?? '', ...paths].some((text) => text.includes(part));
}

function wasCaught({ name, print }: Bug, tree: string): boolean {
  const before = results.get(name);
  return before?.isCaught === true && before.print === print && before.tree === tree;
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
  writeFileSync(pageFile, planted(kept, results));
}
