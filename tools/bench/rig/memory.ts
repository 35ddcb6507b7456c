import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchServer, Rig } from './rig.ts';

export interface Memory {
  /** What the system has given to the process. */
  readonly residentBytes: number;
  /** What JavaScript holds after a garbage collection, buffers included. */
  readonly usedBytes: number;
}

const probe = new URL('memory-probe.mjs', import.meta.url);

/** A server whose memory can be asked for. Not used where speed is measured. */
export async function startProbedServer(rig: Rig): Promise<BenchServer> {
  return rig.startServer({ NODE_OPTIONS: `--import=${probe.href}`, JARI_BENCH_MEMORY: memoryFile(rig) });
}

export async function memoryOf(rig: Rig, server: BenchServer): Promise<Memory> {
  const file = memoryFile(rig);
  rmSync(file, { force: true });
  process.kill(server.watchedPid, 'SIGUSR2');
  const deadline = performance.now() + 30_000;
  while (!existsSync(file)) {
    if (performance.now() > deadline) throw new Error('The server did not say how much memory it uses.');
    await delay(20);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Memory;
}

const memoryFile = (rig: Rig) => join(rig.folder.path, 'memory.json');
