/**
 * The order in which a waiting room lets in those who came before the opening, when it shuffles them: a
 * permutation of 1…n that follows from a seed alone. Everybody can compute it, server, page and sceptic,
 * for one number at a time, however many wait.
 *
 * The seed is 32 hex digits, drawn when the room is set up. Its SHA-256 is shown from the beginning and the
 * seed itself from the opening on, so the order can be checked by everybody and was chosen by nobody.
 *
 * How. A Feistel network of six rounds over the smallest 4^k ≥ n permutes the numbers; a result beyond n goes
 * through it again until it is one ("cycle walking", Black and Rogaway 2002), after fewer than four rounds on
 * average. The round function is MurmurHash3's finaliser over half, round and a word of the seed: the seed is
 * secret until the numbers are given, so nothing stronger is needed than that it mixes well.
 */

export const QUEUE_SEED_PATTERN = '^[0-9a-f]{32}$';
const ROUNDS = 6;

/**
 * The place of a queue number in the line.
 *
 * @param number from 1 on, in order of arrival
 * @param preQueued how many had come when the sale opened; who came later keeps the number as the place
 * @param seed undefined where the line is in order of arrival
 */
export function placeInLine(number: number, preQueued: number, seed: string | undefined): number {
  if (seed === undefined || number > preQueued) return number;
  const words = wordsOf(seed);
  let halfBits = 1;
  while (4 ** halfBits < preQueued) halfBits++;
  let at = number - 1;
  do at = throughNetwork(at, halfBits, words);
  while (at >= preQueued);
  return at + 1;
}

function throughNetwork(value: number, halfBits: number, words: readonly number[]): number {
  const size = 2 ** halfBits;
  let left = Math.floor(value / size);
  let right = value % size;
  for (let round = 0; round < ROUNDS; round++) {
    const mixed = (left ^ mix(right + round * 0x9e3779b9, words[round % words.length] ?? 0)) >>> 0;
    [left, right] = [right, mixed % size];
  }
  return left * size + right;
}

/** MurmurHash3's 32-bit finaliser (Austin Appleby, public domain), with the word of the key stirred in twice. */
function mix(value: number, key: number): number {
  let h = (value ^ key) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ key, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function wordsOf(seed: string): readonly number[] {
  return [0, 8, 16, 24].map((from) => Number.parseInt(seed.slice(from, from + 8), 16));
}
