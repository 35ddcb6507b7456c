import type { Findings } from '../findings.ts';
import type { Operation } from '../input/operation.ts';
import type { Hall, Place } from './hall.ts';
import type { History, Told } from './history.ts';
import type { Moments } from './moments.ts';
import { sameSeats } from './sets.ts';
import { isOf, toldReservations } from './told.ts';

/**
 * Who is who: the log knows people by marks that only its ledger can make, the history by names. Learned from what both
 * tell: a number that somebody was told is that of a change with a mark; and who was told nothing but a hold is
 * whoever held just these seats at that time.
 */
export class People {
  private readonly markOf = new Map<string, string>();
  private readonly userOf = new Map<string, string>();

  constructor(
    private readonly hall: Hall,
    private readonly findings: Findings,
  ) {}

  /** Undefined when the log has nothing that is known to be theirs. */
  placeOf(user: string): Place | undefined {
    const mark = this.markOf.get(user);
    return mark === undefined ? undefined : this.hall.places.get(mark);
  }

  isKnown(mark: string): boolean {
    return this.userOf.has(mark);
  }

  /** Learns from the numbers that somebody was told. */
  learnFromNumbers(told: readonly Told[], event: string): void {
    for (const operation of told) {
      if (operation.outcome !== 'ok') continue;
      for (const sequence of numbersIn(operation, event)) {
        const mark = this.hall.change(sequence)?.mark;
        if (mark !== undefined && mark !== '') this.learn(operation, mark);
      }
    }
  }

  /** Learns, of those who are left, from what they held or may have held. In the end nobody is left who can be known. */
  learnFromHolds(history: History, moments: Moments): void {
    const left = [...history.users].filter((user) => !this.markOf.has(user));
    const byHold = this.holdsOfUnknown();
    const wishes = left.map((user) => ({ user, told: history.of(user).filter(mayHaveHeld) }));
    const certain = wishes.filter(({ told }) => told.some(({ outcome }) => outcome === 'ok'));
    // Whoever was told seats first; of the others it is only known what they asked for.
    for (const { user, told } of [...certain, ...wishes]) {
      if (this.markOf.has(user)) continue;
      const operation = told.find(({ outcome }) => outcome === 'ok') ?? told[0];
      if (operation === undefined) continue;
      const mark = this.markThatFits(operation, byHold, moments);
      if (mark !== undefined) this.learn(operation, mark);
    }
  }

  private markThatFits(
    operation: Told,
    byHold: ReadonlyMap<string, Held[]>,
    moments: Moments,
  ): string | undefined {
    const { asked, got, outcome } = operation;
    const seats = outcome === 'ok' ? got.seats : asked.seats;
    const [from, to] = moments.windowOf(operation);
    const isFit = ({ mark, since, until }: Held) => !this.userOf.has(mark) && since <= to && until > from;
    const of =
      seats === undefined
        ? (byHold.get(`${String(asked.best?.quantity)} seats`) ?? [])
        : (byHold.get(keyOf(seats)) ?? []);
    return of.find(isFit)?.mark;
  }

  /** Who held what when, of those whom nobody is known to be. */
  private holdsOfUnknown(): Map<string, Held[]> {
    const byHold = new Map<string, Held[]>();
    const add = (key: string, held: Held) => {
      const list = byHold.get(key);
      if (list === undefined) byHold.set(key, [held]);
      else list.push(held);
    };
    for (const { mark, hold } of this.hall.places.values()) {
      if (this.userOf.has(mark)) continue;
      let last: { since: number; seats: readonly number[] } | undefined;
      const note = (until: number) => {
        if (last === undefined) return;
        add(keyOf(last.seats), { mark, since: last.since, until });
        add(`${String(last.seats.length)} seats`, { mark, since: last.since, until });
      };
      for (const [since, state] of hold.within(0, this.hall.last)) {
        if (last !== undefined && sameSeats(last.seats, state?.seats)) continue;
        note(since);
        last = state === undefined ? undefined : { since, seats: state.seats };
      }
      note(Infinity);
    }
    return byHold;
  }

  private learn(operation: Operation, mark: string): void {
    const { user } = operation;
    this.findings.check('mine');
    const known = this.markOf.get(user);
    const other = this.userOf.get(mark);
    if ((known ?? mark) !== mark || (other ?? user) !== user) {
      const what = `${user} was told of what is ${other === undefined || other === user ? 'another’s' : `${other}’s`}`;
      this.findings.broken('mine', what, [operation]);
      return;
    }
    this.markOf.set(user, mark);
    this.userOf.set(mark, user);
  }
}

interface Held {
  readonly mark: string;
  readonly since: number;
  readonly until: number;
}

const keyOf = (seats: readonly number[]) => seats.toSorted((a, b) => a - b).join();

function mayHaveHeld({ op, outcome, asked, got }: Operation): boolean {
  if (outcome === 'ok')
    return (op === 'hold' || op === 'my_hold' || op === 'extend') && (got.seats?.length ?? 0) > 0;
  return op === 'hold' && outcome === 'unknown' && (asked.seats ?? asked.best) !== undefined;
}

function numbersIn(operation: Operation, event: string): number[] {
  const { op, got } = operation;
  const ofEvent = toldReservations(operation).filter(({ reservation }) => isOf(reservation, event));
  const entries = op === 'line_join' && got.entry !== undefined ? [got.entry] : (got.places ?? []);
  return [...ofEvent.map(({ sequence }) => sequence), ...entries];
}
