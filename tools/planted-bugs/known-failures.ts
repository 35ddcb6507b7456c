import { runSuite } from './run-suite.ts';
import { partFor, UNCHANGED, type Kind } from './suites.ts';

/** The titles of a file's tests that fail without any bug. They prove nothing about one. */
export type KnownFailures = (kind: Kind, file: string) => Promise<ReadonlySet<string>>;

/**
 * Finds out what fails without any bug, in a copy in which none is ever planted. A file is looked at when a test of it
 * has failed with a bug, and once.
 */
export function knownFailures(folder: string): KnownFailures {
  const runs = new Map<string, Promise<ReadonlySet<string>>>();
  return (kind, file) => {
    let run = runs.get(file);
    if (run === undefined) runs.set(file, (run = failuresIn(folder, kind, file)));
    return run;
  };
}

async function failuresIn(folder: string, kind: Kind, file: string): Promise<ReadonlySet<string>> {
  const end = await runSuite(folder, kind, [partFor(kind, file)], { isBrief: false, sources: UNCHANGED });
  if ('trouble' in end) throw new Error(`Without a bug, ${file} cannot be run. ${end.trouble}`);
  const { failed, broken, passedCount } = end.report;
  if (broken.length > 0) throw new Error(`Without a bug, ${broken.join('\n')}`);
  if (passedCount + failed.length === 0) throw new Error(`Without a bug, ${file} runs no test.`);
  return new Set(failed.map(({ title }) => title));
}
