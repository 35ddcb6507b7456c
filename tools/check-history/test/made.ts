import type { Line, Recorded, Row } from './recorded.ts';

/** A history and a log written by hand, of what is rare in a recorded one. */
export function made(rows: readonly Partial<Change>[], told: readonly Partial<Line>[]): Recorded {
  return {
    header: {
      ...{ format: 'jari-history', version: 1, event: 'made', seats: 3, max_seats_per_user: 2 },
      ...{ hold_ttl_ms: 60_000, hold_extensions: 1 },
    },
    lines: told.map((line, i) => ({
      ...{ n: i + 1, user: '', op: '', start: 1_000 * i, end: 1_000 * i + 500, outcome: 'ok' },
      ...{ status: 200, reason: null, key: null, asked: {}, got: {} },
      ...line,
    })),
    logHeader: {
      ...{ format: 'jari-log', version: 1, event: 'made', seat_count: 3, epoch: 'e' },
      ...{ from: { sequence: 0, head: '' }, to: { sequence: 0, head: '' } },
    },
    rows: rows.map((change, i) => {
      const {
        cause = '',
        actor = 'user',
        mark = '',
        seats = [],
        ends = null,
        remaining = null,
        wish,
      } = change;
      const isHold = ['held', 'offered', 'released'].includes(cause);
      const row: Row = [
        i + 1,
        0,
        cause,
        actor,
        mark,
        [...seats],
        ends,
        isHold ? 60_000 : null,
        isHold ? 0 : null,
        remaining,
      ];
      if (wish !== undefined) row[10] = wish;
      return row;
    }),
  };
}

interface Change {
  readonly cause: string;
  readonly actor: string;
  readonly mark: string;
  readonly seats: readonly number[];
  readonly ends: number;
  readonly remaining: number;
  readonly wish: unknown;
}

const held = { cause: 'held', mark: 'A', seats: [1] };
const second = { cause: 'queued', mark: 'B', wish: 1 };
const third = { cause: 'queued', mark: 'C', wish: 1 };
const back = { cause: 'released', mark: 'A', seats: [1] };

/** Two wait for the seat of a third, who gives it back; then comes what is given. */
export const waited = (...rest: readonly Partial<Change>[]): Recorded =>
  made(
    [held, second, third, back, ...rest],
    [
      { user: 'a', op: 'hold', asked: { seats: [1] }, got: { seats: [1] } },
      { user: 'b', op: 'line_join', asked: { seats: [1] }, got: { entry: 2, place: 1 } },
      { user: 'c', op: 'line_join', asked: { seats: [1] }, got: { entry: 3, place: 2 } },
      { user: 'a', op: 'release' },
    ],
  );

/** Two come and take what there is. */
export const firstCome = (first: number, next: number): Recorded =>
  made(
    [
      { cause: 'reserved', mark: 'A', seats: [first], remaining: 2 },
      { cause: 'reserved', mark: 'B', seats: [next], remaining: 1 },
    ],
    [first, next].map((seat, i) => ({
      ...{ user: String(i), op: 'fcfs' },
      got: {
        ...{ reservation: `made.${String(i + 1)}`, code: String(i), sequence: i + 1, status: 'active' },
        ...{ seats: [seat], amounts: [null], total: null, remaining: 2 - i },
      },
    })),
  );
