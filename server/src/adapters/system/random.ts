import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Random } from '../../ports/random.ts';

/** Crockford's base 32: without I, L, O and U, which are misread or misheard. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const DRAW_STEPS = 2 ** 47;

export const systemRandom: Random = {
  draw: () => randomInt(DRAW_STEPS) / DRAW_STEPS,
  reservationId: () => randomUUID(),
  reservationCode: () => {
    // 256 is a multiple of 32, so that every letter is equally likely.
    const code = Array.from(randomBytes(10), (byte) => LETTERS[byte % 32]).join('');
    return `${code.slice(0, 5)}-${code.slice(5)}`;
  },
};
