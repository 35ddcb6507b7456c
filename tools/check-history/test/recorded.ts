import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkHistory, type Report } from '../check.ts';
import { TextLines } from '../input/lines.ts';
import type { Rule } from '../rules/rules.ts';

/** A line of a history as it stands in the file; what a falsification needs of it. */
export interface Line {
  n: number;
  user: string;
  op: string;
  start: number;
  end: number | null;
  outcome: string;
  status: number;
  reason: string | null;
  key: string | null;
  asked: Record<string, unknown>;
  got: Record<string, unknown>;
}

/** A change as it stands in the file, without its hash. */
export type Row = [
  sequence: number,
  at: number,
  cause: string,
  actor: string,
  mark: string | null,
  seats: number[],
  ends: number | null,
  expiresAt: number | null,
  extensionsUsed: number | null,
  remaining: number | null,
  wish?: unknown,
];

/** A history and its log, to be changed by hand. */
export interface Recorded {
  header: Record<string, unknown>;
  lines: Line[];
  logHeader: { epoch: string; event: string; to: { sequence: number; head: string } };
  rows: Row[];
}

const read = (name: string) =>
  readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8')
    .trimEnd()
    .split('\n');

const historyText = read('recorded.ndjson');
const logText = read('recorded.log.ndjson');

/** What was recorded of a round of `npm run histories`, anew each time. */
export function recorded(): Recorded {
  const [header = '', ...lines] = historyText;
  const [logHeader = '', ...rows] = logText;
  return {
    header: JSON.parse(header) as Recorded['header'],
    lines: lines.map((line) => JSON.parse(line) as Line),
    logHeader: JSON.parse(logHeader) as Recorded['logHeader'],
    rows: rows.map((row) => (JSON.parse(row) as unknown[]).slice(0, -1) as Row),
  };
}

/** Judges it, with the log numbered and chained anew, so that it is not the chain that gives a falsification away. */
export function judged({ header, lines, logHeader, rows }: Recorded): Report {
  let head = sha256(`${logHeader.epoch}:${logHeader.event}`);
  const chained = rows.map((row) => {
    head = sha256(`${head}\n${JSON.stringify(row)}`);
    return JSON.stringify([...row, head]);
  });
  const first = JSON.stringify({ ...logHeader, to: { sequence: rows.length, head } });
  return checkHistory(
    new TextLines([JSON.stringify(header), ...lines.map((line) => JSON.stringify(line))]),
    new TextLines([first, ...chained]),
  );
}

/** The rules that were broken. */
export function brokenIn(report: Report): Rule[] {
  return report.verdicts.filter(({ broken }) => broken > 0).map(({ rule }) => rule as Rule);
}

/** As it is in the files, or with some lines of the log changed as texts. */
export function asItIs(changed: (line: string) => string = (line) => line): Report {
  return checkHistory(new TextLines(historyText), new TextLines(logText.map(changed)));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
