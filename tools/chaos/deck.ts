import { seededDraw } from '../rig/seeded-draw.ts';

/**
 * The things to be tried, in an order of chance that a seed determines: everything once before anything comes again.
 * The order is the same wherever one begins, so that a suite that was interrupted goes on where it was.
 */
export function* deck<T>(things: readonly T[], seed: number): Generator<T, never> {
  for (let round = 0; ; round++) {
    const draw = seededDraw(seed * 7_919 + round);
    const left = [...things];
    while (left.length > 0) {
      const [next] = left.splice(Math.floor(draw() * left.length), 1);
      if (next !== undefined) yield next;
    }
  }
}
