import type { Lines } from '../input/lines.ts';
import { readHistoryHeader, readOperation, type HistoryHeader, type Operation } from '../input/operation.ts';
import { Unreadable } from '../input/unreadable.ts';

/** A history that may be larger than memory: kept of it is which lines are whose. */
export class History {
  private constructor(
    readonly header: HistoryHeader,
    readonly operations: number,
    private readonly lines: Lines,
    private readonly byUser: ReadonlyMap<string, readonly number[]>,
  ) {}

  /** Reads it once through. @param look at each operation, with the number of its line */
  static read(
    lines: Lines,
    look: (operation: Operation, line: number, header: HistoryHeader) => void,
  ): History {
    let header: HistoryHeader | undefined;
    let operations = 0;
    const byUser = new Map<string, number[]>();
    for (const [line, text] of lines.scan()) {
      if (header === undefined) {
        header = readHistoryHeader(text);
        continue;
      }
      const operation = readOperation(text);
      operations++;
      const own = byUser.get(operation.user);
      if (own === undefined) byUser.set(operation.user, [line]);
      else own.push(line);
      look(operation, line, header);
    }
    if (header === undefined) throw new Unreadable('the history is empty');
    return new History(header, operations, lines, byUser);
  }

  get users(): Iterable<string> {
    return this.byUser.keys();
  }

  /** All that one user did, by when it began, with the numbers of the lines. */
  of(user: string): readonly Told[] {
    return (this.byUser.get(user) ?? [])
      .map((line) => ({ ...this.at(line), line }))
      .sort((a, b) => a.startUs - b.startUs);
  }

  at(line: number): Operation {
    return readOperation(this.lines.at(line));
  }
}

/** An operation, and the line where it stands. */
export interface Told extends Operation {
  readonly line: number;
}
