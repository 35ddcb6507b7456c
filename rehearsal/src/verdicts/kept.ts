import type { Violation } from '../promises.ts';
import type { Entry } from '../verify-log/log-file.ts';
import type { AskedAgain, Evidence } from './evidence.ts';

const promise = 'kept';
/** Two clocks, and a hold whose answer was long on its way. */
const TOLERANCE_MS = 5_000;

/** Promise 2: what was acknowledged stands in the log, and nothing else does. */
export function* kept(evidence: Evidence, entries: readonly Entry[]): Iterable<Violation> {
  yield* tickets(evidence, entries);
  yield* holds(evidence, entries);
  for (const asked of evidence.askedAgain) yield* askedAgain(evidence, asked);
}

/** Every reservation that somebody was told of is in the log, and the other way round. */
function* tickets({ records, others }: Evidence, entries: readonly Entry[]): Iterable<Violation> {
  const rule = 'log and tickets agree';
  const inLog = new Map(entries.filter(({ cause }) => cause === 'reserved').map((e) => [e.sequence, e]));
  for (const { userId, reservation } of records.people) {
    if (reservation === undefined) continue;
    const { sequence, seatIds } = reservation;
    const entry = inLog.get(sequence);
    inLog.delete(sequence);
    if (entry === undefined) {
      yield { promise, rule, what: `${userId} has reservation ${String(sequence)}, the log has not` };
    } else if (String(entry.seatIds.toSorted((a, b) => a - b)) !== String(seatIds)) {
      yield { promise, rule, what: `${userId} was told other seats than the log has` };
    }
  }
  for (const sequence of others ?? []) {
    if (!inLog.delete(sequence)) {
      yield { promise, rule, what: `the browser shows reservation ${String(sequence)}, the log has it not` };
    }
  }
  // Whoever could not be told yet when it was stopped may have one of these.
  const untold = records.people.filter(({ outcome }) => outcome === 'unknown outcome').length;
  for (const { sequence } of [...inLog.values()].slice(untold)) {
    yield { promise, rule, what: `nobody was told of reservation ${String(sequence)}` };
  }
}

/** Every hold that was confirmed to somebody is in the log at about that time, each of its seats. */
function* holds(
  { records, clockOffsetMs, clockUncertainMs }: Evidence,
  entries: readonly Entry[],
): Iterable<Violation> {
  const toleranceMs = TOLERANCE_MS + clockUncertainMs;
  const heldAt = new Map<number, number[]>();
  for (const { cause, seatIds, at } of entries) {
    if (cause !== 'held' && cause !== 'offered') continue;
    for (const id of seatIds) heldAt.set(id, [...(heldAt.get(id) ?? []), at]);
  }
  for (const { userId, holds: known } of records.people) {
    for (const { seatIds, askedAt, answeredAt } of known) {
      const from = askedAt + clockOffsetMs - toleranceMs;
      const until = answeredAt + clockOffsetMs + toleranceMs;
      const isIn = (id: number) => heldAt.get(id)?.some((at) => at >= from && at <= until) ?? false;
      const missing = seatIds.filter((id) => !isIn(id));
      if (missing.length > 0) {
        const what = `${userId} was told to hold ${String(missing)}, the log has it not`;
        yield { promise, rule: 'a hold is written down', what };
      }
    }
  }
}

/** Who was asked at the end still had what they were told. */
function* askedAgain({ records }: Evidence, { userId, reservationIds }: AskedAgain): Iterable<Violation> {
  const reservation = records.people.find((person) => person.userId === userId)?.reservation;
  if (reservation === undefined || reservationIds === undefined) return;
  if (reservation.cancelledAt === 'unknown') return;
  const isThere = reservationIds.includes(reservation.id);
  if (isThere !== (reservation.cancelledAt === undefined)) {
    const what = `${userId} was told of ${reservation.id}, and ${isThere ? 'still' : 'no longer'} has it`;
    yield { promise, rule: 'a ticket is there when asked for again', what };
  }
}
