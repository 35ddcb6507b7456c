import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { proveWork, shareOf } from '#lib/waiting/prove-work.ts';

// There is no Worker in this process, so what is tested here is the way without one; browsers test the other.
describe('proving work without a worker', () => {
  it('finds a proof, tells how far it is, and lets others have their turn meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const told: number[] = [];
    const proof = await proveWork(
      'w1.gala.1.x',
      12,
      (tries) => told.push(tries),
      new AbortController().signal,
    );
    clearInterval(timer);
    expect(
      createHash('sha256')
        .update(proof ?? '')
        .digest()
        .readUInt16BE(0),
    ).toBeLessThan(16);
    expect(proof).toMatch(/^w1\.gala\.1\.x\.[0-9a-z]+$/);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(turns).toBeGreaterThan(0);
  });

  it('ends when it is stopped', async () => {
    const stop = new AbortController();
    const proof = await proveWork('w1.gala.1.x', 24, () => stop.abort(), stop.signal);
    expect(proof).toBeUndefined();
  });

  it('is as far as it was likely to be done by now', () => {
    expect(shareOf(0, 16)).toBe(0);
    expect(shareOf(2 ** 16, 16)).toBeCloseTo(0.632, 3);
    expect(shareOf(2 ** 20, 16)).toBeGreaterThan(0.99);
  });
});
