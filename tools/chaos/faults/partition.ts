import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

const FOR_MS = [2_000, 9_000] as const;

/**
 * One server is cut off from PostgreSQL and from Redis, while visitors and gateway still reach it: no packet of the two
 * is answered or refused, as when a switch between two racks dies.
 */
export const partitioned: Fault = {
  ...{ name: 'partition', group: 'one server cut off from its stores' },
  fits: ({ lines }) => lines.database.length > 0,
  strike: async ({ rig: { lines }, draw }) => {
    const number = Math.floor(draw() * lines.database.length);
    const broken = [lines.database[number], lines.redis[number]].filter((line) => line !== undefined);
    const at = performance.now();
    for (const line of broken) line.silence('unacknowledged', { alsoNew: true });
    await delay(FOR_MS[0] + (FOR_MS[1] - FOR_MS[0]) * draw());
    for (const line of broken) line.heal();
    return { at, what: `partition of server ${String(number + 1)}` };
  },
};
