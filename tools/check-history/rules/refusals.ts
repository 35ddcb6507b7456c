import type { Findings } from '../findings.ts';
import type { HistoryHeader } from '../input/operation.ts';
import type { Hall, HoldState, Letter, Place } from '../model/hall.ts';
import type { Told } from '../model/history.ts';
import type { Moments } from '../model/moments.ts';
import type { RulesInForce } from '../model/rules-in-force.ts';
import type { SteadyClock } from '../model/steady-clock.ts';
import { targetOf } from './effects.ts';

/** So many places one may have in line. */
const PLACES_PER_USER = 3;

/**
 * Whether what was given as a reason was so at some moment while it was asked for.
 *
 * @param firstTakenUs by then the sale had surely opened
 */
export class Refusals {
  /** What the person who is asked about did in the waiting room. */
  private visits: readonly Told[] = [];

  constructor(
    private readonly hall: Hall,
    private readonly moments: Moments,
    private readonly clock: SteadyClock,
    private readonly header: HistoryHeader,
    private readonly rules: RulesInForce,
    private readonly firstTakenUs: number,
    private readonly findings: Findings,
  ) {}

  /** Before the operations of one person. */
  startWith(told: readonly Told[]): void {
    this.visits = told.filter(({ op }) => op === 'pass' || op === 'queue_leave');
  }

  check(operation: Told, place: Place | undefined): void {
    if (operation.outcome !== 'refused') return;
    const isTrue = this.isExplicable(operation, place);
    if (isTrue === undefined) return;
    this.findings.check('refusals');
    if (!isTrue) this.findings.broken('refusals', `it was not so at any time`, [operation]);
  }

  /** Undefined where neither log nor history can tell. */
  private isExplicable(operation: Told, place: Place | undefined): boolean | undefined {
    const { op, reason, asked, got } = operation;
    const named = got.seats ?? asked.seats ?? [];
    switch (reason) {
      case 'seat_held':
        return this.wereAll(operation, named, 'h', place?.mark);
      case 'already_reserved':
        return this.wereAll(operation, named, 'r', undefined);
      case 'seat_blocked':
        return this.wereAll(operation, named, 'b', undefined);
      case 'sold_out':
        return this.wasSoldOut(operation, place);
      case 'not_together':
        return this.wereAll(operation, named, 'a', undefined, place?.mark);
      case 'limit_exceeded':
        return this.wasTooMuch(operation, place);
      case 'no_hold':
        return place === undefined || this.hadNone(operation, place);
      case 'hold_expired':
        if (place === undefined) return undefined;
        return op === 'hold' ? this.hadOneThatRanOut(operation, place) : this.hadNone(operation, place);
      case 'duplicate':
        return op === 'fcfs' ? this.some(operation, (at) => (place?.reserved.at(at) ?? 0) > 0) : undefined;
      case 'not_found':
        return op === 'cancel' || op === 'reservation' || op === 'give'
          ? this.isNotTheirs(operation, place)
          : undefined;
      case 'not_on_sale':
        return this.wasNotOnSale(operation);
      case 'not_admitted':
        // A pass that was never told to them is another's, or none at all.
        return asked.has_pass === true && this.hasHadTurn ? this.wasTurnOver(operation, place) : undefined;
      case 'turn_missed':
        return this.wasTurnOver(operation, place);
      case 'nothing_to_wait_for':
        return asked.seats === undefined
          ? undefined
          : this.wereAll(operation, asked.seats, 'a', undefined, place?.mark);
      default:
        return undefined;
    }
  }

  /** All of these seats were so at once: whoever's, but not `notBy`'s; or, where `orBy` is given, taken by that person. */
  private wereAll(
    operation: Told,
    seats: readonly number[],
    letter: Letter,
    notBy: string | undefined,
    orBy?: string,
  ): boolean | undefined {
    if (seats.length === 0) return undefined;
    return this.some(operation, (at) =>
      seats.every((seat) => {
        const was = this.hall.seatAt(seat, at);
        if (orBy !== undefined && was.mark === orBy) return true;
        return was.letter === letter && (notBy === undefined || was.mark !== notBy);
      }),
    );
  }

  private wasSoldOut(operation: Told, place: Place | undefined): boolean | undefined {
    const { op, asked } = operation;
    if (op === 'fcfs') return this.some(operation, (at) => this.hall.freeAt(at) === 0);
    const { best } = asked;
    // What the categories and sections are stands in the plan, which is not ours to know.
    if (best === undefined || best.category !== undefined || best.section !== undefined) return undefined;
    return this.some(operation, (at) => {
      const own = place?.hold.at(at)?.seats.length ?? 0;
      // Seats that somebody has had for as long as one may are not to be had for them for a while.
      return this.hall.freeAt(at) + own - this.restingFor(place, at) < best.quantity;
    });
  }

  private restingFor(place: Place | undefined, at: number): number {
    const had = new Set<number>();
    for (const [, hold] of place?.hold.within(0, at) ?? [])
      for (const seat of hold?.seats ?? []) had.add(seat);
    return [...had].filter((seat) => this.hall.seatAt(seat, at).letter === 'a').length;
  }

  /** It was paused, or had not opened. */
  private wasNotOnSale({ startUs, endUs }: Told): boolean {
    const fromUs = startUs - 1_000 * this.header.refusalsLagMs;
    return startUs <= this.firstTakenUs || this.rules.mayHaveBeenPaused(fromUs, endUs);
  }

  private get hasHadTurn(): boolean {
    return this.visits.some(({ op, outcome, got }) => op === 'pass' && outcome === 'ok' && got.pass === true);
  }

  /** They had used their turn, or given it back, or it had run out; undefined where the line may have been forgotten. */
  private wasTurnOver({ startUs, endUs }: Told, place: Place | undefined): boolean | undefined {
    if (!this.header.hasWaitingRoom || !this.header.linesLast) return undefined;
    const hasLeft = this.visits.some(
      ({ op, outcome, startUs: at }) => op === 'queue_leave' && outcome !== 'refused' && at <= endUs,
    );
    const [, to] = this.moments.windowOf({ startUs, endUs });
    const hasBought = place?.changes.some(({ cause, sequence }) => cause === 'reserved' && sequence <= to);
    const hasRunOut = this.visits.some(({ op, outcome, got, startUs: at }) => {
      const endedUs = at + 1_000 * (got.expires_in_ms ?? Infinity);
      return op === 'pass' && outcome === 'ok' && endedUs <= endUs;
    });
    return hasLeft || hasBought === true || hasRunOut;
  }

  private wasTooMuch(operation: Told, place: Place | undefined): boolean | undefined {
    const { op, asked } = operation;
    const { holdExtensions, refusalsLagMs } = this.header;
    const { startUs, endUs } = operation;
    const { seatsLeast: maxSeatsPerUser } = this.rules.within(startUs - 1_000 * refusalsLagMs, endUs);
    const wanted = asked.seats?.length ?? asked.best?.quantity;
    return this.some(operation, (at) => {
      const reserved = place?.reserved.at(at) ?? 0;
      const hold = place?.hold.at(at);
      if (op === 'extend') return (hold?.extensionsUsed ?? 0) >= holdExtensions;
      if (op === 'fcfs') return reserved + (hold?.seats.length ?? 0) + 1 > maxSeatsPerUser;
      if (op === 'line_join' && (place?.waits.at(at).length ?? 0) >= PLACES_PER_USER) return true;
      return reserved + (wanted ?? hold?.seats.length ?? 0) > maxSeatsPerUser;
    });
  }

  /** They held nothing, or what they held was over. */
  private hadNone(operation: Told, place: Place): boolean {
    const [from, to] = this.moments.windowOf(operation);
    for (const [, hold] of place.hold.within(from, to)) {
      if (hold === undefined || this.mayBeOver(hold, operation)) return true;
    }
    return false;
  }

  private hadOneThatRanOut(operation: Told, place: Place): boolean {
    const [, to] = this.moments.windowOf(operation);
    for (const [, hold] of place.hold.within(0, to)) {
      if (hold !== undefined && this.mayBeOver(hold, operation)) return true;
    }
    return false;
  }

  private mayBeOver({ expiresAt }: HoldState, { endUs }: Told): boolean {
    return this.clock.earliestUs(expiresAt) <= endUs;
  }

  private isNotTheirs({ asked }: Told, place: Place | undefined): boolean | undefined {
    const kept = this.hall.reservations.get(targetOf(asked.reservation) ?? 0);
    return kept === undefined || kept.mark !== place?.mark;
  }

  /** Whether something was so at one of the changes as of which an operation can have looked. */
  private some(operation: Told, isSo: (sequence: number) => boolean): boolean {
    const [from, to] = this.moments.windowOf({
      ...operation,
      startUs: operation.startUs - 1_000 * this.header.refusalsLagMs,
    });
    // Backwards: most refusals are of what was so in the end.
    for (let at = to; at >= from; at--) if (isSo(at)) return true;
    return false;
  }
}
