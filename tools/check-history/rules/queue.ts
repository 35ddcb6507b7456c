import type { Findings } from '../findings.ts';
import type { Change } from '../input/log.ts';
import type { HistoryHeader } from '../input/operation.ts';
import type { Place } from '../model/hall.ts';
import type { Told } from '../model/history.ts';
import type { Moments } from '../model/moments.ts';
import type { RulesInForce } from '../model/rules-in-force.ts';

const DOORS_LAG_US = 2_500_000;

interface Given {
  readonly number: number;
  readonly operation: Told;
}

interface Status {
  readonly serving: number;
  readonly startUs: number;
  readonly endUs: number;
}

/** The waiting room: who got which number when, and who was let in. */
export class Queue {
  private readonly given: Given[] = [];
  private readonly passes: Given[] = [];
  private readonly statuses: Status[] = [];

  constructor(
    private readonly header: HistoryHeader,
    private readonly rules: RulesInForce,
    private readonly findings: Findings,
  ) {}

  /** Takes what one person did. */
  take(told: readonly Told[], place: Place | undefined, moments: Moments): void {
    if (!this.header.hasWaitingRoom) return;
    let own: Given | undefined;
    let leftUs = -Infinity;
    for (const operation of told) {
      const { op, outcome, got, startUs, endUs } = operation;
      if (op === 'queue_leave' && outcome !== 'refused') leftUs = startUs;
      if (op === 'queue_status' && outcome === 'ok' && got.serving !== undefined) {
        this.statuses.push({ serving: got.serving, startUs, endUs });
      }
      if (got.number === undefined) continue;
      const given = { number: got.number, operation };
      if (op === 'queue_join' || (op === 'pass' && outcome === 'ok')) {
        this.findings.check('numbers');
        if (own !== undefined && this.header.linesLast && leftUs < own.operation.startUs) {
          if (own.number !== got.number) {
            const what = `somebody has the numbers ${String(own.number)} and ${String(got.number)}`;
            this.findings.broken('numbers', what, [own.operation, operation]);
          }
        }
        own = given;
      }
      if (op === 'queue_join' && outcome === 'ok') this.given.push(given);
      if (op === 'pass' && outcome === 'ok' && got.pass === true) this.passes.push(given);
    }
    const turns = told.filter(
      ({ op, outcome, got }) => op === 'pass' && outcome !== 'refused' && got.pass !== false,
    );
    for (const change of place?.changes ?? []) this.checkTurn(change, turns, place, moments);
    for (const operation of told) this.checkPass(operation, place, moments);
    this.checkDoors(told);
  }

  /** Once all have been taken. */
  finish(): void {
    this.checkNumbers();
    this.checkStatuses();
  }

  /** Whoever takes something was let in before, and since they bought something the last time. */
  private checkTurn(
    change: Change,
    turns: readonly Told[],
    place: Place | undefined,
    moments: Moments,
  ): void {
    const { sequence, cause, actor } = change;
    if (actor !== 'user' || !(cause === 'held' || cause === 'queued')) return;
    if (sequence <= this.header.afterSequence) return;
    this.findings.check('turns');
    const bought = place?.changes.findLast(
      (each) => each.cause === 'reserved' && each.actor === 'user' && each.sequence < sequence,
    );
    // A reservation that was cancelled at once may not have been known of at every server.
    const isKept = bought !== undefined && (place?.reserved.at(sequence) ?? 0) > 0;
    const sinceUs = isKept ? moments.earliestUs(bought.sequence) : -Infinity;
    const has = turns.some(({ startUs, endUs }) => startUs <= moments.latestUs(sequence) && endUs >= sinceUs);
    if (!has) this.findings.broken('turns', 'somebody took seats without a turn', [bought, change]);
  }

  /** Nobody takes what they do not hold without showing a pass. */
  private checkPass(operation: Told, place: Place | undefined, moments: Moments): void {
    const { op, outcome, asked } = operation;
    if (outcome !== 'ok' || !(op === 'hold' || op === 'line_join')) return;
    this.findings.check('turns');
    if (asked.has_pass === true) return;
    const [from, to] = moments.windowOf(operation);
    for (const [, hold] of place?.hold.within(from, to) ?? []) {
      if (op === 'hold' && asked.seats?.every((seat) => hold?.seats.includes(seat)) === true) {
        // Was it theirs before, or is it what this very operation made?
        if ((place?.hold.at(from)?.seats.length ?? 0) > 0) return;
      }
    }
    const waits = place?.waits.at(from) ?? [];
    if (op === 'line_join' && waits.includes(operation.got.entry ?? 0)) return;
    this.findings.broken('turns', 'somebody took seats and showed no pass', [operation]);
  }

  /** Nobody who lined up after the doors were shut is let in before they are opened. */
  private checkDoors(told: readonly Told[]): void {
    // Of several servers each learns of it when it next moves the doors.
    const lagUs = this.header.readsAreCurrent ? 0 : DOORS_LAG_US;
    let joined: Told | undefined;
    for (const operation of told) {
      const { op, outcome, got, endUs } = operation;
      if (op === 'queue_join' && outcome === 'ok') joined = operation;
      if (op !== 'pass' || outcome !== 'ok' || got.pass !== true || joined === undefined) continue;
      this.findings.check('turns');
      if (this.rules.wereDoorsSurelyShut(joined.startUs - lagUs, endUs))
        this.findings.broken('turns', 'somebody was let in while the doors were shut', [joined, operation]);
      joined = undefined;
    }
  }

  private checkNumbers(): void {
    if (!this.header.linesLast) return;
    this.given.sort((a, b) => a.number - b.number);
    let latestStart: Given | undefined;
    let before: Given | undefined;
    for (const each of this.given) {
      this.findings.check('numbers');
      const { number, operation } = each;
      if (before?.number === number && before.operation.user !== operation.user) {
        this.findings.broken('numbers', `number ${String(number)} was given twice`, [
          before.operation,
          operation,
        ]);
      }
      if (latestStart !== undefined && latestStart.operation.startUs > operation.endUs) {
        const what = 'who came later has the lower number';
        this.findings.broken('numbers', what, [latestStart.operation, operation]);
      }
      if (operation.startUs > (latestStart?.operation.startUs ?? -Infinity)) latestStart = each;
      before = each;
    }
  }

  /** The doors only move forward; and whoever was let in by number was served, as everybody is told from then on. */
  private checkStatuses(): void {
    if (!this.header.readsAreCurrent) return;
    const byEnd = this.statuses.toSorted((a, b) => a.endUs - b.endUs);
    const passes = this.passes.toSorted((a, b) => a.operation.endUs - b.operation.endUs);
    let [served, seen, let_in] = [0, 0, 0];
    let lastPass: Given | undefined;
    for (const status of this.statuses.sort((a, b) => a.startUs - b.startUs)) {
      this.findings.check('turns');
      for (let one = byEnd[seen]; one !== undefined && one.endUs < status.startUs; one = byEnd[++seen]) {
        served = Math.max(served, one.serving);
      }
      if (status.serving < served) {
        const what = `${String(served)} had been served, and then ${String(status.serving)}`;
        this.findings.broken('turns', what);
      }
      if (this.header.queueOrder !== 'arrival') continue;
      for (let one = passes[let_in]; one !== undefined; one = passes[++let_in]) {
        if (one.operation.endUs >= status.startUs) break;
        if (one.number > (lastPass?.number ?? 0)) lastPass = one;
      }
      if (lastPass === undefined || lastPass.number <= status.serving) continue;
      this.findings.broken('turns', `let in before their number, ${String(status.serving)} being served`, [
        lastPass.operation,
      ]);
      lastPass = undefined;
    }
  }
}
