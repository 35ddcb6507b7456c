import { percentile, spread, type Figures, type Spread } from './figures.ts';

/** A figure that the project has set itself, and what it was when it did. */
export interface Goal {
  readonly title: string;
  readonly firstVersion: string;
  readonly goal: string;
  /** What was measured; NaN when it was not. */
  readonly reached: Spread;
  readonly isReached: boolean;
  readonly unit: Unit;
}

export type Unit = 'ratio' | 'µs' | 'ms' | 'bytes';

export function goalsOf(figures: Figures): readonly Goal[] {
  const ratio = (title: string, name: string, reference: string, firstVersion: string, least: number) =>
    atLeast(title, firstVersion, least, spread(figures.ratio(name, reference)));
  const one = (name: string) => spread(figures.seriesOf(name));
  const latency = figures.seriesOf('stream-latency-ms');
  const clients = (figures.seriesOf('stream-clients')[0] ?? 10_000).toLocaleString('en');
  return [
    ratio('reservation with cookie and key ÷ pgbench, scattered', 'reserve', 'pgbench', '0.9', 2.5),
    ratio('the same ÷ pgbench that bumps the event’s row', 'reserve', 'pgbench-bump', '5', 12),
    atMost('node CPU per reservation', '78 µs', 35, 'µs', figures.spreadOf('reserve', 'nodeMicros')),
    ratio('hold by user header ÷ bare Fastify GET', 'hold-header', 'bare-get', '0.27', 0.5),
    ratio('hold by cookie ÷ the same', 'hold', 'bare-get', '', 0.5),
    ratio('refusal on one seat by user header ÷ the same', 'refuse-header', 'bare-get', '0.34', 0.7),
    ratio('refusal on one seat by cookie ÷ the same', 'refuse', 'bare-get', '', 0.7),
    ratio('`GET /api/v1/seats` ÷ the same', 'seats', 'bare-get', '0.37', 0.85),
    ratio('`GET /healthz` ÷ the same', 'healthz', 'bare-get', '0.40', 0.85),
    atMost(
      `${clients} streams, request → last client: p50, p99 and slowest change; the p99 counts`,
      '201 ms',
      150,
      'ms',
      { min: percentile(latency, 0.5), median: percentile(latency, 0.99), max: percentile(latency, 1) },
    ),
    atMost('opening an event with old reservations', '950 ms', 300, 'ms', one('opening-ms')),
    atMost('memory per seat sold, in the server that sold it', '1,000 B', 300, 'bytes', one('seat-bytes')),
    atMost('the same in a server that opened the event', '', 300, 'bytes', one('reopened-seat-bytes')),
    atMost('memory per stream client', '10,000 B', 10_240, 'bytes', one('stream-resident-bytes')),
  ];
}

function atLeast(title: string, firstVersion: string, least: number, reached: Spread): Goal {
  const isReached = reached.median >= least;
  return { title, firstVersion, goal: `≥ ${least}`, reached, isReached, unit: 'ratio' };
}

function atMost(title: string, firstVersion: string, most: number, unit: Unit, reached: Spread): Goal {
  const goal = `≤ ${show(most, unit)}`;
  return { title, firstVersion, goal, reached, isReached: reached.median <= most, unit };
}

/** A figure with its unit, and no more digits than it deserves. */
export function show(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return '–';
  switch (unit) {
    case 'ratio':
      return value.toFixed(value < 10 ? 2 : 1);
    case 'µs':
    case 'ms':
      return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
    case 'bytes':
      return `${Math.round(value).toLocaleString('en')} B`;
  }
}
