import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report, ReportedFile, ReportedMutant } from './stryker.ts';

const resultsFile = join(import.meta.dirname, 'results.json');

/** A change that no test noticed. */
export interface Survivor {
  readonly line: number;
  /** The line in which it begins, as it is in the source. */
  readonly code: string;
  /** What was replaced, up to the end of its line, and what stood there instead. */
  readonly from: string;
  readonly to: string;
}

/** What came of all changes to one source. */
export interface Result {
  /** Of the source as it was. */
  readonly digest: string;
  readonly killed: number;
  /** Those that made the tests run in circles count as noticed. */
  readonly timedOut: number;
  /** Not tried: texts for people, and constants that are read when a module is loaded. */
  readonly leftOut: number;
  readonly survivors: readonly Survivor[];
}

/** By the path of the source. */
export type Results = Map<string, Result>;

export function readResults(): Results {
  if (!existsSync(resultsFile)) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(resultsFile, 'utf8')) as Record<string, Result>));
}

export function writeResults(results: Results): void {
  const sorted = [...results].sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(resultsFile, `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`);
}

/** Takes in what Stryker reports of some sources. */
export function noteReport(results: Results, report: Report): void {
  for (const [source, file] of Object.entries(report)) results.set(source, resultOf(file));
}

export function digestOf(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 16);
}

/** How many changes were tried, and how many of them in a hundred were noticed; 100 where there was nothing to try. */
export function scoreOf({ killed, timedOut, survivors }: Pick<Result, 'killed' | 'timedOut' | 'survivors'>): {
  readonly tried: number;
  readonly percent: number;
} {
  const noticed = killed + timedOut;
  const tried = noticed + survivors.length;
  return { tried, percent: tried === 0 ? 100 : (100 * noticed) / tried };
}

function resultOf({ source, mutants }: ReportedFile): Result {
  const lines = source.split('\n');
  const count = (...statuses: readonly ReportedMutant['status'][]) =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  return {
    digest: digestOf(source),
    killed: count('Killed', 'RuntimeError', 'CompileError'),
    timedOut: count('Timeout'),
    leftOut: count('Ignored'),
    survivors: mutants
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map((mutant) => survivorOf(mutant, lines)),
  };
}

function survivorOf(
  { location: { start, end }, replacement = '' }: ReportedMutant,
  lines: readonly string[],
) {
  const code = lines[start.line - 1] ?? '';
  const from = code.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
  return { line: start.line, code: code.trim(), from, to: replacement.replace(/\s+/g, ' ') };
}
