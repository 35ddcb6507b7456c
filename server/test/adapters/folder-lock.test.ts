import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { lockFolder } from '../../src/adapters/postgres/folder-lock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jari-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('The lock of a folder', () => {
  it('is held by one at most of many who want it at once', async () => {
    const path = join(folder, 'lock-race');
    for (let round = 0; round < 20; round += 1) {
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(path)));
      const holders = results.filter((result) => result.status === 'fulfilled');
      expect(holders.length).toBeLessThanOrEqual(1);
      for (const { value } of holders) await value.release();
      expect(await readdir(path)).toEqual([]);
    }
  });

  it('is taken from a process whose pid another one has now', async () => {
    const path = join(folder, 'lock-pid');
    const live = await lockFolder(path);
    const [name = ''] = await readdir(path);
    const { default: self } = (await import(join(path, name), { with: { type: 'json' } })) as {
      default: Record<string, unknown>;
    };
    await live.release();
    await writeFile(join(path, 'old.json'), JSON.stringify({ ...self, processStart: '1' }));
    await (await lockFolder(path)).release();
    expect(await readdir(path)).toEqual([]);
  });

  it('is taken from a process on another machine only when it was silent for long', async () => {
    const path = join(folder, 'lock-elsewhere');
    await mkdir(path);
    const file = join(path, 'elsewhere.json');
    const elsewhere = { pid: 1, host: 'elsewhere', since: 'then', machine: 'elsewhere', processStart: '1' };
    await writeFile(file, JSON.stringify(elsewhere));
    await expect(lockFolder(path)).rejects.toThrow('held by process 1 on elsewhere since then');
    const longAgo = new Date(Date.now() - 16_000);
    await utimes(file, longAgo, longAgo);
    await (await lockFolder(path)).release();
  });

  it('tells a process that stood still for too long that another has it now, and one that gives it back nothing', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const path = join(folder, 'lock-taken');
    let takenCount = 0;
    const open = () => lockFolder(path, () => takenCount++);
    await (await open()).release();
    vi.advanceTimersByTime(4_000);
    await open();
    await rm(path, { recursive: true });
    expect(takenCount).toBe(0);
    vi.advanceTimersByTime(2_000);
    await expect.poll(() => takenCount).toBe(1);
  });

  it('is taken from a process that was killed although its parent never asks how it ended', async () => {
    const path = join(folder, 'lock-zombie');
    const { pid, parent } = await startUnreaped(path);
    await expect(lockFolder(path)).rejects.toThrow(`held by process ${pid}`);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
    await (await lockFolder(path)).release();
    expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
    expect(parent.exitCode).toBeNull();
  });
});

/** A process that holds the lock, below a parent that only sleeps: killed, it stays a zombie. */
async function startUnreaped(path: string): Promise<{ pid: number; parent: ChildProcess }> {
  const script = join(import.meta.dirname, 'lock-process.ts');
  const holder = [process.execPath, '--import', 'tsx', '--conditions=jari-source', script, path];
  // The shell becomes `sleep`, which knows of no child. Both end by themselves if this process cannot end them.
  const parent = spawn('sh', ['-c', '"$@" & exec sleep 300', 'sh', ...holder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(printed.toString());
  onTestFinished(() => {
    // The zombie, or who should have become one; without its parent it goes to init, which does ask.
    process.kill(pid, 'SIGKILL');
    parent.kill('SIGKILL');
  });
  return { pid, parent };
}
