import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explanationOf, explanations } from './explained.ts';
import { mutationPage, pageFile } from './page.ts';
import { noteReport, readResults, scoreOf, type Results } from './results.ts';
import { root, type ReportedMutant } from './stryker.ts';
import { parts } from './targets.ts';

const results = readResults();
const at = (line: number, column: number) => ({ line, column });

describe('the mutation tests', () => {
  test('are of sources that exist, each once', () => {
    const sources = parts.flatMap((part) => part.sources);
    expect(new Set(sources).size).toBe(sources.length);
    for (const source of sources) expect(readFileSync(join(root, source), 'utf8')).not.toBe('');
  });

  test('noticed nine changes in ten at least, of all that were tried last', () => {
    const all = [...results.values()];
    const sum = (count: (result: (typeof all)[number]) => number) =>
      all.reduce((total, result) => total + count(result), 0);
    const total = {
      killed: sum(({ killed }) => killed),
      timedOut: sum(({ timedOut }) => timedOut),
      survivors: all.flatMap(({ survivors }) => survivors),
    };
    expect(scoreOf(total).percent).toBeGreaterThanOrEqual(90);
  });

  test('stand on the page as they came out', () => {
    expect(readFileSync(pageFile, 'utf8')).toBe(mutationPage(results));
  });
});

describe('an explanation of what nobody notices', () => {
  test('is of a line that its source still has, and says why', () => {
    const stale = explanations.filter(({ source, code, why }) => {
      const lines = readFileSync(join(root, source), 'utf8').split('\n');
      return !lines.some((line) => line.trim() === code) || why.length < 20;
    });
    expect(stale.map(({ source, code }) => `${source}: ${code}`)).toEqual([]);
  });

  test('is of a change that was tried and not noticed', () => {
    const used = new Set(
      [...results].flatMap(([source, { survivors }]) => survivors.map((each) => explanationOf(source, each))),
    );
    const needless = explanations.filter((each) => !used.has(each));
    expect(needless.map(({ source, code }) => `${source}: ${code}`)).toEqual([]);
  });
});

describe('a report', () => {
  test('is counted by what became of each change, and keeps those that nobody noticed', () => {
    const mutant = (
      status: ReportedMutant['status'],
      rest: Partial<ReportedMutant> = {},
    ): ReportedMutant => ({
      mutatorName: 'ConditionalExpression',
      replacement: 'true',
      status,
      location: { start: at(2, 7), end: at(2, 12) },
      ...rest,
    });
    const read: Results = new Map();
    noteReport(read, {
      'a.ts': {
        source: 'const a = 1;\n  if (a > 1) {\n  }\n',
        mutants: [
          mutant('Killed'),
          mutant('Killed'),
          mutant('Timeout'),
          mutant('Ignored'),
          mutant('Survived'),
          mutant('NoCoverage', { replacement: '{\n}', location: { start: at(2, 14), end: at(3, 4) } }),
        ],
      },
    });
    const result = read.get('a.ts');
    expect(result).toMatchObject({
      killed: 2,
      timedOut: 1,
      leftOut: 1,
      survivors: [
        { line: 2, code: 'if (a > 1) {', from: 'a > 1', to: 'true' },
        { line: 2, code: 'if (a > 1) {', from: '{', to: '{ }' },
      ],
    });
    expect(result && scoreOf(result)).toEqual({ tried: 5, percent: 60 });
  });
});
