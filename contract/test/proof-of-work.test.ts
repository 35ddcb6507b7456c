import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { leadingZeroBits, WorkSearch } from '../src/proof-of-work.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const bitsOf = (text: string) => {
  const digest = sha256(text);
  return leadingZeroBits([0, 4, 8, 12, 16, 20, 24, 28].map((at) => digest.readUInt32BE(at)));
};

describe('the search for a proof of work', () => {
  it('finds for challenges of any length what another SHA-256 agrees is the first there is', () => {
    for (let length = 0; length < 140; length++) {
      const challenge = 'x'.repeat(length);
      const proof = new WorkSearch(challenge, 6).look(10_000);
      let first = 0;
      while (bitsOf(`${challenge}.${first.toString(36)}`) < 6) first++;
      expect(proof).toBe(`${challenge}.${first.toString(36)}`);
    }
  });

  it('goes on where it stopped, and counts its attempts', () => {
    const whole = new WorkSearch('w1.gala.1', 10);
    const proof = whole.look(1_000_000);
    const steps = new WorkSearch('w1.gala.1', 10);
    let found: string | undefined;
    while (found === undefined) found = steps.look(7);
    expect(found).toBe(proof);
    expect(steps.tries).toBe(whole.tries);
  });

  it('takes about as many attempts as the bits say', () => {
    let tries = 0;
    for (let i = 0; i < 200; i++) {
      const search = new WorkSearch(`challenge ${i}`, 7);
      search.look(100_000);
      tries += search.tries;
    }
    expect(tries / 200).toBeGreaterThan(128 * 0.7);
    expect(tries / 200).toBeLessThan(128 * 1.4);
  });

  it('counts zero bits over all words', () => {
    expect([[0x80000000], [1], [0, 0x40000000], [0, 0]].map((words) => leadingZeroBits(words))).toEqual([
      0, 31, 33, 64,
    ]);
  });
});
