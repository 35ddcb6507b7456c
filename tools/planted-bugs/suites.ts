import { join } from 'node:path';

/**
 * The suites that may catch a bug, from quick to slow. A suite's name is its kind and what narrows it down, such as
 * `unit domain/decide box-office` (parts of file names) or `e2e hold`; a kind alone is all of it.
 */
const kinds = ['unit', 'gateway', 'acceptance', 'e2e'] as const;
export type Kind = (typeof kinds)[number];

/** What is tried of a bug that the suite it names does not catch, or that names none. */
export const ladder: readonly string[] = kinds;

/** Reports of Playwright are nested otherwise than Vitest's. */
export type ReportForm = 'vitest' | 'playwright';

/** A program of Node's. */
export interface SuiteCommand {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly needsBuild: boolean;
  readonly form: ReportForm;
  /** Longer than this it takes only when it hangs. */
  readonly limitMs: number;
}

const MINUTE_MS = 60_000;

/** The configuration of each kind that Vitest runs; undefined for the usual one. */
const vitestConfigs: Readonly<Record<Exclude<Kind, 'e2e'>, string | undefined>> = {
  unit: undefined,
  gateway: 'gateway/vitest.config.ts',
  acceptance: 'vitest.acceptance.config.ts',
};

/** The name of what is built where no bug is in it. */
export const UNCHANGED = 'as it is';

/** What the gateway is made of is read as it lies there. */
export function isNotBuilt(path: string): boolean {
  return path.startsWith('gateway/');
}

export function kindOf(suite: string): Kind | undefined {
  const [word] = suite.split(' ');
  return kinds.find((kind) => kind === word);
}

export function isSuite(suite: string): boolean {
  return kindOf(suite) !== undefined;
}

/** The parts of file names that narrow a suite down. */
export function partsOf(suite: string): readonly string[] {
  return suite.split(' ').slice(1);
}

/** What narrows a suite down to one file, named from the root. */
export function partFor(kind: Kind, file: string): string {
  // Gateway tests are named from their own folder.
  return kind === 'gateway' ? file.replace(/^gateway\//, '') : file;
}

/**
 * How a suite is run.
 *
 * @param report where its report in JSON goes
 * @param isBrief whether it may end at the first test that fails
 */
export function commandOf(
  kind: Kind,
  parts: readonly string[],
  {
    folder,
    report,
    isBrief,
  }: { readonly folder: string; readonly report: string; readonly isBrief: boolean },
): SuiteCommand {
  const isWhole = parts.length === 0;
  if (kind === 'e2e') {
    const cli = join(folder, 'node_modules/@playwright/test/cli.js');
    const args = [cli, 'test', ...parts, '--retries=0', '--reporter=json', ...(isBrief ? ['-x'] : [])];
    const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
    const limitMs = (isWhole ? 40 : 10) * MINUTE_MS;
    return { args, env, needsBuild: true, form: 'playwright', limitMs };
  }
  const cli = join(folder, 'node_modules/vitest/vitest.mjs');
  const config = vitestConfigs[kind];
  const args = [
    cli,
    'run',
    ...(config === undefined ? [] : ['--config', config]),
    ...parts,
    '--reporter=json',
    `--outputFile=${report}`,
    ...(isBrief ? ['--bail=1'] : []),
  ];
  const limitMs = (isWhole ? 40 : 10) * MINUTE_MS;
  return { args, env: {}, needsBuild: kind !== 'unit', form: 'vitest', limitMs };
}
