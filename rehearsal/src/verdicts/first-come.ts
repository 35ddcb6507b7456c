import { placeInLine } from '@jari/contract/queue-order';
import type { Violation } from '../promises.ts';
import type { KnownHold, PersonRecord } from '../records/records.ts';
import type { Entry } from '../verify-log/log-file.ts';
import type { Evidence } from './evidence.ts';

const promise = 'first-come';
/** Two clocks that are read one after the other, and a step of the doors. */
const CLOCK_TOLERANCE_MS = 1_500;

/** Promise 3: who selected first goes first, and whoever waits is let in in order of place. */
export function* firstCome(evidence: Evidence, entries: readonly Entry[]): Iterable<Violation> {
  yield* heldTwice(evidence.records.people);
  yield* confirmedInOrder(evidence.records.people);
  if (evidence.records.people.every(({ number }) => number === undefined)) return;
  yield* numbers(evidence);
  yield* order(evidence);
  yield* turns(evidence, entries);
}

/** While somebody's hold ran, nobody else was given one of its seats, by what both were told. */
function* heldTwice(people: readonly PersonRecord[]): Iterable<Violation> {
  const bySeat = new Map<number, { readonly userId: string; readonly hold: KnownHold }[]>();
  for (const { userId, holds } of people) {
    for (const hold of holds) {
      for (const id of hold.seatIds) bySeat.set(id, [...(bySeat.get(id) ?? []), { userId, hold }]);
    }
  }
  for (const [seatId, holds] of bySeat) {
    for (const first of holds) {
      const other = holds.find(({ userId, hold }) => userId !== first.userId && isWithin(hold, first.hold));
      if (other === undefined) continue;
      const what = `${other.userId} was given seat ${String(seatId)} while ${first.userId} held it`;
      yield { promise, rule: 'a hold is one person’s', what };
    }
  }
}

/** Asked for after the other was answered, and answered before the other was over. */
function isWithin(later: KnownHold, earlier: KnownHold): boolean {
  const until = Math.min(earlier.endsAt, earlier.doneAt ?? Infinity);
  return later.askedAt > earlier.answeredAt && later.answeredAt < until;
}

/** Whoever was answered before another asked has the smaller number. */
function* confirmedInOrder(people: readonly PersonRecord[]): Iterable<Violation> {
  const tickets = people.flatMap(({ userId, reservation }) =>
    reservation === undefined ? [] : [{ userId, ...reservation }],
  );
  const byAnswer = tickets.toSorted((a, b) => a.answeredAt - b.answeredAt);
  let [next, last] = [0, 0];
  for (const ticket of tickets.toSorted((a, b) => a.askedAt - b.askedAt)) {
    for (
      let before = byAnswer[next];
      before !== undefined && before.answeredAt < ticket.askedAt;
      before = byAnswer[++next]
    )
      last = Math.max(last, before.sequence);
    if (ticket.sequence < last) {
      const what = `${ticket.userId} asked after change ${String(last)} was answered, and got ${String(ticket.sequence)}`;
      yield { promise, rule: 'in order of arrival', what };
    }
  }
}

function* numbers({ records, shuffle }: Evidence): Iterable<Violation> {
  const seen = new Set<number>();
  for (const { userId, number, passes } of records.people) {
    if (number === undefined) continue;
    if (seen.has(number))
      yield { promise, rule: 'a number is one person’s', what: `${String(number)} was given twice` };
    seen.add(number);
    if (shuffle === undefined) continue;
    for (const { place } of passes) {
      if (place !== placeInLine(number, shuffle.preQueued, shuffle.seed)) {
        yield { promise, rule: 'the shuffle can be checked', what: `${userId} went in at ${String(place)}` };
      }
    }
  }
}

/** Nobody went in before their place was reached: what the line says a moment later is at least that. */
function* order({ records, lineSamples }: Evidence): Iterable<Violation> {
  let next = 0;
  const passes = records.people.flatMap(({ userId, passes: own }) =>
    own.map((pass) => ({ userId, ...pass })),
  );
  for (const { userId, place, givenAt } of passes.toSorted((a, b) => a.givenAt - b.givenAt)) {
    while (next < lineSamples.length && (lineSamples[next]?.at ?? 0) < givenAt + CLOCK_TOLERANCE_MS) next++;
    const sample = lineSamples[next];
    if (sample !== undefined && sample.serving < place) {
      const what = `${userId} at ${String(place)} while ${String(sample.serving)} was served`;
      yield { promise, rule: 'in order of place', what };
    }
  }
}

/** Whoever took a seat did so in their turn; a person is known in the log by what they bought. */
function* turns(
  { records, others, clockOffsetMs, clockUncertainMs }: Evidence,
  entries: readonly Entry[],
): Iterable<Violation> {
  const rule = 'no seat without a pass';
  const toleranceMs = CLOCK_TOLERANCE_MS + clockUncertainMs;
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
      const here = at - clockOffsetMs;
      const isInTurn = passes.some(
        ({ givenAt, endsAt }) =>
          here >= givenAt - toleranceMs && here <= endsAt - clockOffsetMs + toleranceMs,
      );
      if (!isInTurn) yield { promise, rule, what: `${userId} held out of turn` };
    }
  }
  const inside = records.people.filter(({ passes }) => passes.length > 0).length;
  if (held.size > inside + (others?.size ?? 0)) {
    yield { promise, rule, what: `${String(held.size)} people held, ${String(inside)} had a pass` };
  }
}
