import { createReadStream } from 'node:fs';
import { mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/** A call that changed something: when, by the wall clock, which, and with what. */
export interface JournaledCall {
  readonly atMs: number;
  readonly verb: string;
  readonly args: readonly unknown[];
}

/**
 * Calls in a file, one line of JSON each, so that they can be made again. What `append` has resolved for survives
 * the end of this process, not of the machine: nothing waits for the disk.
 */
export class CallJournal {
  private waiting: string[] = [];
  private writing: Promise<void> = Promise.resolve();
  /** Whether the file may end in the middle of a line: a disk that fills up takes what still fits. */
  private isTorn = false;

  private constructor(private readonly file: FileHandle) {}

  /** Only the owner may read it: it says who waits. */
  static async create(path: string, calls: readonly JournaledCall[]): Promise<CallJournal> {
    await mkdir(dirname(path), { recursive: true });
    // Written anew beside the old one, so that there is a whole one at every moment.
    const fresh = `${path}.new`;
    const file = await open(fresh, 'w', 0o600);
    try {
      for (let i = 0; i < calls.length; i += LINES_AT_ONCE) {
        await file.appendFile(
          calls
            .slice(i, i + LINES_AT_ONCE)
            .map(lineOf)
            .join(''),
        );
      }
      await rename(fresh, path);
      return new CallJournal(file);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** All calls of a file that is there; a line that was not finished is none. */
  static async read(path: string): Promise<JournaledCall[]> {
    const calls: JournaledCall[] = [];
    const input = createReadStream(path, 'utf8');
    try {
      for await (const line of createInterface({ input, crlfDelay: Infinity })) {
        const call = parse(line);
        if (call !== undefined) calls.push(call);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return calls;
  }

  /** Resolves when the call is in the file; many at once are written together. */
  append(call: JournaledCall): Promise<void> {
    this.waiting.push(lineOf(call));
    if (this.waiting.length === 1) {
      this.writing = this.writing
        .catch(() => undefined)
        .then(async () => {
          const text = (this.isTorn ? '\n' : '') + this.waiting.join('');
          this.waiting = [];
          this.isTorn = true;
          await this.file.appendFile(text);
          this.isTorn = false;
        });
    }
    return this.writing;
  }

  async close(): Promise<void> {
    await this.writing.catch(() => undefined);
    await this.file.close();
  }
}

const LINES_AT_ONCE = 10_000;

function lineOf({ atMs, verb, args }: JournaledCall): string {
  return `${JSON.stringify([Math.floor(atMs), verb, ...args])}\n`;
}

function parse(line: string): JournaledCall | undefined {
  try {
    const [atMs, verb, ...args] = JSON.parse(line) as [unknown, unknown, ...unknown[]];
    return typeof atMs === 'number' && typeof verb === 'string' ? { atMs, verb, args } : undefined;
  } catch {
    return undefined;
  }
}
