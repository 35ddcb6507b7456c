import type { Judged } from './verdict.ts';
import type { Sample } from './sample.ts';

interface Line {
  readonly name: string;
  readonly of: (sample: Sample) => number | undefined;
}

interface Plot {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
}

const MB = 1e-6;
const times = (factor: number, value: number | undefined) =>
  value === undefined ? undefined : value * factor;
const table = (name: string) => (sample: Sample) => {
  const figures = sample.look.database?.tables[name];
  return figures && (figures.bytes + figures.indexBytes) * MB;
};

const PLOTS: readonly Plot[] = [
  {
    ...{ title: 'Memory', unit: 'MB' },
    lines: [
      { name: 'server, RSS', of: ({ look }) => look.rssBytes * MB },
      { name: 'server, heap', of: ({ look }) => look.heapBytes * MB },
      { name: 'PostgreSQL', of: ({ look }) => times(MB, look.database?.rssBytes) },
    ],
  },
  {
    ...{ title: 'Latency of all requests', unit: 'ms' },
    lines: [
      { name: 'p50', of: ({ kinds }) => kinds['all']?.p50 },
      { name: 'p95', of: ({ kinds }) => kinds['all']?.p95 },
      { name: 'p99', of: ({ kinds }) => kinds['all']?.p99 },
    ],
  },
  {
    ...{ title: 'Tables with their indexes', unit: 'MB' },
    lines: [
      { name: 'change', of: table('change') },
      { name: 'reservation: all that were ever made', of: table('reservation') },
      { name: 'seat', of: table('seat') },
    ],
  },
  {
    ...{ title: 'What is kept', unit: 'thousands' },
    lines: [
      { name: 'changes', of: ({ look }) => times(1e-3, look.database?.keptChanges) },
      { name: 'keys of retries', of: ({ look }) => times(1e-3, look.database?.keptKeys) },
      { name: 'active reservations', of: ({ look }) => times(1e-3, look.database?.activeReservations) },
    ],
  },
  {
    ...{ title: 'Requests a second', unit: '' },
    lines: [{ name: 'answered', of: ({ requestsPerS }) => requestsPerS }],
  },
  {
    ...{ title: 'Load of the whole machine', unit: '' },
    lines: [{ name: 'programs that want a core, over a minute', of: ({ machineLoad }) => machineLoad }],
  },
];

const COLOURS = ['#1f5fae', '#c2410c', '#2f7d4f'];
const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [620, 210, 62, 44, 26];
const COLUMNS = 2;
const MARGIN = 16;

/** All plots as one picture that needs nothing else. */
export function drawPlots(samples: readonly Sample[]): string {
  const plots = PLOTS.filter(({ lines }) =>
    samples.some((each) => lines.some(({ of }) => isNumber(of(each)))),
  );
  const width = COLUMNS * (WIDTH + MARGIN) + MARGIN;
  const height = Math.ceil(plots.length / COLUMNS) * (HEIGHT + MARGIN) + MARGIN;
  const drawn = plots.map((plot, i) => {
    const x = MARGIN + (i % COLUMNS) * (WIDTH + MARGIN);
    const y = MARGIN + Math.floor(i / COLUMNS) * (HEIGHT + MARGIN);
    return `<g transform="translate(${x} ${y})">${drawPlot(plot, samples)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#222"><rect width="100%" height="100%" fill="#fff"/>${drawn.join('\n')}</svg>\n`;
}

function drawPlot({ title, unit, lines }: Plot, samples: readonly Sample[]): string {
  const end = Math.max(1, samples.at(-1)?.seconds ?? 1);
  const values = samples.flatMap((sample) => lines.map(({ of }) => of(sample))).filter(isNumber);
  // The few worst moments are cut off, so that the others can be told apart.
  const top = niceAbove(values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.995)] ?? 1);
  const x = (seconds: number) => LEFT + (seconds / end) * (WIDTH - LEFT - 8);
  const y = (value: number) => TOP + (1 - Math.min(value, top) / top) * (HEIGHT - TOP - BOTTOM);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = y(share * top).toFixed(1);
    return `<path d="M${LEFT} ${at}H${WIDTH - 8}" stroke="#ddd"/><text x="${LEFT - 6}" y="${Number(at) + 4}" text-anchor="end">${label(share * top)}</text>`;
  });
  const stepMinutes = Math.max(1, Math.ceil(end / 60 / 10));
  const minutes = Array.from({ length: Math.floor(end / 60 / stepMinutes) + 1 }, (_, i) => i * stepMinutes);
  const ticks = minutes.map(
    (minute) =>
      `<text x="${x(minute * 60).toFixed(1)}" y="${HEIGHT - 8}" text-anchor="middle">${minute} min</text>`,
  );
  const drawn = lines.map(({ of }, i) => {
    const points = samples.flatMap((sample) => {
      const value = of(sample);
      return isNumber(value) ? [`${x(sample.seconds).toFixed(1)} ${y(value).toFixed(1)}`] : [];
    });
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[i] ?? '#222'}" stroke-width="1.4"/>`;
  });
  let at = LEFT;
  const legend = lines.map(({ name }, i) => {
    const text = `<tspan fill="${COLOURS[i] ?? '#222'}" font-weight="600">— ${name}</tspan>`;
    const placed = `<text x="${at}" y="34">${text}</text>`;
    at += 40 + name.length * 7;
    return placed;
  });
  const head = `<text x="0" y="15" font-size="14" font-weight="600">${title}${unit === '' ? '' : `, ${unit}`}</text>`;
  return [head, ...legend, ...grid, ...ticks, ...drawn].join('');
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-6)));
  return ([1, 2, 2.5, 4, 5, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

function label(value: number): string {
  return value >= 10 || value === 0 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** A page with the plots and the verdict, in one file. */
export function page(title: string, samples: readonly Sample[], judged: readonly Judged[]): string {
  const rows = judged.map(
    ({ what, growth, bound, isLevel }) =>
      `<tr><td>${what}</td><td>${percent(growth)}</td><td>${percent(bound)}</td><td>${isLevel ? 'level' : 'NOT level'}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:15px system-ui,sans-serif;margin:2rem;max-width:80rem}table{border-collapse:collapse}td,th{padding:.3rem .8rem;border-bottom:1px solid #ddd;text-align:left}svg{max-width:100%;height:auto}</style>
<h1>${title}</h1>
<table><tr><th>Within the second half</th><th>grows by</th><th>may grow by</th><th></th></tr>
${rows.join('\n')}</table>
${drawPlots(samples)}</html>
`;
}
