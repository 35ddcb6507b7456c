import { join } from 'node:path';
import { explanationOf } from './explained.ts';
import { scoreOf, type Result, type Results, type Survivor } from './results.ts';
import { root } from './stryker.ts';
import { parts } from './targets.ts';

export const pageFile = join(root, 'docs', 'mutation.md');

/** The page that tells which small changes to the decisions and the box office no test notices, and why. */
export function mutationPage(results: Results): string {
  const all = [...results].sort(([a], [b]) => (a < b ? -1 : 1));
  const untried = parts.flatMap(({ sources }) => sources).filter((source) => !results.has(source));
  const total = sum(all.map(([, result]) => result));
  const { tried, percent } = scoreOf(total);
  const unexplained = all.flatMap(([source, { survivors }]) =>
    survivors
      .filter((each) => explanationOf(source, each) === undefined)
      .map((each) => [source, each] as const),
  );
  return [
    '# Mutation tests',
    '',
    '`npm run mutation` makes every small change that [Stryker](https://stryker-mutator.io) knows to the decisions and the ' +
      `box office, one at a time, and runs the tests of their subject. Of ${tried} changes to ${all.length} sources ` +
      `${total.killed + total.timedOut} are noticed: **${percent.toFixed(1)} %**. ` +
      '[How that is done](../tools/mutation/README.md).',
    '',
    'This page is written by that command; a test compares it with what it found.',
    '',
    '## Each source',
    '',
    '| source | tried | noticed | unnoticed | % |',
    '| --- | --: | --: | --: | --: |',
    ...all.map(([source, result]) => row(`[${shortened(source)}](../${source})`, result)),
    row('**all**', total),
    '',
    ...(untried.length === 0
      ? []
      : [`Not tried yet: ${untried.map((each) => `\`${shortened(each)}\``).join(', ')}.`, '']),
    '## What nobody notices, and why that is so',
    '',
    ...all.flatMap(([source, result]) => explained(source, result)),
    ...(unexplained.length === 0
      ? []
      : [
          '## Not explained yet',
          '',
          ...unexplained.map(([source, each]) => item(each, shortened(source))),
          '',
        ]),
  ].join('\n');
}

function explained(source: string, { survivors }: Result): readonly string[] {
  const known = survivors.flatMap((each) => {
    const why = explanationOf(source, each)?.why;
    return why === undefined ? [] : [{ each, why }];
  });
  if (known.length === 0) return [];
  const reasons = [...new Set(known.map(({ why }) => why))];
  return [
    `### ${shortened(source)}`,
    '',
    ...reasons.flatMap((why) => [
      `${why}`,
      '',
      ...known.filter((one) => one.why === why).map(({ each }) => item(each)),
      '',
    ]),
  ];
}

function item({ line, code, from, to }: Survivor, source?: string): string {
  const place = source === undefined ? `${line}` : `${source}:${line}`;
  return `- ${place}: ${quoted(code)}: ${quoted(from)} → ${to === '' ? 'nothing' : quoted(to)}`;
}

function row(name: string, result: Pick<Result, 'killed' | 'timedOut' | 'survivors'>): string {
  const { tried, percent } = scoreOf(result);
  const cells = [name, tried, result.killed + result.timedOut, result.survivors.length, percent.toFixed(1)];
  return `| ${cells.join(' | ')} |`;
}

function sum(results: readonly Result[]): Pick<Result, 'killed' | 'timedOut' | 'survivors'> {
  return {
    killed: results.reduce((count, { killed }) => count + killed, 0),
    timedOut: results.reduce((count, { timedOut }) => count + timedOut, 0),
    survivors: results.flatMap(({ survivors }) => survivors),
  };
}

const shortened = (source: string): string => source.replace('server/src/', '');
const quoted = (code: string): string => (code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``);
