import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CallJournal } from '../../src/adapters/memory/call-journal.ts';
import { fillingDisk } from '../support/filling-disk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jari-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'calls.jsonl');
const callOf = (number: number) => ({ atMs: number, verb: 'join', args: [`user-${number}`] });
const inFile = () => readFileSync(path(), 'utf8').trim().split('\n').length;

describe('a journal of calls', () => {
  it('has every call when that is told, also those that come while others are written', async () => {
    const journal = await CallJournal.create(path(), []);
    const told: Promise<boolean>[] = [];
    for (let number = 1; number <= 100; number++) {
      told.push(journal.append(callOf(number)).then(() => inFile() >= number));
      // The next one comes before the disk has answered, at another moment of this one's way to it.
      await Promise.resolve();
    }
    expect(await Promise.all(told)).toEqual(told.map(() => true));
    await journal.close();
    expect(await CallJournal.read(path())).toEqual(told.map((_, i) => callOf(i + 1)));
  });

  it('begins with the calls that are given to it, and has written all when it is closed', async () => {
    const journal = await CallJournal.create(path(), [callOf(1), callOf(2)]);
    void journal.append(callOf(3));
    await journal.close();
    expect(await CallJournal.read(path())).toEqual([1, 2, 3].map(callOf));
  });

  it('has what comes after a disk was full in the middle of a call', async () => {
    const journal = await CallJournal.create(path(), [callOf(1)]);
    const disk = await fillingDisk();
    disk.fill();
    await expect(journal.append(callOf(2))).rejects.toThrow('ENOSPC');
    disk.empty();
    await journal.append(callOf(3));
    await journal.append(callOf(4));
    await journal.close();
    expect(await CallJournal.read(path())).toEqual([1, 3, 4].map(callOf));
  });
});
