import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** What the program ends with for a log of one change, in which somebody holds so many seats of four. */
async function verifying(seats: readonly number[]): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), 'jari-verify-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const start = sha256('life:gala');
  const change = [1, 1_000, 'held', 'user', 'a', seats, null, 60_000, 0, null];
  const head = sha256(`${start}\n${JSON.stringify(change)}`);
  const header = {
    ...{ format: 'jari-log', version: 1, event: 'gala', seat_count: 4, epoch: 'life' },
    ...{ from: { sequence: 0, head: start }, to: { sequence: 1, head } },
    rules: { max_seats_per_user: 2, hold_extensions: 1 },
  };
  const file = join(folder, 'log.ndjson');
  writeFileSync(file, [header, [...change, head]].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const program = join(root, 'tools', 'verify-log', 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, file], { cwd: root, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

test('verifying a log ends with 0 only where the log proves what happened', async () => {
  expect(await Promise.all([verifying([1, 2]), verifying([1, 1]), verifying([5])])).toEqual([0, 1, 1]);
});
