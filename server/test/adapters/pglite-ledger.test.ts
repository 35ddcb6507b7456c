import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openTestOffice } from '../support/box-office.ts';
import { personKeys } from '../support/person-keys.ts';
import { openPgliteLedger } from '../../src/adapters/postgres/pglite.ts';
import { describeLedger } from '../conformance/ledger.ts';
import { replay, stateOf } from '../conformance/replay.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jari-lite-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeLedger('PGlite', async () => {
  const ledger = await openPgliteLedger({ personKeys, dataDir: join(folder, 'conformance') });
  return { ledger, other: ledger, close: () => ledger.close() };
});

// Each opens PGlite several times, some in processes of their own: seconds, and many on a busy machine.
describe('A PGlite folder', { timeout: 180_000 }, () => {
  it('keeps what was acknowledged when its process is killed, and the next start takes it over', async () => {
    const dataDir = join(folder, 'killed');
    let acknowledged = 0;
    for (const enough of [40, 80]) {
      const child = appendingProcess(dataDir);
      for await (const line of createInterface(child.stdout)) {
        acknowledged = Number(line);
        if (acknowledged >= enough) child.kill('SIGKILL');
      }
      const ledger = await openPgliteLedger({ personKeys, dataDir });
      const snapshot = await ledger.load('default');
      const caughtUp = await ledger.changesSince('default', { sequence: 0 }, 10_000);
      await ledger.close();
      if (caughtUp.reload || snapshot === undefined) throw new Error('The log does not go on.');
      const { changes } = caughtUp;
      expect(acknowledged).toBeGreaterThanOrEqual(enough);
      expect(snapshot.position.sequence).toBeGreaterThanOrEqual(acknowledged);
      expect(changes.map(({ sequence }) => sequence)).toEqual(changes.map((_, i) => i + 1));
      expect(snapshot.position).toMatchObject({ sequence: changes.length, head: changes.at(-1)?.hash });
      expect(stateOf(snapshot)).toEqual(replay(9, changes));
      acknowledged = changes.length;
    }
  });

  it('keeps the time of a hold that was extended', async () => {
    const dataDir = join(folder, 'extended');
    const first = await openPgliteLedger({ personKeys, dataDir });
    const { office } = await openTestOffice({ ledger: first });
    await office.submit({ kind: 'hold', userId: 'u', seatIds: [1, 2] });
    await office.submit({ kind: 'extend', userId: 'u' });
    const hold = office.seatMap.hold('u');
    await first.close();
    const second = await openPgliteLedger({ personKeys, dataDir });
    const snapshot = await second.load('default');
    await second.close();
    expect(hold?.extensionsUsed).toBe(1);
    expect(snapshot?.places).toMatchObject([{ userId: 'u', hold }]);
  });

  it('is closed to the machine’s other users, also one that an older version left open', async () => {
    const dataDir = join(folder, 'closed');
    for (const mode of [undefined, 0o755]) {
      if (mode !== undefined) await chmod(join(dataDir, 'ledger'), mode);
      await (await openPgliteLedger({ personKeys, dataDir })).close();
      expect((await stat(join(dataDir, 'ledger'))).mode & 0o077).toBe(0);
    }
  });

  it('refuses a second process while the first lives, and names the first', async () => {
    const dataDir = join(folder, 'shared');
    const child = appendingProcess(dataDir);
    await once(child.stdout, 'data');
    const second = openPgliteLedger({ personKeys, dataDir });
    await expect(second).rejects.toThrow(new RegExp(`held by process ${child.pid} on .+ since \\d{4}-`));
  });

  it('refuses a second ledger in the same process, until the first is closed', async () => {
    const dataDir = join(folder, 'twice');
    const first = await openPgliteLedger({ personKeys, dataDir });
    await expect(openPgliteLedger({ personKeys, dataDir })).rejects.toThrow(`held by process ${process.pid}`);
    await first.close();
    await (await openPgliteLedger({ personKeys, dataDir })).close();
  });
});

function appendingProcess(dataDir: string): ChildProcessWithoutNullStreams {
  const script = join(import.meta.dirname, 'pglite-process.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=jari-source', script, dataDir]);
  child.stderr.pipe(process.stderr);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
