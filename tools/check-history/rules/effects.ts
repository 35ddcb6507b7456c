import type { Findings } from '../findings.ts';
import type { Change } from '../input/log.ts';
import type { Hall, Place } from '../model/hall.ts';
import type { Told } from '../model/history.ts';
import type { Moments } from '../model/moments.ts';
import { sameSeats } from '../model/sets.ts';
import { isOf, toldReservations } from '../model/told.ts';

/**
 * Which operation made which change, so that each change gets its time and none is without a reason.
 *
 * An operation makes one change at most, those of one key together one. Where several can have made it, the one that had
 * to be done first is taken, which leaves most to the others; the change is then only known to have been made after
 * the first of them had begun.
 */
export class Effects {
  private readonly used = new Set<string | number>();

  constructor(
    private readonly told: readonly Told[],
    private readonly place: Place | undefined,
    private readonly hall: Hall,
    private readonly moments: Moments,
    private readonly isSentAgain: boolean,
  ) {}

  /** What was told with its number. To be settled before `explain`. */
  noteNumbered(event: string): void {
    const firstStart = new Map<number, Told>();
    const note = (sequence: number, operation: Told) => {
      const known = firstStart.get(sequence);
      if (known === undefined || operation.startUs < known.startUs) firstStart.set(sequence, operation);
    };
    for (const operation of this.told) {
      const { op, outcome, got, key } = operation;
      if (outcome !== 'ok') continue;
      if (op === 'line_join' && got.entry !== undefined) note(got.entry, operation);
      if (op !== 'confirm' && op !== 'fcfs' && op !== 'take') continue;
      const [made] = toldReservations(operation);
      if (made === undefined || !isOf(made.reservation, event)) continue;
      note(made.sequence, operation);
      for (const other of this.told) {
        if (other.op === op && other.outcome === 'unknown' && other.key === key) note(made.sequence, other);
      }
    }
    for (const [sequence, { op, startUs, line }] of firstStart) {
      const perhaps = this.told.find(
        (other) => op === 'line_join' && other.op === op && other.outcome === 'unknown',
      );
      this.moments.wasMadeAfter(sequence, Math.min(startUs, perhaps?.startUs ?? Infinity), line);
    }
  }

  /** Finds who made each change that is its person's own doing, and says of which nobody can have. */
  explain(afterSequence: number, findings: Findings): void {
    for (const change of this.ownDoings(afterSequence)) {
      findings.check('explained');
      if (this.isPartOfOther(change)) continue;
      const makers = this.told.filter((operation) => this.canHaveMade(operation, change));
      const maker = earliestDue(makers) ?? this.twiceBy(change);
      if (maker === undefined) {
        const near = this.told.filter(({ op }) => COMMANDS.includes(op)).slice(0, 4);
        findings.broken('explained', 'nobody asked for this, or it happened twice', [change, ...near]);
        continue;
      }
      this.used.add(maker.key ?? maker.n);
      const startUs = Math.min(maker.startUs, ...makers.map((each) => each.startUs));
      this.moments.wasMadeAfter(change.sequence, startUs, maker.line);
    }
    for (const operation of this.told) this.noteShown(operation);
  }

  /**
   * Whether the person can be the one whose changes these are: undefined when one of them has no reason, else how many
   * operations that were done have left no trace.
   */
  tracelessIfTheirs(afterSequence: number): number | undefined {
    for (const change of this.ownDoings(afterSequence)) {
      if (this.isPartOfOther(change)) continue;
      const makers = this.told.filter((operation) => this.canHaveMade(operation, change));
      const maker = earliestDue(makers) ?? this.twiceBy(change);
      if (maker === undefined) return undefined;
      this.used.add(maker.key ?? maker.n);
    }
    const isTraceless = ({ op, outcome, key, n }: Told) =>
      outcome === 'ok' && COMMANDS.includes(op) && !this.used.has(key ?? n);
    return this.told.filter(isTraceless).length;
  }

  private ownDoings(afterSequence: number): readonly Change[] {
    const changes = this.place?.changes ?? [];
    return changes.filter(({ sequence, actor }) => sequence > afterSequence && actor === 'user');
  }

  /** The first change that made true what an answer shows must have been made before the answer. */
  private noteShown(operation: Told): void {
    const { op, outcome, got, asked, endUs, line } = operation;
    if (outcome !== 'ok' || this.place === undefined) return;
    const [from] = this.moments.windowOf(operation);
    if (op === 'hold' || op === 'extend') {
      for (const [since, hold] of this.place.hold.within(from, this.hall.last)) {
        const isShown = sameSeats(hold?.seats ?? [], got.seats);
        if (!isShown) continue;
        if (since > from && op === 'hold') this.moments.wasMadeBefore(since, endUs, line);
        return;
      }
    } else if (op === 'release') {
      for (const [since, hold] of this.place.hold.within(from, this.hall.last)) {
        if (hold !== undefined) continue;
        const isByHand = this.hall.change(since)?.cause === 'released';
        if (since > from && isByHand) this.moments.wasMadeBefore(since, endUs, line);
        return;
      }
    } else if (op === 'cancel') {
      const cancelled = this.place.changes.find(
        ({ cause, ends }) => cause === 'cancelled' && ends === targetOf(asked.reservation),
      );
      if (cancelled !== undefined) this.moments.wasMadeBefore(cancelled.sequence, endUs, line);
    }
  }

  /** Seats that are given back, or a place that is given up, by a command that takes something. */
  private isPartOfOther({ sequence, cause, mark, ends, wish }: Change): boolean {
    const next = this.hall.change(sequence + 1);
    const isNextTheirs = next?.mark === mark && next.actor === 'user';
    if (cause === 'released') return isNextTheirs && (next.cause === 'held' || next.cause === 'reserved');
    if (cause !== 'left_line') return false;
    if (isNextTheirs && next.cause === 'queued' && typeof wish !== 'number') return true;
    // Whoever has got what they waited for waits no more: told right after it, and after the other places that end so.
    for (let before = sequence - 1; ; before--) {
      const change = this.hall.change(before);
      if (change === undefined || change.mark !== mark || ends === null) return false;
      if (change.cause === 'held' || change.cause === 'reserved') return true;
      if (change.cause !== 'left_line') return false;
    }
  }

  /** What may be sent again, and was by a gateway when a server died over it: it has happened twice, and the last is told. */
  private twiceBy(change: Change): Told | undefined {
    if (!this.isSentAgain) return undefined;
    const { sequence, cause } = change;
    return this.told.find(
      (operation) =>
        SENT_AGAIN.includes(operation.op) &&
        (MAKERS[cause] ?? []).includes(operation.op) &&
        operation.outcome !== 'refused' &&
        operation.startUs <= this.moments.latestUs(sequence) &&
        operation.endUs >= this.moments.earliestUs(sequence) &&
        this.isMeant({ ...operation, outcome: 'unknown' }, change),
    );
  }

  private canHaveMade(operation: Told, change: Change): boolean {
    const { op, outcome, startUs, endUs, key, n } = operation;
    if (outcome === 'refused' || this.used.has(key ?? n)) return false;
    if (startUs > this.moments.latestUs(change.sequence)) return false;
    if (endUs < this.moments.earliestUs(change.sequence)) return false;
    return (MAKERS[change.cause] ?? []).includes(op) && this.isMeant(operation, change);
  }

  private isMeant(
    { op, outcome, asked, got }: Told,
    { sequence, cause, seats, ends, wish }: Change,
  ): boolean {
    const isTold = outcome === 'ok';
    switch (cause) {
      case 'held': {
        const held = this.place?.hold.at(sequence)?.seats ?? [];
        if (isTold) return sameSeats(got.seats, held);
        return asked.seats === undefined
          ? asked.best?.quantity === held.length
          : sameSeats(asked.seats, held);
      }
      case 'released': {
        if (op === 'release') return true;
        const left = this.place?.hold.at(sequence)?.seats ?? [];
        return sameSeats(isTold ? got.seats : asked.seats, left);
      }
      case 'reserved':
        if (isTold) return got.sequence === sequence;
        return asked.seats === undefined || sameSeats(asked.seats, seats);
      case 'cancelled':
        return targetOf(asked.reservation) === ends;
      case 'queued':
        if (isTold) return got.entry === sequence;
        return typeof wish === 'number' ? asked.seats?.[0] === wish : asked.best?.quantity === wish?.[0];
      case 'left_line':
        return asked.entry === undefined || asked.entry === ends;
      default:
        return true;
    }
  }
}

const MAKERS: Readonly<Record<string, readonly string[]>> = {
  held: ['hold'],
  extended: ['extend'],
  released: ['release', 'hold'],
  reserved: ['confirm', 'fcfs'],
  cancelled: ['cancel'],
  queued: ['line_join'],
  left_line: ['line_leave'],
};

/** By `PUT` and `DELETE`, which are harmless to repeat. */
const SENT_AGAIN = ['hold', 'release', 'line_join', 'line_leave', 'cancel'];

const COMMANDS = Object.values(MAKERS).flat();

/** The change that made a reservation, by its id: `event.17`. */
export function targetOf(reservation: string | undefined): number | undefined {
  const number = Number(reservation?.split('.').at(-1));
  return Number.isSafeInteger(number) ? number : undefined;
}

function earliestDue(operations: readonly Told[]): Told | undefined {
  let first: Told | undefined;
  for (const operation of operations) {
    if (first === undefined || operation.endUs < first.endUs) first = operation;
  }
  return first;
}
