import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { HistoryHeader } from './header.ts';
import type { Answer, Question } from '../wire/messages.ts';
import { askedIn, gotIn, outcomeOf, type Asked } from './operation.ts';

/** An operation that has begun. */
interface Begun extends Asked {
  readonly user: string;
  readonly via: string;
  readonly startUs: number;
}

/** How much may lie in memory before those who ask wait for the disk. */
const UNWRITTEN_BYTES_MAX = 1_048_576;

/**
 * Writes down what everybody asked for and was told, with the times by one steady clock, as it happens: nothing stays
 * in memory but what has begun and not ended. Those who ask wait while the disk is slower than they are.
 */
export class History {
  private readonly file: WriteStream;
  private readonly begun = new Set<Begun>();
  private readonly startedAt = performance.now();
  private count = 0;
  private isLate = false;
  private isClosed = false;
  private drained: Promise<unknown> | undefined;
  private failure: Error | undefined;

  constructor(path: string) {
    this.file = createWriteStream(path, { highWaterMark: UNWRITTEN_BYTES_MAX });
    this.file.on('error', (error) => (this.failure = error));
  }

  /** How many operations have been written. */
  get operations(): number {
    return this.count;
  }

  /** The first line; before anything else. */
  open(header: HistoryHeader): void {
    const startedAt = new Date(Date.now() - (performance.now() - this.startedAt)).toISOString();
    this.write({ format: 'jari-history', version: 1, started_at: startedAt, ...header });
  }

  /** Undefined for a question that is not about seats. Resolves when there is room for what will be written of it. */
  async begin(user: string, question: Question, via: string): Promise<Begun | undefined> {
    const asked = this.isClosed ? undefined : askedIn(question);
    if (asked === undefined) return undefined;
    while (this.drained !== undefined) await this.drained;
    const begun = { ...asked, user, via, startUs: this.nowUs() };
    this.begun.add(begun);
    return begun;
  }

  end(begun: Begun, answer: Pick<Answer, 'status' | 'body'>): void {
    if (!this.begun.delete(begun)) return;
    this.writeEnd(begun, answer, this.nowUs());
  }

  /** What somebody who watches the hall saw it to be. */
  saw(
    user: string,
    op: 'snapshot' | 'watch',
    startUs: number,
    got: { sequence: number; states: string },
  ): void {
    if (this.isClosed) return;
    const begun = { ...{ user, op, key: null, asked: {}, via: 'stream' }, startUs };
    this.writeEnd(begun, { status: 200, body: {} }, this.nowUs(), got);
  }

  /** Microseconds since the history began, by a clock that nobody sets. */
  nowUs(): number {
    return Math.round((performance.now() - this.startedAt) * 1_000);
  }

  /** The log is about to be read: what ends from here on may be missing in it, so nobody can tell what became of it. */
  logIsRead(): void {
    this.isLate = true;
  }

  /** Writes down what has not ended as what it is, unknown, and resolves when all is on its way to the disk. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    for (const begun of this.begun) this.writeEnd(begun, { status: 0, body: {} }, null);
    this.begun.clear();
    this.isClosed = true;
    this.file.end();
    if (!this.file.closed) await once(this.file, 'close');
    if (this.failure !== undefined) throw this.failure;
  }

  private writeEnd(
    { user, op, startUs, key, asked, via }: Begun,
    answer: Pick<Answer, 'status' | 'body'>,
    endUs: number | null,
    got = gotIn(op, answer),
  ): void {
    const { status, body } = answer;
    const reason = typeof body['reason'] === 'string' ? body['reason'] : null;
    const isTooLate = this.isLate && op !== 'watch';
    this.write({
      ...{ n: ++this.count, user, op, start: startUs, end: endUs },
      outcome: isTooLate ? 'unknown' : outcomeOf(answer),
      ...{ status, reason, key, asked, got, via },
    });
  }

  private write(line: object): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.file.write(`${JSON.stringify(line)}\n`) || this.drained !== undefined) return;
    // Rejects when the disk is full: those who wait then find the failure.
    this.drained = once(this.file, 'drain').then(
      () => (this.drained = undefined),
      () => (this.drained = undefined),
    );
  }
}

/** Where the log of a history's event lies: beside it. */
export function logFileBeside(historyFile: string): string {
  return `${historyFile.replace(/\.ndjson$/, '')}.log.ndjson`;
}
