import type { Findings } from '../findings.ts';
import type { Change } from '../input/log.ts';
import type { Hall } from '../model/hall.ts';

/**
 * Who asked for any seat got the free one with the lowest number, and everybody was told how many were left.
 * @param withoutChoice the changes by which somebody got a seat without choosing it
 */
export function checkFirstFree(hall: Hall, withoutChoice: ReadonlySet<number>, findings: Findings): void {
  const isFree = new Uint8Array(hall.log.seatCount + 2).fill(1);
  let lowest = 1;
  for (const change of hall.log.changes) {
    const { sequence, cause, mark, seats, remaining } = change;
    if (withoutChoice.has(sequence)) {
      findings.check('firstFree');
      while (lowest <= hall.log.seatCount && isFree[lowest] === 0) lowest++;
      const own = justRunOut(hall.change(sequence - 1), mark);
      let first = lowest;
      while (isFree[first] === 0 || own.includes(first)) first++;
      if (seats.length !== 1 || seats[0] !== first) {
        findings.broken('firstFree', `seat ${String(first)} was free`, [change]);
      }
    }
    for (const seat of seats) {
      isFree[seat] = hall.seatAt(seat, sequence).letter === 'a' ? 1 : 0;
      if (isFree[seat] === 1) lowest = Math.min(lowest, seat);
    }
    if (cause !== 'reserved') continue;
    findings.check('firstFree');
    if (remaining !== hall.freeAt(sequence)) {
      findings.broken('firstFree', `${String(hall.freeAt(sequence))} seats were left`, [change]);
    }
  }
}

/** What the same person let run out is told in the same moment, and was not free when the seat was chosen. */
function justRunOut(before: Change | undefined, mark: string): readonly number[] {
  return before?.cause === 'expired' && before.mark === mark ? before.seats : [];
}
