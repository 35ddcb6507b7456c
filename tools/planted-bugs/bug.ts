import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isSuite } from './suites.ts';

/** A mistake that somebody could make, kept as a patch, and what is claimed about it. */
export interface Bug {
  readonly name: string;
  /** The patch's file. */
  readonly file: string;
  /** What is wrong. */
  readonly bug: string;
  /** Which promise or rule it breaks. */
  readonly breaks: string;
  /** What somebody would suffer from it. */
  readonly suffered: string;
  /** The quickest suite that finds it; undefined for somebody else's patch, which tells nothing of itself. */
  readonly caughtBy: string | undefined;
  /** Where no suite found it when it was first planted: what was missing. */
  readonly survivedAtFirst: string | undefined;
  /** The first was planted by those who wrote the tests, each later one blindly: written before any suite was asked. */
  readonly round: number;
  /** The files that it changes, from the root. */
  readonly paths: readonly string[];
  /** Digest of the patch. Another patch has to be tried anew; another header has not. */
  readonly print: string;
}

export const bugsFolder = join(import.meta.dirname, 'bugs');

/** All that are kept here, by name. */
export function keptBugs(): readonly Bug[] {
  return readdirSync(bugsFolder)
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => readBug(join(bugsFolder, name)));
}

/** Reads a patch; what its header does not tell is empty. */
export function readBug(file: string): Bug {
  const text = readFileSync(file, 'utf8');
  const start = text.search(/^(diff |--- )/m);
  if (start < 0) throw new Error(`${file} is no patch: no line begins with “diff ” or “--- ”.`);
  const header = readHeader(text.slice(0, start));
  const diff = text.slice(start);
  return {
    name: basename(file, '.patch'),
    file,
    bug: header.get('Bug') ?? '',
    breaks: header.get('Breaks') ?? '',
    suffered: header.get('Suffered') ?? '',
    caughtBy: header.get('Caught-by'),
    survivedAtFirst: header.get('Survived-at-first'),
    round: Number(header.get('Round') ?? 1),
    paths: [...diff.matchAll(/^\+\+\+ b\/(\S+)/gm)].flatMap(([, path]) => path ?? []),
    print: createHash('sha256').update(diff).digest('hex').slice(0, 16),
  };
}

/** What a patch that is kept here lacks. */
export function faultsOf({ bug, breaks, suffered, caughtBy, round, paths }: Bug): readonly string[] {
  const faults: string[] = [];
  if (bug === '') faults.push('does not say what the bug is (Bug:)');
  if (breaks === '') faults.push('does not say which promise or rule it breaks (Breaks:)');
  if (suffered === '') faults.push('does not say what somebody would suffer (Suffered:)');
  if (caughtBy === undefined) faults.push('does not say which suite catches it (Caught-by:)');
  else if (!isSuite(caughtBy)) faults.push(`names “${caughtBy}”, which is no suite`);
  if (!Number.isInteger(round) || round < 1) faults.push('is of no round that has a number (Round:)');
  if (paths.length === 0) faults.push('changes no file');
  return faults;
}

/** `Name: value`; lines that are indented go on with the value before them. */
function readHeader(text: string): ReadonlyMap<string, string> {
  const header = new Map<string, string>();
  let name = '';
  for (const line of text.split('\n')) {
    const [, found, value] = /^([A-Z][\w-]*): (.*)$/.exec(line) ?? [];
    if (found !== undefined && value !== undefined) header.set((name = found), value.trim());
    else if (/^\s+\S/.test(line) && name !== '') header.set(name, `${header.get(name) ?? ''} ${line.trim()}`);
  }
  return header;
}
