import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Finds what escaped its process group: a database or a browser may start a session of its own. It is
 * recognised by the run's folder, which every descendant has in its environment (TMPDIR), and databases also
 * as their working folder. Linux only; elsewhere nothing is found.
 *
 * @param {string} runFolder
 * @returns {{ pid: number, name: string }[]}
 */
function findLeftovers(runFolder) {
  /** @param {() => string} read */
  const orEmpty = (read) => {
    try {
      return read();
    } catch {
      return ''; // ended meanwhile, or another user's process
    }
  };
  return orEmpty(() => readdirSync('/proc').join('\n'))
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
    .filter((pid) => {
      const workingFolder = orEmpty(() => readlinkSync(`/proc/${pid}/cwd`));
      const environment = orEmpty(() => readFileSync(`/proc/${pid}/environ`, 'utf8'));
      return workingFolder.startsWith(runFolder) || environment.includes(`=${runFolder}`);
    })
    .map((pid) => ({ pid, name: orEmpty(() => readFileSync(`/proc/${pid}/comm`, 'utf8')).trim() }));
}

/** @param {string} runFolder */
async function untilNone(runFolder) {
  for (let waits = 0; waits < 30 && findLeftovers(runFolder).length > 0; waits++) await sleep(100);
}

/**
 * @param {string} runFolder
 * @returns {Promise<string[]>} names of the processes that had to be ended
 */
export async function endLeftovers(runFolder) {
  // Databases have a watchdog that stops them in order as soon as their test process is gone.
  await untilNone(runFolder);
  const found = findLeftovers(runFolder);
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGTERM', 'SIGKILL'];
  for (const signal of signals) {
    for (const { pid } of findLeftovers(runFolder)) {
      try {
        process.kill(pid, signal);
      } catch {
        // Ended between the look and the signal.
      }
    }
    await untilNone(runFolder);
  }
  return [...new Set(found.map(({ name }) => name))];
}
