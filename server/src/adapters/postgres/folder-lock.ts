import { readFileSync, readlinkSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Who holds a folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO 8601. */
  readonly since: string;
  /** Where `pid` means this process and no other: host, boot and pid namespace. */
  readonly machine: string;
  /** When the process with this pid started, in the kernel's ticks; '' where the kernel does not tell. */
  readonly processStart: string;
}

export interface FolderLock {
  /** May be called twice. */
  release(): Promise<void>;
}

/** A holder on another machine is alive as long as it touches its file; it does so every two seconds. */
const heartbeatMs = 2_000;
const silenceMs = 15_000;
/** How often and how soon one that is about to end is looked at again: two seconds in all. */
const [endingLooks, endingLookMs] = [100, 20];

/**
 * Takes the lock that is the folder `path`, or rejects with an error that names who has it.
 *
 * Every contender first writes a file of its own into it and then looks at the others: of two at the same
 * time at least one sees the other, so never do both hold it (both may refuse). The file of a process that
 * is dead is removed; as no two processes share a file, that cannot hit a live one, which is what makes
 * taking over safe. A process on this machine is dead when its pid is not running, runs since another moment,
 * or is a zombie; one elsewhere (a container that shares the volume) when its file was not touched for 15 s.
 *
 * @param onTaken called when another one has taken over, because this process stood still for too long: from then on it may
 *   write nothing there
 */
export async function lockFolder(path: string, onTaken: () => void = () => undefined): Promise<FolderLock> {
  await mkdir(path, { recursive: true });
  const name = `${process.pid}-${randomBytes(6).toString('hex')}.json`;
  const file = join(path, name);
  const self: Holder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    machine: thisMachine(),
    processStart: processStat(process.pid).start,
  };
  // Renamed into place, so that nobody reads half of it.
  await writeFile(`${file}.new`, JSON.stringify(self), { flag: 'wx' });
  await rename(`${file}.new`, file);
  const other = await liveHolder(path, name);
  if (other !== undefined) {
    await rm(file, { force: true });
    throw new Error(
      `${path} is held by process ${other.pid} on ${other.host} since ${other.since}. ` +
        'Only one process may use a data folder; stop that one first, or choose another DATA_DIR.',
    );
  }
  let isReleased = false;
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch((error: unknown) => {
      if (!isMissing(error) || isReleased) return;
      clearInterval(heartbeat);
      onTaken();
    });
  }, heartbeatMs);
  heartbeat.unref();
  return {
    async release() {
      isReleased = true;
      clearInterval(heartbeat);
      await rm(file, { force: true });
    },
  };
}

/** Somebody else who is alive, after removing the files of the dead. */
async function liveHolder(path: string, ownName: string): Promise<Holder | undefined> {
  for (const name of await readdir(path)) {
    if (name === ownName || !name.endsWith('.json')) continue;
    const file = join(path, name);
    try {
      const holder = parseHolder(await readFile(file, 'utf8'));
      if (await isAlive(holder, file)) return holder;
      await rm(file, { force: true });
    } catch (error) {
      // Released between listing and reading.
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function parseHolder(text: string): Holder {
  // Only this module writes these files, and never half of one.
  return JSON.parse(text) as Holder;
}

async function isAlive(holder: Holder, file: string): Promise<boolean> {
  if (holder.machine !== thisMachine()) return Date.now() - (await stat(file)).mtimeMs < silenceMs;
  for (let looks = 1; ; looks++) {
    const { start, life } = processStat(holder.pid);
    if (!isRunning(holder.pid) || start !== holder.processStart || life === 'ended') return false;
    // One that was just killed is gone in a moment, and whoever restarts it at once is not to be refused.
    if (life === 'running' || looks === endingLooks) return true;
    await delay(endingLookMs);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function thisMachine(): string {
  return [hostname(), readOr('/proc/sys/kernel/random/boot_id'), pidNamespace()].join(' ');
}

/** What the kernel tells of a process. Where it tells nothing, every pid is the process it always was. */
interface ProcessStat {
  /** Guards against a pid that was given to another process since; in a container every start is pid 1. */
  readonly start: string;
  /**
   * Ended means a zombie: it was killed, and its pid is there only because whoever started it has not asked
   * how it ended. Ending means that its first thread is one, while others may still be in a write.
   */
  readonly life: 'running' | 'ending' | 'ended';
}

function processStat(pid: number): ProcessStat {
  // Fields count from 3 here, after the command, which stands in brackets and may hold anything.
  const fields = readOr(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  const [state, threadCount, start = ''] = [fields[0], Number(fields[17]), fields[19]];
  if (state !== 'Z' && state !== 'X') return { start, life: 'running' };
  return { start, life: threadCount > 1 ? 'ending' : 'ended' };
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** The text of a file of /proc; '' on systems that have none. */
function readOr(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
