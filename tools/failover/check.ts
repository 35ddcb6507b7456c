import { readEntry, type Entry } from '../../rehearsal/src/verify-log/log-file.ts';
import { replayed } from '../../rehearsal/src/verify-log/replayed.ts';
import { verifyLog } from '../../rehearsal/src/verify-log/verify.ts';
import type { Acknowledged, Evidence } from './evidence.ts';

/** Between the clock of the database and ours, which are one machine's; a hold's time is that of its decision. */
const TOLERANCE_MS = 1_500;

export interface LogCheck {
  readonly entries: readonly Entry[];
  /** One letter a seat, as the log leaves it. */
  readonly states: string;
  readonly sequence: number;
  readonly anomalies: readonly string[];
}

/** Holds everything that was acknowledged against the log as it is now, and the log against its own rules. */
export async function checkLog(
  lines: readonly string[],
  seatCount: number,
  evidence: Evidence,
): Promise<LogCheck> {
  const { findings } = await verifyLog(lines);
  const entries = lines.slice(1).map(readEntry);
  const anomalies = [
    ...findings.map(({ line, problem }) => `log, line ${line}: ${problem}`),
    ...lostReservations(entries, evidence),
    ...lostHolds(entries, evidence),
    ...lostEnds(entries, evidence),
  ];
  return {
    entries,
    states: replayed(entries, seatCount),
    sequence: entries.at(-1)?.sequence ?? 0,
    anomalies,
  };
}

function* lostReservations(
  entries: readonly Entry[],
  { acknowledged, unsettled }: Evidence,
): Iterable<string> {
  const reserved = new Map(
    entries.filter(({ cause }) => cause === 'reserved').map((entry) => [entry.sequence, entry]),
  );
  for (const { user, did, seatIds, sequence } of acknowledged) {
    if (did !== 'confirm' || sequence === undefined) continue;
    const entry = reserved.get(sequence);
    if (entry === undefined) yield `LOST: reservation ${sequence} of ${user} is not in the log`;
    else if (String(entry.seatIds) !== String(seatIds))
      yield `reservation ${sequence}: other seats than told`;
    reserved.delete(sequence);
  }
  // Who was never told has it or has it not.
  for (const { seatIds } of unsettled) {
    const own = [...reserved.values()].find((entry) => String(entry.seatIds) === String(seatIds));
    if (own !== undefined) reserved.delete(own.sequence);
  }
  for (const sequence of reserved.keys()) yield `reservation ${sequence} is in the log and nobody was told`;
}

/** Each acknowledged hold has a change of its own, of exactly its seats and of about its time. */
function* lostHolds(entries: readonly Entry[], { acknowledged }: Evidence): Iterable<string> {
  const held = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.cause !== 'held') continue;
    const key = String(entry.seatIds);
    held.set(key, [...(held.get(key) ?? []), entry]);
  }
  for (const { user, did, seatIds, askedAt, answeredAt } of acknowledged) {
    if (did !== 'hold') continue;
    const all = held.get(String(seatIds)) ?? [];
    const index = all.findIndex(({ at }) => at >= askedAt - TOLERANCE_MS && at <= answeredAt + TOLERANCE_MS);
    if (index === -1) yield `LOST: ${user} was told to hold ${String(seatIds)}, the log has it not`;
    else all.splice(index, 1);
  }
}

function* lostEnds(entries: readonly Entry[], { acknowledged }: Evidence): Iterable<string> {
  const cancelled = new Set(entries.flatMap(({ cause, ends }) => (cause === 'cancelled' ? [ends] : [])));
  const find = (done: Acknowledged, cause: string) =>
    entries.some(
      (entry) =>
        entry.cause === cause &&
        String(entry.seatIds) === String(done.seatIds) &&
        entry.at >= done.askedAt - TOLERANCE_MS &&
        entry.at <= done.answeredAt + TOLERANCE_MS,
    );
  for (const done of acknowledged) {
    const { did, user, sequence } = done;
    if (did === 'cancel' && !cancelled.has(sequence ?? -1))
      yield `LOST: ${user}'s cancellation of ${sequence}`;
    if (did === 'extend' && !find(done, 'extended')) yield `LOST: ${user}'s extension`;
    // Nothing is written when there was nothing left to release.
    if (did === 'release' && !find(done, 'released') && !find(done, 'expired'))
      yield `LOST: ${user}'s release`;
  }
}
