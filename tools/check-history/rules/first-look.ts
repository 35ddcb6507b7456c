import type { Findings } from '../findings.ts';
import type { HistoryHeader, Operation, ToldReservation } from '../input/operation.ts';
import type { Hall } from '../model/hall.ts';
import type { Moments } from '../model/moments.ts';
import { sameSeats } from '../model/sets.ts';
import { isOf, toldReservations } from '../model/told.ts';

/** How long after a change whoever watches may still not know of it, and how late the last one may be noticed. */
const CONVERGES_WITHIN_US = 10_000_000;

const READS = ['states', 'seats', 'snapshot', 'watch'];

/** What can be seen of each operation by itself, whoever did it, and what it shows of the moments of changes. */
export class FirstLook {
  /** Codes and prices as they were told. */
  private readonly codes = new Map<string, number>();
  private readonly codeOf = new Map<number, string>();
  private readonly prices = new Map<number, number | null>();
  private readonly watchers: { readonly operation: Operation; readonly sequence: number }[] = [];

  constructor(
    private readonly hall: Hall,
    private readonly moments: Moments,
    private readonly findings: Findings,
  ) {}

  look(operation: Operation, line: number, header: HistoryHeader): void {
    const { op, outcome, got, endUs } = operation;
    if (outcome !== 'ok') return;
    if (READS.includes(op)) {
      this.readHall(operation, line);
      return;
    }
    for (const told of toldReservations(operation)) {
      if (!isOf(told.reservation, header.event)) continue;
      this.moments.wasMadeBefore(told.sequence, endUs, line);
      this.readMoney(told, operation);
    }
    if (got.entry !== undefined && op === 'line_join') this.moments.wasMadeBefore(got.entry, endUs, line);
  }

  /** Once the moments are known: whether those who watched know all that was there to know. */
  finish(): void {
    for (const { operation, sequence } of this.watchers) {
      this.findings.check('converged');
      const due = this.moments.windowOf({ ...operation, startUs: operation.endUs - CONVERGES_WITHIN_US })[0];
      if (sequence >= due) continue;
      const what = `somebody who watches knows ${String(sequence)} of ${String(due)} changes`;
      this.findings.broken('converged', what, [operation, this.hall.change(sequence + 1)]);
    }
  }

  private readHall(operation: Operation, line: number): void {
    const { op, endUs, got } = operation;
    const { sequence, states } = got;
    if (sequence === undefined || states === undefined) return;
    this.findings.check('reads');
    if (sequence > this.hall.last) {
      this.findings.broken('reads', `change ${String(sequence)} is not in the log`, [operation]);
      return;
    }
    if (!this.hall.isStates(states, sequence)) {
      const wrong = Array.from(states).findIndex((it, i) => it !== this.hall.seatAt(i + 1, sequence).letter);
      const seat = String(wrong + 1);
      const what = `seat ${seat} was ${this.hall.seatAt(wrong + 1, sequence).letter} and was shown as ${states[wrong] ?? 'nothing'}`;
      this.findings.broken(op === 'watch' ? 'converged' : 'reads', what, [operation]);
    }
    this.moments.wasMadeBefore(sequence, endUs, line);
    if (op === 'watch') this.watchers.push({ operation, sequence });
  }

  private readMoney(told: ToldReservation, operation: Operation): void {
    const { sequence, code, amounts, total, seats } = told;
    this.findings.check('money');
    const other = this.codes.get(code);
    const otherCode = this.codeOf.get(sequence);
    if ((other ?? sequence) !== sequence || (otherCode ?? code) !== code) {
      this.findings.broken('money', 'a code is that of two reservations, or a reservation has two', [
        operation,
      ]);
    }
    this.codes.set(code, sequence);
    this.codeOf.set(sequence, code);
    if (amounts === undefined) return;
    const known = amounts.filter((amount) => amount !== null);
    const sum = known.length === 0 ? null : known.reduce((all, amount) => all + amount, 0);
    if (sum !== (total ?? null)) this.findings.broken('money', 'the sum is another', [operation]);
    seats.forEach((seat, i) => {
      const amount = amounts[i] ?? null;
      if (this.prices.has(seat) && this.prices.get(seat) !== amount) {
        this.findings.broken('money', `seat ${String(seat)} has two prices`, [operation]);
      }
      this.prices.set(seat, amount);
    });
    const change = this.hall.change(sequence);
    const isKnown = change?.cause === 'reserved';
    // What has been cancelled may be told without the seats that were freed one by one.
    const isSame = sameSeats(change?.seats, seats) || seats.every((seat) => change?.seats.includes(seat));
    if (!isKnown || !isSame)
      this.findings.broken('acknowledged', 'a reservation is not in the log', [operation, change]);
  }
}
