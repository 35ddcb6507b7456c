import { usualPoints } from '../failpoints/usual-points.ts';
import { badDisks } from './bad-disk.ts';
import { brokenLines } from './broken-lines.ts';
import type { Fault } from './fault.ts';
import { forgettings } from './forgetful-redis.ts';
import { kills } from './killed.ts';
import { partitioned } from './partition.ts';
import { allDeaths, diesAt, serverKilled } from './server-death.ts';
import { pulledCable } from './pulled-cable.ts';
import { setClocks } from './set-clocks.ts';
import { stops } from './stopped.ts';

/** All faults but deaths at failpoints, of which there are many: those go by the one name `failpoint`. */
export const namedFaults: readonly Fault[] = [
  serverKilled,
  ...kills,
  ...stops,
  ...forgettings,
  ...brokenLines,
  partitioned,
  pulledCable,
  ...setClocks,
  ...badDisks,
];

export const FAILPOINT = 'failpoint';
/** Only those that a sale without a line and an organiser comes by within moments. */
export const USUAL_FAILPOINT = 'usual-failpoint';

/** The faults with these names; throws for a name that nobody has. */
export function faultsNamed(names: readonly string[]): readonly Fault[] {
  return names.flatMap((name) => {
    if (name === FAILPOINT) return allDeaths;
    if (name === USUAL_FAILPOINT) return usualPoints.map((point) => diesAt(point));
    const found = namedFaults.filter((fault) => fault.name === name || fault.name.startsWith(`${name}-`));
    if (found.length === 0) throw new Error(`There is no fault ${name}; --list names them.`);
    return found;
  });
}
