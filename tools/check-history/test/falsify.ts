import type { Line, Recorded, Row } from './recorded.ts';

/** Where things stand in a change of the log (docs/log-format.md). */
export const [SEQUENCE, CAUSE, MARK, SEATS, ENDS, EXPIRES, USED, REMAINING] = [
  0, 2, 4, 5, 6, 7, 8, 9,
] as const;

export const is = (cause: string) => (row: Row) => row[CAUSE] === cause;
export const ok = (op: string) => (line: Line) =>
  line.op === op && line.outcome === 'ok' && line.status !== 202;
export const asked = ({ asked: { seats } }: Line): number[] =>
  Array.isArray(seats) ? seats.map(Number) : [];
export const seatsOf = ({ got: { seats } }: Line): number[] =>
  Array.isArray(seats) ? seats.map(Number) : [];

export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the recorded history has nothing of the kind');
  return value;
}

export function last<T>(values: readonly T[]): T {
  return must(values.at(-1));
}

/** The hold that a change tells of ends so much later, if it tells of one. */
export function putOff(row: Row, ms: number): void {
  const expiresAt = row[EXPIRES];
  if (expiresAt !== null) row[EXPIRES] = expiresAt + ms;
}

export function twoOf<T>(values: readonly T[], differ: (a: T, b: T) => boolean): [T, T] {
  const first = must(values[0]);
  return [first, must(values.find((other) => differ(first, other)))];
}

/** Nobody with the same name asked for the same twice. */
export function isOnly(lines: readonly Line[], { user, op }: Line): boolean {
  return lines.filter((line) => line.user === user && line.op === op).length === 1;
}

export function drop(lines: Line[], line: Line): void {
  lines.splice(lines.indexOf(line), 1);
}

export function add(got: Record<string, unknown>, name: string, much: number): void {
  if (typeof got[name] === 'number') got[name] += much;
}

/** Somebody new is refused something in the beginning, before anybody has taken anything. */
export function refuse(lines: Line[], op: string, reason: string, more: Partial<Line>): void {
  const line = must(lines.find((each) => each.op === op));
  const start = Math.min(...lines.map((each) => each.start));
  lines.push({
    ...line,
    user: 'new',
    n: 1e6,
    start,
    end: start + 1,
    outcome: 'refused',
    reason,
    got: {},
    ...more,
  });
}

/** Takes a change out of a log; those after it move up, with all that names them. */
export function remove({ rows, lines }: Recorded, row: Row): void {
  const from = row[SEQUENCE];
  rows.splice(rows.indexOf(row), 1);
  shift(rows, lines, from, -1);
}

export function insert(rows: Row[], index: number, row: Row): void {
  rows.splice(index, 0, row);
  rows.forEach((each, i) => (each[SEQUENCE] = i + 1));
}

export function shift(rows: Row[], lines: Line[], from: number, by: number): void {
  const moved = (value: unknown) => (typeof value === 'number' && value > from ? value + by : value);
  for (const row of rows) {
    row[SEQUENCE] += row[SEQUENCE] > from ? by : 0;
    row[ENDS] = moved(row[ENDS]) as number | null;
  }
  for (const { got } of lines) {
    for (const name of ['sequence', 'entry']) if (name in got) got[name] = moved(got[name]);
  }
}
