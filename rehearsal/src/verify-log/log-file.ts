import { createHash } from 'node:crypto';

/** The first line of an exported log; docs/log-format.md. */
export interface LogHeader {
  readonly event: string;
  readonly seatCount: number;
  readonly epoch: string;
  readonly from: LogEnd;
  readonly to: LogEnd;
  readonly maxSeatsPerUser: number;
  readonly holdExtensions: number;
}

export interface LogEnd {
  readonly sequence: number;
  readonly head: string;
}

/** A change as it stands in the file. */
export interface Entry {
  readonly sequence: number;
  readonly at: number;
  readonly cause: string;
  readonly actor: string;
  /** Stands for a person; the same person has the same one in the whole log. */
  readonly mark: string | null;
  readonly seatIds: readonly number[];
  /** The earlier change that this ends: a reservation, or a place in line. */
  readonly ends: number | null;
  readonly expiresAt: number | null;
  readonly extensionsUsed: number | null;
  readonly remainingSeats: number | null;
  /** Undefined for changes that are not about a line. */
  readonly wish: Wish | undefined;
  readonly hash: string;
}

/** What somebody waits for: a seat's number, or how many of which category, and whether side by side. */
export type Wish = number | readonly [quantity: number, category: string | null, together: boolean];

/** Changes that have one value more than the others. */
const ABOUT_LINES: readonly unknown[] = ['queued', 'left_line', 'offered'];

/** What stands in the file and should not. */
export class BrokenLog extends Error {}

export function readHeader(line: string): LogHeader {
  const header = parse(line) as Record<string, unknown> | null;
  if (header?.['format'] !== 'jari-log') throw new BrokenLog('this is no exported log');
  if (header['version'] !== 1) throw new BrokenLog(`version ${String(header['version'])} is not known here`);
  const rules = (header['rules'] ?? {}) as Record<string, unknown>;
  return {
    event: text(header['event']),
    seatCount: whole(header['seat_count']),
    epoch: text(header['epoch']),
    from: end(header['from']),
    to: end(header['to']),
    maxSeatsPerUser: whole(rules['max_seats_per_user']),
    holdExtensions: whole(rules['hold_extensions']),
  };
}

export function readEntry(line: string): Entry {
  const values = parse(line);
  if (!Array.isArray(values)) throw new BrokenLog('a change is a list of values');
  const isAboutLine = ABOUT_LINES.includes(values[2]);
  if (values.length !== (isAboutLine ? 12 : 11)) {
    throw new BrokenLog('a change has eleven values, and twelve if it is about a line');
  }
  const hash: unknown = values.at(-1);
  const [sequence, at, cause, actor, mark, seats, ends, expiresAt, used, remaining, wish] =
    values as unknown[];
  if (!Array.isArray(seats)) throw new BrokenLog('the sixth value of a change is a list of seats');
  return {
    sequence: whole(sequence),
    at: number(at),
    cause: text(cause),
    actor: text(actor),
    mark: mark === null ? null : text(mark),
    seatIds: seats.map(whole),
    ends: orNull(ends),
    expiresAt: orNull(expiresAt),
    extensionsUsed: orNull(used),
    remainingSeats: orNull(remaining),
    wish: isAboutLine ? wishIn(wish) : undefined,
    hash: text(hash),
  };
}

/** The hash that a change must have: of the hash before it, a line feed, and the change without its hash. */
export function hashOf(before: string, entry: Entry): string {
  const { sequence, at, cause, actor, mark, seatIds, ends } = entry;
  const { expiresAt, extensionsUsed, remainingSeats, wish } = entry;
  const canonical = JSON.stringify([
    ...[sequence, at, cause, actor, mark, seatIds, ends],
    ...[expiresAt, extensionsUsed, remainingSeats],
    ...(wish === undefined ? [] : [wish]),
  ]);
  return sha256(`${before}\n${canonical}`);
}

/** What stands in the place of a hash before the first change. */
export function firstHash(epoch: string, event: string): string {
  return sha256(`${epoch}:${event}`);
}

function sha256(of: string): string {
  return createHash('sha256').update(of).digest('hex');
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new BrokenLog('this line is no JSON');
  }
}

function end(value: unknown): LogEnd {
  const { sequence, head } = (value ?? {}) as Record<string, unknown>;
  return { sequence: whole(sequence), head: text(head) };
}

function wishIn(value: unknown): Wish {
  if (!Array.isArray(value)) return whole(value);
  const [quantity, category, together] = value as unknown[];
  if (value.length !== 3 || typeof together !== 'boolean') throw new BrokenLog('this is no wish');
  return [whole(quantity), category === null ? null : text(category), together];
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new BrokenLog('a text is missing');
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new BrokenLog('a number is missing');
  return value;
}

function whole(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new BrokenLog('a whole number is missing');
  return number(value);
}

function orNull(value: unknown): number | null {
  return value === null ? null : number(value);
}
