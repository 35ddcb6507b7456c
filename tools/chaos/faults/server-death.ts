import { setTimeout as delay } from 'node:timers/promises';
import { allPoints, comesAtStart } from '../failpoints/points.ts';
import type { DeathWish, MortalServer } from '../rig/mortal-server.ts';
import type { Fault, Stage, Struck } from './fault.ts';

/** A point that is not come by within this long is given up, and the server is killed wherever it is. */
const REACH_WITHIN_MS = 10_000;
/** How often a point is come by at most before it is the one: so that some die with a sale running, some at its start. */
const TIMES_MAX = 4;
export const DIES_THERE = 'server dies at a failpoint';
const NOT_REACHED = 'server killed, failpoint not reached';

interface DeathOptions {
  readonly timesMax?: number;
  readonly reachWithinMs?: number;
}

/** kill -9 at whatever the server does at a moment of chance. */
export const serverKilled: Fault = {
  ...{ name: 'server-kill', group: 'server killed', isDeath: true, keepsLines: true },
  fits: () => true,
  strike: async (stage) => {
    const server = chosen(stage);
    await delay(300 * stage.draw());
    const at = performance.now();
    await server.program.kill9();
    await server.start();
    return { at };
  },
};

/**
 * The server dies exactly at a failpoint, in the midst of the sale; or, where it comes by only at its start, it begins
 * anew and dies then.
 */
export function diesAt(
  point: string,
  { timesMax = TIMES_MAX, reachWithinMs = REACH_WITHIN_MS }: DeathOptions = {},
): Fault {
  return {
    ...{ name: `at ${point}`, group: DIES_THERE, isDeath: true, keepsLines: true },
    fits: () => true,
    strike: async (stage) => {
      const server = chosen(stage);
      const time = comesAtStart(point) ? 1 : 1 + Math.floor(stage.draw() * timesMax);
      if (comesAtStart(point) && server.program.isRunning) await server.program.kill9();
      const struck = await untilDeath(server, { point, time }, reachWithinMs);
      await server.start();
      return struck;
    },
  };
}

export const allDeaths: readonly Fault[] = allPoints.map((point) => diesAt(point));

async function untilDeath(server: MortalServer, at: DeathWish, reachWithinMs: number): Promise<Struck> {
  try {
    if (server.program.isRunning) server.wishFor(at);
    else await server.start(at);
  } catch {
    // It died before it was ready; or it found no ledger in time and ended, and is tried again without a wish.
    if (server.diedAt === at.point) return { at: performance.now(), what: `${at.point}, starting` };
    return { at: performance.now(), what: `${at.point} not reached; did not start`, group: NOT_REACHED };
  }
  const hasDied = await server.untilDead(reachWithinMs);
  const struck = { at: performance.now(), what: `${at.point}, time ${String(at.time)}` };
  if (hasDied) return struck;
  await server.program.kill9();
  return {
    ...{ at: performance.now(), what: `${at.point} not reached; killed` },
    group: NOT_REACHED,
  };
}

function chosen({ rig, draw }: Stage): MortalServer {
  const server = rig.servers[Math.floor(draw() * rig.servers.length)];
  if (server === undefined) throw new Error('no server');
  return server;
}
