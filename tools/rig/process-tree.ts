import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it has started, as they are now. */
export function treeOf(pid: number): number[] {
  const childrenOf = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent === undefined) continue;
    const children = childrenOf.get(parent);
    if (children === undefined) childrenOf.set(parent, [Number(name)]);
    else children.push(Number(name));
  }
  const tree = [pid];
  for (const each of tree) tree.push(...(childrenOf.get(each) ?? []));
  return tree;
}

export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has just ended by itself.
    }
  }
}

/** What a process calls itself, e.g. `postgres: jari jari 127.0.0.1(41234) idle`. */
export function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
      .replaceAll('\0', ' ')
      .trim();
  } catch {
    return '';
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    // The name in parentheses may have blanks in it.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
