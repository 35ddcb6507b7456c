import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { signalAll, treeOf } from '../../rig/process-tree.ts';
import type { Rig } from '../rig/rig.ts';
import type { Fault } from './fault.ts';

/** The disk under the ledger is full for a while, or takes very long to say that something is on it. */

const FOR_MS = [1_500, 4_000] as const;
const between = ([from, to]: readonly [number, number], lot: number) => from + (to - from) * lot;
const CHUNK = Buffer.alloc(1 << 20);
const STRACE = '/usr/bin/strace';
const FSYNC_US = [50_000, 400_000] as const;

const diskFull: Fault = {
  ...{ name: 'disk-full', group: 'disk full' },
  fits: ({ smallDisk }) => smallDisk !== undefined,
  strike: async ({ rig, draw }) => {
    const at = performance.now();
    const ballast = join(rig.smallDisk ?? '', 'ballast');
    fillUp(ballast);
    await delay(between(FOR_MS, draw()));
    rmSync(ballast);
    const what = await comeBack(rig);
    return { at, what: `disk-full${what}` };
  },
};

/** Writes until nothing more fits. */
function fillUp(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (let size = CHUNK.length; size >= 1;) {
      try {
        if (writeSync(file, CHUNK, 0, size) < size) size >>= 1;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
        size >>= 1;
      }
    }
  } finally {
    closeSync(file);
  }
}

/** A database that could not write its log ends itself, and is started again, as whoever runs it has arranged. */
async function comeBack({ postgres, servers, mode }: Rig): Promise<string> {
  if (postgres !== undefined && !postgres.program.isRunning) {
    await postgres.program.start();
    return ' (PostgreSQL had ended itself)';
  }
  const [server] = servers;
  if (mode === 'embedded' && server?.program.isRunning === false) {
    await server.start();
    return ' (the server had ended itself)';
  }
  return '';
}

const slowFsync: Fault = {
  ...{ name: 'slow-fsync', group: 'slow fsync' },
  fits: ({ postgres }) => postgres !== undefined && existsSync(STRACE),
  strike: async ({ rig, draw }) => {
    const pids = treeOf(rig.postgres?.program.pid ?? 0);
    const delayUs = Math.round(between(FSYNC_US, draw()));
    const calls = 'fsync,fdatasync';
    const at = performance.now();
    const tracer = spawn(
      STRACE,
      [
        ...['-f', '-qq', '-o', '/dev/null', '-e', `trace=${calls}`],
        ...['-e', `inject=${calls}:delay_enter=${String(delayUs)}`],
        ...pids.flatMap((pid) => ['-p', String(pid)]),
      ],
      { stdio: 'ignore' },
    );
    const ended = once(tracer, 'exit');
    await Promise.race([delay(between(FOR_MS, draw())), ended]);
    // Lets go of those it watches and ends.
    if (tracer.pid !== undefined) signalAll([tracer.pid], 'SIGINT');
    await ended;
    return { at, what: `slow-fsync (${String(Math.round(delayUs / 1_000))} ms)` };
  },
};

export const badDisks: readonly Fault[] = [diskFull, slowFsync];
