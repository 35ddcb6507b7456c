import type { Findings } from '../findings.ts';
import type { Change, Wish } from '../input/log.ts';
import type { Hall } from '../model/hall.ts';

interface Waiting {
  readonly entry: number;
  readonly mark: string;
}

/** Those who wait for the same, the first first. */
type Line = Map<number, Waiting>;

/**
 * Of those who wait for the same, who has waited longest is offered it first, if they can have it; and nobody else takes a
 * free seat for which somebody waits who can.
 *
 * @param seatsMost what everybody could have at any time, however often organisers changed it
 */
export function checkWaiting(hall: Hall, seatsMost: number, findings: Findings): void {
  const lines = new Map<string, Line>();
  const lineOf = (wish: Wish): Line => {
    const key = JSON.stringify(wish);
    let line = lines.get(key);
    if (line === undefined) lines.set(key, (line = new Map<number, Waiting>()));
    return line;
  };
  const isAble = ({ mark }: Waiting, count: number, at: number) => {
    const place = hall.place(mark);
    return place.hold.at(at) === undefined && place.reserved.at(at) + count <= seatsMost;
  };
  for (const change of hall.log.changes) {
    const { sequence, cause, mark, seats, ends, wish } = change;
    if (cause === 'queued' && wish !== undefined) lineOf(wish).set(sequence, { entry: sequence, mark });
    if (cause === 'left_line' || cause === 'offered') {
      findings.check('line');
      const line = wish === undefined ? undefined : lineOf(wish);
      const own = line?.get(ends ?? 0);
      if (own?.mark !== mark) findings.broken('line', 'a place in line ends that is not theirs', [change]);
      const before =
        cause === 'offered' ? firstWho(line, (each) => isAble(each, seats.length, sequence - 1)) : own;
      if (before !== undefined && before.entry < (ends ?? 0)) {
        findings.broken('line', 'somebody was before them', [change, hall.change(before.entry)]);
      }
      if (cause === 'offered') checkOffer(change, findings);
      line?.delete(ends ?? 0);
    }
    if (cause !== 'held' && cause !== 'reserved') continue;
    for (const seat of seats) {
      const line = lines.get(String(seat));
      if (line === undefined || line.size === 0 || hall.seatAt(seat, sequence - 1).letter !== 'a') continue;
      // What comes free and goes to its own person again in one decision was never free for others.
      if (hall.change(sequence - 1)?.mark === mark) continue;
      // Nothing is offered while the sale is paused, and the desk sells on. What is handed on is never free.
      if (change.actor.startsWith('organiser:') || change.actor === 'recipient') continue;
      findings.check('line');
      const passedOver = firstWho(line, (each) => each.mark !== mark && isAble(each, 1, sequence - 1));
      if (passedOver === undefined) continue;
      findings.broken('line', `seat ${String(seat)} went past somebody who waits for it`, [
        change,
        hall.change(passedOver.entry),
      ]);
    }
  }
}

function checkOffer(change: Change, findings: Findings): void {
  const { wish, seats, actor } = change;
  const isWished =
    typeof wish === 'number' ? seats.length === 1 && seats[0] === wish : seats.length === wish?.[0];
  if (!isWished) findings.broken('line', 'somebody is offered what they do not wait for', [change]);
  if (actor !== 'clock') findings.broken('line', 'an offer is made by somebody', [change]);
}

function firstWho(line: Line | undefined, fits: (waiting: Waiting) => boolean): Waiting | undefined {
  for (const waiting of line?.values() ?? []) if (fits(waiting)) return waiting;
  return undefined;
}
