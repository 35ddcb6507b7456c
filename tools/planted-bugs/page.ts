import { join } from 'node:path';
import type { Bug } from './bug.ts';
import type { Results } from './results.ts';
import { root } from './scratch.ts';

export const pageFile = join(root, 'docs', 'planted-bugs.md');

/** The page that tells of all bugs: what each breaks, and which test catches it. */
export function plantedBugsPage(bugs: readonly Bug[], results: Results): string {
  const survivors = bugs.filter(({ survivedAtFirst }) => survivedAtFirst !== undefined);
  const caughtCount = bugs.filter(({ name }) => results.get(name)?.isCaught === true).length;
  return [
    '# Planted bugs',
    '',
    `Small mistakes that somebody could make, each kept as [a patch](../tools/planted-bugs/bugs). ` +
      '`npm run planted-bugs` plants one at a time in a copy of the checkout and runs the suite that should catch it. ' +
      `Of ${bugs.length} bugs ${caughtCount} are caught. [How that is done](../tools/planted-bugs/README.md), also ` +
      'with bugs of your own.',
    '',
    'This page is written by that command; a test compares it with the patches.',
    '',
    '## How many were missed at first',
    '',
    'What tells most of the tests is how many bugs they miss before anybody has seen them miss one. Those of the first round were ' +
      'planted by those who wrote the tests; each later round was written by somebody who had not, in a sitting and before any ' +
      'suite was asked. All that were missed have a test now. Mutants that change nothing were dropped, and do not count. Of ' +
      'the third round, the fifth and the sixth those that were caught at once are counted, and only some of them are kept.',
    '',
    '| round | bugs | missed at first | caught now |',
    '| --- | --- | --- | --- |',
    ...rounds(bugs, results),
    '',
    '## What catches what',
    '',
    '| bug | breaks | suite | the test that fails first | s |',
    '| --- | --- | --- | --- | --- |',
    ...bugs.map((bug) => row(bug, results)),
    '',
    '## Those that survived at first',
    '',
    'The tests of its own subject did not notice these when they were first planted; those that do now were written because ' +
      'of them.',
    '',
    ...survivors.map(({ name, bug, survivedAtFirst }) => {
      return `- **${name}** (${cell(lowered(bug))}): ${cell(survivedAtFirst ?? '')}`;
    }),
    '',
  ].join('\n');
}

/**
 * How many bugs of a round were caught when they were tried by hand, and are not kept: without them a round would look
 * worse than it was.
 */
const CAUGHT_AND_NOT_KEPT: ReadonlyMap<number, number> = new Map([
  [3, 54],
  [5, 76],
  [6, 46],
]);

function rounds(bugs: readonly Bug[], results: Results): readonly string[] {
  const numbers = [...new Set(bugs.map(({ round }) => round))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const own = bugs.filter(({ round }) => round === number);
    const notKept = CAUGHT_AND_NOT_KEPT.get(number) ?? 0;
    const count = own.length + notKept;
    const missed = own.filter(({ survivedAtFirst }) => survivedAtFirst !== undefined).length;
    const caught = own.filter(({ name }) => results.get(name)?.isCaught === true).length + notKept;
    const share = Math.round((1_000 * missed) / count) / 10;
    return `| ${[number, count, `${missed} (${share} %)`, caught].join(' | ')} |`;
  });
}

function row({ name, bug, breaks, file }: Bug, results: Results): string {
  const trial = results.get(name);
  const [first] = trial?.caughtBy ?? [];
  const link = `[${name}](../${file.slice(root.length + 1)})`;
  const cells =
    first === undefined
      ? ['–', trial === undefined ? 'not tried yet' : '**none**']
      : [`\`${first.suite}\``, `${first.test} ([${nameOf(first.file)}](../${first.file}))`];
  return `| ${[`${link}: ${lowered(bug)}`, breaks, ...cells, String(trial?.seconds ?? '–')].map(cell).join(' | ')} |`;
}

const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
const lowered = (text: string): string => text.replace(/\.$/, '');
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
