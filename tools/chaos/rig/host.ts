import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/**
 * A host of its own for a server: a network namespace with two cables. By one it is reached by whoever asks, by the other
 * it reaches its stores, and that one can be pulled.
 */
export interface Host {
  /** What a program is started by that is to run there. */
  readonly prefix: readonly string[];
  /** Where a server there is reached, and from where its callers seem to come. */
  readonly address: string;
  readonly callersAddress: string;
  /** Where the stores listen for it. */
  readonly storesAddress: string;
  /** Pulls the cable to the stores at the switch: nothing arrives any more, and nobody there is told so. */
  pull(): void;
  plugIn(): void;
  remove(): void;
}

/** Addresses that a machine has no other use for (RFC 2544); the third number is drawn, so that two runs can be at work. */
const NETWORK = '198.18';
const block = process.pid % 200;

export const canMakeHosts = (): boolean =>
  process.getuid?.() === 0 && spawnSync('ip', ['netns']).status === 0;

/** @param number of the server, from 1 */
export function makeHost(number: number): Host {
  removeLeftOvers();
  const name = `jari-${String(process.pid)}-${String(number)}`;
  ip('netns', 'add', name);
  ip('-n', name, 'link', 'set', 'lo', 'up');
  const [front, back] = [0, 1].map((side) => {
    const outside = `jc${String(process.pid)}-${String(number)}${side === 0 ? 'f' : 'b'}`;
    const inside = side === 0 ? 'front' : 'back';
    const base = 8 * number + 4 * side;
    const [here, there] = [base + 1, base + 2].map((last) => `${NETWORK}.${String(block)}.${String(last)}`);
    ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', name);
    ip('addr', 'add', `${here ?? ''}/30`, 'dev', outside);
    ip('-n', name, 'addr', 'add', `${there ?? ''}/30`, 'dev', inside);
    ip('link', 'set', outside, 'up');
    ip('-n', name, 'link', 'set', inside, 'up');
    return { outside, here: here ?? '', there: there ?? '' };
  });
  if (front === undefined || back === undefined) throw new Error('two cables are made');
  return {
    prefix: ['ip', 'netns', 'exec', name],
    ...{ address: front.there, callersAddress: front.here, storesAddress: back.here },
    pull: () => ip('link', 'set', back.outside, 'down'),
    plugIn: () => ip('link', 'set', back.outside, 'up'),
    remove: () => ip('netns', 'del', name),
  };
}

/** Hosts of runs that could not remove them. */
function removeLeftOvers(): void {
  for (const [name, pid] of spawnSync('ip', ['netns'], { encoding: 'utf8' }).stdout.matchAll(
    /^jari-(\d+)-\d+/gm,
  )) {
    if (!existsSync(`/proc/${pid ?? ''}`)) ip('netns', 'del', name);
  }
}

function ip(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr}`);
}
