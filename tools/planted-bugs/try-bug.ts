import type { Bug } from './bug.ts';
import type { FailedTest } from './report.ts';
import { runSuite } from './run-suite.ts';
import type { Scratch } from './scratch.ts';
import { kindOf, ladder, partsOf, type Kind } from './suites.ts';

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

/** Tests that fail without any bug prove nothing about one. By suite and title. */
export type KnownFailures = (suite: string) => Promise<ReadonlySet<string>>;

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
    const failures = await failuresOf(suite);
    const unfit = scratch.plant(bug);
    if (unfit !== undefined) {
      troubles.push(unfit);
      break;
    }
    const startedAt = performance.now();
    try {
      const { test, trouble } = await firstFailure(scratch, suite, failures);
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
  failures: ReadonlySet<string>,
): Promise<{ readonly test?: FailedTest; readonly trouble?: string }> {
  const kind = requireKind(suite);
  // One that fails anyway must not end the run before another is reached.
  const end = await runSuite(scratch.folder, kind, partsOf(suite), failures.size === 0);
  if ('trouble' in end) return { trouble: end.trouble };
  const test = end.report.failed.find(({ title }) => !failures.has(title));
  if (test !== undefined) return { test };
  const [broken] = end.report.broken;
  return broken === undefined ? {} : { trouble: `A file of tests could not be run: ${broken}` };
}

export function requireKind(suite: string): Kind {
  const kind = kindOf(suite);
  if (kind === undefined) throw new Error(`“${suite}” is no suite.`);
  return kind;
}
