import { closeSync, openSync, readSync } from 'node:fs';

/** The lines of a file: once through from the beginning, and again any one of them by its number. */
export interface Lines {
  /** Numbers and texts of the lines that are not empty. */
  scan(): Iterable<readonly [number: number, text: string]>;
  /** A line that a scan has been past. */
  at(number: number): string;
}

const CHUNK_BYTES = 1_048_576;
const LINE_FEED = 10;

/** Lines of a file that may be far larger than memory: what is kept of it is where each line begins. */
export class FileLines implements Lines {
  private readonly file: number;
  private starts = new Float64Array(1_024);
  private count = 0;
  private line = Buffer.alloc(4_096);

  constructor(path: string) {
    this.file = openSync(path, 'r');
  }

  *scan(): Iterable<readonly [number, string]> {
    this.count = 0;
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    let offset = 0;
    this.begin(0);
    for (;;) {
      const bytes = readSync(this.file, chunk, 0, CHUNK_BYTES, offset + rest.length);
      if (bytes === 0) break;
      const data = Buffer.concat([rest, chunk.subarray(0, bytes)]);
      let from = 0;
      for (let end = data.indexOf(LINE_FEED); end !== -1; end = data.indexOf(LINE_FEED, from)) {
        const number = this.count - 1;
        this.begin(offset + end + 1);
        if (end > from) yield [number, data.toString('utf8', from, end)];
        from = end + 1;
      }
      rest = Buffer.from(data.subarray(from));
      offset += from;
    }
    if (rest.length > 0) {
      const number = this.count - 1;
      this.begin(offset + rest.length + 1);
      yield [number, rest.toString('utf8')];
    }
  }

  at(number: number): string {
    const start = this.starts[number] ?? 0;
    const length = (this.starts[number + 1] ?? 0) - 1 - start;
    if (number + 1 >= this.count || length < 0) throw new RangeError(`no line ${String(number)}`);
    if (this.line.length < length) this.line = Buffer.alloc(2 * length);
    readSync(this.file, this.line, 0, length, start);
    return this.line.toString('utf8', 0, length);
  }

  close(): void {
    closeSync(this.file);
  }

  private begin(offset: number): void {
    if (this.count === this.starts.length) {
      const more = new Float64Array(2 * this.count);
      more.set(this.starts);
      this.starts = more;
    }
    this.starts[this.count++] = offset;
  }
}

/** Lines that are in memory already. */
export class TextLines implements Lines {
  constructor(private readonly lines: readonly string[]) {}

  *scan(): Iterable<readonly [number, string]> {
    for (const [number, text] of this.lines.entries()) if (text !== '') yield [number, text];
  }

  at(number: number): string {
    const text = this.lines[number];
    if (text === undefined) throw new RangeError(`no line ${String(number)}`);
    return text;
  }
}
