import { setTimeout as delay } from 'node:timers/promises';
import type { SettableClock } from '../rig/settable-clock.ts';
import type { Rig } from '../rig/rig.ts';
import type { Fault } from './fault.ts';

/** Wall clocks that are set, forward or back, and set right again: no hold may become shorter by it. */

const FOR_MS = [3_000, 7_000] as const;
/**
 * Powers of ten, in seconds. A server is sent whom the gateway vouches for, with the gateway's time, and refuses what is a
 * minute old: docs/operations.md asks for clocks within half a minute. The ledger's clock may be set by ten.
 */
const SERVER_STEP_LOG10 = [0, 1.4] as const;
const POSTGRES_STEP_LOG10 = [0, 2.8] as const;

const between = ([from, to]: readonly [number, number], lot: number) => from + (to - from) * lot;

function clockSet(
  name: string,
  group: string,
  stepLog10: readonly [number, number],
  clocks: (rig: Rig) => readonly SettableClock[],
): Fault {
  return {
    ...{ name, group },
    fits: (rig) => clocks(rig).length > 0,
    strike: async ({ rig, draw }) => {
      const all = clocks(rig);
      const clock = all[Math.floor(draw() * all.length)];
      const stepMs = Math.round(1_000 * 10 ** between(stepLog10, draw())) * (draw() < 0.5 ? -1 : 1);
      const at = performance.now();
      clock?.set(stepMs);
      await delay(between(FOR_MS, draw()));
      clock?.set(0);
      return { at, what: `${name} (${String(stepMs)} ms)` };
    },
  };
}

export const setClocks: readonly Fault[] = [
  clockSet('server-clock', 'clock of one server set', SERVER_STEP_LOG10, ({ clocks }) => clocks.servers),
  {
    ...clockSet(
      'postgres-clock',
      'clock of PostgreSQL set',
      POSTGRES_STEP_LOG10,
      ({ clocks }) => clocks.postgres,
    ),
    setsClocks: true,
  },
];
