import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Children that can be ended with everything they started. Each runs in a process group of its own: a
 * signal to the group also reaches the workers, browsers and servers below, which a signal to the child
 * alone would orphan.
 *
 * @typedef {{ code: number | null, output: string, timedOut: boolean, durationMs: number }} Outcome
 */

const graceMs = 5_000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

/** @param {import('node:child_process').ChildProcess} child */
async function endGroup(child) {
  signalGroup(child, 'SIGTERM');
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
  signalGroup(child, 'SIGKILL');
}

/** Ends everything that still runs; for Ctrl-C and for the end of the run. */
export const endAllGroups = () => Promise.all([...running].map(endGroup));

/**
 * Runs one command to its end or to its time limit and returns what it printed.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, timeoutMs: number }} options
 * @returns {Promise<Outcome>}
 */
export async function run(file, args, { cwd, env, timeoutMs }) {
  const startedAt = performance.now();
  const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  }
  const closed = once(child, 'close');
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void endGroup(child);
  }, timeoutMs);
  /** @type {number | null} */
  let code = null;
  try {
    [code] = /** @type {[number | null]} */ (await once(child, 'exit'));
    // What the child left in its group goes with it. A process that escaped from the group may hold the
    // output open for ever, so the end of the output is not waited for without limit.
    signalGroup(child, 'SIGKILL');
    await Promise.race([closed, sleep(2_000, undefined, { ref: false })]);
  } catch (error) {
    output += String(error);
    closed.catch(() => undefined);
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
  return { code, output, timedOut, durationMs: performance.now() - startedAt };
}
