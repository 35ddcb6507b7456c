import { parseArgs } from 'node:util';
import { scenarios } from './measurements/scenarios.ts';

const measurements = [...Object.keys(scenarios), 'pgbench', 'pgbench-bump', 'streams', 'opening'];

export const usage = `Usage: npm run bench -- [--quick] [--only reserve,pgbench] [--rounds 3] [--seconds 5] …

  --quick          a short look: one round, fewer streams and sold seats; under two minutes
  --only A,B       only these: ${wrapped(measurements)}
  --rounds N       how often everything is measured (3)
  --seconds S      how long each rate is measured (5)
  --connections N  over how many connections (256)
  --streams N      how many watchers (10,000)
  --changes N      how many changes they see (100)
  --sold N         how many seats are sold before the event is opened again (200,000)
  --instances N    how many servers share the database and a Redis (1, without Redis); the last serves the streams
  --write          write docs/performance.md also after a run with --quick or --only`;

export interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly streams: number;
  readonly changes: number;
  readonly sold: number;
  readonly instances: number;
  /** A page with gaps or of one round is written only when asked for. */
  readonly writesPage: boolean;
  wants(measurement: string): boolean;
}

/** Undefined when only help is wanted. Throws when something makes no sense. */
export function readOptions(args: readonly string[]): Options | undefined {
  const number = { type: 'string' } as const;
  const yes = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ quick: yes, write: yes, help: yes, only: { type: 'string' } },
      ...{ rounds: number, seconds: number, connections: number, instances: number },
      ...{ streams: number, changes: number, sold: number },
    },
  });
  if (values.help) return undefined;
  const only = values.only?.split(',');
  const unknown = only?.find((name) => !measurements.includes(name));
  if (unknown !== undefined) throw new Error(`There is no measurement "${unknown}". See --help.`);
  const [rounds, seconds, streams, changes, sold] = values.quick
    ? [1, 2, 2_000, 30, 20_000]
    : [3, 5, 10_000, 100, 200_000];
  return {
    rounds: whole('rounds', values.rounds, rounds, 100),
    seconds: whole('seconds', values.seconds, seconds, 600),
    connections: whole('connections', values.connections, 256, 10_000),
    streams: whole('streams', values.streams, streams, 20_000),
    // Each takes a seat of the hall that is watched.
    changes: whole('changes', values.changes, changes, 200),
    sold: whole('sold', values.sold, sold, 240_000),
    instances: whole('instances', values.instances, 1, 8),
    writesPage: values.write || (only === undefined && !values.quick),
    wants: (measurement) => only?.includes(measurement) ?? true,
  };
}

function whole(name: string, given: string | undefined, fallback: number, max: number): number {
  if (given === undefined) return fallback;
  const value = Number(given);
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw new Error(`--${name} takes a whole number from 1 to ${max}.`);
  }
  return value;
}

function wrapped(names: readonly string[]): string {
  const half = Math.ceil(names.length / 2);
  return [names.slice(0, half), names.slice(half)]
    .map((part) => part.join(', '))
    .join(',\n                   ');
}
