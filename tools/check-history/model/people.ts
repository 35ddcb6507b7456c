import type { Findings } from '../findings.ts';
import type { Operation } from '../input/operation.ts';
import type { Hall, Place } from './hall.ts';
import type { Told } from './history.ts';
import { HOUSE_OPS } from './house-ops.ts';
import { isOf, toldReservations } from './told.ts';

/**
 * Who is who: the log knows people by marks that only its ledger can make, the history by names. Learned from what both
 * tell: a number that somebody was told is that of a change with a mark.
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

  hasMark(user: string): boolean {
    return this.markOf.has(user);
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

  learn(operation: Operation, mark: string): void {
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

function numbersIn(operation: Operation, event: string): number[] {
  const { op, got } = operation;
  // What an organiser sells is somebody else's.
  if (HOUSE_OPS.includes(op)) return [];
  const ofEvent = toldReservations(operation).filter(({ reservation }) => isOf(reservation, event));
  const entries = op === 'line_join' && got.entry !== undefined ? [got.entry] : (got.places ?? []);
  return [...ofEvent.map(({ sequence }) => sequence), ...entries];
}
