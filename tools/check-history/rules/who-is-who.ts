import type { Operation } from '../input/operation.ts';
import type { Hall, Place } from '../model/hall.ts';
import type { History, Told } from '../model/history.ts';
import type { Moments } from '../model/moments.ts';
import type { People } from '../model/people.ts';
import { sameSeats } from '../model/sets.ts';
import type { SteadyClock } from '../model/steady-clock.ts';
import { Effects } from './effects.ts';

/**
 * Of those who were told no number, but at most a hold, each is whoever held just these seats at that time, or waited for
 * this seat, for whose changes they give a reason, and in whose changes most of what they did has left a trace.
 */
export function learnFromHolds(
  history: History,
  hall: Hall,
  moments: Moments,
  people: People,
  clock: SteadyClock,
): void {
  const { afterSequence } = history.header;
  const byHold = holdsOfUnknown(hall, people);
  const left = [...history.users]
    .filter((user) => !people.hasMark(user))
    .flatMap((user) => {
      const told = history.of(user);
      const holds = told.filter(mayHaveHeld);
      const known = holds.find(({ outcome }) => outcome === 'ok') ?? holds[0];
      return known === undefined ? [] : [{ told, known }];
    })
    // Whoever was told seats first, then in the order in which they came: of two who are alike the first is the first.
    .sort((a, b) => rank(a.known) - rank(b.known) || a.known.startUs - b.known.startUs);
  for (const { told, known } of left) {
    let best: { readonly mark: string; readonly traceless: number } | undefined;
    for (const { mark, since, until } of byHold.get(keyOfHold(known)) ?? []) {
      const [from, to] = moments.windowOf(known);
      if (people.isKnown(mark) || since > to || until <= from || best?.traceless === 0) continue;
      if (!isToldOf(known, hall.places.get(mark), since, until, clock)) continue;
      const traceless = new Effects(
        told,
        hall.places.get(mark),
        hall,
        moments,
        history.header.isSentAgain,
      ).tracelessIfTheirs(afterSequence);
      if (traceless !== undefined && traceless < (best?.traceless ?? Infinity)) best = { mark, traceless };
    }
    if (best !== undefined) people.learn(known, best.mark);
  }
}

/** Whether the time that somebody was told can be that of what a mark held from one change to another. */
function isToldOf(
  known: Told,
  place: Place | undefined,
  since: number,
  until: number,
  clock: SteadyClock,
): boolean {
  const leftMs = known.got.expires_in_ms;
  if (known.outcome !== 'ok' || leftMs === undefined || place === undefined) return true;
  for (const [, hold] of place.hold.within(since, until - 1)) {
    if (hold !== undefined && clock.agrees(known, hold.expiresAt, leftMs)) return true;
  }
  return false;
}

interface Held {
  readonly mark: string;
  readonly since: number;
  readonly until: number;
}

/** Who held what when, of those whom nobody is known to be; by the seats, and by how many they are. */
function holdsOfUnknown(hall: Hall, people: People): Map<string, Held[]> {
  const byHold = new Map<string, Held[]>();
  const add = (key: string, held: Held) => {
    const list = byHold.get(key);
    if (list === undefined) byHold.set(key, [held]);
    else list.push(held);
  };
  for (const { mark, hold, changes } of hall.places.values()) {
    if (people.isKnown(mark)) continue;
    let last: { since: number; seats: readonly number[] } | undefined;
    const note = (until: number) => {
      if (last === undefined) return;
      const held = { mark, since: last.since, until };
      add(keyOf(last.seats), held);
      add(keyOfCount(last.seats.length), held);
    };
    for (const [since, state] of hold.within(0, hall.last)) {
      if (last !== undefined && sameSeats(last.seats, state?.seats)) continue;
      note(since);
      last = state === undefined ? undefined : { since, seats: state.seats };
    }
    note(Infinity);
    for (const { cause, sequence, wish } of changes) {
      if (cause === 'queued' && typeof wish === 'number')
        add(keyOfWait(wish), { mark, since: sequence, until: Infinity });
    }
  }
  for (const list of byHold.values()) list.sort((a, b) => a.since - b.since);
  return byHold;
}

function mayHaveHeld({ op, outcome, asked, got }: Operation): boolean {
  if (outcome === 'ok')
    return (op === 'hold' || op === 'my_hold' || op === 'extend') && (got.seats?.length ?? 0) > 0;
  if (op === 'line_join' && outcome === 'unknown') return asked.seats !== undefined;
  return op === 'hold' && outcome === 'unknown' && (asked.seats ?? asked.best) !== undefined;
}

function keyOfHold({ op, outcome, asked, got }: Told): string {
  if (op === 'line_join') return keyOfWait(asked.seats?.[0] ?? 0);
  const seats = outcome === 'ok' ? got.seats : asked.seats;
  return seats === undefined ? keyOfCount(asked.best?.quantity ?? 0) : keyOf(seats);
}

const rank = ({ outcome }: Told) => (outcome === 'ok' ? 0 : 1);
const keyOf = (seats: readonly number[]) => seats.toSorted((a, b) => a - b).join();
const keyOfWait = (seat: number) => `waits for ${String(seat)}`;
const keyOfCount = (count: number) => `${String(count)} seats`;
