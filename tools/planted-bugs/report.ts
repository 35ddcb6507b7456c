import type { ReportForm } from './suites.ts';

/** A test that failed. */
export interface FailedTest {
  readonly title: string;
  /** From the root of the copy. */
  readonly file: string;
}

/** What a suite's report says. */
export interface Report {
  readonly passedCount: number;
  readonly failed: readonly FailedTest[];
  /** Files that could not be run at all: what a bug must not do, as that proves nothing about the tests. */
  readonly broken: readonly string[];
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message?: string;
    readonly status: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
    }[];
  }[];
}

interface PlaywrightSuite {
  readonly title: string;
  readonly file: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly results: readonly { readonly status: string }[] }[];
  }[];
}

interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  readonly errors: readonly { readonly message?: string }[];
}

/** @param folder the root of the copy, which is taken off the names of files */
export function readReport(form: ReportForm, json: string, folder: string): Report {
  const parsed: unknown = JSON.parse(json);
  // Both are written by programs of an exact version.
  return form === 'vitest'
    ? readVitest(parsed as VitestReport, folder)
    : readPlaywright(parsed as PlaywrightReport);
}

function readVitest({ testResults }: VitestReport, folder: string): Report {
  const failed: FailedTest[] = [];
  const broken: string[] = [];
  let passedCount = 0;
  for (const { name, message, status, assertionResults } of testResults) {
    const file = name.replace(`${folder}/`, '');
    const ofFile = assertionResults.filter((each) => each.status === 'failed');
    passedCount += assertionResults.filter((each) => each.status === 'passed').length;
    failed.push(...ofFile.map(({ fullName }) => ({ title: fullName, file })));
    if (status === 'failed' && ofFile.length === 0) broken.push(`${file}: ${message ?? ''}`);
  }
  return { passedCount, failed, broken };
}

function readPlaywright({ suites, errors }: PlaywrightReport): Report {
  const failed: FailedTest[] = [];
  let passedCount = 0;
  const visit = (suite: PlaywrightSuite, titles: readonly string[]): void => {
    for (const { title, tests } of suite.specs ?? []) {
      const statuses = tests.flatMap(({ results }) => results.map(({ status }) => status));
      if (statuses.some((status) => status === 'failed' || status === 'timedOut')) {
        failed.push({ title: [...titles, title].join(' '), file: `web/e2e/${suite.file}` });
      } else if (statuses.includes('passed')) passedCount++;
    }
    for (const inner of suite.suites ?? []) visit(inner, [...titles, inner.title]);
  };
  // The outermost are files, whose names are told anyway.
  for (const suite of suites) visit(suite, []);
  const broken = errors.flatMap(({ message }) => message ?? []);
  return { passedCount, failed, broken: failed.length > 0 ? [] : broken };
}
