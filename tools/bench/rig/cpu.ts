import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts CPU time for its users in hundredths of a second, whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

interface Usage {
  readonly parent: number;
  readonly ownSeconds: number;
  /** Of its children that have ended. */
  readonly endedSeconds: number;
}

/** CPU time that a process has used, all threads together. NaN where there is no /proc. */
export function cpuSecondsOf(pid: number): number {
  return read(pid)?.ownSeconds ?? NaN;
}

/** The same of a process and all its children, those included that have ended: PostgreSQL and its backends. */
export function cpuSecondsOfFamily(pid: number): number {
  const parent = read(pid);
  if (parent === undefined) return NaN;
  let seconds = parent.ownSeconds + parent.endedSeconds;
  for (const name of readdirSync('/proc')) {
    const usage = /^\d+$/.test(name) ? read(Number(name)) : undefined;
    if (usage?.parent === pid) seconds += usage.ownSeconds;
  }
  return seconds;
}

function read(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may contain blanks; the numbers begin behind it.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const seconds = (index: number) => (fields[index] ?? NaN) / TICKS_PER_SECOND;
    return {
      parent: fields[1] ?? NaN,
      ownSeconds: seconds(11) + seconds(12),
      endedSeconds: seconds(13) + seconds(14),
    };
  } catch {
    return undefined;
  }
}
