import type { Findings } from '../findings.ts';
import type { HistoryHeader } from '../input/operation.ts';
import type { Hall, HoldState, Place } from '../model/hall.ts';
import type { Told } from '../model/history.ts';
import type { Moments } from '../model/moments.ts';
import type { RulesInForce } from '../model/rules-in-force.ts';
import { sameSeats } from '../model/sets.ts';
import type { SteadyClock } from '../model/steady-clock.ts';

const TELLS_OF_HOLDS = ['hold', 'extend', 'my_hold'];

/** Whether holds last as long as was promised, no longer than the rules say, and protect nobody afterwards. */
export class HoldsInTime {
  constructor(
    private readonly hall: Hall,
    private readonly moments: Moments,
    private readonly clock: SteadyClock,
    private readonly header: HistoryHeader,
    private readonly rules: RulesInForce,
    private readonly findings: Findings,
  ) {}

  /** Learns the clock by which holds run from what was told of them, and whether all was told by the same clock. */
  learnClock(operation: Told, place: Place | undefined): void {
    const { op, outcome, got } = operation;
    if (outcome !== 'ok' || got.expires_in_ms === undefined || !TELLS_OF_HOLDS.includes(op)) return;
    const hold = this.onlyHold(operation, place);
    if (hold === undefined) return;
    this.findings.check('promises');
    if (this.clock.learn(operation, hold.expiresAt, got.expires_in_ms)) return;
    const what = `it was told ${String(got.expires_in_ms)} ms, and by the log it is another time`;
    this.findings.broken('promises', what, [operation]);
  }

  /** Judges each hold of one person, once the clock is known. */
  judge(place: Place, told: readonly Told[]): void {
    const seen = new Set<number>();
    for (const change of place.changes) {
      const { sequence, cause, seats } = change;
      if (sequence <= this.header.afterSequence) continue;
      const before = place.hold.at(sequence - 1);
      if (cause === 'expired') this.judgeEnd(sequence, before);
      if (cause === 'reserved' || cause === 'extended') this.judgeUse(sequence, before, seats, told);
      if (cause === 'held' || cause === 'offered') {
        // Who changes to other seats keeps the time, though all of the old ones are given back first.
        const isGoingOn = before !== undefined || this.hall.change(sequence - 1)?.mark === place.mark;
        const isNew = !isGoingOn && seats.every((seat) => !seen.has(seat));
        this.judgeBegin(sequence, place.hold.at(sequence), isNew);
        for (const seat of seats) seen.add(seat);
      }
    }
  }

  private judgeEnd(sequence: number, hold: HoldState | undefined): void {
    if (hold === undefined) return;
    this.findings.check('kept');
    if (this.moments.latestUs(sequence) >= this.clock.earliestUs(hold.expiresAt)) return;
    this.findings.broken('kept', 'a hold was ended before its time', [this.hall.change(sequence)]);
  }

  private judgeBegin(sequence: number, hold: HoldState | undefined, isNew: boolean): void {
    if (hold === undefined || !this.clock.isKnown) return;
    const latestUs = this.moments.latestUs(sequence);
    const { ttlMsLeast } = this.rules.within(this.moments.earliestUs(sequence), latestUs);
    // Who changes seats keeps a time that was given by the rules of then.
    const { ttlMsMost } = this.rules.within(-Infinity, latestUs);
    const change = this.hall.change(sequence);
    this.findings.check('over');
    const longestUs = 1_000 * ttlMsMost * (1 + hold.extensionsUsed);
    if (this.clock.earliestUs(hold.expiresAt) > latestUs + longestUs) {
      this.findings.broken('over', 'a hold is given more time than the rules say', [change]);
    }
    if (!isNew) return;
    this.findings.check('kept');
    if (this.clock.latestUs(hold.expiresAt) < this.moments.earliestUs(sequence) + 1_000 * ttlMsLeast) {
      this.findings.broken('kept', 'a hold is given less time than the rules say', [change]);
    }
  }

  /** What is confirmed or made longer out of a hold was asked for before the hold was over. */
  private judgeUse(
    sequence: number,
    hold: HoldState | undefined,
    seats: readonly number[],
    told: readonly Told[],
  ): void {
    if (hold === undefined || !seats.some((seat) => hold.seats.includes(seat))) return;
    const makers = told.filter(
      ({ op, got, outcome }) =>
        outcome === 'ok' && (op === 'extend' ? sameSeats(got.seats, seats) : got.sequence === sequence),
    );
    const keys = new Set(makers.map(({ key }) => key));
    const askedUs = told
      .filter((each) => makers.includes(each) || (each.outcome === 'unknown' && keys.has(each.key)))
      .map(({ startUs }) => startUs);
    if (askedUs.length === 0) return;
    this.findings.check('over');
    if (Math.min(...askedUs) <= this.clock.latestUs(hold.expiresAt)) return;
    this.findings.broken('over', 'a hold was used that was over', [this.hall.change(sequence), makers[0]]);
  }

  /** The hold that an answer is about; undefined where it may be one of several. */
  private onlyHold(operation: Told, place: Place | undefined): HoldState | undefined {
    const [from, to] = this.moments.windowOf(operation);
    let found: HoldState | undefined;
    for (const [, hold] of place?.hold.within(from, to) ?? []) {
      if (hold === undefined || !sameSeats(hold.seats, operation.got.seats)) continue;
      if (found !== undefined && found.expiresAt !== hold.expiresAt) return undefined;
      found = hold;
    }
    return found;
  }
}
