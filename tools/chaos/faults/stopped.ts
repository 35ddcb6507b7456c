import { setTimeout as delay } from 'node:timers/promises';
import { signalAll, treeOf } from '../../rig/process-tree.ts';
import type { Rig } from '../rig/rig.ts';
import type { Fault } from './fault.ts';

/** SIGSTOP: a part is there, its connections too, and it does nothing for a while; then it goes on as if nothing was. */

const STOPPED_MS = [500, 4_000] as const;

function stopped(name: string, pids: (rig: Rig, lot: number) => readonly number[]): Fault {
  return {
    ...{ name: `${name}-stop`, group: `${name} stands still` },
    fits: (rig) => pids(rig, 0).length > 0,
    strike: async ({ rig, draw }) => {
      const frozen = pids(rig, draw());
      const at = performance.now();
      signalAll(frozen, 'SIGSTOP');
      await delay(STOPPED_MS[0] + (STOPPED_MS[1] - STOPPED_MS[0]) * draw());
      signalAll(frozen, 'SIGCONT');
      return { at };
    },
  };
}

const all = (pid: number | undefined) => (pid === undefined ? [] : treeOf(pid));

export const stops: readonly Fault[] = [
  stopped('server', ({ servers }, lot) => all(servers[Math.floor(lot * servers.length)]?.program.pid)),
  stopped('postgres', ({ postgres }) => all(postgres?.program.pid)),
  stopped('redis', ({ redis }) => all(redis?.program.pid)),
  stopped('gateway', ({ gateway }) => all(gateway?.program.pid)),
];
