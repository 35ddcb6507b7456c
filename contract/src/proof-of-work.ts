/**
 * The proof of work that lining up may take: letters and digits (the nonce) such that the SHA-256 of
 *
 *   challenge "." nonce
 *
 * begins with so many zero bits. The challenge is the server's; finding a nonce takes about 2^bits attempts, and
 * checking it takes one. This is the finder, for pages and programs; it imports nothing.
 *
 * SHA-256 is written out here (FIPS 180-4) because browsers compute it only asynchronously: for inputs this short that
 * takes many times as long as the hash itself. What comes before the nonce is hashed once; an attempt is one block, or
 * two.
 */

export const PROOF_OF_WORK_BITS_MAX = 24;

const BLOCK = 64;

/** Looks for a nonce, some attempts at a time, so that whoever looks can do other things and say how far it is. */
export class WorkSearch {
  /** Attempts made. */
  tries = 0;
  private readonly prefix: string;
  /** The state after the whole blocks of the prefix, and what is left of it. */
  private readonly before: Uint32Array;
  private readonly rest: Uint8Array;
  private readonly length: number;
  /** What an attempt works with; made once. */
  private readonly padded = new Uint8Array(2 * BLOCK);
  private readonly state = new Uint32Array(8);

  constructor(
    challenge: string,
    private readonly bits: number,
  ) {
    this.prefix = `${challenge}.`;
    const bytes = Uint8Array.from(this.prefix, (letter) => letter.charCodeAt(0));
    const whole = bytes.length - (bytes.length % BLOCK);
    this.before = Uint32Array.from(INITIAL);
    for (let at = 0; at < whole; at += BLOCK) compress(this.before, bytes, at);
    this.rest = bytes.subarray(whole);
    this.length = bytes.length;
    this.padded.set(this.rest);
  }

  /** The whole proof, or undefined when none of the next `most` attempts is one. */
  look(most: number): string | undefined {
    for (const end = this.tries + most; this.tries < end;) {
      const nonce = (this.tries++).toString(36);
      if (leadingZeroBits(this.hash(nonce)) >= this.bits) return this.prefix + nonce;
    }
    return undefined;
  }

  private hash(nonce: string): Uint32Array {
    const { rest, length, padded, state } = this;
    const size = rest.length + nonce.length;
    // The end mark and the length in bits have to fit in.
    const end = size + 9 <= BLOCK ? BLOCK : 2 * BLOCK;
    for (let i = 0; i < nonce.length; i++) padded[rest.length + i] = nonce.charCodeAt(i);
    padded.fill(0, size, end);
    padded[size] = 0x80;
    const bitLength = (length + nonce.length) * 8;
    padded[end - 2] = bitLength >>> 8;
    padded[end - 1] = bitLength;
    state.set(this.before);
    for (let at = 0; at < end; at += BLOCK) compress(state, padded, at);
    return state;
  }
}

/** How many zero bits a hash begins with, given as words of 32. */
export function leadingZeroBits(words: Iterable<number>): number {
  let bits = 0;
  for (const word of words) {
    bits += Math.clz32(word);
    if (word !== 0) break;
  }
  return bits;
}

/** The first 32 bits of the fractional parts of the roots of the first primes, as the standard has it. */
function rootsOfPrimes(count: number, power: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes.map((prime) => ((prime ** power % 1) * 2 ** 32) >>> 0);
}
const INITIAL = rootsOfPrimes(8, 1 / 2);
const ROUND = Int32Array.from(rootsOfPrimes(64, 1 / 3));
const schedule = new Int32Array(64);

const rotated = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** One block, from `from` on. Every index is in bounds. */
function compress(state: Uint32Array, bytes: Uint8Array, from: number): void {
  const w = schedule;
  for (let i = 0; i < 16; i++) {
    const at = from + 4 * i;
    w[i] =
      ((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0);
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] ?? 0;
    const y = w[i - 2] ?? 0;
    const early = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3);
    const late = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10);
    w[i] = ((w[i - 16] ?? 0) + early + (w[i - 7] ?? 0) + late) | 0;
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let i = 0; i < 64; i++) {
    const mixed = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const chosen = (e & f) ^ (~e & g);
    const first = (h + mixed + chosen + (ROUND[i] ?? 0) + (w[i] ?? 0)) | 0;
    const second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
}
