import {
  BrokenLog,
  firstHash,
  hashOf,
  readEntry,
  readHeader,
  type Entry,
  type LogHeader,
} from './log-file.ts';
import { Rules } from './rules.ts';

export interface Finding {
  /** The line of the file, from 1. */
  readonly line: number;
  readonly problem: string;
}

export interface Verdict {
  readonly header: LogHeader | undefined;
  readonly changes: number;
  readonly head: string;
  /** How many seats are in each state at the end. */
  readonly seats: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

/** A position that somebody was shown, on a ticket or by the stream: `<epoch>.<check>:<sequence>`, with all digits of the head or the first. */
export interface ShownPosition {
  readonly epoch: string;
  readonly check: string;
  readonly sequence: number;
}

export function readPosition(text: string): ShownPosition | undefined {
  const match = /^([0-9a-z]+)\.([0-9a-f]{8,64}):([0-9]+)$/.exec(text);
  return match === null
    ? undefined
    : { epoch: match[1] ?? '', check: match[2] ?? '', sequence: Number(match[3]) };
}

/** Findings beyond this many are counted by nobody: the file is wrong. */
const FINDINGS_MAX = 100;

/**
 * Proves order, gaplessness, the chain of hashes, the rules of the house, and that a shown position is in it. Files of one
 * log that go on from one another, such as those of an archive, may follow one another.
 */
export async function verifyLog(
  lines: AsyncIterable<string> | Iterable<string>,
  shown: readonly ShownPosition[] = [],
): Promise<Verdict> {
  const findings: Finding[] = [];
  let header: LogHeader | undefined;
  let rules: Rules | undefined;
  let [line, changes, head, sequence] = [0, 0, '', 0];
  const find = (problem: string) => {
    if (findings.length < FINDINGS_MAX) findings.push({ line, problem });
  };
  const unseen = new Set(shown);
  const compare = () => {
    for (const position of unseen) {
      if (position.sequence !== sequence) continue;
      unseen.delete(position);
      if (!head.startsWith(position.check))
        find(`position ${position.sequence} was shown with another history`);
    }
  };
  try {
    for await (const text of lines) {
      line++;
      if (header === undefined || rules === undefined) {
        header = readHeader(text);
        rules = new Rules(header);
        ({ sequence, head } = header.from);
        if (sequence === 0 && head !== firstHash(header.epoch, header.event)) {
          find('does not begin at the beginning of this event and ledger');
        }
        compare();
        continue;
      }
      if (text.startsWith('{')) {
        header = goOn(header, readHeader(text), { sequence, head }, find);
        continue;
      }
      const entry: Entry = readEntry(text);
      changes++;
      if (entry.sequence !== sequence + 1) find(`change ${entry.sequence} stands after change ${sequence}`);
      if (entry.hash !== hashOf(head, entry))
        find(`change ${entry.sequence} does not follow the one before it`);
      for (const problem of rules.follow(entry)) find(`change ${entry.sequence} ${problem}`);
      ({ sequence } = entry);
      head = entry.hash;
      compare();
    }
    line++;
    if (header === undefined) find('the file is empty');
    else {
      if (sequence !== header.to.sequence)
        find(`ends at change ${sequence} instead of ${header.to.sequence}`);
      else if (head !== header.to.head) find('ends with another hash than it says');
      for (const position of shown) {
        if (position.epoch !== header.epoch) find(`position ${position.sequence} is of another ledger`);
        else if (unseen.has(position)) find(`position ${position.sequence} is not in this file`);
      }
    }
  } catch (error) {
    if (!(error instanceof BrokenLog)) throw error;
    find(error.message);
  }
  return { header, changes, head, seats: rules?.summary() ?? {}, findings };
}

/** Another file begins where the one before it ended; the whole then ends where it does. */
function goOn(
  header: LogHeader,
  next: LogHeader,
  at: { readonly sequence: number; readonly head: string },
  find: (problem: string) => void,
): LogHeader {
  if (at.sequence !== header.to.sequence || at.head !== header.to.head) {
    find(`the file before it ends at change ${at.sequence}, and not as it says`);
  }
  if (next.event !== header.event || next.epoch !== header.epoch) find('is of another event or ledger');
  if (next.from.sequence !== at.sequence || next.from.head !== at.head) {
    find(`goes on after change ${next.from.sequence} and not after ${at.sequence}`);
  }
  return { ...header, to: next.to };
}
