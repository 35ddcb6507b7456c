import { parseArgs } from 'node:util';
import { checkHistory, type Report } from './check.ts';
import { FileLines } from './input/lines.ts';
import { Unreadable } from './input/unreadable.ts';
import { rules, type Rule } from './rules/rules.ts';

const usage = `Usage: npm run check-history -- HISTORY LOG

  HISTORY  what everybody asked and was told: docs/history-format.md
  LOG      the log of the same event, exported afterwards: docs/log-format.md

Ends with code 0 when everything can be explained, with 1 when something cannot, with 2 when there is nothing to check.`;

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' } },
  });
  const [historyFile, logFile] = positionals;
  if (values.help === true || historyFile === undefined || logFile === undefined) {
    console.log(usage);
    return values.help === true ? 0 : 2;
  }
  const report = checkHistory(new FileLines(historyFile), new FileLines(logFile));
  for (const line of wordsFor(report)) console.log(line);
  return report.verdicts.some(({ broken }) => broken > 0) ? 1 : 0;
}

function* wordsFor({ operations, changes, verdicts }: Report): Iterable<string> {
  yield `${whole(operations)} operations, ${whole(changes)} changes.`;
  for (const { rule, checked, broken, told } of verdicts) {
    const sign = broken > 0 ? '✗' : checked > 0 ? '✓' : '–';
    const count = broken > 0 ? `${whole(broken)} BROKEN of ${whole(checked)}` : `${whole(checked)} checked`;
    yield `  ${sign} ${rules[rule as Rule]} (${count})`;
    for (const what of told) yield `    - ${what}`;
  }
  const isExplained = verdicts.every(({ broken }) => broken === 0);
  yield isExplained ? 'All of it can be explained.' : 'This can NOT be explained.';
}

const whole = (count: number) => count.toLocaleString('en');

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof Unreadable) && !(error instanceof Error && 'code' in error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
