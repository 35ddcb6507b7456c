import { existsSync, readFileSync } from 'node:fs';

/**
 * Counts tests in the reports that the runners write.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, skippedIn: string[], flaky?: number }} Counts
 */

/** @type {Readonly<Counts>} */
export const nothing = Object.freeze({ passed: 0, failed: 0, skipped: 0, skippedIn: [] });

/** @param {Counts[]} counts */
export const sum = (counts) => ({
  passed: counts.reduce((total, { passed }) => total + passed, 0),
  failed: counts.reduce((total, { failed }) => total + failed, 0),
  skipped: counts.reduce((total, { skipped }) => total + skipped, 0),
});

/** @param {string} file */
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

/**
 * @param {string} file
 * @param {(path: string) => string} shorten
 * @returns {Counts}
 */
export function countVitest(file, shorten) {
  /** @type {{ testResults: { name: string, status: string, assertionResults: { status: string }[] }[] } | undefined} */
  const report = read(file);
  const counts = { ...nothing, skippedIn: /** @type {string[]} */ ([]) };
  for (const { name, status, assertionResults } of report?.testResults ?? []) {
    const having = (/** @type {string[]} */ ...wanted) =>
      assertionResults.filter((test) => wanted.includes(test.status)).length;
    const failed = having('failed');
    const skipped = having('skipped', 'pending', 'todo', 'disabled');
    counts.passed += having('passed');
    // A file that cannot even be loaded has no tests to count, and must not pass for that.
    counts.failed += status === 'failed' ? Math.max(failed, 1) : failed;
    counts.skipped += skipped;
    if (skipped > 0) counts.skippedIn.push(`${shorten(name)} (${skipped})`);
  }
  return counts;
}

/**
 * @param {string} file
 * @returns {Counts}
 */
export function countPlaywright(file) {
  /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] } | undefined} */
  const report = read(file);
  if (report === undefined) return nothing;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return {
    passed: expected + flaky,
    failed: unexpected,
    flaky,
    skipped,
    skippedIn: skipped > 0 ? [`web/e2e (${skipped})`] : [],
  };
}
