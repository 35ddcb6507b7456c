import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SimulateOptions } from './options.ts';
import type { Report, Task } from './player.ts';

/** So many seeds are played between two reports. */
const PORTION = 100;
const PROGRESS_EVERY_MS = 5_000;

interface Sum {
  played: number;
  simulatedMs: number;
  changes: number;
  reloads: number;
}

/** Has seeds played by several processes, shows how far they are, and writes it down. Returns what failed. */
export async function playMany(options: SimulateOptions): Promise<Report['failed']> {
  const { from, seeds, jobs, minutes, keepGoing } = options;
  const stateFile = options.state ?? join(tmpdir(), `jari-simulate-${from}.json`);
  const begunAt = Date.now();
  const sum: Sum = { played: 0, simulatedMs: 0, changes: 0, reloads: 0 };
  const failed: Report['failed'][number][] = [];
  const done = new Set<number>();
  let next = options.resume ? readState(stateFile, from) : from;
  /** All before it have been played. */
  let reached = next;
  console.log(
    `seeds ${next} to ${from + seeds - 1}, ${jobs} at a time; how far it is stands in ${stateFile}`,
  );

  // Whoever reads has gone, as `head` does: nobody is told any more, and what was played is written down.
  process.stdout.once('error', () => process.exit(1));
  const mayGoOn = () =>
    next < from + seeds && Date.now() - begunAt < minutes * 60_000 && (keepGoing || failed.length === 0);
  const take = (report: Report) => {
    sum.played += report.count;
    sum.simulatedMs += report.simulatedMs;
    sum.changes += report.changes;
    sum.reloads += report.reloads;
    failed.push(...report.failed);
    for (const { seed, invariant, detail } of report.failed)
      console.log(`\nseed ${seed}: ${invariant}: ${detail}`);
    done.add(report.from);
    for (; done.delete(reached); reached += PORTION);
    writeFileSync(stateFile, JSON.stringify({ from, reached: Math.min(reached, from + seeds) }));
  };
  const progress = setInterval(() => show(sum, begunAt, failed.length), PROGRESS_EVERY_MS);
  const player = async () => {
    const child = fork(fileURLToPath(new URL('player.ts', import.meta.url)));
    try {
      while (mayGoOn()) {
        const task: Task = { from: next, count: Math.min(PORTION, from + seeds - next), plan: options.plan };
        next += PORTION;
        take(await ask(child, task));
      }
    } finally {
      child.disconnect();
    }
  };
  await Promise.all(Array.from({ length: jobs }, player));
  clearInterval(progress);
  show(sum, begunAt, failed.length);
  return failed;
}

function ask(child: ChildProcess, task: Task): Promise<Report> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`a process ended while it played seeds from ${task.from}`));
    child.once('exit', onExit);
    child.once('message', (report) => {
      child.off('exit', onExit);
      resolve(report as Report);
    });
    child.send(task);
  });
}

function show({ played, simulatedMs, changes, reloads }: Sum, begunAt: number, failures: number): void {
  const s = (Date.now() - begunAt) / 1_000;
  const hours = simulatedMs / 3_600_000;
  console.log(
    `${played} seeds, ${(played / s).toFixed(1)} a second; ${hours.toFixed(1)} simulated hours, ` +
      `${(hours / s).toFixed(2)} a second; ${changes} changes, ${reloads} reloads, ${failures} failures`,
  );
}

function readState(file: string, from: number): number {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly from: number;
      readonly reached: number;
    };
    return state.from === from ? state.reached : from;
  } catch {
    return from;
  }
}
