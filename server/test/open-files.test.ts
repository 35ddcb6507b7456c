import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOpenFilesMax, roomForConnections } from '../src/open-files.ts';

describe('the number of files that a process may open', () => {
  it('is read where the system says it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jari-limits-'));
    try {
      const path = join(folder, 'limits');
      writeFileSync(
        path,
        'Limit  Soft  Hard  Units\nMax open files            1024                 4096                 files\n',
      );
      expect(readOpenFilesMax(path)).toBe(1_024);
      writeFileSync(path, 'Max open files            unlimited            unlimited            files\n');
      expect(readOpenFilesMax(path)).toBeUndefined();
      expect(readOpenFilesMax(join(folder, 'nowhere'))).toBeUndefined();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([64, 256, 1_024, 4_096, 65_536])(
    'of %i leaves room for everything else beside connections',
    (files) => {
      const room = roomForConnections(files, 20_000);
      expect(room.connectionsMax).toBeGreaterThanOrEqual(files / 2);
      expect(room.connectionsMax + room.turnedAwayMax).toBeLessThanOrEqual(files - Math.min(128, files / 4));
      expect(room.streamClientsMax).toBeLessThan(room.connectionsMax);
      expect(room.turnedAwayMax).toBeGreaterThan(0);
    },
  );

  it('limits nothing where it is large or unknown', () => {
    expect(roomForConnections(1_000_000, 20_000).streamClientsMax).toBe(20_000);
    expect(roomForConnections(undefined, 20_000)).toMatchObject({
      connectionsMax: Infinity,
      streamClientsMax: 20_000,
    });
  });
});
