import { setTimeout as delay } from 'node:timers/promises';
import type { TcpProxy } from '../../../server/test/support/tcp-proxy.ts';
import type { Lines } from '../rig/rig.ts';
import type { Fault } from './fault.ts';

/** Connections that break in the ways in which connections break, between each two parts. */

const FOR_MS = [1_000, 5_000] as const;
const DELAY_MS = [20, 400] as const;

/** What is done to a line, and undone. Resolves when it has been undone. */
type Break = (line: TcpProxy, draw: () => number) => Promise<void>;

const between = ([from, to]: readonly [number, number], lot: number) => from + (to - from) * lot;

const breaks: Readonly<Record<string, Break>> = {
  cut: (line) => Promise.resolve(line.cut()),
  reset: (line) => Promise.resolve(line.cut('reset')),
  delay: async (line, draw) => {
    line.delay(between(DELAY_MS, draw()));
    await delay(between(FOR_MS, draw()));
    line.delay(0);
  },
  // Requests arrive, answers do not; new connections are no better until it is healed.
  'half-open': (line, draw) => silent(line, 'deaf', draw),
  // Whatever is sent is taken, and nothing comes of it.
  silent: (line, draw) => silent(line, 'swallowing', draw),
  // Nothing is taken either.
  stuck: (line, draw) => silent(line, 'unacknowledged', draw),
};

async function silent(line: TcpProxy, how: 'deaf' | 'swallowing' | 'unacknowledged', draw: () => number) {
  line.silence(how, { alsoNew: true });
  await delay(between(FOR_MS, draw()));
  line.heal();
}

const words: Readonly<Record<keyof Lines, string>> = {
  database: 'server–PostgreSQL',
  redis: 'server–Redis',
  upstream: 'gateway–server',
  client: 'visitor–gateway',
};

export const brokenLines: readonly Fault[] = (Object.keys(words) as (keyof Lines)[]).flatMap((where) =>
  Object.entries(breaks).map(([how, breakIt]): Fault => {
    return {
      ...{ name: `${where}-${how}`, group: `${words[where]} ${how}` },
      fits: ({ lines }) => lines[where].length > 0,
      strike: async ({ rig, draw }) => {
        const all = rig.lines[where];
        const line = all[Math.floor(draw() * all.length)];
        const at = performance.now();
        // One line in two cases of three, else all of them at once.
        const broken = draw() < 2 / 3 && line !== undefined ? [line] : all;
        await Promise.all(broken.map((each) => breakIt(each, draw)));
        return { at, what: `${where}-${how} (${String(broken.length)} of ${String(all.length)})` };
      },
    };
  }),
);
