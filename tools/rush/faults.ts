import { setTimeout as delay } from 'node:timers/promises';
import type { Stack } from '../stack/stack.ts';

export interface Fault {
  readonly afterOpeningMs: number;
  readonly what: string;
  happen(stack: Stack): Promise<void>;
}

const killed = (afterOpeningMs: number, number: number, awayMs: number): Fault => ({
  afterOpeningMs,
  what: `server ${number} is killed, and is back after ${awayMs / 1000} s`,
  happen: async ({ servers }) => {
    const server = servers[number - 1];
    await server?.kill9();
    await delay(awayMs);
    await server?.start();
  },
});

/** What goes wrong in a sale: Redis is killed once, a server twice. */
export const FAULTS: readonly Fault[] = [
  killed(15_000, 2, 5_000),
  {
    afterOpeningMs: 35_000,
    what: 'Redis is killed, and is back after 5 s',
    happen: async ({ redis }) => {
      await redis.kill9();
      await delay(5_000);
      await redis.start();
    },
  },
  killed(60_000, 3, 5_000),
];
