import type { Violation } from '../promises.ts';
import type { Entry } from '../verify-log/log-file.ts';
import type { Evidence } from './evidence.ts';
import { SeatHistory } from './seat-history.ts';

/** News between servers, clocks, and a gateway that refuses early. */
const TOLERANCE_MS = 2_000;

/** Promise 6: whoever was told that a seat is taken was told the truth, by the log. (Reasons are looked at as they come.) */
export function* honestRefusals(
  { records, clockOffsetMs, clockUncertainMs }: Evidence,
  entries: readonly Entry[],
): Iterable<Violation> {
  const toleranceMs = TOLERANCE_MS + clockUncertainMs;
  const history = new SeatHistory(entries);
  for (const { userId, seatIds, reason, askedAt, answeredAt } of records.seatRefusals) {
    const from = askedAt + clockOffsetMs - toleranceMs;
    const until = answeredAt + clockOffsetMs + toleranceMs;
    if (!seatIds.every((id) => history.wasFree(id, from, until))) continue;
    const what = `${userId} was refused ${String(seatIds)} (${reason}), and all of them were free`;
    yield { promise: 'honest-refusals', rule: 'a refusal is true', what };
  }
}
