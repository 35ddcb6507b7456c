import { placeInLine } from '@jari/contract/queue-order';
import { readEntry, type Entry } from '../verify-log/log-file.ts';
import { verifyLog } from '../verify-log/verify.ts';
import type { Records, Violation } from './records.ts';
import type { Sample } from './watch-line.ts';

export interface Evidence {
  /** The exported log. */
  readonly log: readonly string[];
  readonly records: Records;
  readonly samples: readonly Sample[];
  /** The last answer about the line, with the seed. */
  readonly preQueued: number;
  readonly seed: string;
  /** The reservation that the person in the browser was shown; undefined when there was no such person. */
  readonly shown: { readonly sequence: number; readonly seatCount: number } | undefined;
}

export interface Audit {
  readonly changes: number;
  readonly sold: number;
  readonly violations: readonly Violation[];
}

/** Two clocks of one machine that are read one after the other, and a step of the doors. */
const CLOCK_TOLERANCE_MS = 1_500;

/** Compares what the clients were told with what the log proves. */
export async function audit(evidence: Evidence): Promise<Audit> {
  const { log, records } = evidence;
  const { changes, findings, seats } = await verifyLog(log);
  const found: Violation[] = findings.map(({ line, problem }) => ({
    rule: 'the log proves itself',
    what: `line ${line}: ${problem}`,
  }));
  const entries = log.slice(1).map(readEntry);
  const violations = [
    ...records.violations,
    ...found,
    ...reservations(evidence, entries),
    ...turns(evidence, entries),
    ...numbers(evidence),
    ...order(evidence),
    ...people(evidence),
  ];
  return { changes, sold: seats['reserved'] ?? 0, violations };
}

/** Every reservation that somebody was told of is in the log, and the other way round. */
function* reservations({ records, shown }: Evidence, entries: readonly Entry[]): Iterable<Violation> {
  const rule = 'log and tickets agree';
  const inLog = new Map(entries.filter(({ cause }) => cause === 'reserved').map((e) => [e.sequence, e]));
  for (const { userId, reservation } of records.people) {
    if (reservation === undefined) continue;
    const entry = inLog.get(reservation.sequence);
    inLog.delete(reservation.sequence);
    if (entry === undefined) yield { rule, what: `${userId} has ${reservation.sequence}, the log has not` };
    else if (String(entry.seatIds) !== String(reservation.seatIds))
      yield { rule, what: `${userId} was told other seats than the log has` };
  }
  if (shown !== undefined && !inLog.delete(shown.sequence))
    yield { rule, what: `the browser shows ${shown.sequence}, the log has it not` };
  for (const { sequence } of inLog.values())
    yield { rule, what: `nobody was told of reservation ${sequence}` };
}

/** Whoever took a seat did so in their turn; a person is known in the log by what they bought. */
function* turns({ records }: Evidence, entries: readonly Entry[]): Iterable<Violation> {
  const markOf = new Map(entries.map(({ sequence, mark }) => [sequence, mark]));
  const held = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (entry.mark === null || entry.cause !== 'held') continue;
    const before = held.get(entry.mark);
    if (before === undefined) held.set(entry.mark, [entry]);
    else before.push(entry);
  }
  for (const { userId, reservation, passes } of records.people) {
    if (reservation === undefined) continue;
    for (const { at } of held.get(markOf.get(reservation.sequence) ?? '') ?? []) {
      const isInTurn = passes.some(
        ({ givenAt, endsAt }) => at >= givenAt - CLOCK_TOLERANCE_MS && at <= endsAt + CLOCK_TOLERANCE_MS,
      );
      if (!isInTurn) yield { rule: 'no seat without a pass', what: `${userId} held out of turn` };
    }
  }
  const inside = records.people.filter(({ passes }) => passes.length > 0).length;
  if (held.size > inside + 1)
    yield { rule: 'no seat without a pass', what: `${held.size} people held, ${inside} had a pass` };
}

function* numbers({ records, preQueued, seed }: Evidence): Iterable<Violation> {
  const seen = new Set<number>();
  for (const { userId, number, passes } of records.people) {
    if (number === undefined) continue;
    if (seen.has(number)) yield { rule: 'a number is one person’s', what: `${number} was given twice` };
    seen.add(number);
    for (const { place } of passes)
      if (place !== placeInLine(number, preQueued, seed))
        yield { rule: 'the shuffle can be checked', what: `${userId} went in at ${place}` };
  }
}

/** Nobody went in before their place was reached: what the line says a moment later is at least that. */
function* order({ records, samples }: Evidence): Iterable<Violation> {
  for (const { userId, passes } of records.people) {
    for (const { place, givenAt } of passes) {
      const next = samples.find(({ at }) => at >= givenAt + CLOCK_TOLERANCE_MS);
      if (next !== undefined && next.serving < place)
        yield { rule: 'in order of place', what: `${userId} at ${place} while ${next.serving} was served` };
    }
  }
}

/** Everybody knows how it ended for them. */
function* people({ records }: Evidence): Iterable<Violation> {
  for (const { userId, ending } of records.people) {
    if (ending === 'unknown outcome')
      yield { rule: 'nobody is lost', what: `${userId} does not know whether they bought` };
  }
}
