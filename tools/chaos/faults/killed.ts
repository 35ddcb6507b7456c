import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from '../../stack/program.ts';
import { titleOf, treeOf, signalAll } from '../../rig/process-tree.ts';
import type { Rig } from '../rig/rig.ts';
import type { Fault, Stage } from './fault.ts';

/** kill -9 of what stands beside the servers, at moments of chance, and its return. */

const AWAY_MS_MAX = 1_500;

function killed(name: string, part: (rig: Rig) => Program | undefined): Fault {
  return {
    ...{ name: `${name}-kill`, group: `${name} killed`, isDeath: true },
    fits: (rig) => part(rig) !== undefined,
    strike: async ({ rig, draw }) => {
      const program = part(rig);
      await delay(300 * draw());
      const at = performance.now();
      await program?.kill9();
      await delay(AWAY_MS_MAX * draw());
      await program?.start();
      return { at };
    },
  };
}

/** One connection's process: the others of the cluster are ended by the postmaster, and all begins anew by itself. */
const backendKilled: Fault = {
  ...{ name: 'backend-kill', group: 'one backend of PostgreSQL killed', isDeath: true },
  fits: ({ postgres }) => postgres !== undefined,
  strike: ({ rig, draw }: Stage) => {
    const postmaster = rig.postgres?.program.pid ?? 0;
    const backends = treeOf(postmaster).filter((pid) => / jari jari /.test(titleOf(pid)));
    const victim = backends[Math.floor(draw() * backends.length)];
    const at = performance.now();
    if (victim !== undefined) signalAll([victim], 'SIGKILL');
    return Promise.resolve({ at, ...(victim === undefined ? { what: 'no backend was there' } : {}) });
  },
};

/** Power is cut for all of them but the visitors. */
const allKilled: Fault = {
  ...{ name: 'all-kill', group: 'everything killed at once', isDeath: true },
  fits: () => true,
  strike: async ({ rig, draw }) => {
    await delay(300 * draw());
    const at = performance.now();
    const { gateway, servers, redis, postgres } = rig;
    await Promise.all([
      ...[gateway?.program.kill9(), redis?.program.kill9(), postgres?.program.kill9()],
      ...servers.map(({ program }) => program.kill9()),
    ]);
    await Promise.all([postgres?.program.start(), redis?.program.start()]);
    await Promise.all([...servers.map((server) => server.start()), gateway?.program.start()]);
    return { at };
  },
};

export const kills: readonly Fault[] = [
  killed('postgres', ({ postgres }) => postgres?.program),
  killed('redis', ({ redis }) => redis?.program),
  killed('gateway', ({ gateway }) => gateway?.program),
  backendKilled,
  allKilled,
];
