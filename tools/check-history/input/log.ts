import { createHash } from 'node:crypto';
import type { Lines } from './lines.ts';
import { parsed, Unreadable } from './unreadable.ts';

/** A seat's number, or how many of which category and whether side by side. */
export type Wish = number | readonly [quantity: number, category: string | null, together: boolean];

/** A change of the log; docs/log-format.md. */
export interface Change {
  readonly sequence: number;
  readonly cause: string;
  readonly actor: string;
  /** Stands for a person; '' where the change is about nobody. */
  readonly mark: string;
  readonly seats: readonly number[];
  /** The change that made what this one ends. */
  readonly ends: number | null;
  /** By the ledger's steady clock. */
  readonly expiresAt: number | null;
  readonly extensionsUsed: number | null;
  readonly remaining: number | null;
  readonly wish: Wish | undefined;
}

export interface Log {
  readonly event: string;
  readonly seatCount: number;
  /** `changes[i]` has the sequence i + 1. */
  readonly changes: readonly Change[];
  /** What is wrong with its numbers and hashes. */
  readonly broken: readonly string[];
}

const OF_A_LINE = ['queued', 'left_line', 'offered'];

/** Reads a whole log, from an event's first change on, and reckons its chain anew. */
export function readLog(lines: Lines): Log {
  const broken: string[] = [];
  const changes: Change[] = [];
  let header: Record<string, unknown> | undefined;
  let hash = '';
  for (const [number, text] of lines.scan()) {
    const value = parsed(text, `line ${String(number + 1)} of the log`);
    if (header === undefined) {
      header = headerIn(value);
      hash = sha256(`${String(header['epoch'])}:${String(header['event'])}`);
      continue;
    }
    if (!Array.isArray(value)) throw new Unreadable(`line ${String(number + 1)} of the log is no change`);
    const change = changeIn(value as unknown[]);
    if (change.sequence !== changes.length + 1) {
      broken.push(`change ${String(change.sequence)} stands where ${String(changes.length + 1)} should`);
    }
    // The text itself up to the last value, so that no detail of how we read it matters.
    const canonical = `${JSON.stringify(value.slice(0, -1))}`;
    hash = sha256(`${hash}\n${canonical}`);
    if (hash !== value.at(-1))
      broken.push(`change ${String(change.sequence)} is not chained to the one before`);
    hash = String(value.at(-1));
    changes.push({ ...change, sequence: changes.length + 1 });
  }
  if (header === undefined) throw new Unreadable('the log is empty');
  const to = header['to'] as { sequence?: unknown; head?: unknown } | undefined;
  if (to?.sequence !== changes.length || (changes.length > 0 && to.head !== hash)) {
    broken.push(`the log ends at ${String(changes.length)}, not where its first line says`);
  }
  return { event: String(header['event']), seatCount: Number(header['seat_count']), changes, broken };
}

function headerIn(value: unknown): Record<string, unknown> {
  const header = value as Record<string, unknown> | null;
  if (header?.['format'] !== 'jari-log' || header['version'] !== 1) throw new Unreadable('this is no log');
  const from = header['from'] as { sequence?: unknown } | undefined;
  if (from?.sequence !== 0) throw new Unreadable('the log does not begin with the event’s first change');
  return header;
}

function changeIn(values: readonly unknown[]): Change {
  const [sequence, , cause, actor, mark, seats, ends, expiresAt, extensionsUsed, remaining, wish] = values;
  if (typeof sequence !== 'number' || typeof cause !== 'string' || !Array.isArray(seats)) {
    throw new Unreadable(`this is no change: ${JSON.stringify(values).slice(0, 200)}`);
  }
  return {
    ...{ sequence, cause, actor: String(actor), mark: typeof mark === 'string' ? mark : '' },
    seats: seats.map(Number),
    ends: numberOrNull(ends),
    expiresAt: numberOrNull(expiresAt),
    extensionsUsed: numberOrNull(extensionsUsed),
    remaining: numberOrNull(remaining),
    // Of the two shapes that the format knows.
    wish: OF_A_LINE.includes(cause) ? (wish as Wish) : undefined,
  };
}

const numberOrNull = (value: unknown) => (typeof value === 'number' ? value : null);

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
