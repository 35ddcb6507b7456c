import { parseArgs } from 'node:util';
import { checkHistoryFiles } from './check.ts';
import { Unreadable } from './input/unreadable.ts';
import { wordsFor } from './words.ts';

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
  const report = checkHistoryFiles(historyFile, logFile);
  for (const line of wordsFor(report)) console.log(line);
  return report.verdicts.some(({ broken }) => broken > 0) ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof Unreadable) && !(error instanceof Error && 'code' in error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
