import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from './paths.mjs';

const lockFile = inRoot('.cache', 'build.lock');
const patienceMs = 300_000;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

function take() {
  try {
    mkdirSync(inRoot('.cache'), { recursive: true });
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  const owner = Number(readFileSync(lockFile, 'utf8'));
  // An owner that was killed could not tidy up. An empty file is one that is being written just now.
  if (owner > 0 && !isAlive(owner)) rmSync(lockFile, { force: true });
  return false;
}

/**
 * Two builds into one folder (`npm start` in one window, `npm test` in another) would delete each other's
 * files, so the second waits and then finds everything fresh.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withBuildLock(work) {
  const giveUpAt = Date.now() + patienceMs;
  while (!take()) {
    if (Date.now() > giveUpAt) {
      throw new Error(`Another build has not finished for ${patienceMs / 1000} s; see ${lockFile}.`);
    }
    await sleep(200);
  }
  const release = () => rmSync(lockFile, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
