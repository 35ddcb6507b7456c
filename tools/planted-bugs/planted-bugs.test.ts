import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bugsFolder, faultsOf, keptBugs } from './bug.ts';
import { pageFile } from './page.ts';
import { readReport } from './report.ts';
import { readResults } from './results.ts';
import { notApplicable } from './scratch.ts';
import { commandOf, isSuite, partsOf } from './suites.ts';

const bugs = keptBugs();

describe('the planted bugs', () => {
  test('are at least sixty, spread over all that is tested', () => {
    expect(bugs.length).toBeGreaterThanOrEqual(60);
    const places = new Set(bugs.flatMap(({ paths }) => paths.map((path) => path.split('/')[0])));
    expect([...places]).toEqual(expect.arrayContaining(['server', 'contract', 'client', 'web', 'rehearsal']));
  });

  test('say what they break, who suffers, and what catches them', () => {
    expect(bugs.flatMap((bug) => faultsOf(bug).map((fault) => `${bug.name} ${fault}`))).toEqual([]);
  });

  test('still apply to the sources', () => {
    expect(notApplicable(bugs), `make the patches in ${bugsFolder} anew`).toEqual([]);
  });

  test('have all been tried as they are now, and were caught', () => {
    const results = readResults();
    const untried = bugs.filter(({ name, print }) => results.get(name)?.print !== print);
    expect(
      untried.map(({ name }) => name),
      'npm run planted-bugs -- --only <name>',
    ).toEqual([]);
    const survivors = bugs.filter(({ name }) => results.get(name)?.isCaught !== true);
    expect(survivors.map(({ name }) => name)).toEqual([]);
    expect([...results.keys()].filter((name) => !bugs.some((bug) => bug.name === name))).toEqual([]);
  });

  test('stand on the page, each of them and no others', () => {
    const page = readFileSync(pageFile, 'utf8');
    const listed = [...page.matchAll(/^\| \[([\w-]+)\]\(\.\.\/tools\/planted-bugs\/bugs\//gm)].map(
      ([, name]) => name,
    );
    expect(listed).toEqual(bugs.map(({ name }) => name));
  });
});

describe('a suite', () => {
  test('is named by its kind and parts of file names', () => {
    expect(['unit', 'unit domain/decide http/admin', 'e2e hold'].map(isSuite)).toEqual([true, true, true]);
    expect(['', 'units', 'typecheck'].map(isSuite)).toEqual([false, false, false]);
    const { args, needsBuild } = commandOf('gateway', partsOf('gateway join'), {
      folder: 'copy',
      report: 'report.json',
      isBrief: true,
    });
    expect(args).toContain('join');
    expect(args).toContain('--bail=1');
    expect(needsBuild).toBe(true);
  });

  test('catches a bug by a test that fails, and not by a file that cannot be run', () => {
    const failing = {
      testResults: [
        {
          name: '/copy/a.test.ts',
          status: 'failed',
          assertionResults: [{ fullName: 'a b', status: 'failed' }],
        },
        {
          name: '/copy/b.test.ts',
          status: 'passed',
          assertionResults: [{ fullName: 'c', status: 'passed' }],
        },
        { name: '/copy/c.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    };
    expect(readReport('vitest', JSON.stringify(failing), '/copy')).toEqual({
      passedCount: 1,
      failed: [{ title: 'a b', file: 'a.test.ts' }],
      broken: ['c.test.ts: no such module'],
    });
  });

  test('of the browser tells of tests that failed or took too long', () => {
    const spec = (title: string, status: string) => ({ title, tests: [{ results: [{ status }] }] });
    const report = {
      errors: [],
      suites: [
        {
          title: 'hold.spec.ts',
          file: 'hold.spec.ts',
          specs: [spec('passes', 'passed'), spec('is not reached', 'skipped')],
          suites: [{ title: 'a hold', file: 'hold.spec.ts', specs: [spec('hangs', 'timedOut')] }],
        },
      ],
    };
    expect(readReport('playwright', JSON.stringify(report), '/copy')).toEqual({
      passedCount: 1,
      failed: [{ title: 'a hold hangs', file: 'web/e2e/hold.spec.ts' }],
      broken: [],
    });
  });
});
