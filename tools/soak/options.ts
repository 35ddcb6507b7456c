import { parseArgs } from 'node:util';

export const usage = `Usage: npm run soak -- [--minutes 60] [--share 0.7] [--mode server|embedded|full] [--out FOLDER]

Finds out how much the set-up can do, then has it do a part of that for long, while keys are pruned and the log is archived.
Says whether memory, latency and tables stay level.

  --minutes N   how long (60)
  --share S     which part of the capacity (0.7)
  --mode M      server: PostgreSQL; embedded: PGlite; full: PostgreSQL, Redis and two servers (server)
  --streams N   people who watch, and come and go (200)
  --seats N     in the hall, in rows of 100 (20000)
  --day N       a day has so many minutes: keys of retries are kept for that long (3)
  --archive N   archives every so many minutes what is older than a day and a minute (3)
  --rate N      so many requests a second instead of looking for the capacity
  --seed N      what people do
  --out FOLDER  where samples, plots and archive are left (soak-<time>)

Ends with 0 when everything stays level, 1 when something does not, 2 when it could not be tried.`;

export type Mode = 'server' | 'embedded' | 'full';

export interface Options {
  readonly minutes: number;
  readonly share: number;
  readonly mode: Mode;
  readonly streams: number;
  readonly seats: number;
  readonly dayMinutes: number;
  readonly archiveMinutes: number;
  readonly rate: number | undefined;
  readonly seed: number;
  readonly out: string;
}

/** Something in the command line that cannot be meant. */
export class UsageError extends Error {}

/** Undefined when it is the usage that was asked for. */
export function readOptions(args: readonly string[]): Options | undefined {
  const values = parse(args);
  if (values.help === true) return undefined;
  const mode = values.mode ?? 'server';
  if (mode !== 'server' && mode !== 'embedded' && mode !== 'full') {
    throw new UsageError('--mode is server, embedded or full.');
  }
  const number = (name: Exclude<keyof typeof values, 'help'>, fallback: number) => {
    const value = Number(values[name] ?? fallback);
    if (!(value > 0)) throw new UsageError(`--${name} must be a number above 0.`);
    return value;
  };
  return {
    mode,
    minutes: number('minutes', 60),
    share: number('share', 0.7),
    streams: number('streams', 200),
    seats: Math.ceil(number('seats', 20_000) / 100) * 100,
    dayMinutes: number('day', 3),
    archiveMinutes: number('archive', 3),
    rate: values.rate === undefined ? undefined : number('rate', 0),
    seed: number('seed', 1),
    out: values.out ?? `soak-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}`,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const numbers = { minutes: text, share: text, streams: text, seats: text, day: text, archive: text };
  const help = { type: 'boolean' } as const;
  const options = { ...numbers, mode: text, rate: text, seed: text, out: text, help };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
