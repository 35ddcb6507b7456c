import { parse } from 'csv-parse/sync';
import type { Findings } from '../findings.ts';
import { COLUMNS, FURTHER_COLUMNS, type Column } from './columns.ts';

export interface Line {
  /** Counted from 1, as an editor shows it. */
  readonly number: number;
  cell(column: Column): string;
}

export interface Table {
  readonly lines: readonly Line[];
  /** Spreadsheets that separate cells by semicolons do so because the comma is in their numbers. */
  readonly hasDecimalComma: boolean;
}

const KNOWN: readonly string[] = [...COLUMNS, ...FURTHER_COLUMNS];
const DELIMITERS = [',', ';', '\t'] as const;

/** Takes a table apart: whatever separates its cells, however its lines end, in whatever order its columns are. */
export function readTable(text: string, findings: Findings): Table | undefined {
  const delimiter = delimiterOf(text);
  const records: { cells: readonly string[]; line: number }[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (cells: string[], { lines }) => {
        records.push({ cells, line: lines });
        return null;
      },
    });
  } catch (error) {
    const line = lineOf(error);
    findings.problem(line === undefined ? 'body' : `line ${line}`, wordsOf(error));
    return undefined;
  }
  const [header, ...rest] = records;
  if (header === undefined) {
    findings.problem('body', 'is empty');
    return undefined;
  }
  const columns = columnsOf(header.cells, findings);
  if (columns === undefined) return undefined;
  const lines = rest
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ cells, line }) => {
      if (cells.length > header.cells.length) {
        findings.problem(
          `line ${line}`,
          `has ${cells.length} cells; there are ${header.cells.length} columns`,
        );
      }
      return { number: line, cell: (column: Column) => cells[columns.get(column) ?? -1] ?? '' };
    });
  return { lines, hasDecimalComma: delimiter !== ',' };
}

function columnsOf(header: readonly string[], findings: Findings): Map<string, number> | undefined {
  const columns = new Map<string, number>();
  for (const [i, cell] of header.entries()) {
    const name = cell.trim().toLowerCase();
    if (!KNOWN.includes(name)) {
      if (name !== '') findings.ignore(`column ${cell.slice(0, 100)}`);
    } else if (columns.has(name)) findings.problem('line 1', `has two columns “${name}”`);
    else columns.set(name, i);
  }
  if (!columns.has('number') && !columns.has('capacity')) {
    findings.problem('line 1', `must name the columns, “number” at least; known are ${KNOWN.join(', ')}`);
  }
  return findings.isFaultless ? columns : undefined;
}

/** The one that occurs most in the first line. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/\r?\n|\r/, 1);
  const count = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
}

function lineOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('lines' in error)) return undefined;
  return typeof error.lines === 'number' ? error.lines : undefined;
}

function wordsOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'opens a quotation mark that is never closed';
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return 'has a quotation mark in the middle of a cell';
    default:
      return 'is not a line of a table';
  }
}
