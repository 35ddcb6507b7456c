import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackFolder } from '../../stack/stack-folder.ts';

/** The wall clock of one program, which can be set while it runs (libfaketime); its steady clock stays what it is. */
export class SettableClock {
  /** What the program has to be started with. */
  readonly env: Readonly<Record<string, string>>;
  private readonly file: string;

  /** @param library the path of libfaketime.so.1 */
  constructor(folder: StackFolder, name: string, library: string) {
    this.file = join(folder.path, `clock-of-${name.replaceAll(' ', '-')}`);
    this.env = {
      ...{ LD_PRELOAD: library, FAKETIME_TIMESTAMP_FILE: this.file },
      // Read anew at every look at the clock: the processes of PostgreSQL have one clock, and see it set at one moment.
      ...{ FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
    };
    this.set(0);
  }

  /** Puts it so far before or behind this machine's. */
  set(aheadMs: number): void {
    // Never half of it.
    writeFileSync(`${this.file}.new`, `${aheadMs < 0 ? '' : '+'}${String(aheadMs / 1_000)}s\n`);
    renameSync(`${this.file}.new`, this.file);
  }
}
