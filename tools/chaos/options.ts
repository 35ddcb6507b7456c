import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { FAILPOINT, namedFaults, USUAL_FAILPOINT } from './faults/all.ts';
import type { Mode as RigMode } from './rig/rig.ts';

export const usage = `Usage: npm run chaos -- [--kills 1000] [--faults a,b,…] [--mode full] [--seed N] [--state FILE]

Sells seats while servers, PostgreSQL, Redis, gateway and the lines between them break, and holds everything that was
acknowledged to its word.

  --kills N       ends after so many deaths (40, unless --minutes is given); without --mode, --faults, --hosts and
                  --clocks: of servers only, the quick way
  --minutes M     ends after so many minutes, after the sale of then
  --faults LIST   only these, by name or the beginning of one (all); ${FAILPOINT}: deaths at failpoints,
                  ${USUAL_FAILPOINT}: at those that this sale comes by within moments
  --list          names all faults and failpoints
  --mode M        embedded, server or full (full); quick: deaths of servers, in an embedded one, one with PostgreSQL and
                  two that share Redis, all three at the same time
  --hosts         each server is a host of its own (network namespaces; takes root), for the fault host-cut
  --clocks        clocks can be set (libfaketime), for the faults server-clock and postgres-clock
  --seed N        draws other faults and visitors (by chance, and printed)
  --visitors N    how many are there at a time (16; quick: 12 in each)
  --state FILE    keeps how it stands, and goes on from there
  --out FOLDER    where histories and logs of sales that cannot be explained are kept
  --loud          tells of every fault`;

export type Mode = RigMode | 'quick';

export interface Options {
  readonly help: boolean;
  readonly list: boolean;
  readonly isLoud: boolean;
  readonly hosts: boolean;
  readonly clocks: boolean;
  readonly kills: number;
  readonly minutes: number;
  readonly faults: readonly string[];
  readonly mode: Mode;
  readonly seed: number;
  /** Undefined: as many as are usual. */
  readonly visitors: number | undefined;
  readonly stateFile: string | undefined;
  readonly out: string | undefined;
}

const MODES: readonly Mode[] = ['embedded', 'server', 'full', 'quick'];
const KILLS = 40;
/** So that the arithmetic with seeds stays within whole numbers. */
const SEED_MAX = 1_000_000;

export function readOptions(args?: readonly string[]): Options {
  const { values } = parseArgs({
    ...(args === undefined ? {} : { args: [...args] }),
    options: {
      kills: { type: 'string' },
      minutes: { type: 'string' },
      faults: { type: 'string' },
      list: { type: 'boolean', default: false },
      mode: { type: 'string' },
      seed: { type: 'string' },
      visitors: { type: 'string' },
      state: { type: 'string' },
      out: { type: 'string' },
      hosts: { type: 'boolean', default: false },
      clocks: { type: 'boolean', default: false },
      loud: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { minutes, kills, seed, state, out, faults, hosts, clocks } = values;
  const wantsMore = faults !== undefined || hosts || clocks;
  // Whoever counts deaths and says nothing else wants many of them.
  const usualMode = kills !== undefined && !wantsMore ? 'quick' : 'full';
  const mode = MODES.find((each) => each === (values.mode ?? usualMode));
  if (mode === undefined) throw new Error(`--mode takes ${MODES.join(', ')}.`);
  if (mode === 'quick' && wantsMore) {
    throw new Error('--mode quick is of deaths of servers only: without --faults, --hosts and --clocks.');
  }
  return {
    ...{ hosts, clocks },
    ...{ help: values.help, list: values.list, isLoud: values.loud, mode, out, stateFile: state },
    kills: kills === undefined ? (minutes === undefined ? KILLS : Infinity) : whole(kills, 'kills'),
    minutes: minutes === undefined ? Infinity : whole(minutes, 'minutes'),
    faults: faults?.split(',') ?? [...namedFaults.map(({ name }) => name), FAILPOINT],
    seed: seed === undefined ? randomInt(1, SEED_MAX) : whole(seed, 'seed'),
    visitors: values.visitors === undefined ? undefined : whole(values.visitors, 'visitors'),
  };
}

function whole(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a whole number from 1.`);
  return value;
}
