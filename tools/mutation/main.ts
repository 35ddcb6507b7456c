import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explanationOf } from './explained.ts';
import { readOptions, usage, type Options } from './options.ts';
import { mutationPage, pageFile } from './page.ts';
import { digestOf, noteReport, readResults, scoreOf, writeResults, type Results } from './results.ts';
import { endStryker, installStryker, mutate, root, type Report } from './stryker.ts';
import { parts } from './targets.ts';

/** Less is not enough. */
const SCORE_MIN = 90;

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
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    endStryker();
    process.exit(130);
  });
}
const listed = new Set(parts.flatMap(({ sources }) => sources));
if (options.isPageOnly) {
  const results = readResults();
  for (const source of results.keys()) if (!listed.has(source)) results.delete(source);
  writeAll(results);
  for (const [source, { digest }] of results) {
    const isSame = digest === digestOf(readFileSync(join(root, source), 'utf8'));
    if (!isSame) console.log(`${source} has changed since it was tried.`);
  }
} else await mutateAll(options);

async function mutateAll({ only, concurrency, isFresh }: Options): Promise<void> {
  const due = parts.flatMap((part) => {
    const isMeant = (source: string) => only.length === 0 || only.some((text) => source.includes(text));
    const sources = part.sources.filter(isMeant);
    return sources.length === 0 ? [] : [{ ...part, sources }];
  });
  installStryker();
  const noticed = { killed: 0, timedOut: 0 };
  let survivorCount = 0;
  for (const [i, part] of due.entries()) {
    console.log(`\n${i + 1}/${due.length} ${part.sources.join(' ')}`);
    let report: Report;
    try {
      report = await mutate(part, { concurrency, isFresh });
    } catch (error) {
      // Its tests fail without any change, say. The others can be tried all the same.
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
      continue;
    }
    // Read anew, as another run may have written other parts meanwhile.
    const results = readResults();
    noteReport(results, report);
    writeAll(results);
    for (const source of part.sources) {
      const result = results.get(source);
      if (result === undefined) continue;
      noticed.killed += result.killed;
      noticed.timedOut += result.timedOut;
      survivorCount += result.survivors.length;
      const { tried, percent } = scoreOf(result);
      console.log(`${percent.toFixed(1).padStart(5)} % of ${tried} in ${source}`);
      for (const each of result.survivors) {
        if (explanationOf(source, each) !== undefined) continue;
        console.log(`    unnoticed in line ${each.line}: ${each.code}\n        ${each.from} → ${each.to}`);
      }
    }
  }
  const tried = noticed.killed + noticed.timedOut + survivorCount;
  const percent = tried === 0 ? 100 : (100 * (tried - survivorCount)) / tried;
  console.log(`\n${percent.toFixed(1)} % of ${tried} changes were noticed.`);
  if (percent < SCORE_MIN) process.exitCode = 1;
}

function writeAll(results: Results): void {
  writeResults(results);
  writeFileSync(pageFile, mutationPage(results));
}
