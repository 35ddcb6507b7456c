import type { Findings } from '../findings.ts';
import type { Change } from '../input/log.ts';
import type { HistoryHeader } from '../input/operation.ts';
import type { Place } from '../model/hall.ts';
import type { Told } from '../model/history.ts';
import type { Moments } from '../model/moments.ts';

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
        if (own !== undefined && own.number !== got.number && leftUs < own.operation.startUs) {
          const what = `somebody has the numbers ${String(own.number)} and ${String(got.number)}`;
          this.findings.broken('numbers', what, [own.operation, operation]);
        }
        own = given;
      }
      if (op === 'queue_join' && outcome === 'ok') this.given.push(given);
      if (op === 'pass' && outcome === 'ok' && got.pass === true) this.passes.push(given);
    }
    const turns = told.filter(
      ({ op, outcome, got }) => op === 'pass' && outcome !== 'refused' && got.pass !== false,
    );
    for (const change of place?.changes ?? []) this.checkTurn(change, turns, moments);
  }

  /** Once all have been taken. */
  finish(): void {
    this.checkNumbers();
    this.checkStatuses();
  }

  private checkTurn(change: Change, turns: readonly Told[], moments: Moments): void {
    const { sequence, cause, actor } = change;
    if (cause !== 'held' || actor !== 'user' || sequence <= this.header.afterSequence) return;
    this.findings.check('turns');
    if (turns.some(({ startUs }) => startUs <= moments.latestUs(sequence))) return;
    this.findings.broken('turns', 'somebody took seats without a turn', [change]);
  }

  private checkNumbers(): void {
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
