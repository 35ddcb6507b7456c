import { createHash } from 'node:crypto';

export type Values = readonly (string | number | null | readonly unknown[])[];

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
export const START = sha256('life:gala');

/** A log with a right chain and whatever is written into it: `cause, actor, mark, seats, and the last four`. */
export function log(...changes: readonly Values[]): string[] {
  let head = START;
  const lines = changes.map((values, i) => {
    const canonical = JSON.stringify([i + 1, 1_000 + i, ...values]);
    head = sha256(`${head}\n${canonical}`);
    return `${canonical.slice(0, -1)},"${head}"]`;
  });
  const header = {
    ...{ format: 'jari-log', version: 1, event: 'gala', seat_count: 4, epoch: 'life' },
    ...{ from: { sequence: 0, head: START }, to: { sequence: changes.length, head } },
    rules: { max_seats_per_user: 2, hold_extensions: 1 },
  };
  return [JSON.stringify(header), ...lines];
}

export const held = (mark: string, ...seats: number[]): Values => [
  'held',
  'user',
  mark,
  seats,
  null,
  60_000,
  0,
  null,
];
export const extended = (mark: string, until: number, used: number, ...seats: number[]): Values => [
  ...['extended', 'user', mark],
  seats,
  ...[null, until, used, null],
];
export const expired = (mark: string, actor: string, ...seats: number[]): Values => [
  ...['expired', actor, mark],
  seats,
  ...[null, 60_000, 0, null],
];
export const reserved = (mark: string, left: number, ...seats: number[]): Values => [
  ...['reserved', 'user', mark],
  seats,
  ...[null, null, null, left],
];
export const cancelled = (mark: string, reservation: number, ...seats: number[]): Values => [
  ...['cancelled', 'user', mark],
  seats,
  ...[reservation, null, null, null],
];
/** The same by somebody who takes over a reservation. */
export const byRecipient = ([cause, , ...rest]: Values): Values => [cause ?? null, 'recipient', ...rest];
export const blocked = (actor: string, ...seats: number[]): Values => [
  ...['blocked', actor, null],
  seats,
  ...[null, null, null, null],
];

export const queued = (mark: string, wish: number | readonly unknown[]): Values => [
  ...['queued', 'user', mark],
  [],
  ...[null, null, null, null],
  wish,
];
export const leftLine = (mark: string, place: number, wish: number | readonly unknown[]): Values => [
  ...['left_line', 'user', mark],
  [],
  ...[place, null, null, null],
  wish,
];
export const offered = (
  mark: string,
  place: number,
  wish: number | readonly unknown[],
  ...seats: number[]
): Values => [...['offered', 'clock', mark], seats, ...[place, 90_000, 0, null], wish];
export const released = (mark: string, ...seats: number[]): Values => [
  ...['released', 'user', mark],
  seats,
  ...[null, 60_000, 0, null],
];
