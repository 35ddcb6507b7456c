import type { Findings } from '../findings.ts';
import type { Change } from '../input/log.ts';
import type { Hall } from '../model/hall.ts';
import type { Told } from '../model/history.ts';
import { HOUSE_MAKERS } from '../model/house-ops.ts';
import type { Moments } from '../model/moments.ts';
import { sameSeats } from '../model/sets.ts';
import { toldReservations } from '../model/told.ts';
import { targetOf } from './effects.ts';

/** What organisers did and what the log says they did. A history in which no organiser asks for anything tells nothing of it. */
export class House {
  private readonly used = new Set<string | number>();

  constructor(
    private readonly operations: readonly Told[],
    private readonly hall: Hall,
    private readonly moments: Moments,
    private readonly findings: Findings,
  ) {}

  /** Finds who asked for each of their changes. To be done before the moments are settled. */
  explain(afterSequence: number): void {
    if (this.operations.length === 0) return;
    // A command ends the holds of several people, in one change each.
    for (const change of this.hall.log.changes) {
      const op = HOUSE_MAKERS[change.cause];
      if (change.sequence <= afterSequence || !change.actor.startsWith('organiser:') || op === undefined)
        continue;
      this.findings.check('house');
      const makers = this.operations.filter((each) => each.op === op && this.canHaveMade(each, change));
      const [maker] = makers.toSorted((a, b) => a.endUs - b.endUs);
      if (maker === undefined) {
        const near = this.operations.filter((each) => each.op === op).slice(0, 4);
        this.findings.broken('house', 'no organiser asked for this, or it happened twice', [change, ...near]);
        continue;
      }
      if (op === 'desk_sale') this.used.add(maker.key ?? maker.n);
      const startUs = Math.min(...makers.map((each) => each.startUs));
      this.moments.wasMadeAfter(change.sequence, startUs, maker.line);
    }
  }

  /** Whether what they were told is so. Once the moments are settled. */
  checkTold(): void {
    for (const operation of this.operations) {
      if (operation.outcome !== 'ok' || !Object.values(HOUSE_MAKERS).includes(operation.op)) continue;
      this.findings.check('house');
      const wrong = this.wrongWith(operation);
      if (wrong !== undefined) this.findings.broken('house', wrong, [operation]);
    }
  }

  private canHaveMade(operation: Told, change: Change): boolean {
    const { outcome, startUs, endUs, asked, got, key, n } = operation;
    if (outcome === 'refused' || this.used.has(key ?? n)) return false;
    if (startUs > this.moments.latestUs(change.sequence)) return false;
    if (endUs < this.moments.earliestUs(change.sequence)) return false;
    if (change.cause === 'cancelled') return targetOf(asked.reservation) === change.ends;
    if (change.cause !== 'reserved') return change.seats.every((seat) => asked.seats?.includes(seat));
    if (outcome === 'ok') return got.sequence === change.sequence;
    return sameSeats(asked.seats, change.seats);
  }

  private wrongWith(operation: Told): string | undefined {
    const { op, asked, got } = operation;
    const [from, to] = this.moments.windowOf(operation);
    const was = (seat: number, letter: string) => {
      for (const [, state] of this.hall.seatWithin(seat, from, to)) if (state.letter === letter) return true;
      return false;
    };
    const wasNot = (seat: number, letter: string) => {
      for (const [, state] of this.hall.seatWithin(seat, from, to)) if (state.letter !== letter) return true;
      return false;
    };
    const seats = asked.seats ?? [];
    switch (op) {
      case 'block':
        return seats.every((seat) => was(seat, 'b')) ? undefined : 'a seat that was blocked was not';
      case 'unblock':
        return seats.every((seat) => wasNot(seat, 'b')) ? undefined : 'a seat that was unblocked was not';
      case 'desk_cancel': {
        const kept = this.hall.reservations.get(targetOf(asked.reservation) ?? 0);
        return kept?.seats.at(to).length === 0 ? undefined : 'what the desk cancelled is reserved on';
      }
      case 'end_holds':
        return (got.seats ?? []).every((seat) => wasNot(seat, 'h'))
          ? undefined
          : 'a hold that was ended went on';
      default:
        return this.wrongSale(operation, to);
    }
  }

  private wrongSale(operation: Told, to: number): string | undefined {
    const [made] = toldReservations(operation);
    const change = this.hall.change(made?.sequence ?? 0);
    const isThere = change?.cause === 'reserved' && change.actor.startsWith('organiser:');
    if (!isThere || change.sequence > to) return 'the log has no such sale at the desk';
    return sameSeats(operation.asked.seats, change.seats) ? undefined : 'the desk sold other seats';
  }
}
