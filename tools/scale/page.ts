import { readFileSync } from 'node:fs';
import { demandOf, soldOutAfterMs, type Demand } from './demand.ts';
import { stadium, theatre, THEATRES, type Sale } from './sales.ts';
import { amount, peaksOf, tiersOf, type Tier } from './tiers.ts';

const SEED = 1;
/** What comes seldom is counted over so long. */
const AROUND_S = 20;
/** Before and after the opening, for the course of a sale. */
const MOMENTS_S = [-3_000, -600, -60, -20, -10, -5, 0, 5, 10, 30, 60, 180, 300, 420];

/** The page `docs/scale.md`: its words from the template, its tables from the model. */
export function scalePage(): string {
  const template = readFileSync(new URL('./page-words.txt', import.meta.url), 'utf8');
  const big = demandOf(stadium, SEED);
  const small = demandOf(theatre, SEED);
  const parts: Readonly<Record<string, string>> = {
    sales: salesTable(),
    course: courseTable(big),
    stadium: tierTable(tiersOf(stadium, peaksOf(big))),
    theatres: tierTable(tiersOf(theatre, peaksOf(small), THEATRES)),
  };
  return template.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`page-words.txt asks for ${name}, which there is not`);
    return part;
  });
}

function salesTable(): string {
  const row = (label: string, of: (sale: Sale) => string) => [label, of(stadium), of(theatre)];
  return table([
    ['', stadium.name, theatre.name],
    row('people', ({ people }) => amount(people)),
    row('seats', ({ seatCount }) => amount(seatCount)),
    row('let in a minute', ({ admittedPerMinute }) => amount(admittedPerMinute)),
    row('inside at the same time', ({ admittedPerMinute, turnMs }) =>
      amount((admittedPerMinute * turnMs) / 60_000),
    ),
    row('sold out after', (sale) => `${Math.round(soldOutAfterMs(sale) / 60_000)} min`),
  ]);
}

function courseTable(demand: Demand): string {
  const at = (series: Float64Array, second: number) =>
    amount(series[Math.round(demand.opensAtSecond) + second] ?? 0);
  const around = (series: Float64Array, second: number) => {
    const from = Math.max(0, Math.round(demand.opensAtSecond) + second);
    return amount(series.subarray(from, from + AROUND_S).reduce((a, b) => a + b, 0) / AROUND_S);
  };
  return table([
    [
      'seconds from the opening',
      'visits/s',
      'joins/s',
      'looks/s',
      'passes/s',
      'holds/s',
      'confirmations/s',
      'streams',
    ],
    ...MOMENTS_S.map((second) => [
      `${second}`,
      around(demand.visits, second),
      around(demand.joins, second),
      at(demand.statuses, second),
      around(demand.passes, second),
      around(demand.holds, second),
      around(demand.confirms, second),
      at(demand.streams, second),
    ]),
  ]);
}

function tierTable(tiers: readonly Tier[]): string {
  return table([
    ['tier', 'does', 'at the most', 'takes', 'ends at'],
    ...tiers.map(({ name, does, load, needs, endsAt }) => [name, does, load, needs, endsAt]),
  ]);
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
