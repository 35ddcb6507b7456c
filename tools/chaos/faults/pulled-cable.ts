import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './fault.ts';

const FOR_MS = [2_000, 9_000] as const;

/**
 * The cable between one server's host and the stores' is pulled, both of PostgreSQL and of Redis, while visitors and
 * gateway reach it as before. Packets are lost by the kernel and sent again by it, connections survive what is short enough.
 */
export const pulledCable: Fault = {
  ...{ name: 'host-cut', group: 'cable of one host to its stores pulled' },
  fits: ({ hosts }) => hosts.length > 0,
  strike: async ({ rig: { hosts }, draw }) => {
    const number = Math.floor(draw() * hosts.length);
    const at = performance.now();
    hosts[number]?.pull();
    await delay(FOR_MS[0] + (FOR_MS[1] - FOR_MS[0]) * draw());
    hosts[number]?.plugIn();
    return { at, what: `host-cut of server ${String(number + 1)}` };
  },
};
