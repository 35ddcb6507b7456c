import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyEmptyLedger } from '../../src/adapters/postgres/empty-ledger.ts';

describe('The copy of an empty ledger', () => {
  let folder: string;
  let made: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jari-empty-'));
    made = join(folder, 'made');
    await mkdir(join(made, 'base'), { recursive: true });
    await writeFile(join(made, 'base/1'), 'a table');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is whole, also where an earlier one was broken off', async () => {
    const dataDir = join(folder, 'broken-off');
    await mkdir(join(dataDir, 'ledger.unfinished/base'), { recursive: true });
    await writeFile(join(dataDir, 'ledger.unfinished/base/2'), 'half a table');
    await copyEmptyLedger(join(dataDir, 'ledger'), made);
    expect(await readdir(dataDir)).toEqual(['ledger']);
    expect(await readdir(join(dataDir, 'ledger'), { recursive: true })).toEqual(['base', 'base/1']);
  });

  it('never takes the place of a ledger that is there', async () => {
    const ledger = join(folder, 'in-use');
    await mkdir(ledger);
    await writeFile(join(ledger, 'sales'), 'everything');
    await copyEmptyLedger(ledger, made);
    expect(await readdir(ledger)).toEqual(['sales']);
    expect(await readFile(join(ledger, 'sales'), 'utf8')).toBe('everything');
  });

  it('is not made without a build, whose place PGlite takes', async () => {
    await copyEmptyLedger(join(folder, 'without'), join(folder, 'not-built'));
    expect(await readdir(folder)).not.toContain('without');
  });
});
