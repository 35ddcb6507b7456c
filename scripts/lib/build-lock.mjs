import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from './paths.mjs';

const defaultFolder = inRoot('.cache', 'build-lock');
const patienceMs = 300_000;
/** Only what nobody can still be looking at is removed. */
const keptCount = 32;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * @param {string} code
 * @param {() => void} act
 * @returns {boolean} false when it failed in this way
 */
function unless(code, act) {
  try {
    act();
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== code) throw error;
    return false;
  }
}

/** @param {string} folder */
const turnsIn = (folder) =>
  readdirSync(folder)
    .map(Number)
    .filter((turn) => turn > 0);

/** @param {string} file */
function isOver(file) {
  let text = '';
  // Removed since it was listed, by the owner of a later turn.
  if (!unless('ENOENT', () => (text = readFileSync(file, 'utf8')))) return false;
  const [pid, word] = text.split(' ');
  return word === 'done' || !isAlive(Number(pid));
}

/**
 * Takes the next turn, if it is free to be taken.
 *
 * The lock is a folder of numbered turns. The highest number has the lock until its file says `done` or its
 * process is dead; then everybody who waits tries to make the next number, and the file system lets one of
 * them. Nothing is ever removed to hand the lock over, so no waiter can remove what another has just taken.
 *
 * @param {string} folder
 * @returns {string | undefined} the file of the turn
 */
function take(folder) {
  mkdirSync(folder, { recursive: true });
  const newest = Math.max(0, ...turnsIn(folder));
  if (newest > 0 && !isOver(join(folder, String(newest)))) return undefined;
  const turn = join(folder, String(newest + 1));
  // Linked into place, so that nobody reads it before it says whose it is.
  const draft = join(folder, `${process.pid}-${randomBytes(6).toString('hex')}.new`);
  writeFileSync(draft, String(process.pid));
  const isMine = unless('EEXIST', () => linkSync(draft, turn));
  rmSync(draft);
  if (!isMine) return undefined;
  const turns = turnsIn(folder);
  if (Math.max(...turns) > newest + 1) {
    // We looked long ago: the number was free again because others have had it and tidied up.
    rmSync(turn);
    return undefined;
  }
  for (const old of turns) if (old <= newest - keptCount) rmSync(join(folder, String(old)), { force: true });
  return turn;
}

/**
 * Two builds into one folder (`npm start` in one window, `npm test` in another) would delete each other's
 * files, so the second waits and then finds everything fresh.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [folder]
 * @returns {Promise<T>}
 */
export async function withBuildLock(work, folder = defaultFolder) {
  const giveUpAt = Date.now() + patienceMs;
  let turn = take(folder);
  while (turn === undefined) {
    if (Date.now() > giveUpAt) {
      throw new Error(`Another build has not finished for ${patienceMs / 1000} s; see ${folder}.`);
    }
    await sleep(50 + Math.random() * 50);
    turn = take(folder);
  }
  const file = turn;
  const release = () => appendFileSync(file, ' done');
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
