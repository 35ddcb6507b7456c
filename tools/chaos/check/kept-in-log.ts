import type { Entry } from '../../../rehearsal/src/verify-log/log-file.ts';
import type { Told, ToldHold } from '../sale/told.ts';

type Found = readonly [rule: string, what: string];

/** A reading of two clocks of one machine, a round trip apart. */
const CLOCKS_APART_MS = 50;

/** What people were told, against what is written. Shares no code with whoever writes the log. */
export function* keptInLog(told: Told, entries: readonly Entry[], clockIsSteady: boolean): Iterable<Found> {
  yield* reservationsKept(told, entries);
  const bySeat = new Map<number, Entry[]>();
  for (const entry of entries) {
    for (const id of entry.seatIds) {
      const list = bySeat.get(id);
      if (list === undefined) bySeat.set(id, [entry]);
      else list.push(entry);
    }
  }
  if (clockIsSteady) for (const hold of told.holds) yield* holdKept(hold, bySeat);
}

function* reservationsKept({ reservations }: Told, entries: readonly Entry[]): Iterable<Found> {
  const from = entries[0]?.sequence ?? 1;
  const endedBy = new Set(entries.filter(({ cause }) => cause === 'cancelled').map(({ ends }) => ends));
  const owners = new Map<number, string>();
  const marks = new Map<string, string>();
  const seen = new Set<number>();
  for (const { id, user, sequence, seatIds, fate } of reservations) {
    const entry = entries[sequence - from];
    const isThere =
      entry?.cause === 'reserved' && entry.seatIds.toSorted((a, b) => a - b).join() === seatIds.join();
    if (!isThere || entry.mark === null) {
      yield ['what was acknowledged is kept', `${id} of ${user} does not stand in the log`];
      continue;
    }
    if (seen.has(sequence)) yield ['one seat, one owner', `${id} was given to two`];
    seen.add(sequence);
    const other = marks.get(entry.mark);
    if (other !== undefined && other !== user) yield ['one seat, one owner', `${user} and ${other} are one`];
    marks.set(entry.mark, user);
    if (endedBy.has(sequence) !== (fate === 'cancelled') && fate !== 'unknown') {
      yield ['what was acknowledged is kept', `${id} is told to be ${fate}; the log says otherwise`];
    }
    if (endedBy.has(sequence)) continue;
    for (const seat of seatIds) {
      const owner = owners.get(seat);
      if (owner !== undefined) yield ['one seat, one owner', `seat ${seat} belongs to ${owner} and ${id}`];
      owners.set(seat, id);
    }
  }
}

/** An acknowledged hold was written between question and answer, and nothing took it before its time but its user. */
function* holdKept(hold: ToldHold, bySeat: ReadonlyMap<number, readonly Entry[]>): Iterable<Found> {
  const { user, seatIds, askedAt, answeredAt, endsAtWall } = hold;
  const name = `the hold of ${user} on ${seatIds.join()}`;
  const isDuring = ({ at }: Entry) => at >= askedAt - CLOCKS_APART_MS && at <= answeredAt + CLOCKS_APART_MS;
  const written = (bySeat.get(seatIds[0] ?? 0) ?? []).filter(
    (entry) => entry.cause === 'held' && isDuring(entry) && seatIds.every((id) => entry.seatIds.includes(id)),
  );
  if (written.length === 0) {
    yield ['what was acknowledged is kept', `${name} does not stand in the log`];
    return;
  }
  // Of several that fit, it is enough that one was kept.
  const cut = written.map((held) =>
    seatIds
      .flatMap((id) => bySeat.get(id) ?? [])
      .find(
        (entry) =>
          entry.sequence > held.sequence &&
          entry.at < endsAtWall - CLOCKS_APART_MS &&
          (entry.mark === held.mark ? entry.cause === 'expired' : !hadEnded(held, entry, bySeat)),
      ),
  );
  const [first] = cut;
  if (first !== undefined && cut.every((each) => each !== undefined)) {
    yield ['a hold is kept until its end', `${name} was ended by change ${first.sequence} (${first.cause})`];
  }
}

/** Whether the user had given up what another change is about, or the house had taken it, or it was bought and given back. */
function hadEnded(held: Entry, other: Entry, bySeat: ReadonlyMap<number, readonly Entry[]>): boolean {
  const seatIds = other.seatIds.filter((id) => held.seatIds.includes(id));
  return seatIds.every((id) =>
    (bySeat.get(id) ?? []).some(
      ({ sequence, mark, cause }) =>
        sequence > held.sequence &&
        sequence < other.sequence &&
        mark === held.mark &&
        (cause === 'released' || cause === 'cancelled'),
    ),
  );
}
