// `npm test`: everything, in one command, on any machine.
//
// 1. Looks for what the tests need (the programs of PostgreSQL, Redis and nginx, Chromium, a Korean font,
//    libfaketime), and installs Debian's packages when it may. What is still missing is named, with the
//    suites that are skipped for it; with CI=true it is a failure, as is every skipped test.
// 2. Builds, then runs the acceptance tests, which mostly wait, beside all others: the unit tests, then the browser's
//    and the gateway's beside types and lint.
// 3. Ends every process and removes every file it made, also after Ctrl-C.
//
// The tests are told where things are: JARI_PG_BIN (folder with initdb and postgres), JARI_REDIS_SERVER,
// JARI_NGINX, JARI_CHROMIUM, JARI_KOREAN_FONT, JARI_FAKETIME_LIB. Set beforehand, they come before what is
// found.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canInstall, install, removePolicy } from './lib/debian-packages.mjs';
import { endLeftovers } from './lib/leftovers.mjs';
import { endAllGroups, run } from './lib/process-group.mjs';
import { requireNode } from './lib/require-node.mjs';
import { findMissing, requirementVariables } from './lib/requirements.mjs';
import { nothing, sum } from './lib/test-reports.mjs';
import { testSteps } from './lib/test-steps.mjs';

/**
 * @typedef {import('./lib/test-steps.mjs').Step} Step
 * @typedef {{ name: string, status: 'ok' | 'FAILED' | 'skipped', durationMs: number, counts: import('./lib/test-reports.mjs').Counts }} Result
 */

requireNode();
const strict = ['true', '1'].includes(process.env['CI'] ?? '');
const startedAt = performance.now();

// Databases refuse to run as root and so run as another user, who must be able to pass through here.
const runFolder = mkdtempSync(join(tmpdir(), 'jari-test-'));
chmodSync(runFolder, 0o711);

/** @type {Result[]} */
const results = [];
/** @type {string[]} */
const problems = [];
/** @type {string[]} */
const notices = [];

let stopping = false;

/** @param {number} durationMs */
const seconds = (durationMs) => `${(durationMs / 1000).toFixed(1)} s`;

/** What would make the tests use this machine's services, or behave otherwise than on another machine. */
const ofThisMachine =
  /^(PG[A-Z]+|DATABASE_URL|REDIS_.+|DATA_DIR|PORT|HOST|NODE_ENV|FORCE_COLOR|VITE_.+|.+_(TOKEN|SECRET))$/;

function testEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !ofThisMachine.test(name));
  // Some runners colour their output whenever CI is set, even into a file.
  const colour = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  return { ...Object.fromEntries(kept), ...requirementVariables(), ...colour, TMPDIR: runFolder };
}

async function bringRequirements() {
  const missing = findMissing();
  if (missing.length > 0 && canInstall()) {
    const packages = missing.flatMap(({ debianPackages }) => debianPackages);
    console.log(`Installing Debian's packages: ${packages.join(', ')} …`);
    const failure = await install(packages);
    if (failure) console.error(failure);
  }
  const stillMissing = findMissing();
  for (const { name, debianPackages, suites } of stillMissing) {
    const text = `${name} is missing (Debian: ${debianPackages.join(' ')}); skipped: ${suites}`;
    (strict ? problems : notices).push(text);
  }
  return stillMissing;
}

/** @param {Step} step */
async function runStep(step) {
  if (stopping) return false;
  const { file, args, cwd } = step.command;
  const outcome = await run(process.execPath, [file, ...args], {
    cwd,
    env: { ...testEnvironment(), ...step.env },
    timeoutMs: step.timeoutMs,
  });
  if (stopping) return false;
  let counts = step.count?.() ?? nothing;
  const ok = outcome.code === 0 && counts.failed === 0;
  // A step that fails without naming a test (a type error, a crash, the time limit) counts as one.
  if (!ok && counts.failed === 0) counts = { ...counts, failed: 1 };
  results.push({ name: step.name, status: ok ? 'ok' : 'FAILED', durationMs: outcome.durationMs, counts });

  const tests = step.count ? `, ${counts.passed} passed` : '';
  console.log(`${ok ? '✓' : '✗'} ${step.name} (${seconds(outcome.durationMs)}${tests})`);
  if (!ok) console.log(outcome.output.trimEnd());
  if (outcome.timedOut) console.log(`${step.name} was ended after its limit of ${seconds(step.timeoutMs)}.`);
  if (counts.flaky) notices.push(`${step.name}: ${counts.flaky} passed only at the second try`);
  if (counts.skippedIn.length > 0) {
    (strict ? problems : notices).push(`${step.name} skipped tests in ${counts.skippedIn.join(', ')}`);
  }
  return ok;
}

/**
 * @param {Step} step
 * @param {string} reason
 */
function skipStep(step, reason) {
  results.push({ name: step.name, status: 'skipped', durationMs: 0, counts: nothing });
  console.log(`- ${step.name} (skipped: ${reason})`);
}

/** @param {Step[]} steps */
async function inTurn(steps) {
  for (const step of steps) await runStep(step);
}

async function runEverything() {
  const missing = await bringRequirements();
  const steps = testSteps(runFolder);
  const built = await runStep(steps.build);
  /** @param {Step} step */
  const withBuild = async (step) => {
    const lacking = missing.filter(({ suites }) => suites === step.name).map(({ name }) => name);
    if (!built) skipStep(step, 'there is no build to test');
    else if (lacking.length > 0) skipStep(step, `missing ${lacking.join(', ')}`);
    else await runStep(step);
  };
  // One file at a time they mostly wait for what they have killed, which leaves the cores to the others.
  const acceptance = withBuild(steps.acceptance);
  await runStep(steps.unit);
  await Promise.all([withBuild(steps.browser), withBuild(steps.gateway), inTurn(steps.checks)]);
  await acceptance;
}

async function tidyUp() {
  await endAllGroups();
  const ended = await endLeftovers(runFolder);
  if (ended.length > 0)
    notices.push(`these processes were left running and had to be ended: ${ended.join(', ')}`);
  rmSync(runFolder, { recursive: true, force: true, maxRetries: 5 });
  removePolicy();
}

function summarise() {
  const total = sum(results.map(({ counts }) => counts));
  if (total.passed === 0) problems.push('not a single test passed');
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log();
  for (const { name, status, durationMs, counts } of results) {
    const { passed, failed, skipped } = counts;
    const tests =
      passed + failed + skipped > 0 ? `  ${passed} passed, ${failed} failed, ${skipped} skipped` : '';
    console.log(`${name.padEnd(width)}  ${status.padEnd(7)}  ${seconds(durationMs).padStart(8)}${tests}`);
  }
  console.log(`Whole run: ${seconds(performance.now() - startedAt)}`);
  for (const text of notices) console.log(`Note: ${text}`);
  for (const text of problems) console.log(`Failure: ${text}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return problems.length === 0 && results.every(({ status }) => status !== 'FAILED');
}

for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    console.error(`\nStopped by ${signal}; ending what still runs …`);
    void tidyUp().finally(() => process.exit(130));
  });
}

try {
  await runEverything();
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
}
if (!stopping) {
  await tidyUp();
  process.exitCode = summarise() ? 0 : 1;
}
