import { setTimeout as delay } from 'node:timers/promises';
import type { SettableClock } from '../rig/settable-clock.ts';
import type { Rig } from '../rig/rig.ts';
import type { Fault } from './fault.ts';

/** Wall clocks that are set, forward or back, and set right again: no hold may become shorter by it. */

const FOR_MS = [3_000, 7_000] as const;
/** A power of ten: from a second to ten minutes. */
const STEP_S_LOG10 = [0, 2.8] as const;

const between = ([from, to]: readonly [number, number], lot: number) => from + (to - from) * lot;

function clockSet(name: string, group: string, clocks: (rig: Rig) => readonly SettableClock[]): Fault {
  return {
    ...{ name, group },
    fits: (rig) => clocks(rig).length > 0,
    strike: async ({ rig, draw }) => {
      const all = clocks(rig);
      const clock = all[Math.floor(draw() * all.length)];
      const stepMs = Math.round(1_000 * 10 ** between(STEP_S_LOG10, draw())) * (draw() < 0.5 ? -1 : 1);
      const at = performance.now();
      clock?.set(stepMs);
      await delay(between(FOR_MS, draw()));
      clock?.set(0);
      return { at, what: `${name} (${String(stepMs)} ms)` };
    },
  };
}

export const setClocks: readonly Fault[] = [
  clockSet('server-clock', 'clock of one server set', ({ clocks }) => clocks.servers),
  {
    ...clockSet('postgres-clock', 'clock of PostgreSQL set', ({ clocks }) => clocks.postgres),
    setsClocks: true,
  },
];
