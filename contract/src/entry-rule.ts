/**
 * Who of a reservation's people is let in, when several doors let people in without knowing of each other.
 *
 * Each scan that let somebody in is a fact with an id, a time and a number of people, and is never changed. What they
 * come to follows from the set of them alone: whoever was let in first, by the scans' times, has the place, and what is
 * beyond the reservation's seats is a double. So all doors and the server agree as soon as they know the same scans,
 * whatever the order in which they heard of them, and however often.
 *
 * A reservation that was handed on is the same places under another name: its scans are judged together with those of
 * the reservation that it came from.
 */
export interface Scan {
  readonly scanId: string;
  /** How many people it let in. */
  readonly count: number;
  /** Milliseconds since the epoch, by the server's clock as far as it was known. */
  readonly at: number;
  /** The scan that this one takes back: that let nobody in, and neither does this. */
  readonly undoes?: string | undefined;
}

export interface JudgedScan<S extends Scan> {
  readonly scan: S;
  /** How many of its people had a place. */
  readonly admitted: number;
  /** How many were let in on places that others had already: 0 where all is well. */
  readonly doubled: number;
}

export interface Judgement<S extends Scan> {
  /** In order of time. */
  readonly scans: readonly JudgedScan<S>[];
  readonly admitted: number;
  readonly doubled: number;
}

/**
 * Those of some scans that let somebody in. A scan that was a mistake is taken back by another fact and not removed, so
 * doors agree here, too, whichever of the two they hear of first.
 */
export function standingScans<S extends Scan>(scans: Iterable<S>): readonly S[] {
  const all = [...scans];
  const undone = new Set(all.flatMap(({ undoes }) => (undoes === undefined ? [] : [undoes])));
  return all.filter(({ scanId, undoes }) => undoes === undefined && !undone.has(scanId));
}

/** @param seats how many people the reservation is for */
export function judgeScans<S extends Scan>(scans: Iterable<S>, seats: number): Judgement<S> {
  const distinct = new Map<string, S>();
  for (const scan of scans) distinct.set(scan.scanId, scan);
  const ordered = [...distinct.values()].sort((a, b) => a.at - b.at || (a.scanId < b.scanId ? -1 : 1));
  let total = 0;
  const judged = ordered.map((scan): JudgedScan<S> => {
    const admitted = Math.max(0, Math.min(scan.count, seats - total));
    total += scan.count;
    return { scan, admitted, doubled: scan.count - admitted };
  });
  return { scans: judged, admitted: Math.min(total, seats), doubled: Math.max(0, total - seats) };
}
