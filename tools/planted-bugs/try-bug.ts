import type { Bug } from './bug.ts';
import type { KnownFailures } from './known-failures.ts';
import type { FailedTest } from './report.ts';
import { runSuite } from './run-suite.ts';
import type { Scratch } from './scratch.ts';
import { isNotBuilt, kindOf, ladder, partsOf, UNCHANGED } from './suites.ts';

/** What came of planting a bug. */
export interface Trial {
  readonly name: string;
  /** The patch, and the sources that it was planted in. */
  readonly print: string;
  readonly tree: string;
  readonly isCaught: boolean;
  /** The suites that catch it: the first, or all where all were asked. */
  readonly caughtBy: readonly { readonly suite: string; readonly test: string; readonly file: string }[];
  readonly seconds: number;
  /** Why it is not caught, where it is not that all tests passed. */
  readonly trouble: string | null;
}

/**
 * Plants a bug, and runs suites until one catches it: the one that it names, then all from quick to slow. Caught means
 * that a test fails which passes without the bug; what does not even compile is not caught.
 */
export async function tryBug(
  scratch: Scratch,
  bug: Bug,
  failuresOf: KnownFailures,
  { isForAll, isNarrow }: { readonly isForAll: boolean; readonly isNarrow: boolean },
): Promise<Trial> {
  let tookMs = 0;
  const named = bug.caughtBy === undefined ? [] : [bug.caughtBy];
  const suites = isForAll ? ladder : isNarrow ? named : [...named, ...ladder];
  const caughtBy: { suite: string; test: string; file: string }[] = [];
  const troubles: string[] = [];
  for (const suite of suites) {
    const unfit = scratch.plant(bug);
    if (unfit !== undefined) {
      troubles.push(unfit);
      break;
    }
    const startedAt = performance.now();
    try {
      const { test, trouble } = await firstFailure(scratch, suite, bug, failuresOf);
      if (trouble !== undefined) troubles.push(`${suite}: ${trouble}`);
      if (test === undefined) continue;
      caughtBy.push({ suite, test: test.title, file: test.file });
      if (!isForAll) break;
    } finally {
      tookMs += performance.now() - startedAt;
      scratch.mend(bug);
    }
  }
  const isCaught = caughtBy.length > 0;
  return {
    name: bug.name,
    print: bug.print,
    tree: scratch.tree,
    isCaught,
    caughtBy,
    seconds: Math.round(tookMs / 100) / 10,
    trouble: isCaught || troubles.length === 0 ? null : troubles.join(' '),
  };
}

async function firstFailure(
  scratch: Scratch,
  suite: string,
  { paths, print }: Bug,
  failuresOf: KnownFailures,
): Promise<{ readonly test?: FailedTest; readonly trouble?: string }> {
  const kind = kindOf(suite);
  if (kind === undefined) return { trouble: 'There is no such suite.' };
  const sources = paths.every(isNotBuilt) ? UNCHANGED : print;
  // The first failure ends the run; where that one proves nothing, the others are looked at too.
  for (const isBrief of [true, false]) {
    const end = await runSuite(scratch.folder, kind, partsOf(suite), { isBrief, sources });
    if ('trouble' in end) return { trouble: end.trouble };
    const { failed, broken, passedCount } = end.report;
    for (const test of failed) {
      if (!(await failuresOf(kind, test.file)).has(test.title)) return { test };
    }
    if (failed.length > 0) continue;
    const [first] = broken;
    if (first !== undefined) return { trouble: `A file of tests could not be run: ${first}` };
    return passedCount > 0 ? {} : { trouble: 'It runs no test.' };
  }
  return {};
}
