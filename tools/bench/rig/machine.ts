import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { findWrk } from '../load/wrk.ts';
import type { Rig } from './rig.ts';

/** What the figures depend on, as lines of name and value. */
export async function describeMachine(rig: Rig): Promise<readonly (readonly [string, string])[]> {
  const show = async (name: string) => Object.values((await rig.query(`show ${name}`))[0] ?? {})[0] as string;
  const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers'];
  const values = await Promise.all(settings.map(async (name) => `${name} ${await show(name)}`));
  const wrk = findWrk();
  const wrkVersion = wrk === undefined ? '' : (output(wrk, '-v').split(' [')[0] ?? '').replace(/^wrk /, '');
  return [
    ['date', new Date().toISOString().slice(0, 10)],
    ['commit', output('git', 'log', '-1', '--format=%h %s') || 'unknown'],
    [
      'machine',
      `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    ],
    ['load before the run', `${loadavg()[0]?.toFixed(2)} (0: nobody else was at work)`],
    ['system', `Linux ${release()}, ${distribution()}`],
    ['data folder', `${output('stat', '-f', '-c', '%T', rig.folder.path)} file system`],
    ['Node.js', process.version],
    ['PostgreSQL', `${await show('server_version')}; ${values.join(', ')}`],
    ['load', wrk === undefined ? 'autocannon (wrk is not installed)' : `wrk ${wrkVersion}, one thread`],
  ];
}

function output(file: string, ...args: string[]): string {
  // wrk shows its version and then fails.
  return spawnSync(file, args, { encoding: 'utf8' }).stdout?.split('\n')[0]?.trim() ?? '';
}

function distribution(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
