import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Trial } from './try-bug.ts';

/** What came of each bug when it was last planted; also what a run that was broken off goes on from. */
export type Results = ReadonlyMap<string, Trial>;

export const resultsFile = join(import.meta.dirname, 'results.json');

export function readResults(): Map<string, Trial> {
  let text: string;
  try {
    text = readFileSync(resultsFile, 'utf8');
  } catch {
    // The first run.
    return new Map();
  }
  // Written below.
  const { trials } = JSON.parse(text) as { readonly trials: readonly Trial[] };
  return new Map(trials.map((trial) => [trial.name, trial]));
}

export function writeResults(results: Results): void {
  const trials = [...results.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  // Renamed when it is whole, as a run may be broken off at any time.
  writeFileSync(`${resultsFile}.new`, `${JSON.stringify({ trials }, null, 2)}\n`);
  renameSync(`${resultsFile}.new`, resultsFile);
}
