import type { Records } from '../records/records.ts';
import { readEntry, type Entry } from '../verify-log/log-file.ts';
import { verifyLog, type Verdict as LogVerdict } from '../verify-log/verify.ts';
import type { LineSample, Shuffle } from '../watch/line-watch.ts';
import type { StreamWatch } from '../watch/stream-watch.ts';

/** Somebody who was asked at the end what they have, and what they said. */
export interface AskedAgain {
  readonly userId: string;
  /** Ids of the reservations that are not cancelled; undefined when there was no answer. */
  readonly reservationIds: readonly string[] | undefined;
}

/** All that is known when a rehearsal is over. */
export interface Evidence {
  readonly records: Records;
  /** The exported log; undefined when it could not be had. */
  readonly log: readonly string[] | undefined;
  readonly lineSamples: readonly LineSample[];
  readonly shuffle: Shuffle | undefined;
  readonly streams: readonly Pick<StreamWatch, 'sequence' | 'hall' | 'messages' | 'seenAt'>[];
  /** The hall as it was in the end, told by the list and not by streams. */
  readonly finalStates: { readonly sequence: number; readonly states: string } | undefined;
  readonly askedAgain: readonly AskedAgain[];
  /** How far the set-up's clock is ahead of the one by which the records are. */
  readonly clockOffsetMs: number;
  /** By how much that may be wrong, in either direction: half of the quickest answer's way. */
  readonly clockUncertainMs: number;
  /** Reservations of people who are not of the crowd (one with a browser), by their sequence. */
  readonly others?: ReadonlySet<number>;
}

/** The log, read and verified once for all verdicts. */
export interface ReadLog {
  readonly verdict: LogVerdict;
  readonly entries: readonly Entry[];
}

export async function readLog(lines: readonly string[] | undefined): Promise<ReadLog | undefined> {
  if (lines === undefined || lines.length === 0) return undefined;
  const verdict = await verifyLog(lines);
  return { verdict, entries: entriesOf(lines) };
}

/** What can be read of it; that something cannot is the verifier's to say. */
function entriesOf(lines: readonly string[]): Entry[] {
  const entries: Entry[] = [];
  for (const line of lines.slice(1)) {
    try {
      entries.push(readEntry(line));
    } catch {
      return entries;
    }
  }
  return entries;
}
