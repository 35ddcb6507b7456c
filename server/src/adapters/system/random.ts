import { randomFillSync } from 'node:crypto';
import type { Random } from '../../ports/random.ts';

/** Crockford's base 32: without I, L, O and U, which are misread or misheard. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LENGTH = 10;
const DRAW_BYTES = 6;
const SEED_BYTES = 16;

/**
 * Random bytes from the operating system, asked for by the page: a call for each confirm was the largest
 * single function in the profile of a sale.
 */
const pool = Buffer.alloc(4096);
let used = pool.length;

function take(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

export const systemRandom: Random = {
  draw: () => take(DRAW_BYTES).readUIntBE(0, DRAW_BYTES) / 2 ** (8 * DRAW_BYTES),
  reservationCode: () => {
    let code = '';
    // 256 is a multiple of 32, so that every letter is equally likely.
    for (const byte of take(CODE_LENGTH)) code += LETTERS.charAt(byte % 32);
    return `${code.slice(0, 5)}-${code.slice(5)}`;
  },
  queueSeed: () => take(SEED_BYTES).toString('hex'),
};
