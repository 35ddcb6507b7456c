import { seededDraw } from '../../../tools/rig/seeded-draw.ts';
import type { Random } from '../../src/ports/random.ts';

export function seededRandom(seed: number): Random {
  const draw = seededDraw(seed);
  const hex = (length: number) => Array.from({ length }, () => Math.floor(draw() * 16).toString(16)).join('');
  return {
    draw,
    reservationCode: () => `${hex(5)}-${hex(5)}`.toUpperCase(),
    queueSeed: () => hex(32),
  };
}

/** The seed of this run: `SEED` from the environment to replay one, else the one given here or a new one. Print it. */
export function seedOfThisRun(otherwise?: number): number {
  const given = process.env['SEED'];
  return given === undefined ? (otherwise ?? Math.floor(Math.random() * 2 ** 32)) : Number(given);
}
