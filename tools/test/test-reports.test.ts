import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countPlaywright, countVitest, sum } from '../../scripts/lib/test-reports.mjs';

function reportOf(content: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'jari-test-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}
const tests = (...statuses: string[]) => statuses.map((status) => ({ status }));
const inFile = (name: string, status: string, ...statuses: string[]) => ({
  ...{ name, status, assertionResults: tests(...statuses) },
});

test('a test file that cannot be loaded counts as a failure, though none of its tests has failed', () => {
  const report = reportOf({
    testResults: [
      inFile('a', 'passed', 'passed', 'passed'),
      inFile('b', 'failed'),
      inFile('c', 'failed', 'failed', 'failed', 'passed'),
    ],
  });
  expect(countVitest(report, (path) => path)).toMatchObject({ passed: 3, failed: 3, skipped: 0 });
});

test('a skipped test is counted, and named by its file', () => {
  const report = reportOf({ testResults: [inFile('/folder/a', 'passed', 'passed', 'skipped', 'todo')] });
  expect(countVitest(report, (path) => path.slice(8))).toEqual({
    ...{ passed: 1, failed: 0, skipped: 2, skippedIn: ['a (2)'] },
  });
});

test('a browser test that passed at the second try is passed, and called flaky', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 2, skipped: 3 };
  const counts = countPlaywright(reportOf({ stats, errors: [] }));
  expect(counts).toEqual({ passed: 6, failed: 1, flaky: 2, skipped: 3, skippedIn: ['web/e2e (3)'] });
  expect(sum([counts, counts])).toEqual({ passed: 12, failed: 2, skipped: 6 });
});

test('where there is no report nothing is counted as passed', () => {
  expect([countVitest('/none', String).passed, countPlaywright('/none').passed]).toEqual([0, 0]);
});
