import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LineFindings } from './line.ts';

/** What one failover cost and showed. */
export interface RoundResult {
  readonly round: number;
  readonly family: 'postgres' | 'redis';
  readonly kind: string;
  readonly at: string;
  readonly leaderBefore: string;
  readonly leaderAfter: string;
  readonly hasMoved: boolean;
  /** The longest time without an acknowledged write from the fault until it was mended. */
  readonly gapMs: number;
  /** The same from then on: what the return of the old leader cost. */
  readonly gapAfterMendMs: number;
  readonly joinGapMs: number;
  /** When another was first seen to lead; of a trial, its length. */
  readonly movedAfterMs: number;
  readonly wholeAfterMs: number;
  /** Of each who watched: from the first sale afterwards until it was seen. */
  readonly convergenceMs: readonly number[];
  /** How often a watcher's hall began anew. */
  readonly restarts: number;
  readonly operations: number;
  readonly acknowledged: number;
  readonly unsettled: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly line: LineFindings;
  readonly anomalies: readonly string[];
}

/** What has been played so far: one line a round, so that a run that was ended goes on where it was. */
export class Results {
  readonly all: RoundResult[];
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = join(folder, 'results.ndjson');
    const lines = existsSync(this.file) ? readFileSync(this.file, 'utf8').split('\n') : [];
    this.all = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RoundResult);
  }

  add(result: RoundResult): void {
    this.all.push(result);
    appendFileSync(this.file, `${JSON.stringify(result)}\n`);
  }

  /** Writes both reports and gives the one for reading. */
  report(): string {
    const kinds = [...new Set(this.all.map(({ family, kind }) => `${family}: ${kind}`))].sort();
    const rows = kinds.map((name) => {
      const of = this.all.filter(({ family, kind }) => `${family}: ${kind}` === name);
      return { name, ...summary(of) };
    });
    const total = {
      rounds: this.all.length,
      moved: {
        postgres: this.all.filter(({ family, hasMoved }) => family === 'postgres' && hasMoved).length,
        redis: this.all.filter(({ family, hasMoved }) => family === 'redis' && hasMoved).length,
      },
      operations: sum(this.all.map(({ operations }) => operations)),
      acknowledged: sum(this.all.map(({ acknowledged }) => acknowledged)),
      anomalies: this.all.flatMap(({ round, kind, anomalies }) =>
        anomalies.map((what) => `round ${round}, ${kind}: ${what}`),
      ),
      line: {
        joined: sum(this.all.map(({ line }) => line.joined)),
        forgotten: sum(this.all.map(({ line }) => line.forgotten)),
        toldTwice: sum(this.all.map(({ line }) => line.toldTwice)),
        heldTwice: sum(this.all.map(({ line }) => line.heldTwice)),
        passes: sum(this.all.map(({ line }) => line.passes)),
        passesTwice: sum(this.all.map(({ line }) => line.passesTwice)),
      },
    };
    writeFileSync(
      join(this.folder, 'report.json'),
      `${JSON.stringify({ total, kinds: rows }, undefined, 2)}\n`,
    );
    const text = markdown(total, rows);
    writeFileSync(join(this.folder, 'report.md'), text);
    return text;
  }
}

interface Spread {
  readonly p50: number;
  readonly p90: number;
  readonly max: number;
}

function summary(rounds: readonly RoundResult[]) {
  return {
    rounds: rounds.length,
    moved: rounds.filter(({ hasMoved }) => hasMoved).length,
    gap: spread(rounds.map(({ gapMs }) => gapMs)),
    joinGap: spread(rounds.map(({ joinGapMs }) => joinGapMs)),
    gapAfterMend: spread(rounds.map(({ gapAfterMendMs }) => gapAfterMendMs)),
    whole: spread(rounds.map(({ wholeAfterMs }) => wholeAfterMs)),
    convergence: spread(rounds.flatMap(({ convergenceMs }) => convergenceMs)),
    anomalies: sum(rounds.map(({ anomalies }) => anomalies.length)),
  };
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p90: at(0.9), max: at(1) };
}

function markdown(
  total: { operations: number; acknowledged: number; anomalies: readonly string[]; line: LineFindings },
  rows: readonly ({ readonly name: string } & ReturnType<typeof summary>)[],
): string {
  const seconds = ({ p50, p90, max }: Spread) =>
    [p50, p90, max].map((ms) => (ms / 1_000).toFixed(1)).join(' / ');
  const { joined, forgotten, toldTwice, heldTwice, passes, passesTwice } = total.line;
  return [
    '| what | rounds | leader moved | no write, s | no joining, s | after its return, s | seen after, s | anomalies |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) =>
      [
        ...['', row.name, row.rounds, row.moved, seconds(row.gap), seconds(row.joinGap)],
        ...[seconds(row.gapAfterMend), seconds(row.convergence), row.anomalies, ''],
      ]
        .join(' | ')
        .trim(),
    ),
    '',
    'Three figures: p50 / p90 / longest.',
    `${total.operations} requests about seats and the line, ${total.acknowledged} acknowledged writes to seats.`,
    `The line: ${joined} joined, ${forgotten} were forgotten by Redis and lined up anew, ${toldTwice} numbers were told`,
    `a second time after that, ${heldTwice} belonged to two at a time; ${passes} passes, ${passesTwice} twice for a number.`,
    total.anomalies.length === 0 ? 'No anomaly.' : `ANOMALIES:\n${total.anomalies.join('\n')}`,
    '',
  ].join('\n');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
