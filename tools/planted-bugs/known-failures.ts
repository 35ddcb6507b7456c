import { runSuite } from './run-suite.ts';
import { partsOf } from './suites.ts';
import { requireKind, type KnownFailures } from './try-bug.ts';

/**
 * Finds out what fails without any bug, once for each suite: that a suite catches a bug is said only of a test that
 * passes else. The suites of the bugs to come, of one kind, are run together, as starting takes longer than testing.
 *
 * @param expected the suites that will be asked for
 * @param tell is told what is being done
 */
export function knownFailures(
  folder: string,
  expected: readonly string[],
  tell: (line: string) => void,
): KnownFailures {
  const known = new Map<string, ReadonlySet<string>>();
  return async (suite) => {
    const before = known.get(suite);
    if (before !== undefined) return before;
    const kind = requireKind(suite);
    const isWhole = partsOf(suite).length === 0;
    const together = isWhole ? [suite] : expected.filter((each) => each.startsWith(`${kind} `));
    const parts = [...new Set(together.flatMap(partsOf))];
    tell(`Without a bug: ${kind} ${isWhole ? '(all)' : parts.join(' ')} …`);
    const end = await runSuite(folder, kind, parts, false);
    if ('trouble' in end) throw new Error(`Without a bug, ${suite} cannot be run. ${end.trouble}`);
    const { failed, broken, passedCount } = end.report;
    if (broken.length > 0) throw new Error(`Without a bug, ${broken.join('\n')}`);
    if (passedCount === 0) throw new Error(`“${suite}” runs no test.`);
    for (const { title, file } of failed)
      tell(`  fails without a bug, so it does not count: ${title} (${file})`);
    const titles = new Set(failed.map(({ title }) => title));
    for (const each of [...together, suite]) known.set(each, titles);
    return titles;
  };
}
