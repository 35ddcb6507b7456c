import { made } from './made.ts';
import type { Line, Recorded } from './recorded.ts';

const ticket = (sequence: number, seat: number, status = 'active') => ({
  ...{ reservation: `made.${String(sequence)}`, code: `code-${String(sequence)}`, sequence, status },
  ...{ seats: [seat], amounts: [null], total: null },
});

/** The changes: an organiser is at work, somebody buys a ticket and gives it away. */
const changes = [
  { cause: 'held', mark: 'A', seats: [1] },
  { cause: 'blocked', actor: 'organiser:kim', seats: [2] },
  { cause: 'unblocked', actor: 'organiser:kim', seats: [2] },
  { cause: 'reserved', actor: 'organiser:kim', mark: 'D', seats: [3], remaining: 1 },
  { cause: 'cancelled', actor: 'organiser:kim', mark: 'D', seats: [3], ends: 4 },
  { cause: 'reserved', mark: 'A', seats: [1], remaining: 2 },
  { cause: 'cancelled', actor: 'recipient', mark: 'A', seats: [1], ends: 6 },
  { cause: 'reserved', actor: 'recipient', mark: 'B', seats: [1], remaining: 2 },
  { cause: 'held', mark: 'C', seats: [2] },
  { cause: 'released', actor: 'organiser:kim', mark: 'C', seats: [2] },
];

/** What everybody asked, a millisecond apart. `kim` also pauses the sale and the doors for a while. */
const told: readonly Partial<Line>[] = [
  { user: 'a', op: 'queue_join', got: { number: 1 } },
  { user: 'a', op: 'pass', got: { number: 1, pass: true, expires_in_ms: 60_000 } },
  { user: 'a', op: 'hold', asked: { seats: [1], has_pass: true }, got: { seats: [1] } },
  { user: 'kim', op: 'block', asked: { seats: [2] }, got: { changes: 1 } },
  { user: 'kim', op: 'unblock', asked: { seats: [2] }, got: { changes: 1 } },
  { user: 'kim', op: 'desk_sale', key: 'k', asked: { seats: [3], digest: 'd' }, got: ticket(4, 3) },
  { user: 'kim', op: 'desk_cancel', asked: { reservation: 'made.4' }, got: { changes: 1 } },
  { user: 'a', op: 'confirm', key: 'a', asked: { digest: 'e' }, got: ticket(6, 1) },
  { user: 'a', op: 'give', asked: { reservation: 'made.6' } },
  { user: 'b', op: 'take', key: 'b', asked: { reservation: 'made.6', digest: 'f' }, got: ticket(8, 1) },
  { user: 'kim', op: 'sale', asked: { state: 'paused' } },
  { user: 'kim', op: 'sale', asked: { state: 'open' } },
  { user: 'kim', op: 'doors', asked: { doors: 'paused' } },
  { user: 'kim', op: 'doors', asked: { doors: 'open' } },
  { user: 'c', op: 'queue_join', got: { number: 2 } },
  { user: 'c', op: 'pass', got: { number: 2, pass: true, expires_in_ms: 60_000 } },
  { user: 'c', op: 'hold', asked: { seats: [2], has_pass: true }, got: { seats: [2] } },
  { user: 'kim', op: 'end_holds', asked: { seats: [2] }, got: { changes: 1, seats: [2] } },
];

/** A history and a log, to be changed by hand, in which everything is as it should be. */
export function houseAtWork(): Recorded {
  const history = made(changes, told);
  Object.assign(history.header, { has_waiting_room: true, queue_order: 'arrival', reads_are_current: true });
  return history;
}
