import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { scenarios } from '../measurements/scenarios.ts';
import type { Options } from '../options.ts';
import { spread, type Figures, type Rate } from './figures.ts';
import { goalsOf, show } from './goals.ts';

const template = new URL('performance.template.md', import.meta.url);

const titles: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(scenarios).map(([name, { title }]) => [name, title])),
  pgbench: 'pgbench, a transaction each, scattered',
  'pgbench-bump': 'pgbench, each also bumps the event’s row',
};

/** `docs/performance.md`: what was measured, put into the page that people have written around it. */
export async function performancePage(
  machine: readonly (readonly [string, string])[],
  options: Options,
  figures: Figures,
): Promise<string> {
  const parts: Readonly<Record<string, string>> = {
    goals: goalsTable(figures),
    rates: ratesTable(figures),
    costs: costsTable(figures),
    machine: table(['', ''], machine),
    run: `${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections`,
    sold: options.sold.toLocaleString('en'),
    resident: residentSentence(figures),
  };
  const text = readFileSync(template, 'utf8').replace(/\{\{(\w+)\}\}/g, (mark, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`The template asks for ${mark}, which nobody measures.`);
    return part;
  });
  return format(text, { ...(await resolveConfig(template)), parser: 'markdown' });
}

/** The table of goals for the terminal. */
export function goalsText(figures: Figures): string {
  const rows = goalsOf(figures)
    .filter(({ reached }) => !Number.isNaN(reached.median))
    .map(({ title, firstVersion, goal, reached, isReached, unit }) => {
      const values = [reached.min, reached.median, reached.max].map((value) => show(value, unit).padStart(9));
      return `  ${isReached ? '✓' : '✗'} ${values.join(' ')}  ${goal.padEnd(11)} ${title}${firstVersion && ` (first version: ${firstVersion})`}`;
    });
  return rows.length === 0 ? '' : ['\n      minimum    median   maximum  goal', ...rows].join('\n');
}

function goalsTable(figures: Figures): string {
  return table(
    ['figure', 'first version', 'goal', 'minimum', 'median', 'maximum', ''],
    goalsOf(figures).map(({ title, firstVersion, goal, reached, isReached, unit }) => [
      title,
      firstVersion || '–',
      goal,
      show(reached.min, unit),
      `**${show(reached.median, unit)}**`,
      show(reached.max, unit),
      Number.isNaN(reached.median) ? '' : isReached ? '✓' : '✗',
    ]),
  );
}

function ratesTable(figures: Figures): string {
  const count = (value: number) => (Number.isNaN(value) ? '–' : Math.round(value).toLocaleString('en'));
  const inMs = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(1));
  return table(
    ['', 'a second: minimum', 'median', 'maximum', 'p50 ms', 'p99 ms'],
    measured(figures).map((name) => {
      const rate = figures.spreadOf(name, 'perSecond');
      const latencies = (['latencyMsP50', 'latencyMsP99'] as const).map((member) =>
        inMs(figures.spreadOf(name, member).median),
      );
      return [titles[name] ?? name, count(rate.min), count(rate.median), count(rate.max), ...latencies];
    }),
  );
}

function costsTable(figures: Figures): string {
  const members: readonly (keyof Rate)[] = ['nodeMicros', 'postgresMicros', 'batch'];
  return table(
    ['', 'node µs', 'PostgreSQL µs', 'commands in a batch'],
    measured(figures).map((name) => [
      titles[name] ?? name,
      ...members.map((member) => {
        const { min, median, max } = figures.spreadOf(name, member);
        return Number.isNaN(median) ? '–' : `${median.toFixed(0)} (${min.toFixed(0)}–${max.toFixed(0)})`;
      }),
    ]),
  );
}

function residentSentence(figures: Figures): string {
  const bytes = (name: string) => show(spread(figures.seriesOf(name)).median, 'bytes');
  return (
    `Of a stream client JavaScript itself holds ${bytes('stream-used-bytes')}; the goal is about all that the ` +
    `process was given. Of a seat sold the process was given ${bytes('seat-resident-bytes')}; the goal is about ` +
    `what is left after a garbage collection. A hall of 250,000 seats of which none is sold opened in ` +
    `${show(spread(figures.seriesOf('opening-unsold-ms')).median, 'ms')}.`
  );
}

const measured = (figures: Figures) => Object.keys(titles).filter((name) => figures.ratesOf(name).length > 0);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const numbers = head.map((_, column) => (column === 0 || head[column] === '' ? '---' : '--:'));
  return [head, numbers, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
