import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withBuildLock } from '../../scripts/lib/build-lock.mjs';

const script = join(import.meta.dirname, 'support', 'build-lock-process.ts');

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jari-build-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Resolves to the signal or the code that the process ended with. */
async function lockingProcess(...words: string[]): Promise<NodeJS.Signals | number | null> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal ?? code;
}

test('one build at a time has the lock, however many want it and however many are killed while they have it', async () => {
  const folder = join(temporaryFolder(), 'lock');
  const log = join(temporaryFolder(), 'log');
  const ends = await Promise.all([
    ...Array.from({ length: 6 }, () => lockingProcess(folder, log, '25', 'ends')),
    ...Array.from({ length: 6 }, (_, i) => lockingProcess(folder, log, String(1 + 3 * i), 'dies')),
  ]);
  expect(ends).toEqual([...Array<number>(6).fill(0), ...Array<string>(6).fill('SIGKILL')]);
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(2 * (6 * 25 + 1 + 4 + 7 + 10 + 13 + 16));
  const pairs = lines.filter((_, i) => i % 2 === 0).map((line, i) => [line, lines[2 * i + 1]]);
  for (const [enter = '', leave] of pairs) expect(leave).toBe(enter.replace('enter', 'leave'));
  // What is left of earlier turns does not grow.
  expect(readdirSync(folder).length).toBeLessThan(50);
}, 60_000);

test('a build that fails gives the lock back', async () => {
  const folder = temporaryFolder();
  await expect(withBuildLock(() => Promise.reject(new Error('no')), folder)).rejects.toThrow('no');
  expect(await withBuildLock(() => Promise.resolve('built'), folder)).toBe('built');
});
