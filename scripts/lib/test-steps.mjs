import { join, relative } from 'node:path';
import { inRoot, root, toolFile } from './paths.mjs';
import { checks, workingFolder } from './tasks.mjs';
import { countPlaywright, countVitest } from './test-reports.mjs';

/**
 * The steps of the whole test run.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {number} timeoutMs
 * @property {{ file: string, args: string[], cwd: string }} command
 * @property {NodeJS.ProcessEnv} [env]
 * @property {() => import('./test-reports.mjs').Counts} [count] for steps that are made of tests
 */

const minuteMs = 60_000;

/**
 * @param {string} name
 * @returns {Step[]}
 */
const checkSteps = (name) =>
  (checks[name]?.() ?? []).map((command) => ({
    name: `${name}: ${command.name}`,
    timeoutMs: 8 * minuteMs,
    command: { file: command.file, args: command.args, cwd: workingFolder(command) },
  }));

/**
 * @param {string} name
 * @param {string} config
 * @param {string} reportFolder
 * @returns {Step}
 */
function vitestStep(name, config, reportFolder) {
  const report = join(reportFolder, `${name}.json`);
  return {
    name,
    timeoutMs: 11 * minuteMs,
    command: {
      file: toolFile('', 'vitest'),
      args: [
        'run',
        `--config=${config}`,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      cwd: root,
    },
    count: () => countVitest(report, (path) => relative(root, path)),
  };
}

/** @param {string} reportFolder */
export function testSteps(reportFolder) {
  const browserReport = join(reportFolder, 'browser.json');
  /** @type {Step} */
  const build = {
    name: 'build',
    timeoutMs: 5 * minuteMs,
    command: { file: inRoot('scripts/build.mjs'), args: [], cwd: root },
  };
  /** @type {Step} */
  const browser = {
    name: 'browser',
    timeoutMs: 13 * minuteMs,
    command: {
      file: toolFile('', '@playwright/test', 'playwright'),
      args: ['test', '--reporter=list,json'],
      cwd: root,
    },
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport },
    count: () => countPlaywright(browserReport),
  };
  return {
    build,
    // The web app's types are written by `svelte-kit sync` once, before two tools read them at a time.
    checks: [...checkSteps('typecheck'), ...checkSteps('lint').filter(({ name }) => !name.includes('sync'))],
    unit: vitestStep('unit', 'vitest.config.ts', reportFolder),
    gateway: vitestStep('gateway', 'gateway/vitest.config.ts', reportFolder),
    acceptance: vitestStep('acceptance', 'vitest.acceptance.config.ts', reportFolder),
    browser,
  };
}
