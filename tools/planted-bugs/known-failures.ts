import type { FailedTest } from './report.ts';
import { runSuite } from './run-suite.ts';
import { kindOf, partsOf, type Kind } from './suites.ts';
import { requireKind, type KnownFailures } from './try-bug.ts';

/**
 * Finds out what fails without any bug, once for each kind of suites: that a suite catches a bug is said only of a test
 * that passes else. The suites of the bugs to come are run together, as starting takes longer than testing.
 *
 * @param expected the suites that will be asked for
 * @param tell is told what is being done
 */
export function knownFailures(
  folder: string,
  expected: readonly string[],
  tell: (line: string) => void,
): KnownFailures {
  const runs = new Map<string, Promise<readonly FailedTest[]>>();
  return async (suite) => {
    const kind = requireKind(suite);
    const own = partsOf(suite);
    const isWhole = own.length === 0 || !expected.includes(suite);
    const parts = isWhole ? own : expected.filter((each) => kindOf(each) === kind).flatMap(partsOf);
    const name = isWhole ? suite : kind;
    let run = runs.get(isWhole ? `${suite}, all` : kind);
    if (run === undefined) {
      tell(`Looking what fails without a bug in ${name} …`);
      run = failuresIn(folder, kind, [...new Set(parts)]);
      runs.set(isWhole ? `${suite}, all` : kind, run);
      for (const { title, file } of await run) tell(`  does not count: ${title} (${file})`);
    }
    const failed = await run;
    const ofSuite =
      own.length === 0 ? failed : failed.filter(({ file }) => own.some((part) => file.includes(part)));
    return new Set(ofSuite.map(({ title }) => title));
  };
}

async function failuresIn(
  folder: string,
  kind: Kind,
  parts: readonly string[],
): Promise<readonly FailedTest[]> {
  const end = await runSuite(folder, kind, parts, false);
  const what = [kind, ...parts].join(' ');
  if ('trouble' in end) throw new Error(`Without a bug, ${what} cannot be run. ${end.trouble}`);
  const { failed, broken, passedCount } = end.report;
  if (broken.length > 0) throw new Error(`Without a bug, ${broken.join('\n')}`);
  if (passedCount === 0) throw new Error(`“${what}” runs no test.`);
  return failed;
}
