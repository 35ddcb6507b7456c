import type { Random } from '../../src/ports/random.ts';

/** Numbers in [0, 1) that a seed determines (mulberry32, T. Ettinger 2017), so that a failure can be replayed. */
export function seededDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function seededRandom(seed: number): Random {
  const draw = seededDraw(seed);
  const hex = (length: number) => Array.from({ length }, () => Math.floor(draw() * 16).toString(16)).join('');
  return {
    draw,
    reservationCode: () => `${hex(5)}-${hex(5)}`.toUpperCase(),
    queueSeed: () => hex(32),
  };
}

/** The seed of this run: `SEED` from the environment to replay one, else a new one. Print it. */
export function seedOfThisRun(): number {
  const given = process.env['SEED'];
  return given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given);
}
