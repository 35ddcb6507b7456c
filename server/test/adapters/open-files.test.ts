import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOpenFiles, roomForConnections, shareForAddress } from '../../src/adapters/system/open-files.ts';

describe('the files that a process may open', () => {
  it('are read where the system says it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jari-limits-'));
    try {
      const say = (line: string) =>
        writeFileSync(join(folder, 'limits'), `Limit  Soft  Hard  Units\n${line}\n`);
      mkdirSync(join(folder, 'fd'));
      for (const name of ['0', '1', '2']) writeFileSync(join(folder, 'fd', name), '');
      say('Max open files            1024                 4096                 files');
      expect(readOpenFiles(folder)).toEqual({ max: 1_024, now: 3 });
      say('Max open files            unlimited            unlimited            files');
      expect(readOpenFiles(folder)).toBeUndefined();
      expect(readOpenFiles(join(folder, 'nowhere'))).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [256, 108],
    [1_024, 108],
    [4_096, 40],
    [65_536, 300],
  ])('of %i with %i open leave room for everything else beside connections', (max, now) => {
    const room = roomForConnections({ max, now }, 20_000);
    expect(room.connectionsMax + room.turnedAwayMax).toBeLessThanOrEqual(max - now - 40);
    expect(room.connectionsMax).toBeGreaterThan((max - now) / 3);
    expect(room.streamClientsMax).toBeLessThan(room.connectionsMax);
    expect(room.turnedAwayMax).toBeGreaterThan(0);
  });

  it('let a few visitors in however few they are', () => {
    expect(roomForConnections({ max: 100, now: 100 }, 20_000)).toMatchObject({
      connectionsMax: 8,
      turnedAwayMax: 1,
    });
  });

  it('are never all for one address, whatever the setting', () => {
    expect(shareForAddress(100, 5_000)).toBe(50);
    expect(shareForAddress(20_000, 2_000)).toBe(2_000);
    expect(shareForAddress(1, 5_000)).toBe(1);
  });

  it('limit nothing where they are many or unknown', () => {
    expect(roomForConnections({ max: 1_000_000, now: 100 }, 20_000).streamClientsMax).toBe(20_000);
    expect(roomForConnections(undefined, 20_000)).toMatchObject({
      connectionsMax: Infinity,
      streamClientsMax: 20_000,
    });
  });
});
